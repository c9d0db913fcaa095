"""Is waiting shared fairly? Weeks of waiting and value against one's own best, by group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.arrivals.simulate import Lived, Year
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


def by_group(year: Year, lived: Lived, group: NDArray[np.str_]) -> tuple[GroupWaits, ...]:
    """The figures of each group, `group` str (P,), in the order of their names."""
    best = own_best(year.problem)
    got = np.where(lived.chosen >= 0, year.problem.value[lived.chosen], 0)
    told = []
    for name in np.unique(group):
        who = np.flatnonzero((group == name) & (best > 0))
        if len(who):
            weeks = lived.waited[who]
            told.append(
                GroupWaits(
                    str(name), len(who), int((lived.chosen[who] >= 0).sum()), float(weeks.mean()), int(weeks.max()),
                    float((got[who] / best[who]).mean()),
                )
            )  # fmt: skip
    return tuple(told)
