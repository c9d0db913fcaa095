"""Column generation: the few lines worth weighing out of all that there are, and a bound over all of them.

Each round moves the prices of blocks towards what the lines known so far say they are (the smoothed dual of
`engines.smoothing`, some steps from the best prices yet: so no round jumps far), then asks the dynamic programme
(`pricing`) for better lines at these prices. From both it learns:

    lines       those that earn more at y than the known ones of their participant join
    bound       D(y) = Σ_p best_p(y) + Σ_k room_k y_k holds for all lines, known or not, at any prices y ≥ 0 of blocks

Time is looked at ever more closely: a row is one block over its span first, then one a quarter, then one a month
(`LEVELS`), for most things are about as scarce in one month as in the next. The prices of a level begin the next one.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.engines.engine import Monitor
from matching.engines.smoothing import descend, settle
from matching.problem import AssignmentProblem, Floats, RowBlock
from matching.trajectories.legs import LAST_STEP, Lines
from matching.trajectories.opening import Opening
from matching.trajectories.pricing import Pricing
from matching.trajectories.rows import Blocks

# Months of a block (0 = the whole span); at that level, typical value / temperature and steps towards the prices of the
# known lines in one round.
LEVELS = ((0, (64, 256), 30), (3, (64, 256), 30), (1, (256, 1024, 4096), 120))
WORTHWHILE = 0.25  # of 1 / cooling: while unknown lines make a larger share of the bound, the temperature stays
PER_ROUND = 6  # lines of one participant that join in one round
SHARE = 0.6  # of the time that is left: for the whole numbers


@dataclass(frozen=True)
class Known:
    """The lines known so far, sorted by participant: `lines`, `participant` int32 (c,), `value` int64 (c,) > 0."""

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
        keys = np.concatenate([participant[:, None], lines.reshape(len(lines), 3 * LAST_STEP)], axis=1)
        _, spot = np.unique(keys, axis=0, return_index=True)
        return self._of(lines, participant, value, spot)

    def select(self, keep: NDArray[np.intp]) -> "Known":
        """Some of them."""
        return self._of(self.lines, self.participant, self.value, keep)

    @staticmethod
    def _of(
        lines: Lines, participant: NDArray[np.int32], value: NDArray[np.int64], spot: NDArray[np.generic]
    ) -> "Known":
        return Known(lines[spot], participant[spot], value[spot])


@dataclass(frozen=True)
class Mastered:
    """The lines to choose from; `prices` float64 (K,) of `blocks` prove `bound` over all lines; rounds made."""

    known: Known
    blocks: Blocks
    prices: Floats
    bound: float
    rounds: int = 0


@dataclass(frozen=True)
class Master:
    """What stays the same from round to round: how lines begin, the best at given prices, the rows that can bind."""

    opening: Opening
    pricing: Pricing
    binding: NDArray[np.intp]

    @classmethod
    def of(cls, opening: Opening) -> Self:
        """Prepare the programme."""
        legs, pairs = opening.legs, opening.open
        pricing = Pricing(legs, pairs, opening.entry, opening.rows.fits_alone())
        return cls(opening, pricing, opening.rows.binding(legs, pairs))

    def generate(self, monitor: Monitor) -> Mastered:
        """Generate lines, level by level, until few are missing or the time for it is over."""
        until = monitor.left if monitor.expired else (1 - SHARE) * monitor.left
        blocks = self.opening.rows.coarse(self.binding)
        nothing = np.zeros(len(self.opening.kept))
        free = self._better(Known.none(), blocks, np.zeros(len(self.binding)), nothing)
        best = self._better(free.known, blocks, self._first_prices(monitor), nothing)
        for grid, coolings, steps in LEVELS:
            if grid:
                finer, origin = self.opening.rows.split(best.blocks, grid)
                best = Mastered(best.known, finer, best.prices[origin], best.bound, best.rounds)
            for cooling in coolings:
                missing = 1.0
                while missing > WORTHWHILE / cooling and len(best.known.value) and monitor.left > until:
                    best, missing = self._round(best, cooling, steps, monitor)
        return best

    def every(self, most: int) -> Known | None:
        """All lines that are worth something; None where there are more than `most`."""
        every = self.pricing.every(most)
        return None if every is None else self._worth(every)

    def told(self, found: Mastered) -> Floats:
        """Prices per row and month, float64 (R, H)."""
        return self._spread(found.blocks, found.prices)

    def _spread(self, blocks: Blocks, prices: Floats) -> Floats:
        return blocks.spread(prices, self.opening.rows.num_rows, self.opening.legs.months)

    def _worth(self, lines: Lines) -> Known:
        """Those of some lines that are worth something."""
        participant = self.opening.legs.pairs.p[lines[:, 0, 0]]
        value = self.opening.points(lines, participant)
        order = np.argsort(participant, kind="stable")
        return Known(lines, participant, value).select(order[value[order] > 0])

    def problem(self, known: Known, blocks: Blocks) -> AssignmentProblem:
        """The choice among known lines over these blocks."""
        rows = self.opening.rows
        last = known.lines[np.arange(len(known.lines)), (known.lines[:, :, 0] >= 0).sum(1) - 1, 0]
        return AssignmentProblem(
            len(self.opening.kept), known.participant, self.opening.legs.pairs.w[last], known.value,
            rows.taken(known.lines, blocks), rows.capacity(blocks), (RowBlock("months", ("",) * len(blocks.row), 0),),
        )  # fmt: skip

    def _round(self, best: Mastered, cooling: float, steps: int, monitor: Monitor) -> tuple[Mastered, float]:
        """Prices from the known lines, lines from these prices; and the share of the bound that unknown lines made."""
        problem = self.problem(best.known, best.blocks)
        prices = settle(problem, best.prices, self.typical / cooling, steps, monitor)
        found = self._better(best.known, best.blocks, prices, problem.best_net(prices))
        missing = (found.bound - problem.bound(prices)) / max(1.0, found.bound)
        kept = found if found.bound < best.bound else best
        monitor.report("lines", 0, kept.bound)
        return Mastered(found.known, kept.blocks, kept.prices, kept.bound, best.rounds + 1), missing

    def _better(self, known: Known, blocks: Blocks, prices: Floats, above: Floats) -> Mastered:
        """The known lines, with those that earn more than `above` (P,) at these prices; the bound that these prove."""
        rows = self.opening.rows
        cost = rows.use @ self._spread(blocks, prices)
        priced = self.pricing.solve(cost, PER_ROUND, above)
        bound = float(priced.best.sum() + rows.capacity(blocks) @ prices)
        return Mastered(known.joined(self._worth(priced.lines)), blocks, prices, bound)

    def _first_prices(self, monitor: Monitor) -> Floats:
        """Prices of the matching of one month, for the span of each row that can bind, float64 (len(binding),).

        A row of a later year begins at the price of that of the first year which is asked for the same amounts.
        """
        legs, rows, pairs = self.opening.legs, self.opening.rows, self.opening.open
        now = self.binding[rows.start[self.binding] == 0]
        use = sparse.csc_array(rows.use[pairs])
        month = AssignmentProblem(
            len(self.opening.kept), legs.pairs.p[pairs], legs.pairs.w[pairs], legs.value[pairs],
            sparse.csc_array(use[:, now].T), rows.least()[now], (),
        )  # fmt: skip
        prices = descend(month, monitor, stages=3).y

        def asked(row: int) -> tuple[bytes, bytes, int]:
            span = slice(use.indptr[row], use.indptr[row + 1])
            return use.indices[span].tobytes(), use.data[span].tobytes(), -1 if rows.yearly[row] else row

        known = dict(zip(map(asked, now.tolist()), prices, strict=True))
        return np.array([known.get(asked(row), 0.0) for row in self.binding.tolist()], np.float64)

    @cached_property
    def typical(self) -> float:
        """Mean value of a pair over the horizon, points."""
        value = self.opening.legs.value[self.opening.open]
        return float(value.mean()) * self.opening.legs.months if len(value) else 1.0
