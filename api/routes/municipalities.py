"""Municipalities with the number of people they pay for, and their budgets."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api.routes.documents import newest, page_of
from api.security.roles import ANYONE, OVERSEERS
from api.store import scope
from api.web.paging import Page, Pager
from api.wire import InstanceName, Wire
from api.work import Work, work
from instances.schema.base import MUNICIPALITY_PATTERN
from instances.schema.market import Municipality
from instances.schema.policy import Budget
from instances.schema.vocabulary import Stream

router = APIRouter(tags=["people and places"])


class MunicipalityCount(Wire):
    """A municipality, and for how many people it pays."""

    municipality: Municipality
    num_participants: int | None = Field(description="People for whom it pays; empty where that is fewer than five.")


@router.get("/instances/{instance}/municipalities")
def list_municipalities(
    instance: InstanceName, asked: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()]
) -> Page[MunicipalityCount]:
    """All municipalities, by code; small counts of other municipalities are left out."""
    with asked.reading() as session:
        found = newest(session, instance)
        page = page_of(found, "municipalities", "id", {}, pager)
    counted = {str(code): int(count) for code, count in found["participants"]["municipality"].value_counts().items()}
    shown = {**scope.counts(counted), **{code: counted.get(code, 0) for code in asked.person.municipalities}}
    items = [MunicipalityCount(municipality=one, num_participants=shown.get(one.id, 0)) for one in page.items]
    return Page[MunicipalityCount](items=items, next=page.next)


@router.get("/instances/{instance}/budgets")
def list_budgets(
    instance: InstanceName, asked: Annotated[Work, work(OVERSEERS)], pager: Annotated[Pager, Depends()],
    municipality: Annotated[str | None, Query(pattern=MUNICIPALITY_PATTERN, description="Only of this one.")] = None,
    stream: Annotated[Stream | None, Query(description="Only this purse.")] = None,
) -> Page[Budget]:  # fmt: skip
    """All budgets."""
    with asked.reading() as session:
        found: Iterable[Any] = newest(session, instance).documents("budgets")
    wanted = {"municipality": municipality, "stream": stream}
    rows = [one for one in found if all(value in (None, getattr(one, name)) for name, value in wanted.items())]
    return pager.over(rows, lambda one: f"{one.municipality} {one.stream} {one.year}", lambda one: one)
