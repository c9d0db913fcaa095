"""Workplaces and lines of an instance, with the slots that are free now."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api.routes.documents import newest, page_of, row
from api.security.roles import ANYONE
from api.store import book
from api.web.paging import Page, Pager
from api.wire import InstanceName, Wire, WorkplaceId
from api.work import Work, work
from instances.schema.base import ID_PATTERN
from instances.schema.market import Line
from instances.schema.vocabulary import PlaceKind
from instances.schema.workplace import Workplace

router = APIRouter(tags=["people and places"])


class Room(Wire):
    """A workplace, and how much room there is now."""

    workplace: Workplace
    slots_left: int = Field(description="Slots that nobody holds at this moment.")


@router.get("/instances/{instance}/workplaces")
def list_workplaces(
    instance: InstanceName, asked: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()],
    kind: Annotated[PlaceKind | None, Query(description="Only of this kind.")] = None,
    line: Annotated[str | None, Query(pattern=ID_PATTERN, description="Only on this line.")] = None,
    organisation: Annotated[str | None, Query(pattern=ID_PATTERN, description="Only of this organisation.")] = None,
) -> Page[Workplace]:  # fmt: skip
    """All workplaces, by id."""
    filters = {"kind": kind, "line": line, "organisation": organisation}
    with asked.reading() as session:
        return page_of(newest(session, instance), "workplaces", "id", filters, pager)


@router.get("/instances/{instance}/workplaces/{workplace}")
def get_workplace(instance: InstanceName, workplace: WorkplaceId, asked: Annotated[Work, work(ANYONE)]) -> Room:
    """One workplace, with its free slots."""
    with asked.reading() as session:
        found = row(newest(session, instance), "workplaces", workplace)
        left = book.remaining(session, instance, [workplace])
        return Room(workplace=found, slots_left=left.get(workplace, 0))


@router.get("/instances/{instance}/lines")
def list_lines(
    instance: InstanceName, asked: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()]
) -> Page[Line]:
    """All learn-work lines, by id."""
    with asked.reading() as session:
        return page_of(newest(session, instance), "lines", "id", {}, pager)
