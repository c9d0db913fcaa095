"""What a run works out, apart from where it is kept: options and an instance in, a checked solution out.

The engines are called as the command line calls them, so that a run gives what `leerwerk match` or `leerwerk plan`
gives for the same documents, options and seed, to the bit at one thread.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from api.jobs.asked import MatchAsked, PlanAsked
from api.store.runs import State
from instances.schema.plan_solution import PlanReason, PlanSolution, PlanTermination
from instances.schema.solution import Finding, Frozen, Limit, MatchingSolution
from instances.schema.trajectory import TrajectorySolution
from instances.tables import Instance
from matching.engines.engine import Limits, Progress

Listener = Callable[[Progress], None]
Solution = MatchingSolution | TrajectorySolution | PlanSolution


class Rejected(Exception):
    """The checker, which knows no solver, rejects what a solver gave: it is never kept as a result."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("the checker rejects this solution: " + "; ".join(one.en for one in findings[:5]))


class NothingFound(Exception):
    """The limit was reached before any solution was found; that says nothing about whether one exists."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its final state, the solution if there is one, and what is known."""

    state: State
    solution: Frozen | None
    incumbent: float | None
    bound: float | None
    gap: float | None

    @property
    def document(self) -> str | None:
        """The solution as a JSON document, as the commands write it."""
        return None if self.solution is None else self.solution.model_dump_json()


def matched(
    instance: Instance, asked: MatchAsked, seed: int, previous: MatchingSolution | None,
    on_progress: Listener | None = None, cancelled: threading.Event | None = None,
) -> Outcome:  # fmt: skip
    """Match, and have the result checked.

    Raises:
        EngineError: the input is wrong, the policy does not exist, or a solver broke down.
        Rejected: the checker does not accept what the solver gave.
    """
    from matching.checker import check
    from matching.fairness import Fair, solve_fairly
    from matching.replanning import Replan
    from matching.solver import SolveOptions, solve
    from matching.trajectories.checker import check_trajectories
    from matching.trajectories.solver import solve_trajectories

    limits = Limits(asked.time_limit_seconds, asked.gap, seed, asked.workers)
    if asked.horizon_months is not None:
        lines = solve_trajectories(instance, asked.horizon_months, limits, on_progress, cancelled, policy=asked.policy)
        return concluded(lines, check_trajectories(instance, lines), cancelled)
    options = SolveOptions(asked.engine, limits, asked.policy)
    if asked.fair is not None:
        solution = solve_fairly(instance, Fair(asked.fair), options, on_progress, cancelled)
    else:
        if previous is not None:
            options = replace(options, replan=Replan.of(instance, previous, asked.max_changes))
        solution = solve(instance, options, on_progress, cancelled)
    return concluded(solution, check(instance, solution), cancelled)


def planned(
    instance: Instance, asked: PlanAsked, on_progress: Listener | None = None,
    cancelled: threading.Event | None = None,
) -> Outcome:  # fmt: skip
    """Plan, and have the result checked.

    Raises:
        EngineError: there is no plan in the documents, no such scenario, or a solver broke down.
        Rejected: the checker does not accept what the solver gave.
        NothingFound: the limit came first.
    """
    from planning.checker import check
    from planning.solver import PlanOptions, solve

    limits = Limits(asked.time_limit_seconds, asked.gap)
    options = PlanOptions(asked.document_scenario, limits=limits, num_ranges=asked.ranges)
    solution = solve(instance, options, on_progress, cancelled)
    return concluded(solution, check(instance, solution), cancelled)


def concluded(solution: Solution, findings: Sequence[Finding], cancelled: threading.Event | None) -> Outcome:
    """Say in which state a run ends with this solution, given what the checker found.

    A run that someone stopped after it had reached what was asked of it is solved all the same.

    Raises:
        Rejected: the checker found an error.
        NothingFound: the solution says that nothing was found, and nobody stopped it.
    """
    wrong = [one for one in findings if one.severity == "error"]
    if wrong:
        raise Rejected(wrong)
    known, state = solution.termination, State.SOLVED
    if cancelled is not None and cancelled.is_set() and known.limit not in (Limit.NONE, Limit.GAP):
        state = State.CANCELLED
    elif isinstance(known, PlanTermination):
        if known.reason is PlanReason.INFEASIBLE:
            state = State.INFEASIBLE
        elif known.reason not in (PlanReason.OPTIMAL, PlanReason.FEASIBLE):
            raise NothingFound(f"no plan was found: {known.reason.value}, limit {known.limit.value}")
    return Outcome(state, solution, known.objective, known.bound, known.gap)
