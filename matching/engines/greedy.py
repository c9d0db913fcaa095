"""Best value first: what a hasty planner does; the baseline that every other engine is shown against.

Its prices and bound come from the smoothed dual, so that its gap is honest.
"""

from instances.schema.solution import Limit
from matching.bounds import terminated
from matching.engines.engine import EngineResult, Limits, Monitor
from matching.engines.fill import by_value
from matching.engines.presolve import reduce
from matching.engines.smoothing import descend
from matching.problem import AssignmentProblem

NAME = "greedy"
STAGES = 3  # of the smoothed dual: a bound within about 0.01 % of the linear relaxation


def supports(problem: AssignmentProblem) -> str:
    """Empty: any rows will do."""
    return ""


def solve(problem: AssignmentProblem, limits: Limits, monitor: Monitor) -> EngineResult:
    """Fill by value; then prove what can cheaply be proven."""
    reduced = reduce(problem)
    chosen = by_value(reduced.problem)
    value = reduced.problem.objective(chosen)
    known = descend(reduced.problem, monitor, STAGES)
    limit = monitor.why_stop(value, known.bound) or Limit.METHOD
    return EngineResult(reduced.chosen(chosen), terminated(value, known.bound, limit), reduced.prices(known.y))
