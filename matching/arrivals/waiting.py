"""Is waiting shared fairly? Weeks of waiting and value against one's own best, by group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engines.fill import Chosen
from matching.problem import AssignmentProblem


@dataclass(frozen=True)
class GroupWaits:
    """`people` of a group who had an option; how many `placed`; mean and longest weeks waited, placed or not.

    `relative`: mean over these people of the value reached divided by that of their own best option, unplaced = 0.
    """

    group: str
    people: int
    placed: int
    mean_weeks: float
    longest_weeks: int
    relative: float


def own_best(problem: AssignmentProblem) -> NDArray[np.float64]:
    """Value of the best option that fits when nobody else is placed, float64 (P,), 0 without."""
    return problem.select(problem.fits_alone()).best_net(np.zeros(problem.num_rows))


def by_group(
    problem: AssignmentProblem, chosen: Chosen, waited: NDArray[np.int64], group: NDArray[np.str_]
) -> tuple[GroupWaits, ...]:
    """The figures of each group in the order of their names; `waited` int64 (P,) weeks, `group` str (P,)."""
    best, placed = own_best(problem), chosen >= 0
    got = np.zeros(problem.num_participants)
    got[placed] = problem.value[chosen[placed]]
    told = []
    for name in np.unique(group):
        who = np.flatnonzero((group == name) & (best > 0))
        if len(who):
            weeks = waited[who]
            told.append(
                GroupWaits(
                    str(name), len(who), int(placed[who].sum()), float(weeks.mean()), int(weeks.max()),
                    float((got[who] / best[who]).mean()),
                )
            )  # fmt: skip
    return tuple(told)
