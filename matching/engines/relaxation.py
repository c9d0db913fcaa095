"""The linear relaxation of a whole problem: prices, the bound that they prove, and a fractional matching.

1. The smoothed dual (`smoothing`) gives prices that are nearly right; or prices are given that were right before.
2. The LP over the options that are near their participant's best at those prices makes them exact. Who has one near
   way only takes it (F: these options; b_r less what they use is what the others share); the others are free. Each
   price may move within a box of ± width_r, for these options say nothing about prices far away:

       max Σ v_o x_o - Σ_r (y_r + width_r) over_r + Σ_r max(0, y_r - width_r) unused_r
       s.t. Σ_{o of p} x_o ≤ 1 (= 1 where being left out is not near)                  ∀ free participants p
            Σ_o a_ro x_o + unused_r - over_r ≤ b_r - Σ_{o in F} a_ro  ∀r;              x, over, unused ≥ 0

   Its duals are the best prices in the box. D(y) over all options decides whether they are better. Options that are
   near at the new prices join, the box follows, and the LP goes on where it stood; when nothing is over any more and
   the matching is worth D(y), it has proven itself for all options.

Nine in ten participants have one near way only, so this LP is small whatever the problem is.
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
ENOUGH = 1 / 50  # of the gap that is asked for: a round that gains less is the last
REACH = 1 / 128  # of the typical value: how far behind its participant's best an option may be to join


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

    `near` bool (n,): the options that take part. Rows come as participants become free and as it is tightened:
    `_once` (P,) and `_scarce` (R,) say where a row stands, `_column` (n,) where an option stands; -1 = nowhere.
    """

    def __init__(
        self, problem: AssignmentProblem, monitor: Monitor, prices: Floats | None = None, reach: float = REACH
    ) -> None:
        """Begin at `prices`, or at those of the smoothed dual; `reach`: a share of the typical value."""
        self.problem, self._monitor = problem, monitor
        y = descend(problem, monitor).y if prices is None else prices
        self.known = Relaxation(y, problem.bound(y), np.zeros(problem.num_options))
        self.near = np.zeros(problem.num_options, bool)
        self._leavable = np.zeros(problem.num_participants, bool)
        self._fixed = np.empty(0, np.intp)
        self._reach = self._width = reach * typical_value(problem)
        self._programme = highs.Growing(monitor)
        self._column = np.full(problem.num_options, -1, np.int32)
        self._once = np.full(problem.num_participants, -1, np.int32)
        self._scarce = np.empty(0, np.int32)
        self._over = np.empty(0, np.int32)  # columns of each scarce row
        self._unused = np.empty(0, np.int32)
        self._add_rows(problem.use[:, :0].tocsr())

    def solve(self, rounds: int = ROUNDS) -> Relaxation:
        """Solve as well as time and rounds allow, from where it stands."""
        for _ in range(rounds):
            if self._monitor.expired:
                break
            self._join()
            self._move_box()
            answer = self._programme.solve()
            if answer.status is not highs.Status.SOLVED:
                break
            gained, worth = self._learn(answer)
            self._monitor.report("prices", 0, self.known.bound)
            scale = max(1.0, self.known.bound)
            little = max(EXACT, ENOUGH * self._monitor.limits.gap) * scale
            if self.known.bound - worth <= EXACT * scale or abs(gained) <= little:
                break
        return self.known

    def tighten(self, use: sparse.csr_array, capacity: NDArray[np.int64]) -> Relaxation:
        """Add the rows `use` csr (k, n), `capacity` (k,), which every whole matching keeps, and solve again."""
        self.problem = self.problem.and_rows("cut", use, capacity)
        self.known = Relaxation(np.append(self.known.prices, np.zeros(len(capacity))), self.known.bound, self.known.x)
        self._add_rows(use)
        return self.solve()

    def _add_rows(self, use: sparse.csr_array) -> None:
        """Append scarce rows over the options that take part, with columns for what is over and unused."""
        programme, num_new = self._programme, use.shape[0]
        there = np.flatnonzero(self._column[: use.shape[1]] >= 0)
        entries = sparse.coo_array(use[:, there])
        first_row, first = programme.num_rows, programme.num_columns
        at = entries.row, self._column[there][entries.col]
        programme.add_rows(sparse.csr_array((entries.data, at), shape=(num_new, first)), np.full(num_new, np.inf))
        rows = np.arange(first_row, first_row + num_new, dtype=np.int32)
        unit = sparse.csc_array((np.ones(num_new), (rows, np.arange(num_new))), shape=(first_row + num_new, num_new))
        programme.add_columns(np.zeros(num_new), -unit)
        programme.add_columns(np.zeros(num_new), unit)
        self._scarce = np.append(self._scarce, rows)
        self._over = np.append(self._over, np.arange(first, first + num_new, dtype=np.int32))
        self._unused = np.append(self._unused, np.arange(first + num_new, first + 2 * num_new, dtype=np.int32))

    def _join(self) -> None:
        """Let the options take part that are near at the prices known; free whoever now has several ways."""
        problem, programme = self.problem, self._programme
        best, slack = problem.best_and_slack(self.known.prices)
        self.near |= slack <= self._reach
        self._leavable |= best <= self._reach
        near = np.flatnonzero(self.near)
        who = problem.participant[near]
        free = np.bincount(who, minlength=problem.num_participants) + self._leavable > 1
        people = np.flatnonzero(free & (self._once < 0))
        self._once[people] = np.arange(programme.num_rows, programme.num_rows + len(people))
        programme.add_rows(sparse.csr_array((len(people), programme.num_columns)), np.ones(len(people)))
        self._add_columns(near[free[who] & (self._column[near] < 0)])
        self._fixed = near[~free[who]]
        room = problem.capacity - problem.use[:, self._fixed].sum(axis=1)
        programme.change_bounds(self._scarce, np.full(len(room), -np.inf), room.astype(np.float64))
        some = np.flatnonzero(self._once >= 0)
        programme.change_bounds(self._once[some], np.where(self._leavable[some], -np.inf, 1.0), np.ones(len(some)))

    def _add_columns(self, options: NDArray[np.intp]) -> None:
        problem, programme, count = self.problem, self._programme, len(options)
        use = sparse.coo_array(problem.use[:, options])
        rows = np.concatenate([self._once[problem.participant[options]], self._scarce[use.row]])
        data = np.concatenate([np.ones(count), use.data])
        at = rows, np.concatenate([np.arange(count), use.col])
        self._column[options] = np.arange(programme.num_columns, programme.num_columns + count)
        programme.add_columns(
            problem.value[options].astype(np.float64),
            sparse.csc_array((data, at), shape=(programme.num_rows, count)),
        )

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
        x, there = np.zeros(problem.num_options), np.flatnonzero(self._column >= 0)
        x[there] = np.clip(answer.x[self._column[there]], 0.0, 1.0)
        x[self._fixed] = 1.0
        prices = np.maximum(0.0, answer.duals[self._scarce])
        bound = problem.bound(prices)
        if bound <= before.bound:
            self.known = Relaxation(prices, bound, x)
            self._width *= 2
        else:  # too few options for this box: those that are best at the prices tried were missing
            self.known = Relaxation(before.prices, before.bound, x)
            self.near |= problem.slack(prices) <= EXACT
        over = answer.x[self._over].max(initial=0.0)
        worth = problem.settled + float(problem.value @ x) if over <= 1e-7 else -np.inf
        return before.bound - bound, worth
