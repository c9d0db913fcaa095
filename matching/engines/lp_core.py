"""LP prices, then HiGHS' integer solver on the core: for any rows, and the larger the problem the closer.

max  Σ_{o in core} v_o x_o
s.t. Σ_{o of p} x_o ≤ 1 (= 1 where being left out costs more than the reach)     ∀ free participants p
     room_r - ⌊(D(y) - value) / y_r⌋ ≤ Σ_o a_ro x_o ≤ room_r                     ∀ rows r;    x whole
"""

import numpy as np
from scipy import sparse

from matching.engines import highs
from matching.engines.core import Core
from matching.engines.engine import EngineResult, Limits, Monitor, Start
from matching.engines.search import Found, Task, solve_by_cores
from matching.problem import AssignmentProblem, Floats

NAME = "lp_core"
CHECKS = 200  # how often HiGHS looks up from its work, for one unit of effort


def supports(problem: AssignmentProblem) -> str:
    """Empty: any rows will do."""
    return ""


def solve(problem: AssignmentProblem, limits: Limits, monitor: Monitor, start: Start | None = None) -> EngineResult:
    """Relax, round, and solve growing cores."""
    return solve_by_cores(problem, monitor, solve_core, start)


def solve_core(task: Task, monitor: Monitor) -> Found:
    """Solve one core with HiGHS."""
    core = task.core
    answer = highs.maximise(
        programme(core, task.least_use), monitor, whole=True, checks=CHECKS * task.effort, gap=task.accuracy,
        enough=task.enough, start=core.taken(task.start).astype(np.float64),
    )  # fmt: skip
    chosen = core.chosen(answer.x > 0.5) if len(answer.x) else None
    return Found(chosen, answer.bound, answer.status is not highs.Status.STOPPED)


def programme(core: Core, least_use: Floats) -> highs.Programme:
    """Write a core as an integer programme; each participant's row first, then the scarce rows."""
    num_groups, num_free = len(core.must), len(core.options)
    once = sparse.csc_array((np.ones(num_free), (core.group, np.arange(num_free))), shape=(num_groups, num_free))
    return highs.Programme(
        core.problem.value[core.options].astype(np.float64),
        np.ones(num_free),
        sparse.csc_array(sparse.vstack([once, core.use.astype(np.float64)], format="csc")),
        np.concatenate([core.must.astype(np.float64), least_use]),
        np.concatenate([np.ones(num_groups), core.room]).astype(np.float64),
        float(core.fixed_value),
    )
