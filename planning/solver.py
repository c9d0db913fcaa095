"""The whole plan on one screen: from an instance to places, people, money and what they are worth, with a bound."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from instances.schema.plan_solution import PlanSolution
from instances.schema.plan_words import Method
from instances.tables import Instance
from matching.engines.engine import Limits, Monitor, Progress
from planning.backend.highs import Live
from planning.backend.lexicographic import lexicographic
from planning.backend.outcome import Outcome
from planning.history import History, ahead, held, otherwise
from planning.opening import OpenPlan
from planning.ranges import FELT
from planning.report import Run, report
from planning.worth import binding, duals


@dataclass(frozen=True)
class PlanOptions:
    """How to run.

    `scenario`: id of a scenario, empty for the documents as they are. `mode`: a word for the record, `five-year` or
    `year`. `num_ranges`: for how many of the strongest values to work out how far they hold; none where goals
    are weighed in order, as the basis goes with the levels. `history`: an earlier plan that stays as it is until a
    moment; everything, where there is none, is planned from the first period on.
    """

    scenario: str = ""
    mode: str = "five-year"
    limits: Limits = field(default_factory=lambda: Limits(time_limit=300.0, gap=1e-4))
    num_ranges: int = 0
    history: History | None = None


def solve(
    instance: Instance,
    options: PlanOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
) -> PlanSolution:
    """Plan an instance. That no plan exists is an answer, not an error.

    Raises:
        InconsistentInstance: there is no plan, no such scenario, a patch that does not fit, or a history that is not of
            these documents.
        SolverFailure: the solver broke down.
    """
    options = options or PlanOptions()
    monitor = Monitor(options.limits, on_progress, cancelled)
    clock = {"start": time.process_time()}
    monitor.report("documents", float("inf"), float("-inf"))
    plan = OpenPlan.of(instance, options.scenario)
    if options.history is not None:
        plan = held(plan, options.history, monitor)
    clock["build"] = time.process_time()
    live = Live(plan.programme, monitor)
    outcome = solved(plan, live)
    clock["solve"] = time.process_time()
    priced, final = live, outcome
    if outcome.found and plan.programme.integral.any():
        priced = live.fixed(outcome)
        final = solved(plan, priced)
    if options.history is not None:
        final = ahead(plan, options.history, final)
    in_order = plan.data.settings.method is not Method.WEIGHTED
    worth, binds = duals(plan, priced, final, 0 if in_order else options.num_ranges), binding(plan, final)
    monitor.report("report", outcome.objective, outcome.bound)
    until = options.history.until if options.history else ""
    run = Run(instance, options.scenario, options.mode, options.limits, until, monitor.elapsed, _seconds(clock))
    found = report(plan, outcome, worth, binds, run)
    if options.history is None or not outcome.found:
        return found
    return found.model_copy(update={"findings": (*found.findings, *otherwise(options.history, found))})


def solved(plan: OpenPlan, live: Live) -> Outcome:
    """Weigh the goals together, or one level after the other, as the plan says.

    In order, the value of a row is what one unit more does to the first level that notices it, in its k euro.
    """
    if plan.data.settings.method is Method.WEIGHTED:
        return live.solve()
    own, levels = plan.programme, plan.levels()
    outcomes = lexicographic(live, levels)
    last = outcomes[-1]
    if not last.found:
        return last
    objective = own.offset + float(own.cost @ last.x)
    if len(outcomes) < len(levels):  # out of time on the way: a plan, and nothing proven of the whole
        return replace(last, objective=objective, bound=-np.inf, duals=np.empty(0), reduced=np.empty(0))
    bound = own.offset + sum(one.bound - own.offset for one in outcomes)
    every = np.array([one.duals[: own.num_rows] for one in outcomes])
    first = (abs(every) > FELT).argmax(axis=0)
    return replace(last, objective=objective, bound=bound, duals=every[first, np.arange(every.shape[1])])


def _seconds(clock: dict[str, float]) -> dict[str, float]:
    times = list(clock.items())
    spent = {name: after - before for (_, before), (name, after) in pairwise(times)}
    return {f"{name}_cpu_seconds": value for name, value in spent.items()}
