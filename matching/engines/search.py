"""From prices to a proven matching: round, fill, then solve growing cores exactly.

The reach of the core (see `core`) starts small, where an exact solver needs milliseconds, and doubles as long as that
pays; then it jumps to the reach that can prove the wanted gap, if such a core can be solved at all. After each core
the proof rule gives the bound

    optimum ≤ max(bound of the exact solver on the core, D(y) - reach)

so the solver's own bound is used only where it speaks about the core, and D(y) is our own arithmetic. A reach of
D(y) - (value of the best matching) is always enough: then the core holds every matching that is better.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from instances.schema.solution import Limit
from matching.bounds import integer_bound, terminated
from matching.engines.core import Core
from matching.engines.engine import EngineResult, Monitor
from matching.engines.fill import Chosen, by_rounding
from matching.engines.presolve import reduce
from matching.engines.relaxation import Relaxation, relax
from matching.engines.smoothing import typical_value
from matching.problem import AssignmentProblem, Floats

FIRST_REACH = 1 / 256  # of the typical value
GROWTH = 2.0
ACCURACY = 0.25  # of the gap that is asked for: enough to call a core solved
MARGIN = 1.05  # over the reach outside of which nothing can spoil the gap that is asked for
PROVABLE = 60_000  # options: a larger core takes an exact solver minutes before it says anything


@dataclass(frozen=True)
class Task:
    """A core to solve, beginning at the matching `start`.

    `effort`: how hard to try, in units that no clock measures, so that a run can be repeated.

    `least_use` float64 (R,): lower limits of the rows, which every matching that is as good as `start` keeps.
    `bound`: proven for the whole problem; `outside`: proven for what is not in the core; `gap`: wanted, a fraction;
    `accuracy`: the gap at which the core by itself counts as solved.
    """

    core: Core
    start: Chosen
    least_use: Floats
    effort: float
    gap: float
    accuracy: float = 0.0
    bound: float = np.inf
    outside: float = -np.inf

    def enough(self, value: float, inside: float) -> bool:
        """Whether a matching of this value, with this bound inside the core, has the wanted gap."""
        return value >= (1 - self.gap) * min(self.bound, max(inside, self.outside))


@dataclass(frozen=True)
class Found:
    """The best matching of a core, if any; `bound` on the value of every matching in it; `solved`: nothing is left."""

    chosen: Chosen | None
    bound: float
    solved: bool


CoreSolver = Callable[[Task, Monitor], Found]


def solve_by_cores(problem: AssignmentProblem, monitor: Monitor, solve_core: CoreSolver) -> EngineResult:
    """Reduce, relax, round, and solve growing cores until the monitor is content."""
    reduced = reduce(problem)
    relaxation = relax(reduced.problem, monitor)
    seconds = monitor.elapsed
    chosen, bound, limit, cores = _grow(reduced.problem, relaxation, monitor, solve_core)
    return EngineResult(
        reduced.chosen(chosen),
        terminated(reduced.problem.objective(chosen), bound, limit),
        reduced.prices(relaxation.prices),
        {"relaxation_seconds": seconds, "relaxation_bound": relaxation.bound, "cores": float(cores)},
    )


def _grow(
    problem: AssignmentProblem, relaxation: Relaxation, monitor: Monitor, solve_core: CoreSolver
) -> tuple[Chosen, float, Limit, int]:
    prices, bound = relaxation.prices, relaxation.bound
    chosen = by_rounding(problem, relaxation.x, prices)
    value, slack = problem.objective(chosen), problem.slack(prices)
    reach, wanted, cores = FIRST_REACH * typical_value(problem), np.inf, 0
    while (limit := monitor.why_stop(value, bound)) is None:
        monitor.report("core", value, bound)
        missing = relaxation.bound - value
        reach = min(reach, missing)
        core = Core.of(problem, prices, reach, chosen)
        found = solve_core(
            Task(
                core,
                chosen,
                core.least_use(prices, missing),
                effort=np.inf if reach >= wanted else 1.0 + cores,
                gap=monitor.limits.gap,
                accuracy=ACCURACY * monitor.limits.gap,
                bound=bound,
                outside=relaxation.bound - reach,
            ),
            monitor,
        )
        cores += 1
        better = found.chosen is not None and problem.objective(found.chosen) > value
        if found.chosen is not None and better:
            chosen, value = found.chosen, problem.objective(found.chosen)
        inside = integer_bound(found.bound) if np.isfinite(found.bound) else found.bound
        bound = max(float(value), min(bound, max(inside, relaxation.bound - reach)))
        if reach >= missing and found.solved:
            limit = monitor.why_stop(value, bound) or Limit.METHOD
            break
        wanted = MARGIN * (relaxation.bound - value / (1 - monitor.limits.gap))
        provable = int((slack <= wanted).sum()) <= PROVABLE
        reach = max(GROWTH * reach, wanted) if provable and not (found.solved and better) else GROWTH * reach
    monitor.report("done", value, bound)
    return chosen, bound, limit, cores
