"""Explanations: why this place or none, why not that one, and what would be if one fact were different."""

from typing import Annotated

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from api.routes.advice import known, now, said_to
from api.security.roles import ADVISED
from api.store import scope
from api.store.logbook import Activity
from api.wire import InstanceName, ParticipantId, Wire
from api.work import IdempotencyKey, Work, work
from instances.schema.answer import Difference, Explanation
from instances.schema.base import ID_PATTERN, Id
from matching import explainer, whatif
from matching.pricing import Desk

router = APIRouter(tags=["advice"])


class Change(Wire):
    """One field with another value, as it would stand in the documents."""

    field: str = Field(
        pattern=r"^[a-z_]+(\.[a-z_]+)?$", max_length=100,
        description="`participant.FIELD`, `workplace.FIELD`, `participant_certificates` or `override`.",
    )  # fmt: skip
    value: str = Field(max_length=200, description="The cell, as in a CSV file; lists with `;`.")


class WhatIf(Wire):
    """A hypothetical change of a participant, of the pair with a workplace, or both. Nothing is kept of it."""

    participant: Id = Field(description="Who it is about.")
    workplace: Id | None = Field(None, description="The place it is about; empty = all places.")
    changes: list[Change] = Field(min_length=1, max_length=20, description="What would be different.")


@router.get(
    "/instances/{instance}/participants/{participant}/explanation", response_model=Explanation,
    openapi_extra={"x-problems": [409]},
)  # fmt: skip
def get_explanation(
    instance: InstanceName, participant: ParticipantId, asked: Annotated[Work, work(ADVISED)],
    workplace: Annotated[str | None, Query(pattern=ID_PATTERN, description="Why not there? Else: why this?")] = None,
) -> Response:  # fmt: skip
    """Why, or why not: facts and their age, price and rivals, and the smallest changes that would make it otherwise."""
    desk = _desk(asked, instance, participant, workplace)
    return _answer(asked, instance, participant, desk, explainer.explain(desk, participant, workplace))


@router.post("/instances/{instance}/what-ifs", response_model=Difference, openapi_extra={"x-problems": [404, 409]})
def ask_what_if(
    instance: InstanceName, asked: Annotated[Work, work(ADVISED)], what: Annotated[WhatIf, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """What one change would do: the pair before and after, what opens and what closes. Nothing is kept of it."""
    del idempotency_key  # nothing is kept, so asking twice is asking twice
    desk = _desk(asked, instance, what.participant, what.workplace)
    changes = [f"{one.field}={one.value}" for one in what.changes]
    found = whatif.difference(desk, what.participant, what.workplace, changes)
    return _answer(asked, instance, what.participant, desk, found)


def _desk(asked: Work, instance: str, participant: str, workplace: str | None) -> Desk:
    with asked.reading() as session:
        scope.require(session, asked.person, instance, participant)
        desk = now(asked, session, instance).standing.live.desk
    if workplace is not None:
        known(desk, workplace)
    return desk


def _answer(asked: Work, instance: str, participant: str, desk: Desk, found: Explanation | Difference) -> Response:
    """The answer, once it stands in the logbook about whom it is."""
    with asked.reading() as session:
        told = said_to(asked, session, instance, desk, found)
    asked.record(Activity.EXPLAIN, [participant], instance)
    return JSONResponse(told)
