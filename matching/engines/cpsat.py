"""LP prices, then CP-SAT on the core, with the best matching so far as its hint.

The same model as `lp_core`, in whole numbers only: the bound that comes back is rounded down. CP-SAT is the engine
for rules that are not rows (groups, either-or), and a second opinion where knapsacks bind.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from ortools.sat.python import cp_model

from instances.errors import SolverFailure
from matching.engines.engine import EngineResult, Limits, Monitor, Start
from matching.engines.search import Found, Task, solve_by_cores
from matching.problem import AssignmentProblem

NAME = "cpsat"

# What CP-SAT says -> (a matching was found, nothing is left to search).
STATUS = {
    cp_model.OPTIMAL: (True, True),
    cp_model.FEASIBLE: (True, False),
    cp_model.INFEASIBLE: (False, True),
    cp_model.UNKNOWN: (False, False),
}
POLL_SECONDS = 0.05


def supports(problem: AssignmentProblem) -> str:
    """Empty: any rows will do."""
    return ""


def solve(problem: AssignmentProblem, limits: Limits, monitor: Monitor, start: Start | None = None) -> EngineResult:
    """Relax, round, and solve growing cores."""
    return solve_by_cores(problem, monitor, solve_core, start)


def solve_core(task: Task, monitor: Monitor, hint: bool = True) -> Found:
    """Solve one core with CP-SAT."""
    core = task.core
    model, takes = _model(task)
    if hint:
        for take, taken in zip(takes, core.taken(task.start).tolist(), strict=True):
            model.add_hint(take, taken)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = monitor.limits.workers
    solver.parameters.random_seed = monitor.limits.seed
    solver.parameters.max_time_in_seconds = monitor.left
    solver.parameters.max_deterministic_time = task.effort
    solver.parameters.relative_gap_limit = task.accuracy
    listener = _Listener(task, monitor)

    def bounded(bound: float) -> None:
        if task.enough(listener.best, bound):
            solver.stop_search()

    solver.best_bound_callback = bounded
    with _stopping(solver, monitor):
        status = solver.solve(model, listener)
    monitor.counts["nodes"] += solver.num_branches
    if status not in STATUS:
        raise SolverFailure(f"CP-SAT ended with {solver.status_name(status)}: {model.validate()}")
    found, solved = STATUS[status]
    if not found:
        return Found(None, -np.inf if solved else np.inf, solved)
    taken = np.fromiter((solver.boolean_value(take) for take in takes), bool, len(takes))
    return Found(core.chosen(taken), solver.best_objective_bound, solved)


def _model(task: Task) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    core = task.core
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in range(len(core.options))]
    first = np.searchsorted(core.group, np.arange(len(core.must) + 1)).tolist()
    for must, start, stop in zip(core.must.tolist(), first[:-1], first[1:], strict=True):
        (model.add_exactly_one if must else model.add_at_most_one)(takes[start:stop])
    use = core.use.tocsr()
    for row in range(use.shape[0]):
        entries = slice(use.indptr[row], use.indptr[row + 1])
        used = cp_model.LinearExpr.weighted_sum(
            [takes[option] for option in use.indices[entries].tolist()], use.data[entries].tolist()
        )
        room = int(core.room[row])
        model.add_linear_constraint(used, max(0, int(max(-1.0, task.least_use[row]))), room)
    value = cp_model.LinearExpr.weighted_sum(takes, core.problem.value[core.options].tolist())
    model.maximize(value + core.fixed_value)
    return model, takes


class _Listener(cp_model.CpSolverSolutionCallback):
    """Passes each better matching on, and stops when it is good enough."""

    def __init__(self, task: Task, monitor: Monitor) -> None:
        super().__init__()
        self._task = task
        self._monitor = monitor
        self.best = float("-inf")

    def on_solution_callback(self) -> None:
        """Report, and stop the search when the value is enough."""
        self.best = float(self.objective_value)
        self._monitor.report("core", int(self.best), self._task.bound)
        if self._task.enough(self.objective_value, self.best_objective_bound):
            self.stop_search()


@contextmanager
def _stopping(solver: cp_model.CpSolver, monitor: Monitor) -> Iterator[None]:
    """Stop the solver from a second thread as soon as the run is cancelled."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(POLL_SECONDS):
            if monitor.cancelled.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
