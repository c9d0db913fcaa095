"""One engine, or peer, on the arrays of one case: gap, seconds, memory, counts."""

import tracemalloc

from benchmarks.drivers.judge import value_of
from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.drivers.peers import PEERS
from benchmarks.drivers.peers.whole import Solver
from benchmarks.family import Figures, ProblemRun
from matching.engines import ENGINES, choose, named
from matching.engines.engine import Limits, Monitor
from matching.engines.fill import Chosen
from matching.problem import AssignmentProblem
from matching.solver import AUTO

NAMES = (AUTO, *(engine.NAME for engine in ENGINES), *PEERS)


def run(wanted: ProblemRun) -> Figures:
    """Make the case and solve it.

    Raises:
        PolicyError: the engine cannot take this problem.
    """
    return solved(wanted.problem(), wanted)[1]


def solved(problem: AssignmentProblem, wanted: ProblemRun) -> tuple[Chosen, Figures]:
    """Solve a case, and judge the answer by arithmetic of our own; gives the matching too.

    `cpu_seconds` and `wall_seconds` are those of the engine alone, from the arrays of the problem to its answer;
    `case_mb` is the most memory before it began.

    Raises:
        PolicyError: the engine cannot take this problem.
    """
    limits = Limits(wanted.time_limit, wanted.gap, wanted.seed, wanted.workers)
    name, solve = solver_of(wanted.engine, problem)
    monitor, before = Monitor(limits), peak_mb()
    with stopwatch() as watch:
        result = solve(problem, limits, monitor)
    ended, value = result.termination, value_of(problem, result.chosen)
    return result.chosen, {
        "solved_by": name,
        "status": ended.reason.value,
        "limit": ended.limit.value,
        "objective": ended.objective,
        "bound": round(ended.bound, 2),
        "gap": round(ended.gap, 7),
        "cpu_seconds": watch.cpu,
        "wall_seconds": watch.wall,
        "peak_mb": peak_mb(with_programs=True),
        "case_mb": before,
        "placed": int((result.chosen >= 0).sum()),
        "feasible": value == ended.objective <= ended.bound,
        "options": problem.num_options,
        "rows": problem.num_rows,
        **monitor.counts,
        **allocated(),
        **{name: round(count, 3) for name, count in result.statistics.items()},
        **wanted.known(),
    }


def allocated() -> Figures:
    """Most memory that Python and numpy held at once since tracing began, MB: the same on every machine."""
    return {"allocated_mb": round(tracemalloc.get_traced_memory()[1] / 1e6, 2)} if tracemalloc.is_tracing() else {}


def solver_of(engine: str, problem: AssignmentProblem) -> tuple[str, Solver]:
    """Who solves it: one of ours, by name or by the data, or a peer.

    Raises:
        PolicyError: it does not exist, or cannot take this problem.
    """
    if engine in PEERS:
        return engine, PEERS[engine]
    choice = choose(problem) if engine == AUTO else named(engine, problem)
    return choice.engine.NAME, choice.engine.solve
