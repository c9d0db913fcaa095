"""Ruin and recreate, compiled: take the lines of a few people who want the same places, and give each a best one again.

A move draws a person and gathers others around the places of that person's line (or of one that the person could
have), removes their lines, and goes through them in random order: each gets the line that is best by the exact
programme in the room that is left, at the prices known times a factor drawn for the move (0 = for oneself, 1 = with an
eye to the others). The new lines stand when together they are worth at least the old ones, or not too much less: the
temperature falls from move to move (simulated annealing), and the best of all is kept. All lines take part here, not
only those that column generation knows.

Sources: ruin and recreate (Schrimpf et al. 2000), slack induction by string removals (Christiaens, Vanden Berghe 2020).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.problem import Floats
from matching.trajectories.legs import LAST_STEP, NO_LEG, Lines
from matching.trajectories.pricing import FORBIDDING
from matching.trajectories.programme import Chart, Table, Whole, best_end, fill, handover, walk_back

MOST_PEOPLE = 10  # in one move
MOST_FACTOR = 1.2  # of the prices
OUTSIDERS = 0.3  # chance that someone joins a move who could have the place and has not


class Scarce(NamedTuple):
    """Pair i uses amount[k] of row[k], k from first[i] to first[i + 1].

    By row: `yearly` bool (R,), months `begin` to `end` (R,), `prices` float64 (R, H). By pair: `value` of a month,
    `person`, `place` its workplace. The open pairs of workplace w are visitors[at[w]] to visitors[at[w + 1]].
    """

    first: Whole
    row: Whole
    amount: Whole
    yearly: NDArray[np.bool_]
    begin: Whole
    end: Whole
    prices: Floats
    value: Whole
    person: Whole
    place: Whole
    at: Whole
    visitors: Whole


class Plan(NamedTuple):
    """What stands: `lines` (P, LAST_STEP, 3), `points` (P,), `room` (R, H) that is left (of a year: in month 0)."""

    lines: Lines
    points: Floats
    room: Whole


@njit(cache=True)
def _take(scarce: Scarce, plan: Plan, p: int, sign: int) -> None:
    """Give back (1) or use (-1) the room of the line of p."""
    for place in range(LAST_STEP):
        i, start, stop = plan.lines[p, place]
        if i == NO_LEG:
            break
        for k in range(scarce.first[i], scarce.first[i + 1]):
            r = scarce.row[k]
            if scarce.yearly[r]:
                months = max(0, min(stop, scarce.end[r]) - max(start, scarce.begin[r]))
                plan.room[r, 0] += sign * scarce.amount[k] * months
            else:
                for month in range(start, stop):
                    plan.room[r, month] += sign * scarce.amount[k]


@njit(cache=True)
def _earn(
    chart: Chart, scarce: Scarce, table: Table, plan: Plan, p: int, factor: float, random: np.random.Generator
) -> None:
    """S of the pairs of p in the room that is left.

    Where a year has money for k months of a pair only, k months in a row are open, drawn, as often as not the last.
    """
    months = table.begun.shape[1]
    net = np.empty(months)
    for spot in range(chart.first[p], chart.first[p + 1]):
        i = chart.order[spot]
        net[:] = scarce.value[i]
        for k in range(scarce.first[i], scarce.first[i + 1]):
            r, amount = scarce.row[k], scarce.amount[k]
            begin, end = scarce.begin[r], scarce.end[r]
            first, last = begin, end
            if scarce.yearly[r] and plan.room[r, 0] < amount * (end - begin):
                open_months = plan.room[r, 0] // amount
                first = end - open_months
                if random.random() < 0.5:
                    first = random.integers(begin, first + 1)
                last = first + open_months
            for month in range(begin, end):
                closed = not first <= month < last if scarce.yearly[r] else plan.room[r, month] < amount
                net[month] -= FORBIDDING if closed else factor * amount * scarce.prices[r, month]
        table.total[i, 0] = 0.0
        for month in range(months):
            table.total[i, month + 1] = table.total[i, month] + net[month]


@njit(cache=True)
def _points(chart: Chart, scarce: Scarce, line: NDArray[np.int32]) -> float:
    """Points of a line."""
    total = 0.0
    for place in range(LAST_STEP):
        i, start, stop = line[place]
        if i == NO_LEG:
            break
        total += scarce.value[i] * (stop - start)
        if place == 0:
            total += chart.entry[i, start]
        else:
            total -= handover(chart, line[place - 1, 0], i) + chart.against[0] * (start - line[place - 1, 2])
    return total


@njit(cache=True)
def _fits(scarce: Scarce, plan: Plan, p: int) -> bool:
    """Whether the line of p, whose room is taken, leaves no year's money below nothing, all its legs together."""
    for place in range(LAST_STEP):
        i = plan.lines[p, place, 0]
        if i == NO_LEG:
            break
        for k in range(scarce.first[i], scarce.first[i + 1]):
            if scarce.yearly[scarce.row[k]] and plan.room[scarce.row[k], 0] < 0:
                return False
    return True


