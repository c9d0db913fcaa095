"""Column generation: the few lines worth weighing out of all that there are, and a bound over all of them.

Each round solves a linear programme over the lines known so far (its duals are prices of blocks), asks the dynamic
programme (`pricing`) for better lines at these prices, and learns from both:

    bound       D(y) = Σ_p best_p(y) + Σ_k room_k y_k holds for all lines, known or not, at any prices y ≥ 0 of blocks
    lines       those that earn more at y than the known ones join
    blocks      a row begins as one block over its whole span, for most things are as scarce in one month as in another;
                where the programme uses more in some months than there is, the block is cut at these months

Prices may move only within a box around the best ones known (as in `engines.relaxation`): a programme over few lines
says nothing about prices far away. The box opens when a round improves the bound, and closes when it does not.

    max Σ_c v_c x_c - Σ_k (y_k + width_k) over_k + Σ_k max(0, y_k - width_k) unused_k
    s.t. Σ_{c of p} x_c ≤ 1  ∀p;    Σ_c a_kc x_c + unused_k - over_k ≤ room_k  ∀k;    x, over, unused ≥ 0
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.engines import highs
from matching.engines.engine import Monitor
from matching.problem import AssignmentProblem, Floats, RowBlock
from matching.trajectories.legs import LAST_STEP, Lines
from matching.trajectories.opening import Opening
from matching.trajectories.pricing import Pricing
from matching.trajectories.rows import Blocks

WIDTH = 1 / 16  # of the typical value of a month, for a row of which a pair takes the mean amount
PER_ROUND = 3  # lines of one participant that join in one round
SHARE = 0.6  # of the time that is left: the rest is for the whole numbers
ENOUGH = 0.2  # of the gap that is asked for: closer than that the linear programme need not be
PATIENCE = 8  # rounds that improve the bound by less than ENOUGH of the gap, in a row
OVERFULL = 1e-6  # relative: what a month may seem to be over because of rounding


@dataclass(frozen=True)
class Known:
    """The lines known so far, sorted by participant: `lines`, `participant` int32 (c,), `value` int64 (c,)."""

    lines: Lines
    participant: NDArray[np.int32]
    value: NDArray[np.int64]

    @classmethod
    def none(cls) -> Self:
        """No lines yet."""
        return cls(np.empty((0, LAST_STEP, 3), np.int32), np.empty(0, np.int32), np.empty(0, np.int64))

    def joined(self, more: "Known") -> "Known":
        """Both, each line once."""
        lines = np.concatenate([self.lines, more.lines])
        participant = np.concatenate([self.participant, more.participant])
        value = np.concatenate([self.value, more.value])
        keys = np.concatenate([participant[:, None], lines.reshape(len(lines), -1)], axis=1)
        _, spot = np.unique(keys, axis=0, return_index=True)
        return Known(lines[spot], participant[spot], value[spot])


@dataclass(frozen=True)
class Mastered:
    """The lines to choose from; `prices` float64 (K,) of `blocks` prove `bound` over all lines; rounds made."""

    known: Known
    blocks: Blocks
    prices: Floats
    bound: float
    rounds: int


@dataclass(frozen=True)
class Master:
    """What stays the same from round to round: how lines begin, the best of them at given prices, rows that can bind."""

    opening: Opening
    pricing: Pricing
    binding: NDArray[np.intp]

    @classmethod
    def of(cls, opening: Opening) -> Self:
        """Prepare the programme."""
        pricing = Pricing(opening.legs, opening.open, opening.entry)
        return cls(opening, pricing, opening.rows.binding(opening.legs, opening.open))

    def generate(self, prices: Floats, monitor: Monitor) -> Mastered:
        """Generate lines, beginning at prices float64 (len(binding),), one for the span of each row that can bind."""
        blocks, centre, until = self.opening.rows.coarse(self.binding), prices, (1 - SHARE) * monitor.left
        known, bound = self._better(Known.none(), blocks, centre)
        width, idle, rounds = WIDTH, 0, 0
        while len(known.value) and monitor.left > until and not monitor.expired and idle < PATIENCE:
            answer = self._programme(known, blocks, centre, width, monitor)
            if answer is None:
                break
            duals, x, over = answer
            cut, worth = self._overfull(known, x), float(known.value @ x)
            small = ENOUGH * monitor.limits.gap * max(1.0, bound)
            known, found = self._better(known, blocks, duals)
            rounds, idle = rounds + 1, 0 if bound - found > small else idle + 1
            if found < bound:
                bound, centre, width = found, duals, 2 * width
            else:
                width /= 2
            monitor.report("lines", 0, bound)
            if cut.any():
                blocks, origin = self.opening.rows.split(blocks, cut)
                centre = centre[origin]
            elif not over and bound - worth <= small:
                break
        return Mastered(known, blocks, centre, bound, rounds)

    def problem(self, known: Known, blocks: Blocks) -> AssignmentProblem:
        """The choice among known lines over these blocks."""
        rows = self.opening.rows
        last = known.lines[np.arange(len(known.lines)), (known.lines[:, :, 0] >= 0).sum(1) - 1, 0]
        return AssignmentProblem(
            len(self.opening.kept), known.participant, self.opening.legs.pairs.w[last], known.value,
            rows.taken(known.lines, blocks), rows.capacity(blocks), (RowBlock("months", ("",) * len(blocks.row), 0),),
        )  # fmt: skip

    def _better(self, known: Known, blocks: Blocks, prices: Floats) -> tuple[Known, float]:
        """The known lines with those that earn more at these prices, and the bound that these prove."""
        rows = self.opening.rows
        cost = rows.use @ blocks.spread(prices, rows.num_rows, self.opening.legs.months)
        above = self.problem(known, blocks).best_net(prices)
        priced = self.pricing.solve(cost, PER_ROUND, above)
        participant = self.opening.legs.pairs.p[priced.lines[:, 0, 0]]
        value = self.opening.points(priced.lines, participant)
        bound = float(priced.best.sum() + rows.capacity(blocks) @ prices)
        worth = value > 0
        return known.joined(Known(priced.lines[worth], participant[worth], value[worth])), bound

    def _programme(
        self, known: Known, blocks: Blocks, prices: Floats, width: float, monitor: Monitor
    ) -> tuple[Floats, Floats, bool] | None:
        """Prices, shares of the lines, and whether anything is over; None when out of time."""
        problem = self.problem(known, blocks)
        people, group = np.unique(known.participant, return_inverse=True)
        num_blocks, num_lines = len(blocks.row), len(known.value)
        amounts = self.opening.rows.use[:, blocks.row]
        mean = amounts.sum(0) / np.maximum(1, np.diff(amounts.tocsc().indptr))
        side = width * self._typical / np.maximum(mean, 1e-9)
        priced = np.flatnonzero(prices > side)
        spare = sparse.csc_array(
            (np.ones(len(priced)), (priced, np.arange(len(priced)))), shape=(num_blocks, len(priced))
        )
        once = sparse.csc_array((np.ones(num_lines), (group, np.arange(num_lines))), shape=(len(people), num_lines))
        matrix = sparse.block_array(
            [[once, None, None], [problem.use.astype(np.float64), -sparse.eye_array(num_blocks), spare]], format="csc"
        )
        gain = np.concatenate([known.value, -(prices + side), (prices - side)[priced]])
        answer = highs.maximise(
            highs.Programme(
                gain, np.full(len(gain), np.inf), matrix, np.full(len(people) + num_blocks, -np.inf),
                np.concatenate([np.ones(len(people)), problem.capacity]),
            ),
            monitor,
        )  # fmt: skip
        if answer.status is not highs.Status.SOLVED:
            return None
        over = answer.x[num_lines : num_lines + num_blocks]
        return np.maximum(0.0, answer.duals[len(people) :]), answer.x[:num_lines], bool(over.max(initial=0) > 1e-7)

    @cached_property
    def _typical(self) -> float:
        """Mean value of a pair in a month, points."""
        value = self.opening.legs.value[self.opening.open]
        return float(value.mean()) if len(value) else 1.0

    def _overfull(self, known: Known, x: Floats) -> NDArray[np.bool_]:
        """Before which months a block is to be cut, bool (R, H - 1): where too much begins or ends."""
        rows = self.opening.rows
        used = rows.profile(known.lines, x)
        over = (used > rows.room + OVERFULL * np.maximum(1, rows.room)) & ~rows.yearly[:, None]
        cut: NDArray[np.bool_] = over[:, 1:] != over[:, :-1]
        return cut
