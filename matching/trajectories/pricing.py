"""The best line of every participant at given prices: an exact dynamic programme over steps and months, in numpy.

At prices Y (row, month) pair i earns net_it = v_i - Σ_r a_ri Y_rt in month t; S is its running sum over months. With
F_i(s) the best that a line can have earned when a leg on i starts in month s, and G_i(e) when one stops at e:

    F_i(s) = max( -waiting (s - free from),                                      first leg
                  max_{j of p, step_j < step_i, e ≤ s} G_j(e) - waiting (s - e) - handover_ji )
    G_i(e) = max_{s: the stay s..e is allowed} F_i(s) + S_i(e) - S_i(s)
    best_p = max(0, max_{i of p, e} G_i(e))

A month in which a pair does not fit in some row, even alone, is in no line: without this the linear relaxation would
take a fraction of that pair, and the bound would be loose.

A hand-over costs organisation if that differs, plus line if that differs. So the inner maximum over j is the largest of
four maxima, over all j, over j with the same organisation, the same line, and both, each less the full cost of what is
not the same: for any j the right one of the four is exact and no other is more. The groups make the work linear in the
number of pairs. A temporary place binds its successor (`Legs.follow`): those couples are tried one by one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.problem import Floats
from matching.trajectories.legs import FIRST_STEP, LAST_STEP, LASTS, NO_LEG, Legs, Lines
from matching.trajectories.rows import expand

NEVER = -np.inf
FORBIDDING = 1e7  # points: more than a line earns, few enough that sums of months stay exact to 1e-6


@dataclass(frozen=True)
class Priced:
    """`best` float64 (P,), >= 0; `lines` (c, LAST_STEP, 3), up to a few for each participant; `net` float64 (c,)."""

    best: Floats
    lines: Lines
    net: Floats


class _Groups:
    """Pairs that share a key: `of` (n,) number of the group of each pair."""

    def __init__(self, keys: tuple[NDArray[np.int64], ...], penalty: int) -> None:
        _, self.of = np.unique(np.stack(keys), axis=1, return_inverse=True)
        self.of = self.of.reshape(-1)
        self.count = int(self.of.max(initial=-1)) + 1
        self.penalty = penalty

    def raise_to(self, state: Floats, pairs: NDArray[np.intp], earned: Floats) -> None:
        """state[group] = max(state[group], earned of its pairs)."""
        if not len(pairs):
            return
        order = np.argsort(self.of[pairs], kind="stable")
        group = self.of[pairs][order]
        start = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
        most = np.maximum.reduceat(earned[order], start, axis=0)
        state[group[start]] = np.maximum(state[group[start]], most)


class Pricing:
    """The programme over the pairs `among` those of `legs`, prepared once.

    `entry` float64 (n, H): F of a first leg; `fits` bool (n, H): months in which a pair may be in a leg at all.
    """

    def __init__(self, legs: Legs, among: NDArray[np.intp], entry: Floats, fits: NDArray[np.bool_]) -> None:
        self.legs, self.among, self.entry, self.fits = legs, among, entry, fits
        p, weights = legs.pairs.p.astype(np.int64), legs.weights
        organisation, line = legs.organisation.astype(np.int64), legs.line.astype(np.int64)
        self.groups = (
            _Groups((p,), weights.organisation + weights.line),
            _Groups((p, organisation), weights.line),
            _Groups((p, line), weights.organisation),
            _Groups((p, organisation, line), 0),
        )
        self.bound = legs.follow >= 0
        is_open = np.zeros(len(legs), bool)
        is_open[among] = True
        self.is_open = is_open
        self.steps = tuple(np.flatnonzero(is_open & (legs.step == step)) for step in range(FIRST_STEP, LAST_STEP + 1))
        self.stays = tuple(tuple(legs.stays(members)) for members in self.steps)
        after, before = self._couples()
        step = legs.step[after]
        self.couples = tuple((after[step == one], before[step == one]) for one in range(FIRST_STEP, LAST_STEP + 1))

    def _couples(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """(successor, temporary place) of one participant, the successor of the kind and the step that it must be."""
        legs = self.legs
        temporary = np.flatnonzero(self.bound & self.is_open)
        p = legs.pairs.p[temporary]
        after, which = expand(legs.first[p], legs.first[p + 1])
        before = temporary[which]
        fits = (legs.kind[after] == legs.follow[before]) & (legs.step[after] > legs.step[before]) & self.is_open[after]
        order = np.argsort(after[fits], kind="stable")
        return after[fits][order], before[fits][order]

    def solve(self, cost: Floats, most: int = 1, above: Floats | None = None) -> Priced:
        """Best lines when pair i costs `cost` float64 (n, H) points in each month.

        `most` lines for each participant, each with another last pair, of those that earn more than `above` (P,).
        """
        legs = self.legs
        total = self._total(cost)
        earned, begin, waited, _ = self._forward(total)
        last = np.where(self.bound, earned[:, -1], earned.max(1, initial=NEVER))
        stop = np.where(self.bound, legs.months, earned.argmax(1))
        best = np.zeros(len(legs.first) - 1)
        np.maximum.at(best, legs.pairs.p[self.among], last[self.among])
        floor = np.zeros_like(best) if above is None else np.maximum(above, 0)
        worth = self.among[last[self.among] > floor[legs.pairs.p[self.among]] + 1e-7]
        worth = worth[np.lexsort((-last[worth], legs.pairs.p[worth]))]
        p = legs.pairs.p[worth]
        rank = np.arange(len(worth)) - np.searchsorted(p, p)
        chosen = worth[rank < most]
        lines = self._back(chosen, begin[chosen, stop[chosen]], stop[chosen], earned, begin, waited)
        return Priced(best, lines, last[chosen])

    def harvest(self, cost: Floats, most: int) -> Lines:
        """For every participant the `most` best last legs at these prices, each at the end of its best line.

        What whole numbers need and a linear programme does not: the same place a month later or shorter.
        """
        legs, months = self.legs, self.legs.months
        total = self._total(cost)
        earned, begin, waited, begun = self._forward(total)
        pair, start, stop = self._stays(np.isfinite(begun))
        last = ~self.bound[pair] | (stop == months)
        pair, start, stop = pair[last], start[last], stop[last]
        net = begun[pair, start] + total[pair, stop] - total[pair, start]
        p = legs.pairs.p[pair]
        order = np.lexsort((-net, p))
        kept = order[np.arange(len(order)) - np.searchsorted(p[order], p[order]) < most]
        return self._back(pair[kept], start[kept], stop[kept], earned, begin, waited)

    def _total(self, cost: Floats) -> Floats:
        """S, float64 (n, H + 1); a month in which a pair does not fit costs more than any line is worth."""
        total = np.zeros((len(self.legs), self.legs.months + 1))
        np.cumsum(self.legs.value[:, None] - np.where(self.fits, cost, FORBIDDING), axis=1, out=total[:, 1:])
        return total

    def every(self, most: int) -> Lines | None:
        """All lines that there are; None where these are more than `most`."""
        legs = self.legs
        pair, start, stop = self._stays(legs.can_start)
        order = np.argsort(legs.pairs.p[pair], kind="stable")
        stay = np.stack([pair, start, stop], axis=1)[order].astype(np.int32)
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
            fits &= ~self.bound[held[:, 0]] | at_once
            grown = grown[which[fits]]
            grown[:, place] = more[fits]
            found.append(grown)
        lines = np.concatenate(found)
        last = lines[np.arange(len(lines)), (lines[:, :, 0] != NO_LEG).sum(1) - 1]
        lines = lines[~self.bound[last[:, 0]] | (last[:, 2] == legs.months)]
        return lines if len(lines) <= most else None

    def _stays(self, can_start: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Pair, start and stop of every leg of an open pair that may start where `can_start` (n, H) says so."""
        legs, found = self.legs, [(np.empty(0, np.intp),) * 3]
        for members, stays in zip(self.steps, self.stays, strict=True):
            for length, here in stays:
                spot, start = np.nonzero(can_start[members[here]])
                pair = members[here][spot]
                end = legs.last[pair] if length == LASTS else start + length
                stop = np.minimum(end, legs.months)
                fits = (end <= legs.last[pair]) & (stop > start)
                found.append((pair[fits], start[fits], stop[fits]))
        pair, start, stop = (np.concatenate(part) for part in zip(*found, strict=True))
        return pair, start, stop

    def _forward(self, total: Floats) -> tuple[Floats, NDArray[np.int16], Floats, Floats]:
        """G (n, H + 1); the start of the last leg behind each; G less the waiting since, max_{e ≤ t}; and F (n, H)."""
        legs, months = self.legs, self.legs.months
        earned = np.full(total.shape, NEVER)
        waited = np.full(total.shape, NEVER)
        begin = np.zeros(total.shape, np.int16)
        begun = np.full((len(legs), months), NEVER)
        states = [np.full((group.count, months + 1), NEVER) for group in self.groups]
        waiting = legs.weights.waiting * np.arange(months + 1.0)
        for members, stays, couples in zip(self.steps, self.stays, self.couples, strict=True):
            if not len(members):
                continue
            start = self.entry[members]
            for group, state in zip(self.groups, states, strict=True):
                np.maximum(start, state[group.of[members], :months] - group.penalty, out=start)
            self._follow(start, members, earned, *couples)
            start[~legs.can_start[members]] = NEVER
            begun[members], gain = start, start - total[members, :months]
            made, since = np.full((len(members), months + 1), NEVER), np.zeros((len(members), months + 1), np.int16)
            for length, here in stays:
                _stay(made, since, gain[here], here, length, legs.last[members[here]])
            made += total[members]
            earned[members], begin[members] = made, since
            free = ~self.bound[members]
            waited[members] = np.maximum.accumulate(made + waiting, axis=1) - waiting
            for group, state in zip(self.groups, states, strict=True):
                group.raise_to(state, members[free], waited[members[free]])
        return earned, begin, waited, begun

    def _follow(
        self,
        start: Floats,
        members: NDArray[np.intp],
        earned: Floats,
        after: NDArray[np.intp],
        before: NDArray[np.intp],
    ) -> None:
        """Raise `start` of the successors of temporary places: at once, without waiting."""
        if not len(after):
            return
        came = earned[before, :-1] - self.legs.handover(before, after)[:, None]
        first = np.flatnonzero(np.r_[True, after[1:] != after[:-1]])
        spots = np.searchsorted(members, after[first])
        start[spots] = np.maximum(start[spots], np.maximum.reduceat(came, first, axis=0))

    def _back(
        self, pair: NDArray[Any], start: NDArray[Any], stop: NDArray[Any], earned: Floats, begin: NDArray[np.int16],
        waited: Floats,
    ) -> Lines:  # fmt: skip
        """The best lines that end with these legs, found again by trying every predecessor of these few."""
        legs = self.legs
        found = np.full((len(pair), LAST_STEP, 3), NO_LEG, np.int32)
        who = np.arange(len(pair))
        for _ in range(LAST_STEP):
            found[who, 1:] = found[who, :-1]
            found[who, 0] = np.stack([pair, start, stop], axis=1)
            p = legs.pairs.p[pair]
            before, which = expand(legs.first[p], legs.first[p + 1])
            after, at = pair[which], start[which]
            came = np.where(
                self.bound[before],
                np.where(legs.follow[before] == legs.kind[after], earned[before, at], NEVER),
                waited[before, at],
            )
            came = np.where(legs.step[before] < legs.step[after], came - legs.handover(before, after), NEVER)
            first = np.searchsorted(which, np.arange(len(pair)))
            most = np.maximum.reduceat(came, first)
            goes_on = most > self.entry[pair, start] + 1e-9
            if not goes_on.any():
                break
            spot = np.flatnonzero(came == most[which])
            spot = spot[np.unique(which[spot], return_index=True)[1]]
            pair, start, who = before[spot][goes_on], start[goes_on], who[goes_on]
            waits = self.legs.weights.waiting * (start[:, None] - np.arange(legs.months + 1))
            ended = np.where(waits >= 0, earned[pair] - waits, NEVER)
            stop = np.where(self.bound[pair], start, ended.argmax(1))
            start = begin[pair, stop].astype(np.int64)
        return found


