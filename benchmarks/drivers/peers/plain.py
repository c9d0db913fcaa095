"""CP-SAT and HiGHS, without help.

They go through our own two doors to the solvers, which write arrays straight into HiGHS, so that a peer never loses
time in building objects that our engine would not build (CP-SAT has no such door).
"""

from matching.engines import cpsat, highs, lp_core
from matching.engines.engine import Monitor
from matching.engines.search import Found, Task


def cpsat_model(task: Task, monitor: Monitor) -> Found:
    """CP-SAT on the full model, without a hint."""
    return cpsat.solve_core(task, monitor, hint=False)


def highs_mip(task: Task, monitor: Monitor) -> Found:
    """HiGHS' integer solver on the full arrays."""
    answer = highs.maximise(lp_core.programme(task.core, task.least_use), monitor, whole=True, enough=task.enough)
    chosen = task.core.chosen(answer.x > 0.5) if len(answer.x) else None
    return Found(chosen, answer.bound, answer.status is not highs.Status.STOPPED)


def highs_lp(task: Task, monitor: Monitor) -> Found:
    """HiGHS' linear solver on the full arrays: a bound, no matching."""
    answer = highs.maximise(lp_core.programme(task.core, task.least_use), monitor)
    return Found(None, answer.bound, answer.status is not highs.Status.STOPPED)
