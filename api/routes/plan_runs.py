"""Plan-runs: places, moves, people and money over the years, as a durable run; also as an Excel report."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse

from api.reports.plan import write_plan_report
from api.routes import runs
from api.routes.runs import NewPlanRun, RunState
from api.security.roles import OVERSEERS, PLANNERS
from api.store import instances, scenarios
from api.store.errors import Unknown
from api.store.runs import RunKind
from api.web.paging import Page, Pager
from api.web.uploads import EXCEL
from api.wire import Identifier
from api.work import IdempotencyKey, Work, work
from instances.schema.base import ID_PATTERN
from instances.schema.plan_solution import PlanSolution

router = APIRouter(tags=["runs"])
Reader = Annotated[Work, work(OVERSEERS)]
BINARY = {"type": "string", "format": "binary"}


@router.post("/plan-runs", status_code=202, response_model=RunState, openapi_extra={"x-problems": [404, 409, 503]})
def create_plan_run(
    asked: Annotated[Work, work(PLANNERS)],
    wanted: Annotated[NewPlanRun, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Ask for a plan-run; follow it at the address in Location."""
    return runs.ask(asked, RunKind.PLAN, wanted, idempotency_key, wanted.scenario)


@router.get("/plan-runs")
def list_plan_runs(
    asked: Reader, pager: Annotated[Pager, Depends()],
    instance: Annotated[str | None, Query(pattern=ID_PATTERN, description="Only of this instance.")] = None,
) -> Page[RunState]:  # fmt: skip
    """Plan-runs, newest first."""
    return runs.listed(asked, pager, RunKind.PLAN, instance)


@router.get("/plan-runs/{run}")
def get_plan_run(run: Identifier, asked: Reader) -> RunState:
    """Where a plan-run stands."""
    with asked.reading() as session:
        return runs.told(session, runs.one(session, RunKind.PLAN, run))


@router.get(
    "/plan-runs/{run}/result", response_class=JSONResponse,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)  # fmt: skip
def get_plan_result(run: Identifier, asked: Reader) -> Response:
    """The plan, or the best so far."""
    with asked.reading() as session:
        return JSONResponse(runs.answer(session, RunKind.PLAN, run))


@router.get(
    "/plan-runs/{run}/report", response_class=Response, responses={200: {"content": {EXCEL: {"schema": BINARY}}}}
)
def get_plan_report(run: Identifier, asked: Reader) -> Response:
    """The plan as an Excel workbook: tables, charts and every assumption."""
    with asked.reading() as session:
        found, content = runs.one(session, RunKind.PLAN, run), runs.answer(session, RunKind.PLAN, run)
        if "capacity" not in content:  # a sweep: its children have the plans
            raise Unknown("report", run)
        if found.scenario is None:
            instance = instances.instance(session, found.hash)
        else:
            instance = scenarios.instance(session, scenarios.scenario(session, found.scenario))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan_report(instance, PlanSolution.model_validate(content), path, asked.lang)
        return Response(
            path.read_bytes(),
            media_type=EXCEL,
            headers={"Content-Disposition": f'attachment; filename="plan-{run}.xlsx"'},
        )


@router.get(
    "/plan-runs/{run}/events", response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    openapi_extra={"x-problems": [503]},
)  # fmt: skip
def follow_plan_run(run: Identifier, asked: Reader) -> StreamingResponse:
    """Server-sent events: how far the run is, now and whenever that changes, until it ends."""
    return runs.followed(asked, RunKind.PLAN, run)


@router.post("/plan-runs/{run}/cancellation", status_code=202, openapi_extra={"x-problems": [503]})
def cancel_plan_run(run: Identifier, asked: Annotated[Work, work(PLANNERS)]) -> RunState:
    """Stop a run; it keeps the best so far. One that has ended stays as it is."""
    return runs.stop(asked, RunKind.PLAN, run)
