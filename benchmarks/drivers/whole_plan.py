"""A whole plan from documents to answers on a preset, phase by phase, with plain HiGHS on the same arrays beside it."""

from dataclasses import dataclass
from typing import Annotated, Literal

from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.family import Figures, Run
from instances.generate import generate
from matching.engines.engine import Limits, Monitor
from planning.backend.highs import Live
from planning.backend.outcome import Method
from planning.checker import check
from planning.opening import OpenPlan
from planning.solver import PlanOptions, solve

SECONDS = 300.0  # for the plan, and for HiGHS


@dataclass(frozen=True, kw_only=True)
class WholePlanRun(Run):
    """One preset with a plan."""

    preset: Annotated[Literal["tiny", "region"], "size and story"] = "region"
    scenario: Annotated[str, "a scenario of the preset; empty: its documents as they are"] = ""
    ranges: Annotated[int, "of how many values to work out how far they hold"] = 10

    @property
    def patience(self) -> float:
        """Several solves within their limit."""
        return 4 * SECONDS


def run(wanted: WholePlanRun) -> Figures:
    """Measure; `ratio`: the whole against HiGHS alone on the same arrays, interior point and cold; `check` is apart."""
    instance = generate(wanted.preset, wanted.seed)
    limits = Limits(time_limit=SECONDS)
    with stopwatch() as whole:
        solution = solve(instance, PlanOptions(wanted.scenario, limits=limits, num_ranges=wanted.ranges))
    with stopwatch() as checked:
        wrong = [finding.code for finding in check(instance, solution) if finding.severity == "error"]
    programme = OpenPlan.of(instance, wanted.scenario).programme
    with stopwatch() as plain:
        beside = Live(programme, Monitor(limits)).solve(Method.INTERIOR)
    ended = solution.termination
    return {
        "status": ended.reason.value, "objective": ended.objective, "bound": ended.bound, "feasible": not wrong,
        "highs_objective": beside.objective, "cpu_seconds": whole.cpu, "check_cpu": checked.cpu,
        "highs_cpu": plain.cpu, "ratio": round(whole.cpu / max(plain.cpu, 1e-3), 2), "peak_mb": peak_mb(),
        **{name: round(value, 3) for name, value in solution.statistics.items()},
    }  # fmt: skip
