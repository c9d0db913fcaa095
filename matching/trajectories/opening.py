"""How lines may begin: what the law protects and what was promised comes first, and the rest of a line follows it.

A protected pair is no choice: it is the whole line of its participant, from the first month on, also where it leaves a
row overfull. A promised pair is the first leg of its participant's line, from its first possible month and for its
shortest stay, where every month has room for that; what follows it is open. Others begin with a leg of their own.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.keeping import Turns
from matching.problem import Floats
from matching.trajectories.legs import LAST_STEP, LASTS, NO_LEG, Legs, Lines
from matching.trajectories.rows import MonthRows

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Opening:
    """`kept` int32 (P, LAST_STEP, 3): the leg that stands, if any, in front; `rows`: what is left for all others.

    `open` (k,): pairs that lines may be made of; `entry` float64 (n, H): points of beginning (or going on) with each
    pair in each month, never above zero, -inf where that may not be.
    """

    legs: Legs
    kept: Lines
    rows: MonthRows
    open: NDArray[np.intp]
    entry: Floats

    @classmethod
    def of(cls, legs: Legs, rows: MonthRows, protected: Marks, promised: Turns) -> Self:
        """Keep what comes first; `protected` bool (n,) marks pairs, the first of each person counts.

        `promised` int8 (n,): 0 = not promised; pairs of turn 1 come before those of turn 2, and so on.
        """
        people = legs.pairs.data.num_participants
        kept = np.full((people, LAST_STEP, 3), NO_LEG, np.int32)
        law = np.flatnonzero(protected)[::-1]
        kept[legs.pairs.p[law], 0] = np.stack([law, np.zeros_like(law), np.full_like(law, legs.months)], axis=1)
        closed = kept[:, 0, 0] != NO_LEG
        rows = rows.less(kept[closed])
        order = np.flatnonzero(promised)
        for pair in order[np.argsort(promised[order], kind="stable")].tolist():
            p, first = legs.pairs.p[pair], _shortest(legs, pair)
            if kept[p, 0, 0] == NO_LEG and first is not None and rows.has_room(pair, *first):
                kept[p, 0] = (pair, *first)
                rows = rows.less(kept[p : p + 1])
        pairs = np.flatnonzero(~closed[legs.pairs.p] & legs.can_start.any(1))
        entry = _entry(legs, kept)
        return cls(legs, kept, rows, pairs[np.isfinite(entry[pairs]).any(1)], entry)

    @property
    def kept_points(self) -> NDArray[np.int64]:
        """Points of what stands, int64 (P,); a place that the law protects has waited for nothing."""
        points = np.zeros(len(self.kept), np.int64)
        there = self.kept[:, 0, 0] != NO_LEG
        points[there] = self.legs.points(self.kept[there])
        return points

    def whole(self, lines: Lines, participant: NDArray[np.int32]) -> Lines:
        """Lines with the leg that stands in front of them."""
        whole, there = lines.copy(), self.kept[participant, 0, 0] != NO_LEG
        whole[there, 1:] = lines[there, :-1]
        whole[there, 0] = self.kept[participant[there], 0]
        return whole

    def points(self, lines: Lines, participant: NDArray[np.int32]) -> NDArray[np.int64]:
        """Points that each line adds to what stands, int64 (c,)."""
        added: NDArray[np.int64] = self.legs.points(self.whole(lines, participant)) - self.kept_points[participant]
        return added


def _shortest(legs: Legs, pair: int) -> tuple[int, int] | None:
    """First possible month of a pair and the end of its shortest stay from there; None where it cannot begin."""
    starts = np.flatnonzero(legs.can_start[pair])
    for start in starts[:1].tolist():
        stops = [
            min(legs.months, int(legs.last[pair]) if length == LASTS else start + length)
            for length, members in legs.lengths
            if pair in members and (length == LASTS or start + length <= legs.last[pair])
        ]
        return (start, min(stops)) if stops and min(stops) > start else None
    return None


def _entry(legs: Legs, kept: Lines) -> Floats:
    """F of a first leg, or of a leg after the one that stands."""
    months, p = np.arange(legs.months), legs.pairs.p
    before, stop = kept[p, 0, 0], kept[p, 0, 2]
    since = np.where(before == NO_LEG, legs.free_from[p], stop)
    entry = np.where(months >= since[:, None], -legs.weights.waiting * (months - since[:, None]), -np.inf)
    entry[before == NO_LEG] -= legs.change[before == NO_LEG, None]
    after = np.flatnonzero(before != NO_LEG)
    held = before[after]
    entry[after] -= legs.handover(held, after)[:, None]
    entry[after[legs.step[after] <= legs.step[held]]] = -np.inf
    bound = legs.follow[held] >= 0
    at_once = (months == stop[after][:, None]) & (legs.kind[after] == legs.follow[held])[:, None]
    entry[after] = np.where(~bound[:, None] | at_once, entry[after], -np.inf)
    found: Floats = entry.astype(np.float64)
    return found