def _stay(
    made: Floats, since: NDArray[np.int16], gain: Floats, here: NDArray[np.intp], length: int, last: NDArray[np.int64]
) -> None:
    """Raise `made` (and its start, `since`) at the stops of all stays of one length; `gain` (k, H) of each start."""
    months = gain.shape[1]
    starts = np.arange(months)
    if length == LASTS:
        stop = np.minimum(last, months)
        gain = np.where(starts < stop[:, None], gain, NEVER)
        at, best = stop, gain.argmax(1)
        _raise(made, since, here, at, gain[np.arange(len(here)), best], best)
        return
    gain = np.where(starts + length <= last[:, None], gain, NEVER)
    whole = months - length + 1
    if whole > 0:
        held = made[here, length:]
        better = gain[:, :whole] > held
        made[here, length:] = np.where(better, gain[:, :whole], held)
        since[here, length:] = np.where(better, starts[:whole], since[here, length:])
    cut = max(0, whole)
    if cut < months:
        best = cut + gain[:, cut:].argmax(1)
        _raise(made, since, here, np.full(len(here), months), gain[np.arange(len(here)), best], best)


def _raise(
    made: Floats, since: NDArray[np.int16], here: NDArray[np.intp], at: NDArray[np.int64], gain: Floats,
    start: NDArray[np.intp],
) -> None:  # fmt: skip
    better = gain > made[here, at]
    made[here[better], at[better]] = gain[better]
    since[here[better], at[better]] = start[better]
