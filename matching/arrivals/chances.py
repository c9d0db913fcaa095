"""What may go otherwise than proposed: a proposal is refused, a placement ends early and frees what it held."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from instances.parameters import figure
from matching.problem import AssignmentProblem, Floats

PARTS = 1000  # rows count in thousandths where an option takes only a share of its amount


@dataclass(frozen=True)
class Chances:
    """`refusal` of a proposal; `ending` of a placement, each week; `frees` bool (R,): rows that an ending frees.

    Slots, hours and other things per moment are free again; money that was meant for the year is not.
    """

    refusal: float
    ending: float
    frees: NDArray[np.bool_]

    @classmethod
    def none(cls, problem: AssignmentProblem) -> Self:
        """Everything goes as proposed."""
        return cls(0.0, 0.0, np.zeros(problem.num_rows, bool))

    @classmethod
    def published(cls, problem: AssignmentProblem, yearly: frozenset[str]) -> Self:
        """The chances in `instances/parameters/arrivals.toml`; `yearly`: codes of rows that are per year."""
        frees = np.ones(problem.num_rows, bool)
        for block in problem.blocks:
            frees[block.start : block.stop] = block.code not in yearly
        weeks, lasting = figure("arrivals.weeks").number(), figure("arrivals.lasting_year").number()
        return cls(1 - figure("arrivals.acceptance").number(), 1 - lasting ** (1 / weeks), frees)

    def lasting(self, weeks: NDArray[np.int64]) -> Floats:
        """Chance that a placement is still there after so many weeks, float64."""
        chance: Floats = (1 - self.ending) ** weeks.astype(np.float64)
        return chance

    def at_the_end(self, problem: AssignmentProblem, lasting: Floats) -> AssignmentProblem:
        """What options are expected to hold at the end of the year, in thousandths; `lasting` float64 (P,)."""
        use = problem.use.copy()
        person = np.repeat(problem.participant, np.diff(use.indptr))
        share = np.where(self.frees[use.indices], lasting[person], 1.0)
        use.data = np.maximum(1, np.floor(PARTS * share * use.data)).astype(np.int64)
        return replace(problem, use=use, capacity=PARTS * problem.capacity)
