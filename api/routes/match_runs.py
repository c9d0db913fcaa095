"""Match-runs: share out the places of an instance over all participants together, as a durable run."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse

from api.masking import masked
from api.routes import runs
from api.routes.runs import NewMatchRun, RunState
from api.security.roles import PLANNERS, READERS
from api.store import instances, logbook, scope
from api.store.logbook import Activity
from api.store.models import Run
from api.store.runs import RunKind
from api.web.paging import Page, Pager
from api.wire import Identifier
from api.work import IdempotencyKey, Work, work
from instances.schema.base import ID_PATTERN

router = APIRouter(tags=["runs"])
PEOPLE = ("assignments", "unmatched", "trajectories")  # lists of a solution with one person an item
Reader = Annotated[Work, work(READERS)]


@router.post("/match-runs", status_code=202, response_model=RunState, openapi_extra={"x-problems": [404, 409, 503]})
def create_match_run(
    asked: Annotated[Work, work(PLANNERS)],
    wanted: Annotated[NewMatchRun, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Ask for a match-run; follow it at the address in Location."""
    return runs.ask(asked, RunKind.MATCH, wanted, idempotency_key)


@router.get("/match-runs")
def list_match_runs(
    asked: Reader, pager: Annotated[Pager, Depends()],
    instance: Annotated[str | None, Query(pattern=ID_PATTERN, description="Only of this instance.")] = None,
) -> Page[RunState]:  # fmt: skip
    """Match-runs, newest first."""
    return runs.listed(asked, pager, RunKind.MATCH, instance)


@router.get("/match-runs/{run}")
def get_match_run(run: Identifier, asked: Reader) -> RunState:
    """Where a match-run stands."""
    with asked.reading() as session:
        return runs.told(session, runs.one(session, RunKind.MATCH, run))


@router.get(
    "/match-runs/{run}/result", response_class=JSONResponse,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)  # fmt: skip
def get_match_result(run: Identifier, asked: Reader) -> Response:
    """The matching, or the best so far: of people only those whom you may see; counts, prices and findings of all."""
    with asked.reading() as session:
        found = runs.one(session, RunKind.MATCH, run)
        content = runs.answer(session, RunKind.MATCH, run)
        visible = scope.visible(session, asked.person, found.dataset)
        told = _seen(content, visible, frozenset(instances.instance(session, found.hash)["participants"]["id"]))
    _record(asked, found, [one["participant"] for name in PEOPLE for one in told.get(name, ())])
    return JSONResponse(told)


@router.get(
    "/match-runs/{run}/events", response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    openapi_extra={"x-problems": [503]},
)  # fmt: skip
def follow_match_run(run: Identifier, asked: Reader) -> StreamingResponse:
    """Server-sent events: how far the run is, now and whenever that changes, until it ends."""
    return runs.followed(asked, RunKind.MATCH, run)


@router.post("/match-runs/{run}/cancellation", status_code=202, openapi_extra={"x-problems": [503]})
def cancel_match_run(run: Identifier, asked: Annotated[Work, work(PLANNERS)]) -> RunState:
    """Stop a run; it keeps the best so far. One that has ended stays as it is."""
    return runs.stop(asked, RunKind.MATCH, run)


def _seen(content: dict[str, Any], visible: frozenset[str], everyone: frozenset[str]) -> dict[str, Any]:
    """A solution without the people whom someone may not see, and with how many there are of each sort."""
    counts = {f"num_{name}": len(content[name]) for name in PEOPLE if name in content}
    kept = {name: [one for one in content[name] if one["participant"] in visible] for name in PEOPLE if name in content}
    seen: dict[str, Any] = masked({**content, **kept}, everyone - visible)
    return {**seen, **counts}


def _record(asked: Work, run: Run, participants: list[str]) -> None:
    with asked.writing() as session:
        logbook.append(
            session, asked.person, Activity.VIEW, participants=list(dict.fromkeys(participants)), dataset=run.dataset,
            run=run.id,
        )  # fmt: skip
