"""PuLP, the modeller most people begin with, before CBC (a program of its own) and before HiGHS.

The model is written as is quickest in PuLP: from lists of (variable, number), one row at a time. Building it belongs
to the time of the peer, for whoever uses PuLP pays it.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pulp
from pulp.constants import LpSolveStatus

from instances.errors import PolicyError
from matching.engines.engine import Monitor
from matching.engines.search import Found, Task

ALMOST_ONE = 0.99  # values are whole numbers: a bound less than one away proves the optimum


def cbc(task: Task, monitor: Monitor) -> Found:
    """CBC behind PuLP.

    Raises:
        PolicyError: there is no CBC here.
    """
    limits = monitor.limits
    solver = pulp.getSolver("COIN_CMD", msg=False, gapRel=limits.gap, gapAbs=ALMOST_ONE, randomSeed=limits.seed)
    if not solver.available():
        raise PolicyError("engine 'pulp_cbc' needs CBC, which comes with the packages for development: pulp[cbc]")
    return _solved(task, solver, monitor, _bound_of_cbc)


def highs(task: Task, monitor: Monitor) -> Found:
    """HiGHS behind PuLP."""
    limits = monitor.limits
    solver = pulp.HiGHS(msg=False, gapRel=limits.gap, gapAbs=ALMOST_ONE, threads=1, random_seed=limits.seed)
    return _solved(task, solver, monitor, lambda told, _: told.best_bound)


def _solved(
    task: Task, solver: pulp.LpSolver, monitor: Monitor, claims: Callable[[pulp.LpSolveStats, float], float | None]
) -> Found:
    model, takes = _model(task)
    solver.timeLimit = monitor.left  # building took its part
    told = model.solve(solver)
    if told.status is LpSolveStatus.Infeasible:
        return Found(None, -np.inf, True)
    claim = claims(told, monitor.limits.gap)
    bound = np.inf if claim is None else task.core.fixed_value + claim
    if not told.has_solution:
        return Found(None, bound, False)
    taken = np.array([take.varValue or 0.0 for take in takes]) > 0.5
    return Found(task.core.chosen(taken), bound, told.status is LpSolveStatus.Optimal)


def _bound_of_cbc(told: pulp.LpSolveStats, gap: float) -> float | None:
    """What CBC proves; PuLP reads it from the log, which is right only where time was up among the branches.

    Stopped at the gap, the log is read as if the value were the bound; but value ≥ (1 - gap) · bound, or all but one.
    Stopped before the first branch, CBC prints a half-solved relaxation.
    """
    if told.status is LpSolveStatus.Optimal:
        return told.objective
    if told.status is LpSolveStatus.GapLimit and told.objective is not None:
        return float(np.floor(max(told.objective + ALMOST_ONE, told.objective / (1 - gap))))
    return told.best_bound if told.nodes else None


def _model(task: Task) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Write the core; what is fixed stays out of the objective, for CBC says its bound without it."""
    core = task.core
    model = pulp.LpProblem("whole", pulp.LpMaximize)
    takes = [model.add_variable(f"x{number}", 0, 1, "Integer") for number in range(len(core.options))]
    values = core.problem.value[core.options].tolist()
    model.setObjective(pulp.lpSum_vars_coefs(zip(takes, values, strict=True)))
    first = np.searchsorted(core.group, np.arange(len(core.must) + 1)).tolist()
    for must, (start, stop) in zip(core.must.tolist(), pairwise(first), strict=True):
        one = pulp.lpSum_vars(takes[start:stop])
        model.addConstraint(one == 1 if must else one <= 1)
    use = core.use.tocsr()
    for room, (start, stop) in zip(core.room.tolist(), pairwise(use.indptr.tolist()), strict=True):
        options, amounts = use.indices[start:stop].tolist(), use.data[start:stop].tolist()
        pairs = ((takes[option], amount) for option, amount in zip(options, amounts, strict=True))
        model.addConstraint(pulp.lpSum_vars_coefs(pairs) <= room)
    return model, takes
