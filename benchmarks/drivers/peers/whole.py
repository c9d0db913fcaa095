"""The whole problem as one core of which nothing is known, and what a plain solver says about it as a result."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from instances.schema.solution import Limit
from matching.bounds import terminated
from matching.engines.core import Core
from matching.engines.engine import EngineResult, Limits, Monitor
from matching.engines.fill import nobody
from matching.engines.search import CoreSolver, Task
from matching.problem import AssignmentProblem

type Solver = Callable[[AssignmentProblem, Limits, Monitor], EngineResult]


def solve_whole(
    peer: CoreSolver, problem: AssignmentProblem, limits: Limits, monitor: Monitor, everyone: bool = False
) -> EngineResult:
    """Let a peer solve the whole problem; `everyone`: all participants get an option, or nobody does.

    What comes back is what the solver found and claims. Our part in the bound is what everybody's best option is
    worth, which no matching exceeds; and a claim below the solver's own matching is none.
    """
    core = Core.of(problem, np.zeros(problem.num_rows), np.inf)
    if everyone:
        core = replace(core, must=np.ones_like(core.must))
    no_limit = np.full(problem.num_rows, -np.inf)
    found = peer(Task(core, nobody(problem), no_limit, np.inf, limits.gap), monitor)
    chosen = nobody(problem) if found.chosen is None else found.chosen
    value = problem.objective(chosen)
    claim = np.inf if found.chosen is not None and found.bound < value else found.bound
    bound = max(float(value), min(claim, problem.bound(np.zeros(problem.num_rows))))
    return EngineResult(chosen, terminated(value, bound, monitor.why_stop(value, bound) or Limit.TIME))