@njit(cache=True)
def _give(
    chart: Chart, scarce: Scarce, table: Table, plan: Plan, p: int, factor: float, random: np.random.Generator
) -> None:
    """Give p, who has no line, the best one at the prices; none where none is worth anything."""
    plan.points[p] = 0.0
    _earn(chart, scarce, table, plan, p, factor, random)
    fill(chart, table, p)
    most, last, at = -FORBIDDING / 2, NO_LEG, 0  # what costs more than it earns may still be worth its points
    for spot in range(chart.first[p], chart.first[p + 1]):
        made, stop = best_end(chart, table, chart.order[spot])
        if made > most:
            most, last, at = made, chart.order[spot], stop
    if last == NO_LEG:
        return
    walk_back(chart, table, last, at, plan.lines[p])
    points = _points(chart, scarce, plan.lines[p])
    _take(scarce, plan, p, -1)
    if points > 0 and _fits(scarce, plan, p):
        plan.points[p] = points
    else:
        _take(scarce, plan, p, 1)
        plan.lines[p] = NO_LEG


@njit(cache=True)
def give_all(chart: Chart, scarce: Scarce, table: Table, plan: Plan, order: Whole, random: np.random.Generator) -> None:
    """Give everyone the best line that is left, in this order, at the prices known."""
    for p in order:
        _give(chart, scarce, table, plan, p, 1.0, random)


@njit(cache=True)
def _around(
    chart: Chart, scarce: Scarce, plan: Plan, p: int, size: int, people: Whole, random: np.random.Generator
) -> int:
    """Gather people around p: those in the way at the places of p, and some who could have them; how many."""
    count, looked = 1, 0
    people[0] = p
    while looked < count and count < size:
        one = people[looked]
        looked += 1
        i = chart.order[random.integers(chart.first[one], chart.first[one + 1])]
        if plan.lines[one, 0, 0] != NO_LEG and random.random() < 0.5:
            i = plan.lines[one, 0, 0] if plan.lines[one, 1, 0] == NO_LEG else plan.lines[one, random.integers(0, 2), 0]
        first, last = scarce.at[scarce.place[i]], scarce.at[scarce.place[i] + 1]
        offset = random.integers(0, last - first)
        for spot in range(last - first):
            pair = scarce.visitors[first + (spot + offset) % (last - first)]
            other, there = scarce.person[pair], False
            for place in range(LAST_STEP):
                there |= plan.lines[scarce.person[pair], place, 0] == pair
            if there or random.random() < OUTSIDERS * size / (last - first):
                known = False
                for number in range(count):
                    known |= people[number] == other
                if not known and count < size:
                    people[count] = other
                    count += 1
    return count


@njit(cache=True)
def improve(
    chart: Chart, scarce: Scarce, table: Table, plan: Plan, best: Plan, free: Whole, moves: int, hot: float,
    cold: float, random: np.random.Generator,
) -> float:  # fmt: skip
    """Make so many moves with people of `free`, from temperature hot to cold; keep the best plan in `best`.

    Gives the points of the plan that stands.
    """
    people = np.empty(MOST_PEOPLE, np.int64)
    lines, points = np.empty((MOST_PEOPLE, LAST_STEP, 3), np.int32), np.empty(MOST_PEOPLE)
    value, most = plan.points.sum(), best.points.sum()
    for move in range(moves):
        temperature = hot * (cold / hot) ** (move / moves)
        seed, size = int(free[random.integers(0, len(free))]), int(random.integers(2, MOST_PEOPLE + 1))
        count = _around(chart, scarce, plan, seed, size, people, random)
        before = 0.0
        for number in range(count):
            p = people[number]
            lines[number], points[number] = plan.lines[p], plan.points[p]
            before += plan.points[p]
            _take(scarce, plan, p, 1)
            plan.lines[p] = NO_LEG
        factor, after = MOST_FACTOR * random.random(), 0.0
        for number in random.permutation(count):
            _give(chart, scarce, table, plan, people[number], factor, random)
            after += plan.points[people[number]]
        if after - before >= temperature * np.log(random.random()):
            value += after - before
            if value > most:
                most = value
                best.lines[:], best.points[:] = plan.lines, plan.points
        else:
            for number in range(count):
                _take(scarce, plan, people[number], 1)
            for number in range(count):
                plan.lines[people[number]], plan.points[people[number]] = lines[number], points[number]
                _take(scarce, plan, people[number], -1)
    return value
