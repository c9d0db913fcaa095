"""The linear relaxation of a whole problem: prices, the bound that they prove, and a fractional matching.

1. The smoothed dual (`smoothing`) gives prices that are nearly right.
2. The LP over the options that are near their participant's best at those prices makes them exact. Each price may
   move within a box of ± width_r, for these options say nothing about prices far away:

       max Σ v_o x_o - Σ_r (y_r + width_r) over_r + Σ_r max(0, y_r - width_r) unused_r
       s.t. Σ_{o of p} x_o ≤ 1  ∀p;    Σ_o a_ro x_o + unused_r - over_r ≤ b_r  ∀r;    x, over, unused ≥ 0

   Its duals are the best prices in the box. D(y) over all options decides whether they are better. Options that are
   near at the new prices join, the box follows, and the LP goes on where it stood; when nothing is over any more and
   the LP is worth D(y), it has proven itself for all options.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.engines import highs
from matching.engines.engine import Monitor
from matching.engines.smoothing import descend, typical_value
from matching.problem import AssignmentProblem, Floats

ROUNDS = 8
EXACT = 1e-6  # relative: a bound that close to the fractional matching, or that little changed, counts as solved
REACH = 1 / 64  # of the typical value: how far behind its participant's best an option may be to join


@dataclass(frozen=True)
class Relaxation:
    """`prices` float64 (R,) >= 0; `bound` = D(prices) over all options; `x` float64 (n,), 0..1, nearly feasible."""

    prices: Floats
    bound: float
    x: Floats


def relax(problem: AssignmentProblem, monitor: Monitor) -> Relaxation:
    """Solve the linear relaxation as well as time allows: the bound is valid whenever it stops."""
    return LinearProgramme(problem, monitor).solve()


class LinearProgramme:
    """The relaxation as one growing linear programme: it can be tightened by rows and solved again.

    Its rows: one per participant, then the scarce rows, in the order in which they came. `near` bool (n,): the options
    that take part.
    """

    def __init__(self, problem: AssignmentProblem, monitor: Monitor) -> None:
        self.problem, self._monitor = problem, monitor
        start = descend(problem, monitor)
        self.known = Relaxation(start.y, start.bound, np.zeros(problem.num_options))
        self.near = np.zeros(problem.num_options, bool)
        self._reach = self._width = REACH * typical_value(problem)
        self._programme = highs.Growing(monitor)
        self._column = np.full(problem.num_options, -1)  # of each option
        self._over = np.empty(0, np.intp)  # columns of each scarce row
        self._unused = np.empty(0, np.intp)
        people = problem.num_participants
        self._programme.add_rows(sparse.csr_array((people, 0)), np.ones(people))
        self._add_rows(problem.capacity, problem.use[:, :0].tocsr())

    def solve(self) -> Relaxation:
        """Solve as well as time allows, from where it stands."""
        for _ in range(ROUNDS):
            if self._monitor.expired:
                break
            self._join()
            self._move_box()
            answer = self._programme.solve()
            if answer.status is not highs.Status.SOLVED:
                break
            gained, worth = self._learn(answer)
            self._monitor.report("prices", 0, self.known.bound)
            if min(self.known.bound - worth, abs(gained)) <= EXACT * max(1.0, self.known.bound):
                break
        return self.known

    def tighten(self, use: sparse.csr_array, capacity: NDArray[np.int64]) -> Relaxation:
        """Add the rows `use` csr (k, n), `capacity` (k,), which every whole matching keeps, and solve again."""
        self.problem = self.problem.and_rows("cut", use, capacity)
        self.known = Relaxation(np.append(self.known.prices, np.zeros(len(capacity))), self.known.bound, self.known.x)
        self._add_rows(capacity, use)
        return self.solve()

    def _add_rows(self, capacity: NDArray[np.int64], use: sparse.csr_array) -> None:
        """Append scarce rows over the options that take part, with columns for what is over and unused."""
        programme, num_new = self._programme, len(capacity)
        there = np.flatnonzero(self._column >= 0)
        entries = sparse.coo_array(use[:, there])
        shape = (num_new, programme.num_columns)
        programme.add_rows(
            sparse.csr_array((entries.data, (entries.row, self._column[there][entries.col])), shape=shape),
            capacity.astype(np.float64),
        )
        num_rows = self.problem.num_participants + len(self._over) + num_new
        which = np.arange(num_rows - num_new, num_rows), np.arange(num_new)
        unit = sparse.csc_array((np.ones(num_new), which), shape=(num_rows, num_new))
        first = programme.num_columns
        programme.add_columns(np.zeros(num_new), -unit)
        programme.add_columns(np.zeros(num_new), unit)
        self._over = np.append(self._over, np.arange(first, first + num_new))
        self._unused = np.append(self._unused, np.arange(first + num_new, first + 2 * num_new))

    def _join(self) -> None:
        """Let the options take part that are near at the prices known."""
        problem = self.problem
        new = np.flatnonzero((problem.slack(self.known.prices) <= self._reach) & ~self.near)
        count = len(new)
        who, shape = problem.participant[new], (problem.num_participants, count)
        once = sparse.csc_array((np.ones(count), (who, np.arange(count))), shape=shape)
        first = self._programme.num_columns
        self._programme.add_columns(
            problem.value[new].astype(np.float64), sparse.csc_array(sparse.vstack([once, problem.use[:, new]]))
        )
        self._column[new] = np.arange(first, first + count)
        self.near[new] = True

    def _move_box(self) -> None:
        """Centre the box on the prices known; rows that take more of an option have a narrower one."""
        use, prices = self.problem.use, self.known.prices
        entries = len(use.indices) / max(1, self.problem.num_options)
        mean = use.sum(axis=1) / np.maximum(1, np.bincount(use.indices, minlength=use.shape[0]))
        side = self._width / np.maximum(mean, 1e-9) / max(1.0, entries - 1)
        self._programme.change_gain(self._over, -(prices + side))
        self._programme.change_gain(self._unused, np.maximum(0.0, prices - side))

    def _learn(self, answer: highs.Answer) -> tuple[float, float]:
        """Keep the new prices when they are better; give what they gain, and the worth of x (-inf: it is over)."""
        problem, before = self.problem, self.known
        x = np.zeros(problem.num_options)
        x[self.near] = np.clip(answer.x[self._column[self.near]], 0.0, 1.0)
        prices = np.maximum(0.0, answer.duals[problem.num_participants :])
        bound = problem.bound(prices)
        if bound <= before.bound:
            self.known = Relaxation(prices, bound, x)
            self._width *= 2
        else:  # too few options for this box
            self.known = Relaxation(before.prices, before.bound, x)
            self._reach, self._width = 2 * self._reach, self._width / 2
        over = answer.x[self._over].max(initial=0.0)
        worth = problem.settled + float(problem.value @ x) if over <= 1e-7 else -np.inf
        return before.bound - bound, worth
