"""What a worker does with the id of a run: take it up, read what it is about, solve, and end it, once.

Whatever happens, a run ends or is left to another worker; it is never lost:
- what the input or a solver does wrong ends it as failed, with the problems in its row;
- a worker that stops or was taken for dead leaves it as it is (`Left`): nothing was written that another would miss;
- a worker that dies leaves it as it is too, and the reaper finds it.
"""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.jobs.asked import MatchAsked, PlanAsked, asked
from api.jobs.attempt import Attempt, Desk
from api.jobs.solving import Listener, NothingFound, Outcome, Rejected, matched, planned
from api.store import instances, runs, scenarios, standing
from api.store.database import Database
from api.store.errors import IllegalMove
from api.store.models import Run
from instances.errors import DocumentError, EngineError, InvalidField, Problem, Wanted
from instances.schema.solution import MatchingSolution
from instances.tables import Instance
from matching.report import PACKAGES

MOST_ATTEMPTS = 10  # a run whose worker dies every time, for want of memory perhaps, fails instead of going round
logger = logging.getLogger(__name__)


class Left(BaseException):
    """This worker leaves a run to another; no Exception, so that nobody takes it for the outcome of the run."""


Solve = Callable[[Listener, threading.Event], Outcome]


def do(desk: Desk, run_id: str) -> None:
    """Do a run, unless it has ended already.

    Raises:
        Left: this worker has to leave it to another.
        DBAPIError: the database cannot be reached; the run is as it was.
    """
    found = take_up(desk, run_id)
    if found is not None:
        carry_out(desk, found, lambda listener, cancelled: _solved(desk.database, found, listener, cancelled))


def take_up(desk: Desk, run_id: str, most_attempts: int = MOST_ATTEMPTS) -> Run | None:
    """Take up a run; None where there is nothing left to do."""
    with desk.database.writing() as session:
        found = runs.run(session, run_id)
        if found.state in runs.ENDS:
            return None
        found = runs.begin(session, run_id, desk.executor, {name: version(name) for name in PACKAGES})
        if found.attempts > most_attempts:
            problem = f"{most_attempts} workers died over this run; it may need more memory than they have"
            runs.finish(session, run_id, runs.State.FAILED, error={"type": "Unfinished", "message": problem})
            return None
        session.expunge(found)
        return found


def carry_out(desk: Desk, found: Run, solve: Solve) -> None:
    """Solve under watch, and end the run with what came of it.

    Raises:
        Left: this worker has to leave it to another.
        DBAPIError: the database cannot be reached; the run is as it was.
    """
    outcome: Outcome | None = None
    problem: dict[str, Any] | None = None
    with Attempt(desk, found.id) as attempt:
        try:
            outcome = solve(attempt.note, attempt.cancelled)
        except DBAPIError:
            raise  # nothing is wrong with the run
        except Exception as error:  # not swallowed: it is how the run ends, for whoever asked to read
            logger.exception("run %s failed", found.id)
            problem = problem_of(error)
    stopped = attempt.cancelled.is_set() and not attempt.asked
    if stopped and (outcome is None or outcome.state is runs.State.CANCELLED):
        raise Left
    with desk.database.writing() as session:
        try:
            _end(session, found.id, outcome, problem)
        except IllegalMove:
            logger.warning("run %s was ended by another worker", found.id)


def _end(session: Session, run_id: str, outcome: Outcome | None, problem: dict[str, Any] | None) -> None:
    """Write how a run ended: state, what is known, and the solution or the problem, together."""
    if outcome is None:
        runs.finish(session, run_id, runs.State.FAILED, error=problem)
        return
    runs.finish(
        session, run_id, outcome.state, answer=outcome.document, incumbent=outcome.incumbent, bound=outcome.bound,
        gap=outcome.gap,
    )  # fmt: skip


def problem_of(error: Exception) -> dict[str, Any]:
    """Why a run failed, for its row: type, message and problems, as `--json` of the commands has them; no traces."""
    if not isinstance(error, EngineError | Rejected | NothingFound):
        message = f"leerwerk made a mistake ({type(error).__name__}); its log tells more under the id of the run"
        return {"type": "Unexpected", "message": message, "problems": []}
    problems = [asdict(one) for one in error.problems] if isinstance(error, DocumentError) else []
    return {"type": type(error).__name__, "message": str(error), "problems": problems}


def documents(session: Session, found: Run) -> Instance:
    """The documents that a run is about: its version, under its scenario, with the decisions that it followed."""
    if found.scenario is not None:
        return scenarios.instance(session, scenarios.scenario(session, found.scenario))
    made = instances.instance(session, found.hash)
    return standing.decided(made, standing.standing(session, found.dataset, found.decided))


def _solved(database: Database, found: Run, listener: Listener, cancelled: threading.Event) -> Outcome:
    wanted = asked(found.kind, found.options)
    with database.reading() as session:
        instance = documents(session, found)
        previous = _previous(session, wanted.previous) if isinstance(wanted, MatchAsked) and wanted.previous else None
    if isinstance(wanted, PlanAsked):
        return planned(instance, wanted, listener, cancelled)
    return matched(instance, wanted, found.seed, previous, listener, cancelled)


def _previous(session: Session, run_id: str) -> MatchingSolution:
    document = runs.answer(session, run_id)
    if document is None or "trajectories" in json.loads(document):
        wanted = Wanted(
            "een berekening met een uitkomst van losse plekken", "a match-run that has a result of single places"
        )
        raise InvalidField([Problem("options", 0, "previous", run_id, wanted)])
    return MatchingSolution.model_validate_json(document)
