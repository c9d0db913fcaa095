"""A whole `leerwerk match` on a generated instance: read, rules, solve, check, write."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from benchmarks.cases.preset import made
from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.family import Figures, SolverRun
from benchmarks.process import in_own_process
from instances.reader import read_instance
from instances.solutions import write_solution
from instances.writer import write_instance
from matching.checker import check
from matching.engines import ENGINES
from matching.engines.engine import Limits
from matching.solver import AUTO, SolveOptions, solve

NAMES = (AUTO, *(engine.NAME for engine in ENGINES))


@dataclass(frozen=True, kw_only=True)
class WholeRun(SolverRun):
    """One preset, with as many people and as much money as wanted."""

    preset: Annotated[Literal["tiny", "district", "region", "province", "nation"], "size and story"] = "region"
    participants: Annotated[int | None, "another number of people than the preset has"] = None
    budgets: Annotated[float, "what is left of every budget, times this: below 1 tight, above 1 loose"] = 1.0


def run(wanted: WholeRun) -> Figures:
    """Measure every phase; the phases inside the solver come from its own statistics.

    The instance is made and written, as Parquet, by another process, so that it leaves no mark on the memory.
    """
    with tempfile.TemporaryDirectory() as folder:
        in_own_process(prepare, wanted, Path(folder) / "instance")
        return measured(wanted, Path(folder) / "instance", Path(folder) / "solution.json")


def prepare(wanted: WholeRun, folder: Path) -> None:
    """Generate the instance and write it."""
    write_instance(made(wanted.preset, wanted.seed, wanted.participants, wanted.budgets), folder, "parquet")


def measured(wanted: WholeRun, folder: Path, out: Path) -> Figures:
    """Match what is in `folder`."""
    options = SolveOptions(wanted.engine, Limits(wanted.time_limit, wanted.gap, wanted.seed, wanted.workers))
    with stopwatch() as whole:
        with stopwatch() as read:
            instance = read_instance(folder)
        with stopwatch() as solving:
            solution = solve(instance, options)
        with stopwatch() as checked:
            wrong = [finding.code for finding in check(instance, solution) if finding.severity == "error"]
        with stopwatch() as written:
            write_solution(solution, out)
    ended = solution.termination
    return {
        "solved_by": solution.engine,
        "status": ended.reason.value,
        "limit": ended.limit.value,
        "objective": ended.objective,
        "bound": round(ended.bound, 2),
        "gap": round(ended.gap, 7),
        "cpu_seconds": whole.cpu,
        "wall_seconds": whole.wall,
        "peak_mb": peak_mb(),
        "feasible": not wrong,
        "people": len(instance["participants"]),
        "places": len(instance["workplaces"]),
        "placed": len(solution.assignments),
        "read_seconds": read.wall,
        "solve_seconds": solving.wall,
        "check_seconds": checked.wall,
        "write_seconds": written.wall,
        **{name: round(value, 3) for name, value in solution.statistics.items()},
    }
