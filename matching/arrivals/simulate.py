"""A year, week by week: who comes, what a policy proposes, who refuses, who stops early, what is left.

A proposal that is refused is gone for good; its participant waits on, and may get another. A placement counts with its
value when it starts, also where it ends early; then what it held and can be used again is free the next week. Who is
not placed within `stays` weeks after the week of arrival leaves.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.arrivals.chances import Chances
from matching.arrivals.crowd import gathered, options_of
from matching.arrivals.expected import Now
from matching.arrivals.policy import Policy
from matching.problem import NO_OPTION, AssignmentProblem

Weeks = NDArray[np.int64]


@dataclass(frozen=True)
class Year:
    """`problem` of everybody who comes, `week` int64 (P,) in which each comes; `stays` weeks.

    Fates, unknown to a policy: `refused` bool (n,) options; `lasts` int64 (n,), weeks from start to end.
    """

    problem: AssignmentProblem
    week: Weeks
    weeks: int
    stays: int
    chances: Chances
    refused: NDArray[np.bool_]
    lasts: Weeks

    @classmethod
    def of(
        cls, problem: AssignmentProblem, week: Weeks, weeks: int, stays: int, chances: Chances, seed: int = 1
    ) -> Self:
        """Draw the fates."""
        rng = np.random.default_rng(seed)
        refused = rng.random(problem.num_options) < chances.refusal
        lasts = np.full(problem.num_options, weeks + 1, np.int64)
        if chances.ending > 0:
            lasts = rng.geometric(chances.ending, problem.num_options)
        return cls(problem, week, weeks, stays, chances, refused, lasts)


@dataclass(frozen=True)
class Lived:
    """How a year went under a policy. `chosen` int32 (P,) options of `problem`; `start` int64 (P,), -1 = not placed.

    `waited` int64 (P,): weeks from arrival to start, or to leaving, or to the end of the year; `offered` int64 (P,).
    """

    chosen: NDArray[np.int32]
    start: Weeks
    waited: Weeks
    offered: Weeks
    value: int


def simulate(year: Year, policy: Policy, *, singly: bool = False) -> Lived:
    """Live a year; `singly`: each new arrival is decided on alone, after those who waited, not the week together."""
    problem, people = year.problem, year.problem.num_participants
    chosen, start = np.full(people, NO_OPTION, np.int32), np.full(people, -1, np.int64)
    offered, open_ = np.zeros(people, np.int64), np.ones(problem.num_options, bool)
    left = np.full(people, year.weeks - 1, np.int64)
    waiting = np.empty(0, np.intp)
    for week in range(year.weeks):
        new = np.flatnonzero(year.week == week)
        arrived = int((year.week < week).sum())
        for group in [waiting, *np.split(new, len(new))] if singly and len(new) else [np.concatenate([waiting, new])]:
            if not len(group):
                continue
            arrived += int((year.week[group] == week).sum())
            now, options = _seen(year, group, week, arrived, open_, chosen, start)
            found = policy.choose(now)
            if not now.batch.feasible(found):
                raise AssertionError(f"policy {policy.name} gives more than there is in week {week}")
            some = np.flatnonzero(found != NO_OPTION)
            asked = options[found[some]]
            offered[group[some]] += 1
            open_[asked[year.refused[asked]]] = False
            agreed = ~year.refused[asked]
            chosen[group[some[agreed]]] = asked[agreed]
            start[group[some[agreed]]] = week
        waiting = np.concatenate([waiting, new])
        waiting = waiting[start[waiting] < 0]
        goes = week - year.week[waiting] >= year.stays
        left[waiting[goes]] = week
        waiting = waiting[~goes]
    waited = np.where(start >= 0, start, left) - year.week
    return Lived(chosen, start, waited, offered, problem.objective(chosen))


def _seen(
    year: Year, group: NDArray[np.intp], week: int, arrived: int, open_: NDArray[np.bool_],
    chosen: NDArray[np.int32], start: Weeks,
) -> tuple[Now, NDArray[np.intp]]:  # fmt: skip
    """What a policy sees of a group, and the option of the year that each option of its batch is."""
    problem = year.problem
    in_place = np.flatnonzero(start >= 0)
    ended = start[in_place] + year.lasts[chosen[in_place]] <= week
    there = np.full(problem.num_participants, NO_OPTION, np.int32)
    there[in_place] = chosen[in_place]
    taken = problem.used(there)
    there[in_place[ended]] = NO_OPTION
    held = np.where(year.chances.frees, problem.used(there), taken)
    options = options_of(problem, group)
    batch = gathered(problem, group)
    keep = open_[options]
    room = replace(batch.select(keep), capacity=problem.capacity - held)
    waited = week - year.week[group]
    return Now(week, year.weeks, room, waited, waited >= year.stays, arrived, held), options[keep]
