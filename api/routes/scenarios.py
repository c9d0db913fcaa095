"""Scenarios: patches on the plan of an instance, that one can clone, edit, compare and put away."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy.orm import Session

from api.security.roles import OVERSEERS, PLANNERS
from api.store import scenarios
from api.store.models import Scenario
from api.web.conditional import IfMatch, require, tagged
from api.web.paging import Page, Pager
from api.wire import Identifier, Wire
from api.work import IdempotencyKey, Work, work
from instances.schema.base import ID_PATTERN, Id
from instances.schema.plan_scenarios import PlanPatch

router = APIRouter(tags=["runs"])
Archived = Annotated[bool, Query(description="Also what was put away.")]
Reader = Annotated[Work, work(OVERSEERS)]
Planner = Annotated[Work, work(PLANNERS)]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class NewScenario(Wire):
    """A scenario to make."""

    instance: Id = Field(description="Name of the instance; the newest version is the base.")
    name: Title = Field(description="What people call it.")
    note: str = Field("", max_length=2_000, description="What it is for.")
    patches: list[PlanPatch] = Field([], max_length=500, description="What it changes.")


class ScenarioChange(Wire):
    """What is changed of a scenario; what is left out stays."""

    name: Title | None = Field(None, description="Another name.")
    note: Annotated[str, Field(max_length=2_000)] | None = Field(None, description="Another note.")
    patches: Annotated[list[PlanPatch], Field(max_length=500)] | None = Field(
        None, description="Other patches, all of them."
    )


class Clone(Wire):
    """What the clone is called."""

    name: Title = Field(description="What people call it.")


class ScenarioDocument(Wire):
    """A scenario."""

    id: str = Field(description="Its id.")
    instance: str = Field(description="Name of the instance.")
    version: int = Field(description="Version of the documents that it changes.")
    name: str = Field(description="What people call it.")
    note: str = Field(description="What it is for.")
    patches: list[PlanPatch] = Field(description="What it changes.")
    cloned_from: str | None = Field(description="The scenario that it began as.")
    revision: int = Field(description="Rises with every edit.")
    created_at: datetime = Field(description="When it was made.")
    changed_at: datetime = Field(description="When it was edited last.")
    archived_at: datetime | None = Field(description="When it was put away.")


class FigureChanged(Wire):
    """One figure that any of the scenarios changes."""

    table: str = Field(description="Table of the plan.")
    row: str = Field(description="Which row of it.")
    field: str = Field(description="Which field.")
    from_year: int | None = Field(description="From which year; empty = the first.")
    until_year: int | None = Field(description="Until which year; empty = the last.")
    told: dict[str, str | None] = Field(description="By scenario what it makes of it; empty = it leaves it.")


class Comparison(Wire):
    """Scenarios side by side."""

    figures: list[FigureChanged] = Field(description="Figure by figure.")


def told(found: Scenario) -> ScenarioDocument:
    """A scenario as the API tells it."""
    kept = {name: getattr(found, name) for name in ScenarioDocument.model_fields if name != "instance"}
    return ScenarioDocument(**{**kept, "instance": found.dataset})


def tag(found: Scenario) -> str:
    """The ETag of a scenario: its revision."""
    return f'"{found.id}-{found.revision}"'


@router.get("/scenarios")
def list_scenarios(
    asked: Reader, pager: Annotated[Pager, Depends()], archived: Archived = False,
    instance: Annotated[str | None, Query(pattern=ID_PATTERN, description="Only of this instance.")] = None,
) -> Page[ScenarioDocument]:  # fmt: skip
    """Scenarios, by id: in the order in which they were made."""
    with asked.reading() as session:
        return pager.over(scenarios.scenarios(session, instance, archived), lambda one: one.id, told)


@router.post("/scenarios", status_code=201, response_model=ScenarioDocument, openapi_extra={"x-problems": [404, 409]})
def create_scenario(
    asked: Planner, new: Annotated[NewScenario, Body()], idempotency_key: IdempotencyKey = None
) -> Response:
    """Make a scenario on the newest version of an instance."""

    def make(session: Session) -> Response:
        return _created(asked, scenarios.create(session, asked.person, new.instance, new.name, new.note, new.patches))

    return asked.once(idempotency_key, new, make)


@router.get(
    "/scenarios/{scenario}",
    response_model=ScenarioDocument,
    responses={304: {"description": "You have this version already."}},
)
def get_scenario(
    scenario: Identifier, asked: Reader, request: Request, response: Response
) -> ScenarioDocument | Response:
    """One scenario."""
    with asked.reading() as session:
        found = scenarios.scenario(session, scenario)
        if tagged(request, response, tag(found)):
            return Response(status_code=304, headers=dict(response.headers))
        return told(found)


@router.patch("/scenarios/{scenario}", openapi_extra={"x-problems": [409, 412, 428]})
def change_scenario(
    scenario: Identifier, asked: Planner, change: Annotated[ScenarioChange, Body()], response: Response,
    if_match: IfMatch = None,
) -> ScenarioDocument:  # fmt: skip
    """Change a scenario; If-Match says which revision you looked at."""
    with asked.writing() as session:
        found = scenarios.scenario(session, scenario)
        require(if_match, tag(found))
        made = scenarios.edit(
            session, asked.person, scenario, found.revision, name=change.name, note=change.note, patches=change.patches
        )
        response.headers["ETag"] = tag(made)
        return told(made)


@router.delete("/scenarios/{scenario}", status_code=204, openapi_extra={"x-problems": [409]})
def archive_scenario(scenario: Identifier, asked: Planner) -> None:
    """Put a scenario away; runs that used it keep it."""
    with asked.writing() as session:
        scenarios.archive(session, asked.person, scenario)


@router.post(
    "/scenarios/{scenario}/clones",
    status_code=201,
    response_model=ScenarioDocument,
    openapi_extra={"x-problems": [409]},
)
def clone_scenario(
    scenario: Identifier, asked: Planner, clone: Annotated[Clone, Body()], idempotency_key: IdempotencyKey = None
) -> Response:
    """Make another scenario that begins as this one."""

    def make(session: Session) -> Response:
        return _created(asked, scenarios.clone(session, asked.person, scenario, clone.name))

    return asked.once(idempotency_key, clone, make)


@router.get("/scenario-comparison", openapi_extra={"x-problems": [404]})
def compare_scenarios(
    asked: Reader,
    scenario: Annotated[list[str], Query(min_length=2, max_length=20, description="Ids; two or more.")],
) -> Comparison:
    """What scenarios change, side by side."""
    with asked.reading() as session:
        found = scenarios.compare(session, scenario)
    return Comparison(figures=[FigureChanged(**asdict(one)) for one in found])


def _created(asked: Work, made: Scenario) -> Response:
    address = f"{asked.request.app.state.settings.base_url}/v1/scenarios/{made.id}"
    return JSONResponse(told(made).model_dump(mode="json"), 201, {"Location": address, "ETag": tag(made)})
