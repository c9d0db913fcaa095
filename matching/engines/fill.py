"""Fill places one option at a time, in a given order, as long as every row has room."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.problem import NO_OPTION, AssignmentProblem, Floats

Chosen = NDArray[np.int32]
BATCH = 4096
WHOLE = 1e-6  # what a fraction may lack of one and still be whole
HINT = 0.01  # a fraction below this says nothing


def nobody(problem: AssignmentProblem) -> Chosen:
    """The matching that places nobody, int32 (P,)."""
    return np.full(problem.num_participants, NO_OPTION, np.int32)


def fill(problem: AssignmentProblem, chosen: Chosen, order: NDArray[np.intp]) -> Chosen:
    """Go through the options in `order`; give an unplaced participant each option that still fits.

    The options are looked at in batches, so that those that died meanwhile are dropped by array and only the live
    ones are walked through one by one.
    """
    chosen = chosen.copy()
    room = problem.capacity - problem.used(chosen)
    indptr, rows, amounts = problem.use.indptr, problem.use.indices, problem.use.data
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        batch = batch[chosen[problem.participant[batch]] == NO_OPTION]
        for option in batch[_fits(problem, batch, room)].tolist():
            person = problem.participant[option]
            if chosen[person] == NO_OPTION:
                entries = slice(indptr[option], indptr[option + 1])
                left = room[rows[entries]] - amounts[entries]
                if (left >= 0).all():
                    room[rows[entries]] = left
                    chosen[person] = option
    return chosen


def _fits(problem: AssignmentProblem, options: NDArray[np.intp], room: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which options, each by itself, every row has room for, bool (k,)."""
    use = problem.use[:, options]
    return ~_any_entry(use, use.data > room[use.indices])


def _any_entry(use: sparse.csc_array, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which options have an entry that is marked, bool (k,)."""
    found = np.zeros(use.shape[1], bool)
    found[np.repeat(np.arange(use.shape[1]), np.diff(use.indptr))[marked]] = True
    return found


def by_value(problem: AssignmentProblem) -> Chosen:
    """Best value first; equal values in the order of the options."""
    return fill(problem, nobody(problem), np.argsort(-problem.value, kind="stable"))


def by_rounding(problem: AssignmentProblem, fraction: Floats, prices: Floats) -> Chosen:
    """Round a fractional matching, then fill what is left by value minus prices.

    `fraction` float64 (n,), 0..1. Whole ones stay where their rows have room for all whole ones, and are taken at once
    there; after them the largest fractions go first.
    """
    net, chosen = problem.net(prices), nobody(problem)
    whole = np.flatnonzero(fraction > 1 - WHOLE)
    chosen[problem.participant[whole]] = whole
    overfull, use = problem.used(chosen) > problem.capacity, problem.use[:, whole]
    chosen[problem.participant[whole[_any_entry(use, overfull[use.indices])]]] = NO_OPTION
    hinted = np.flatnonzero((fraction > HINT) & (chosen[problem.participant] == NO_OPTION))
    chosen = fill(problem, chosen, hinted[np.lexsort((-net[hinted], -np.round(fraction[hinted], 3)))])
    left = np.flatnonzero(chosen[problem.participant] == NO_OPTION)
    return fill(problem, chosen, left[np.argsort(-net[left], kind="stable")])
