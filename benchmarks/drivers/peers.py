"""The peers: plain solvers on the whole problem as it stands, with the same arrays and limits as our engines.

No reduction, prices, core or hint. They go through our own two doors to the solvers, which write arrays straight into
HiGHS, so that a peer never loses time in building objects that our engine would not build (CP-SAT has no such door).
"""

import numpy as np

from instances.schema.solution import Limit
from matching.bounds import terminated
from matching.engines import cpsat, highs, lp_core
from matching.engines.core import Core
from matching.engines.engine import EngineResult, Limits, Monitor
from matching.engines.fill import nobody
from matching.engines.search import Found, Task
from matching.problem import AssignmentProblem


def _everything(problem: AssignmentProblem, limits: Limits) -> Task:
    """The core that is the whole problem, with nothing known of it."""
    core = Core.of(problem, np.zeros(problem.num_rows), np.inf)
    no_limit = np.full(problem.num_rows, -np.inf)
    return Task(core, nobody(problem), no_limit, np.inf, limits.gap)


def _told(problem: AssignmentProblem, found: Found, monitor: Monitor) -> EngineResult:
    """What a plain solver found and claims."""
    chosen = nobody(problem) if found.chosen is None else found.chosen
    value, bound = problem.objective(chosen), min(found.bound, problem.bound(np.zeros(problem.num_rows)))
    return EngineResult(chosen, terminated(value, bound, monitor.why_stop(value, bound) or Limit.TIME))


def plain_cpsat(problem: AssignmentProblem, limits: Limits, monitor: Monitor) -> EngineResult:
    """CP-SAT on the full model, without a hint."""
    return _told(problem, cpsat.solve_core(_everything(problem, limits), monitor, hint=False), monitor)


def plain_highs_mip(problem: AssignmentProblem, limits: Limits, monitor: Monitor) -> EngineResult:
    """HiGHS' integer solver on the full arrays."""
    task = _everything(problem, limits)
    answer = highs.maximise(lp_core.programme(task.core, task.least_use), monitor, whole=True, enough=task.enough)
    chosen = task.core.chosen(answer.x > 0.5) if len(answer.x) else None
    return _told(problem, Found(chosen, answer.bound, answer.status is not highs.Status.STOPPED), monitor)


def plain_highs_lp(problem: AssignmentProblem, limits: Limits, monitor: Monitor) -> EngineResult:
    """HiGHS' linear solver on the full arrays: a bound, no matching."""
    task = _everything(problem, limits)
    answer = highs.maximise(lp_core.programme(task.core, task.least_use), monitor)
    return _told(problem, Found(None, answer.bound, answer.status is not highs.Status.STOPPED), monitor)


PEERS = {"plain_cpsat": plain_cpsat, "plain_highs_mip": plain_highs_mip, "plain_highs_lp": plain_highs_lp}
