"""The best line of one participant, compiled: an exact dynamic programme over steps and months.

With S the running sum of what pair i earns month by month, F_i(s) the best that a line can have earned when a leg on i
starts in month s, and G_i(e) when one stops at e:

    F_i(s) = max( entry_i(s),                                                                  first leg
                  max_{j of p, step_j < step_i, e ≤ s} G_j(e) - waiting (s - e) - handover_ji )
    G_i(e) = max_{s: the stay s..e is allowed} F_i(s) + S_i(e) - S_i(s)

A temporary place j binds its successor: only the kind that it names may follow, with e = s. The work is
Σ_p pairs_p² · months: a participant has some thirty pairs, so that looking at every couple of them is quick.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.problem import Floats
from matching.trajectories.legs import LAST_STEP, LASTS, NO_LEG

NEVER = -np.inf
Whole = NDArray[np.int64]


class Chart(NamedTuple):
    """What never changes. The open pairs of participant p, by step: order[first[p]] to order[first[p + 1]].

    Per pair: `step`, `follow`, `kind`, `organisation`, `line`, `last` int64 (n,); `can_start` bool, `entry` float64
    (n, H); months it may stay: length[lengths[i]] to length[lengths[i + 1]]. `against` int64 (3,): points of a month of
    waiting, another organisation, another line.
    """

    order: Whole
    first: Whole
    step: Whole
    follow: Whole
    kind: Whole
    organisation: Whole
    line: Whole
    last: Whole
    can_start: NDArray[np.bool_]
    entry: Floats
    lengths: Whole
    length: Whole
    against: Whole


class Table(NamedTuple):
    """The arrays of the programme: S (n, H + 1); F (n, H) and the leg before (-1 = none); G (n, H + 1) and its start;
    the most of G less waiting since, max_{e ≤ t}, and that e.
    """

    total: Floats
    begun: Floats
    before: NDArray[np.int32]
    earned: Floats
    start: NDArray[np.int16]
    waited: Floats
    stopped: NDArray[np.int16]

    @classmethod
    def of(cls, pairs: int, months: int) -> "Table":
        """An empty table."""
        shape = (pairs, months + 1)
        return cls(
            np.zeros(shape), np.full((pairs, months), NEVER), np.full((pairs, months), NO_LEG, np.int32),
            np.full(shape, NEVER), np.zeros(shape, np.int16), np.full(shape, NEVER), np.zeros(shape, np.int16),
        )  # fmt: skip


@njit(cache=True)
def handover(chart: Chart, before: int, after: int) -> int:
    """Points that the change from one pair to another costs."""
    points = 0
    if chart.organisation[before] != chart.organisation[after]:
        points += chart.against[1]
    if chart.line[before] != chart.line[after]:
        points += chart.against[2]
    return points


@njit(cache=True)
def fill(chart: Chart, table: Table, p: int) -> None:
    """Fill the table for participant p, whose S stands in it."""
    months = table.begun.shape[1]
    for spot in range(chart.first[p], chart.first[p + 1]):
        i = chart.order[spot]
        begun, before = table.begun[i], table.before[i]
        begun[:] = chart.entry[i]
        before[:] = NO_LEG
        for earlier in range(chart.first[p], spot):
            j = chart.order[earlier]
            if chart.step[j] == chart.step[i]:
                break
            if 0 <= chart.follow[j] != chart.kind[i]:
                continue
            came, cost = table.earned[j] if chart.follow[j] >= 0 else table.waited[j], handover(chart, j, i)
            for month in range(months):
                if came[month] - cost > begun[month]:
                    begun[month] = came[month] - cost
                    before[month] = j
        _stay(chart, table, i)


@njit(cache=True)
def _stay(chart: Chart, table: Table, i: int) -> None:
    """G of a pair from its F, and the most of it less waiting."""
    months = table.begun.shape[1]
    begun, total, earned = table.begun[i], table.total[i], table.earned[i]
    earned[:] = NEVER
    for month in range(months):
        if not chart.can_start[i, month]:
            begun[month] = NEVER
        if begun[month] == NEVER:
            continue
        for spot in range(chart.lengths[i], chart.lengths[i + 1]):
            stop = month + chart.length[spot] if chart.length[spot] != LASTS else chart.last[i]
            if month < stop <= chart.last[i]:
                stop = min(stop, months)
                made = begun[month] + total[stop] - total[month]
                if made > earned[stop]:
                    earned[stop] = made
                    table.start[i, stop] = month
    most, at = NEVER, 0
    for month in range(months + 1):
        most -= chart.against[0]
        if earned[month] > most:
            most, at = earned[month], month
        table.waited[i, month] = most
        table.stopped[i, month] = at


@njit(cache=True)
def fill_all(chart: Chart, table: Table) -> None:
    """Fill it for everybody."""
    for p in range(len(chart.first) - 1):
        fill(chart, table, p)


@njit(cache=True)
def best_end(chart: Chart, table: Table, i: int) -> tuple[float, int]:
    """The most that a line can have earned that ends with pair i, and where it stops.

    A temporary place is only the last where it goes on at the end of the horizon.
    """
    last = table.earned.shape[1] - 1
    stop = last if chart.follow[i] >= 0 else int(table.earned[i].argmax())
    return table.earned[i, stop], stop


@njit(cache=True)
def walk_back(chart: Chart, table: Table, i: int, stop: int, line: NDArray[np.int32]) -> None:
    """Write down the best line that ends so, (LAST_STEP, 3)."""
    line[:] = NO_LEG
    while i != NO_LEG:
        start = table.start[i, stop]
        for place in range(LAST_STEP - 1, 0, -1):
            line[place] = line[place - 1]
        line[0, 0], line[0, 1], line[0, 2] = i, start, stop
        i = table.before[i, start]
        stop = start if i == NO_LEG or chart.follow[i] >= 0 else table.stopped[i, start]


@njit(cache=True)
def walk_all(chart: Chart, table: Table, pairs: Whole, stops: Whole, lines: NDArray[np.int32]) -> None:
    """Write down the best lines that end with these pairs there, (c, LAST_STEP, 3)."""
    for number in range(len(pairs)):
        walk_back(chart, table, pairs[number], stops[number], lines[number])
