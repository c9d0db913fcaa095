"""The linear relaxation of a whole problem: prices, the bound that they prove, and a fractional matching.

1. The smoothed dual (`smoothing`) gives prices that are nearly right.
2. The LP over the core at those prices (`core`) makes them exact. Each price may move within a box of ± width_r, for
   a core says nothing about prices far away:

       max Σ v_o x_o - Σ_r (y_r + width_r) over_r + Σ_r max(0, y_r - width_r) unused_r
       s.t. Σ_{o of p} x_o ≤ 1  ∀p;    Σ_o a_ro x_o + unused_r - over_r ≤ room_r  ∀r;    x, over, unused ≥ 0

   Its duals are the best prices in the box. D(y) over all options decides whether they are better, and the box
   follows; when nothing is over any more, the LP over the core has proven itself for all options.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.engines import highs
from matching.engines.core import Core
from matching.engines.engine import Monitor
from matching.engines.smoothing import descend, typical_value
from matching.problem import AssignmentProblem, Floats

ROUNDS = 6
EXACT = 1e-6  # relative: a bound that close to the fractional matching, or that little changed, counts as solved
REACH = 1 / 64  # of the typical value: how far behind its participant's best an option of the first core may be


@dataclass(frozen=True)
class Relaxation:
    """`prices` float64 (R,) >= 0; `bound` = D(prices) over all options; `x` float64 (n,), 0..1, nearly feasible."""

    prices: Floats
    bound: float
    x: Floats


def relax(problem: AssignmentProblem, monitor: Monitor) -> Relaxation:
    """Solve the linear relaxation as well as time allows: the bound is valid whenever it stops."""
    start = descend(problem, monitor)
    known = Relaxation(start.y, start.bound, np.zeros(problem.num_options))
    reach = width = REACH * typical_value(problem)
    for _ in range(ROUNDS):
        if monitor.expired:
            break
        found = _within_box(problem, known.prices, reach, width, monitor)
        if found is None:
            break
        prices, x, worth = found
        bound = problem.bound(prices)
        gained = known.bound - bound
        if gained >= 0:
            known = Relaxation(prices, bound, x)
            width *= 2
        else:  # the core was too small for this box
            known = Relaxation(known.prices, known.bound, x)
            reach, width = 2 * reach, width / 2
        monitor.report("prices", 0, known.bound)
        if min(known.bound - worth, abs(gained)) <= EXACT * max(1.0, known.bound):
            break
    return known


def _within_box(
    problem: AssignmentProblem, prices: Floats, reach: float, width: float, monitor: Monitor
) -> tuple[Floats, Floats, float] | None:
    """Solve the LP over the core; give prices, x, and the worth of x less what is over. None when out of time."""
    core = Core.of(problem, prices, reach)
    num_groups, num_rows, num_free = len(core.must), problem.num_rows, len(core.options)
    use = core.use.astype(np.float64)
    entries = np.diff(problem.use.indptr).sum() / max(1, problem.num_options)
    mean = problem.use.sum(axis=1) / np.maximum(1, np.diff(problem.use.tocsr().indptr))
    side = width / np.maximum(mean, 1e-9) / max(1.0, entries - 1)
    priced = np.flatnonzero(prices > side)
    spare = sparse.csc_array((np.ones(len(priced)), (priced, np.arange(len(priced)))), shape=(num_rows, len(priced)))
    once = sparse.csc_array((np.ones(num_free), (core.group, np.arange(num_free))), shape=(num_groups, num_free))
    matrix = sparse.block_array([[once, None, None], [use, -sparse.eye_array(num_rows), spare]], format="csc")
    gain = np.concatenate([problem.value[core.options], -(prices + side), (prices - side)[priced]])
    answer = highs.maximise(
        highs.Programme(
            gain, np.full(len(gain), np.inf), matrix, np.full(num_groups + num_rows, -np.inf),
            np.concatenate([np.ones(num_groups), core.room]),
        ),
        monitor,
    )  # fmt: skip
    if answer.status is not highs.Status.SOLVED:
        return None
    x = np.zeros(problem.num_options)
    x[core.fixed[core.fixed >= 0]] = 1.0
    x[core.options] = np.clip(answer.x[:num_free], 0.0, 1.0)
    over = answer.x[num_free : num_free + num_rows]
    worth = float(problem.value @ x) if over.max(initial=0.0) <= 1e-7 else -np.inf
    return np.maximum(0.0, answer.duals[num_groups:]), x, worth
