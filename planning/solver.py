"""The whole plan on one screen: from an instance to places, people, money and what they are worth, with a bound."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from instances.schema.plan_solution import PlanSolution
from instances.schema.plan_words import Method
from instances.tables import Instance
from matching.engines.engine import Limits, Monitor, Progress
from planning.backend.highs import Live
from planning.backend.lexicographic import lexicographic
from planning.backend.outcome import Outcome
from planning.opening import OpenPlan
from planning.report import Run, report
from planning.worth import binding, duals


@dataclass(frozen=True)
class PlanOptions:
    """How to run.

    `scenario`: id of a scenario, empty for the documents as they are. `mode`: a word for the record, `five-year` or
    `year`. `num_ranges`: for how many of the strongest values to work out how far they hold (two solves each).
    """

    scenario: str = ""
    mode: str = "five-year"
    limits: Limits = field(default_factory=lambda: Limits(time_limit=300.0, gap=1e-4))
    num_ranges: int = 0


def solve(
    instance: Instance,
    options: PlanOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
) -> PlanSolution:
    """Plan an instance. That no plan exists is an answer, not an error.

    Raises:
        InconsistentInstance: there is no plan, no such scenario, or a patch that does not fit.
        SolverFailure: the solver broke down.
    """
    options = options or PlanOptions()
    monitor = Monitor(options.limits, on_progress, cancelled)
    clock = {"start": time.process_time()}
    monitor.report("documents", float("inf"), float("-inf"))
    plan = OpenPlan.of(instance, options.scenario)
    clock["build"] = time.process_time()
    live = Live(plan.programme, monitor)
    outcome = solved(plan, live)
    clock["solve"] = time.process_time()
    priced, final = live, outcome
    if outcome.found and plan.programme.integral.any():
        priced = live.fixed(outcome)
        final = priced.solve()
    worth, held = duals(plan, priced, final, options.num_ranges), binding(plan, final)
    monitor.report("report", outcome.objective, outcome.bound)
    run = Run(instance, options.scenario, options.mode, options.limits, monitor.elapsed, _seconds(clock))
    return report(plan, outcome, worth, held, run)


def solved(plan: OpenPlan, live: Live) -> Outcome:
    """Weigh the goals together, or one level after the other, as the plan says."""
    if plan.data.settings.method is Method.WEIGHTED:
        return live.solve()
    return lexicographic(live, plan.levels())[-1]


def _seconds(clock: dict[str, float]) -> dict[str, float]:
    times = list(clock.items())
    spent = {name: after - before for (_, before), (name, after) in pairwise(times)}
    return {f"{name}_cpu_seconds": value for name, value in spent.items()}
