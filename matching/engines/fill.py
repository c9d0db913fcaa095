"""Fill places one option at a time, in a given order, as long as every row has room."""

import numpy as np
from numpy.typing import NDArray

from matching.problem import NO_OPTION, AssignmentProblem, Floats

Chosen = NDArray[np.int32]
BATCH = 4096


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
    use = problem.use[:, options]
    over = use.data > room[use.indices]
    fits = np.ones(len(options), bool)
    fits[np.repeat(np.arange(len(options)), np.diff(use.indptr))[over]] = False
    return fits


def by_value(problem: AssignmentProblem) -> Chosen:
    """Best value first; equal values in the order of the options."""
    return fill(problem, nobody(problem), np.argsort(-problem.value, kind="stable"))


def by_rounding(problem: AssignmentProblem, fraction: Floats, prices: Floats) -> Chosen:
    """Round a fractional matching, then fill what is left by value minus prices.

    `fraction` float64 (n,), 0..1. The largest fractions go first; so whole ones stay, whatever the fractional ones do.
    """
    net = problem.net(prices)
    hinted = np.flatnonzero(fraction > 0.01)
    hinted = hinted[np.lexsort((-net[hinted], -np.round(fraction[hinted], 3)))]
    chosen = fill(problem, nobody(problem), hinted)
    return fill(problem, chosen, np.argsort(-net, kind="stable"))
