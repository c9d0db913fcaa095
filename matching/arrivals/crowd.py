"""Problems over the same rows, taken apart and put together by people."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.problem import AssignmentProblem

People = NDArray[np.intp]


def options_of(problem: AssignmentProblem, who: People) -> NDArray[np.intp]:
    """The options of these people, one person after the other, intp (m,)."""
    count = problem.first[who + 1] - problem.first[who]
    before = np.cumsum(count) - count
    options: NDArray[np.intp] = np.repeat(problem.first[who] - before, count) + np.arange(count.sum())
    return options


def gathered(problem: AssignmentProblem, who: People) -> AssignmentProblem:
    """The problem of these people alone, in this order; who stands there twice comes as two people."""
    options, count = options_of(problem, who), problem.first[who + 1] - problem.first[who]
    return AssignmentProblem(
        len(who), np.repeat(np.arange(len(who), dtype=np.int32), count), problem.workplace[options],
        problem.value[options], sparse.csc_array(problem.use[:, options]), problem.capacity, problem.blocks,
    )  # fmt: skip


def joined(first: AssignmentProblem, second: AssignmentProblem) -> AssignmentProblem:
    """The people of the first and then of the second, over the same rows, with the capacity of the first."""
    return AssignmentProblem(
        first.num_participants + second.num_participants,
        np.concatenate([first.participant, second.participant + np.int32(first.num_participants)]),
        np.concatenate([first.workplace, second.workplace]),
        np.concatenate([first.value, second.value]),
        sparse.csc_array(sparse.hstack([first.use, second.use], format="csc")),
        first.capacity,
        first.blocks,
    )
