"""What a solve leaves behind: what is known, why it stopped, and the plan where there is one."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from instances.schema.solution import Limit
from planning.programme import Floats


class Status(StrEnum):
    """What is known. Only OPTIMAL and FEASIBLE have a plan."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    UNKNOWN = "unknown"


class Method(StrEnum):
    """How it was solved. Interior point always ends with a crossover, so that duals and ranges belong to a basis."""

    SIMPLEX = "simplex"
    INTERIOR = "interior point"
    BRANCHING = "branch and bound"


@dataclass(frozen=True)
class Outcome:
    """The end of one solve of  min offset + Σ_j cost_j x_j.

    `seconds` on the wall. `bound`: no plan is cheaper. `x` float64 (n,); empty unless the status has a plan.

    Of a linear programme that was solved, `duals` float64 (m,): what the objective grows by per unit by which the
    right-hand side of a row grows, and `reduced` float64 (n,): the same per unit by which a bound that holds a column
    grows; otherwise empty. `held`: whole choices that were held fixed; the duals hold only while these stand.
    """

    status: Status
    limit: Limit
    method: Method
    seconds: float
    objective: float = np.inf
    bound: float = -np.inf
    x: Floats = field(default_factory=lambda: np.empty(0))
    duals: Floats = field(default_factory=lambda: np.empty(0))
    reduced: Floats = field(default_factory=lambda: np.empty(0))
    held: int = 0

    @property
    def found(self) -> bool:
        """There is a plan."""
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)

    @property
    def settled(self) -> bool:
        """There is nothing more to find within the gap that was asked for: the best plan, or that there is none."""
        return self.limit in (Limit.NONE, Limit.GAP)

    @property
    def gap(self) -> float:
        """(objective - bound) / max(1, |bound|), a fraction."""
        return max(0.0, self.objective - self.bound) / max(1.0, abs(self.bound)) if self.found else float("inf")
