"""A whole `leerwerk match` on a generated instance: read, rules, solve, check, write."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.drivers.engines import Figures
from benchmarks.drivers.measure import peak_mb, stopwatch
from instances.generate import generate
from instances.reader import read_instance
from instances.solutions import write_solution
from instances.writer import write_instance
from matching.checker import check
from matching.engines.engine import Limits
from matching.solver import SolveOptions, solve


@dataclass(frozen=True)
class WholeRun:
    """What to run: a preset of the generator, with another number of participants if given."""

    preset: str
    seed: int
    engine: str
    gap: float
    time_limit: float
    participants: int | None = None
    workers: int = 1


def prepare(wanted: WholeRun, folder: Path) -> None:
    """Generate the instance and write it as Parquet: not measured, and best done in another process."""
    write_instance(generate(wanted.preset, wanted.seed, wanted.participants), folder, "parquet")


def run(wanted: WholeRun, folder: Path) -> Figures:
    """Measure every phase on the instance in `folder`; the phases inside the solver come from its own statistics."""
    options = SolveOptions(wanted.engine, Limits(wanted.time_limit, wanted.gap, wanted.seed, wanted.workers))
    with stopwatch() as whole:
        with stopwatch() as read:
            instance = read_instance(folder)
        with stopwatch() as solved:
            solution = solve(instance, options)
        with stopwatch() as checked:
            wrong = [finding.code for finding in check(instance, solution) if finding.severity == "error"]
        with stopwatch() as written, tempfile.TemporaryDirectory() as out:
            write_solution(solution, Path(out) / "solution.json")
    ended = solution.termination
    return {
        "preset": wanted.preset,
        "participants": len(instance["participants"]),
        "workplaces": len(instance["workplaces"]),
        "seed": wanted.seed,
        "gap": wanted.gap,
        "time_limit": wanted.time_limit,
        "engine": solution.engine,
        "status": ended.reason.value,
        "limit": ended.limit.value,
        "objective": ended.objective,
        "bound": round(ended.bound, 2),
        "proven_gap": round(ended.gap, 7),
        "placed": len(solution.assignments),
        "errors_found_by_checker": len(wrong),
        "cpu_seconds": whole.cpu,
        "wall_seconds": whole.wall,
        "read_seconds": read.wall,
        "solve_seconds": solved.wall,
        "check_seconds": checked.wall,
        "write_seconds": written.wall,
        **{name: round(value, 3) for name, value in solution.statistics.items()},
        "peak_mb": peak_mb(),
    }
