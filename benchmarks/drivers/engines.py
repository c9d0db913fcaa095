"""One engine, or peer, on the arrays of one case: gap, seconds, memory."""

from dataclasses import asdict, dataclass

from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.drivers.peers import PEERS
from matching.engines import by_name
from matching.engines.engine import Limits, Monitor
from matching.problem import AssignmentProblem

type Figures = dict[str, str | int | float | bool]


@dataclass(frozen=True)
class EngineRun:
    """What to run. `engine`: one of ours or of the peers."""

    engine: str
    seed: int
    gap: float
    time_limit: float
    workers: int = 1


def run(case: AssignmentProblem, named: Figures, wanted: EngineRun) -> Figures:
    """Solve a case (`named`: what tells it from others) and judge the answer with the problem's own arithmetic.

    `cpu_seconds` and `wall_seconds` are those of the engine alone, from the arrays of the problem to its answer.
    """
    limits = Limits(wanted.time_limit, wanted.gap, wanted.seed, wanted.workers)
    solve = PEERS.get(wanted.engine) or by_name(wanted.engine).solve
    with stopwatch() as watch:
        result = solve(case, limits, Monitor(limits))
    ended = result.termination
    return {
        **named,
        **asdict(wanted),
        "options": case.num_options,
        "rows": case.num_rows,
        "status": ended.reason.value,
        "limit": ended.limit.value,
        "objective": ended.objective,
        "bound": round(ended.bound, 2),
        "proven_gap": round(ended.gap, 7),
        "cpu_seconds": watch.cpu,
        "wall_seconds": watch.wall,
        "peak_mb": peak_mb(),
        "feasible": case.feasible(result.chosen),
    }
