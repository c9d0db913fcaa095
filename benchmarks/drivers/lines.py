"""Lines over months on a generated instance: a whole `leerwerk match --horizon`, its size, its bound, its reasons."""

from dataclasses import dataclass
from typing import Annotated, Literal

from benchmarks.cases.preset import made
from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.family import Figures, SolverRun
from matching.engines.engine import Limits
from matching.trajectories.checker import check_trajectories
from matching.trajectories.solver import solve_trajectories

NAMES = ("auto",)
WARM_UP = 60  # people: so many that their lines cannot all be weighed, as in the case itself


@dataclass(frozen=True, kw_only=True)
class LinesRun(SolverRun):
    """One preset, with as many people and as much money as wanted."""

    preset: Annotated[Literal["tiny", "district", "region", "province"], "size and story"] = "region"
    participants: Annotated[int | None, "another number of people than the preset has"] = None
    horizon: Annotated[int, "months"] = 24
    budgets: Annotated[float, "what is left of every budget, times this: below 1 tight, above 1 loose"] = 1.0


def run(wanted: LinesRun) -> Figures:
    """Generate, plan, check. `options`: lines that column generation knew; `rows`: rows and months that can bind.

    `gap` is of all lines that there are. `cpu_seconds`: the whole plan, rules and reasons included; what is compiled is
    compiled before, on a small instance.
    """
    solve_trajectories(made("district", wanted.seed, WARM_UP), wanted.horizon, Limits(time_limit=5))
    instance = made(wanted.preset, wanted.seed, wanted.participants, wanted.budgets)
    limits = Limits(wanted.time_limit, wanted.gap, wanted.seed, wanted.workers)
    with stopwatch() as watch:
        solution = solve_trajectories(instance, wanted.horizon, limits)
    wrong = [finding.code for finding in check_trajectories(instance, solution) if finding.severity == "error"]
    ended, told = solution.termination, solution.statistics
    return {
        "solved_by": solution.engine,
        "status": ended.reason.value,
        "limit": ended.limit.value,
        "objective": ended.objective,
        "bound": round(ended.bound, 2),
        "gap": round(ended.gap, 7),
        "cpu_seconds": watch.cpu,
        "wall_seconds": watch.wall,
        "peak_mb": peak_mb(),
        "feasible": not wrong,
        "people": len(instance["participants"]),
        "lines": len(solution.trajectories),
        "pairs": int(told["num_pairs"]),
        "options": int(told["num_options"]),
        "rows": int(told["num_rows"]),
        **{name: round(value, 3) for name, value in told.items() if name.startswith("seconds_")},
    }
