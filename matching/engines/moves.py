"""A matching improved by very many small moves, compiled: someone takes another option, and who is in the way moves on.

One move: a participant takes a random option of its own. Each row that is now too full lets go of random others that
use it, until it holds; each of these takes the best of its own options for which every row has room, if any. With
delta the change in value, the move stands when delta ≥ 0, and else with chance exp(delta / t). The temperature t falls
from `WARM` to `COLD`, so that the matching first wanders and then settles. Every matching on the way keeps every row.

Source: simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983); ejection chains (Glover 1996; for generalised
assignment Yagiura, Ibaraki, Glover 2004).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.engines.engine import Monitor
from matching.engines.fill import Chosen
from matching.engines.smoothing import typical_value
from matching.problem import NO_OPTION, AssignmentProblem, Floats

Whole = NDArray[np.int64]
WARM, COLD = 1 / 100, 1 / 5000  # temperature: share of the typical value
REACH = 1 / 16  # of the typical value: how far behind a participant's best an option may be
MOVES = 200  # for each participant
TURNS = 8  # in which the clock is looked at
MOST_OUT = 4  # people who are in the way of one move
TRIES = 3  # draws that find nobody else in the way


def improve(problem: AssignmentProblem, chosen: Chosen, prices: Floats, monitor: Monitor) -> Chosen:
    """The matching after so many moves, over options that are near at `prices` float64 (R,); never a worse one."""
    if not problem.num_options:
        return chosen
    typical = typical_value(problem)
    near = problem.slack(prices) <= REACH * typical
    near[chosen[chosen >= 0]] = True
    option, small = np.flatnonzero(near), problem.select(near)
    position = np.cumsum(near) - 1
    now = np.where(chosen >= 0, position[chosen], NO_OPTION)
    start, row, amount = (part.astype(np.int64) for part in (small.use.indptr, small.use.indices, small.use.data))
    row_start = np.append(0, np.cumsum(np.bincount(row, minlength=small.num_rows)))
    room, count = small.capacity.astype(np.int64), np.zeros(small.num_rows, np.int64)
    user, place = np.zeros(len(row), np.int64), np.zeros(len(row), np.int64)
    settle(now, start, row, amount, room, user, place, count, row_start)
    turn, chance = MOVES * small.num_participants // TURNS + 1, np.random.default_rng(monitor.limits.seed)
    for number in range(TURNS):
        if monitor.expired:
            break
        wander(
            small.first, small.value, start, row, amount, small.participant.astype(np.int64), room, now, user, place,
            count, row_start, WARM * typical, COLD * typical, turn, TURNS * turn, number * turn, chance,
        )  # fmt: skip
    found = np.where(now >= 0, option[now], NO_OPTION).astype(np.int32)
    return found if problem.objective(found) > problem.objective(chosen) else chosen


@njit(cache=True)
def settle(
    chosen: Whole, start: Whole, row: Whole, amount: Whole, room: Whole, user: Whole, place: Whole, count: Whole,
    row_start: Whole,
) -> None:  # fmt: skip
    """Write who uses which row where the matching begins."""
    for option in chosen:
        if option >= 0:
            _take(option, start, row, amount, room, user, place, count, row_start)


@njit(cache=True)
def wander(
    first: Whole, value: Whole, start: Whole, row: Whole, amount: Whole, person: Whole, room: Whole, chosen: Whole,
    user: Whole, place: Whole, count: Whole, row_start: Whole, warm: float, cold: float, steps: int, total: int,
    done: int, chance: np.random.Generator,
) -> None:  # fmt: skip
    """Make `steps` moves of `total`, of which `done` are behind.

    Option o of person[o] is among first[p]..first[p + 1] and uses amount[e] of row[e], e in start[o]..start[o + 1].
    `room` (R,) is left; user[row_start[r] + k], k < count[r], are the options that use row r now, place[e] is the k of
    entry e.
    """
    out, was = np.empty(MOST_OUT + 1, np.int64), np.empty(MOST_OUT + 1, np.int64)
    people = len(first) - 1
    for step in range(steps):
        one = int(chance.random() * people)
        size = first[one + 1] - first[one]
        if size == 0:
            continue
        option = first[one] + int(chance.random() * size)
        if option == chosen[one]:
            continue
        temperature = warm * (cold / warm) ** ((done + step) / total)
        out[0], was[0], left = one, chosen[one], 1
        delta = value[option]
        if chosen[one] >= 0:
            delta -= value[chosen[one]]
            _drop(chosen[one], start, row, amount, room, user, place, count, row_start)
        _take(option, start, row, amount, room, user, place, count, row_start)
        chosen[one] = option
        whole = True
        for entry in range(start[option], start[option + 1]):
            r, tries = row[entry], 0
            while room[r] < 0 and left <= MOST_OUT and tries < TRIES:
                other = user[row_start[r] + int(chance.random() * count[r])]
                if other == option:
                    tries += 1
                    continue
                who = person[other]
                out[left], was[left] = who, other
                left += 1
                delta -= value[other]
                chosen[who] = -1
                _drop(other, start, row, amount, room, user, place, count, row_start)
            if room[r] < 0:
                whole = False
                break
        if whole:
            for index in range(1, left):
                who = out[index]
                top = -1
                for other in range(first[who], first[who + 1]):
                    if top < 0 or value[other] > value[top]:
                        fits = True
                        for entry in range(start[other], start[other + 1]):
                            if room[row[entry]] < amount[entry]:
                                fits = False
                                break
                        if fits:
                            top = other
                if top >= 0:
                    delta += value[top]
                    chosen[who] = top
                    _take(top, start, row, amount, room, user, place, count, row_start)
        if whole and (delta >= 0 or chance.random() < np.exp(delta / temperature)):
            continue
        for index in range(left):
            who = out[index]
            if chosen[who] >= 0:
                _drop(chosen[who], start, row, amount, room, user, place, count, row_start)
        for index in range(left):
            who = out[index]
            chosen[who] = was[index]
            if was[index] >= 0:
                _take(was[index], start, row, amount, room, user, place, count, row_start)


@njit(cache=True)
def _take(
    option: int, start: Whole, row: Whole, amount: Whole, room: Whole, user: Whole, place: Whole, count: Whole,
    row_start: Whole,
) -> None:  # fmt: skip
    for entry in range(start[option], start[option + 1]):
        r = row[entry]
        room[r] -= amount[entry]
        place[entry] = count[r]
        user[row_start[r] + count[r]] = option
        count[r] += 1


@njit(cache=True)
def _drop(
    option: int, start: Whole, row: Whole, amount: Whole, room: Whole, user: Whole, place: Whole, count: Whole,
    row_start: Whole,
) -> None:  # fmt: skip
    for entry in range(start[option], start[option + 1]):
        r = row[entry]
        room[r] += amount[entry]
        count[r] -= 1
        last = user[row_start[r] + count[r]]
        user[row_start[r] + place[entry]] = last
        for other in range(start[last], start[last + 1]):  # an option has few entries
            if row[other] == r:
                place[other] = place[entry]
                break
