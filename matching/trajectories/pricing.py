"""The best lines of every participant at given prices: the exact programme, for all at once.

At prices Y (row, month) pair i earns net_it = month_i - Σ_r a_ri Y_rt in month t (see `programme`).

    best_p = max(0, max_{i of p, e} G_i(e))

A month in which a pair does not fit in some row, even alone, is in no line: without this the linear relaxation would
take a fraction of that pair, and the bound would be loose.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.problem import Floats
from matching.trajectories.legs import LAST_STEP, LASTS, NO_LEG, Legs, Lines
from matching.trajectories.programme import Chart, Table, fill_all, walk_all
from matching.trajectories.rows import expand

FORBIDDING = 1e7  # points: more than a line earns, few enough that sums of months stay exact to 1e-6


@dataclass(frozen=True)
class Priced:
    """`best` float64 (P,), >= 0; `lines` (c, LAST_STEP, 3), up to a few for each participant; `net` float64 (c,)."""

    best: Floats
    lines: Lines
    net: Floats


class Pricing:
    """The programme over the pairs `among` those of `legs`, prepared once.

    `entry` float64 (n, H): F of a first leg; `fits` bool (n, H): months in which a pair may be in a leg at all.
    """

    def __init__(self, legs: Legs, among: NDArray[np.intp], entry: Floats, fits: NDArray[np.bool_]) -> None:
        self.legs, self.among, self.entry, self.fits = legs, among, entry, fits
        self.chart = _chart(legs, among, entry)
        self._table = Table.of(len(legs), legs.months)

    def solve(self, cost: Floats, most: int = 1, above: Floats | None = None) -> Priced:
        """Best lines when pair i costs `cost` float64 (n, H) points in each month.

        `most` lines for each participant, each with another last pair, of those that earn more than `above` (P,).
        """
        legs, table, among = self.legs, self._table, self.among
        net = legs.value[:, None] - np.where(self.fits, cost, FORBIDDING)
        np.cumsum(net, axis=1, out=table.total[:, 1:])
        fill_all(self.chart, table)
        ends = np.where(legs.follow[among] >= 0, legs.months, table.earned[among].argmax(1))
        last, p = table.earned[among, ends], legs.pairs.p[among]
        best = np.zeros(len(legs.first) - 1)
        np.maximum.at(best, p, last)
        floor = np.zeros_like(best) if above is None else np.maximum(above, 0)
        worth = np.flatnonzero(last > floor[p] + 1e-7)
        worth = worth[np.lexsort((-last[worth], p[worth]))]
        rank = np.arange(len(worth)) - np.searchsorted(p[worth], p[worth])
        chosen = worth[rank < most]
        lines = np.empty((len(chosen), LAST_STEP, 3), np.int32)
        walk_all(self.chart, table, among[chosen], ends[chosen], lines)
        return Priced(best, lines, last[chosen])

    def every(self, most: int) -> Lines | None:
        """All lines that there are; None where these are more than `most`."""
        legs = self.legs
        stay = self._stays()
        first = np.searchsorted(legs.pairs.p[stay[:, 0]], np.arange(len(legs.first)))
        begins = np.isfinite(self.entry[stay[:, 0], stay[:, 1]])
        grown = np.full((int(begins.sum()), LAST_STEP, 3), NO_LEG, np.int32)
        grown[:, 0] = stay[begins]
        found = [grown]
        for place in range(1, LAST_STEP):
            before = grown[:, place - 1]
            p = legs.pairs.p[before[:, 0]]
            if (first[p + 1] - first[p]).sum() > 100 * most:
                return None
            after, which = expand(first[p], first[p + 1])
            held, more = before[which], stay[after]
            fits = (legs.step[more[:, 0]] > legs.step[held[:, 0]]) & (more[:, 1] >= held[:, 2])
            at_once = (legs.kind[more[:, 0]] == legs.follow[held[:, 0]]) & (more[:, 1] == held[:, 2])
            fits &= (legs.follow[held[:, 0]] < 0) | at_once
            grown = grown[which[fits]]
            grown[:, place] = more[fits]
            found.append(grown)
        lines = np.concatenate(found)
        last = lines[np.arange(len(lines)), (lines[:, :, 0] != NO_LEG).sum(1) - 1]
        lines = lines[(legs.follow[last[:, 0]] < 0) | (last[:, 2] == legs.months)]
        return lines if len(lines) <= most else None

    def _stays(self) -> NDArray[np.int32]:
        """Pair, start and stop of every leg of an open pair, by participant, int32 (k, 3)."""
        legs, found = self.legs, [np.empty((0, 3), np.int64)]
        for length, members in legs.lengths:
            members = np.intersect1d(members, self.among)
            spot, start = np.nonzero(legs.can_start[members])
            pair = members[spot]
            end = legs.last[pair] if length == LASTS else start + length
            stop = np.minimum(end, legs.months)
            fits = (end <= legs.last[pair]) & (stop > start)
            found.append(np.stack([pair, start, stop], axis=1)[fits])
        stays = np.concatenate(found)
        return stays[np.argsort(legs.pairs.p[stays[:, 0]], kind="stable")].astype(np.int32)


def _chart(legs: Legs, among: NDArray[np.intp], entry: Floats) -> Chart:
    p = legs.pairs.p[among]
    order = among[np.lexsort((legs.step[among], p))]
    owner = np.concatenate([np.empty(0, np.int64), *(members for _, members in legs.lengths)])
    length = np.repeat([length for length, _ in legs.lengths], [len(members) for _, members in legs.lengths])
    by_pair = np.argsort(owner, kind="stable")
    weights = legs.weights
    return Chart(
        order.astype(np.int64), np.searchsorted(p, np.arange(len(legs.first))).astype(np.int64),
        legs.step.astype(np.int64), legs.follow.astype(np.int64), legs.kind.astype(np.int64),
        legs.organisation.astype(np.int64), legs.line.astype(np.int64), legs.last, legs.can_start, entry,
        np.searchsorted(owner[by_pair], np.arange(len(legs) + 1)).astype(np.int64), length[by_pair].astype(np.int64),
        np.array([weights.waiting, weights.organisation, weights.line], np.int64),
    )  # fmt: skip
