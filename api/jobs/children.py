"""Runs that are done by other runs: fanned out over all workers there are, and joined again.

A child is a run like any other, with a `parent`; its id is that of the parent with a number, so that asking for it
again after a crash finds it. What is joined:

    plan     each scenario is a child: the plans side by side
    match    each seed is a child: the best matching. Every bound holds for the same problem, so all hold for it:
                 optimum ≤ min_k bound_k
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from api.jobs.asked import MatchAsked, asked
from api.jobs.attempt import Desk
from api.jobs.solving import Outcome
from api.jobs.work import carry_out, problem_of, take_up
from api.security.person import Person
from api.store import runs, scenarios
from api.store.models import Run, now
from instances.errors import EngineError
from instances.schema.plan_solution import PlanSolution
from instances.schema.solution import MatchingSolution
from matching.bounds import relative_gap, terminated
from planning.comparison import compare


class ChildrenFailed(EngineError):
    """No child of a run has a result."""


def fan_out(desk: Desk, run_id: str) -> None:
    """Make the children of a run, unless it has ended; one that cannot have them ends as failed."""
    found = take_up(desk, run_id)
    if found is None:
        return
    with desk.database.writing() as session:
        try:
            wanted = _wanted(session, found)
        except EngineError as error:
            runs.finish(session, run_id, runs.State.FAILED, error=problem_of(error))
            return
        for number, given in enumerate(wanted, 1):
            runs.ask(
                session, Person(found.asked_by, frozenset()), runs.RunKind(found.kind), found.dataset,
                hash=found.hash, policy_hash=found.policy_hash, decided=found.decided, parent=run_id,
                id=f"{run_id}-{number:03}", **given,
            )  # fmt: skip


def _wanted(session: Session, found: Run) -> list[dict[str, Any]]:
    """What each child differs in: options, seed, scenario.

    Raises:
        EngineError: the options are not right, or a scenario does not exist.
    """
    wanted = asked(found.kind, found.options)
    same = {"options": found.options, "seed": found.seed, "scenario": found.scenario}
    if isinstance(wanted, MatchAsked):
        return [same | {"options": found.options | {"seeds": []}, "seed": seed} for seed in wanted.seeds]
    alone = found.options | {"scenarios": [], "document_scenarios": []}
    stored = [scenarios.scenario(session, scenario).id for scenario in wanted.scenarios]
    return [
        *(same | {"options": alone, "scenario": scenario} for scenario in stored),
        *(same | {"options": alone | {"document_scenario": scenario}} for scenario in wanted.document_scenarios),
    ]


def ids(desk: Desk, run_id: str) -> list[str]:
    """The children of a run that has not ended."""
    with desk.database.reading() as session:
        if runs.run(session, run_id).state in runs.ENDS:
            return []
        return [child.id for child in runs.children(session, run_id)]


def look_after(desk: Desk, run_id: str) -> None:
    """While children are under way: pass on to them that they have to stop, and tell how far they are together."""
    with desk.database.writing() as session:
        found = runs.run(session, run_id)
        if found.state != runs.State.RUNNING or found.executor is None or found.started_at is None:
            return
        if found.cancel_asked_at is not None:
            runs.cancel(session, run_id)  # also those that came after it was asked
        known = runs.children(session, run_id)
        phase = f"children {sum(child.state in runs.ENDS for child in known)}/{len(known)}"
        best, bound = _together(found, known)
        last = runs.last_progress(session, run_id)
        if last is None or (last.phase, last.incumbent, last.bound) != (phase, best, bound):
            runs.report(
                session, run_id, found.executor, elapsed=(now() - found.started_at).total_seconds(), phase=phase,
                incumbent=best, bound=bound,
                gap=relative_gap(best, bound) if best is not None and bound is not None else None,
            )  # fmt: skip


def _together(found: Run, known: Sequence[Run]) -> tuple[float | None, float | None]:
    """Best value and least bound of matchings of one problem; plans of several scenarios have none together."""
    if found.kind == runs.RunKind.PLAN:
        return None, None
    values = [child.incumbent for child in known if child.incumbent is not None]
    bounds = [child.bound for child in known if child.bound is not None]
    return max(values, default=None), min(bounds, default=None)


def join(desk: Desk, run_id: str) -> None:
    """Make one result of what the children found, unless the run has ended."""
    found = take_up(desk, run_id)
    if found is not None:
        carry_out(desk, found, lambda _listener, _cancelled: _joined(desk, found))


def _joined(desk: Desk, found: Run) -> Outcome:
    with desk.database.reading() as session:
        known = runs.children(session, found.id)
        answers = {child.id: runs.answer(session, child.id) for child in known if child.state != runs.State.FAILED}
    stopped = any(child.state == runs.State.CANCELLED for child in known)
    documents = {child: document for child, document in answers.items() if document is not None}
    if not documents and not stopped:
        raise ChildrenFailed(next((str((child.error or {}).get("message")) for child in known), "there are none"))
    outcome = _plans(known, documents) if found.kind == runs.RunKind.PLAN else _best(documents)
    return replace(outcome, state=runs.State.CANCELLED) if stopped else outcome


def _plans(known: Sequence[Run], documents: Mapping[str, str]) -> Outcome:
    """The plans side by side, those that exist; what has none is told by its child."""
    found = {child: PlanSolution.model_validate_json(document) for child, document in documents.items()}
    name = {child.id: child.scenario or child.options.get("document_scenario", "") for child in known}
    exist = {child: plan for child, plan in found.items() if plan.capacity}
    if not exist:
        return Outcome(runs.State.INFEASIBLE, None, None, None, None)
    compared = compare(list(exist.values()), [name[child] for child in exist])
    return Outcome(runs.State.SOLVED, compared, None, None, None)


def _best(documents: Mapping[str, str]) -> Outcome:
    """The best matching, under the least of the bounds."""
    found = [MatchingSolution.model_validate_json(document) for document in documents.values()]
    if not found:
        return Outcome(runs.State.CANCELLED, None, None, None, None)
    best = max(found, key=lambda one: one.termination.objective)
    bound = min(one.termination.bound for one in found)
    known = terminated(best.termination.objective, bound, best.termination.limit)
    solution = best.model_copy(update={"termination": known})
    return Outcome(runs.State.SOLVED, solution, known.objective, known.bound, known.gap)
