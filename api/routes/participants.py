"""Participants of an instance: those whom the asker may see, and every look at one goes into the logbook."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.routes.documents import newest, page_of, row
from api.security.roles import READERS
from api.store import logbook, scope
from api.store.logbook import Activity
from api.web.conditional import etag, tagged
from api.web.paging import Page, Pager
from api.wire import InstanceName, ParticipantId
from api.work import Work, work
from instances.schema import Document
from instances.schema.base import ID_PATTERN, MUNICIPALITY_PATTERN
from instances.schema.participant import Participant
from instances.schema.vocabulary import Regime, Stage

router = APIRouter(tags=["people and places"])


@router.get("/instances/{instance}/participants")
def list_participants(
    instance: InstanceName, asked: Annotated[Work, work(READERS)], pager: Annotated[Pager, Depends()],
    coach: Annotated[str | None, Query(pattern=ID_PATTERN, description="Only those of this coach.")] = None,
    municipality: Annotated[str | None, Query(pattern=MUNICIPALITY_PATTERN, description="Only its people.")] = None,
    stage: Annotated[Stage | None, Query(description="Only in this stage.")] = None,
    regime: Annotated[Regime | None, Query(description="Only under this law.")] = None,
) -> Page[Participant]:  # fmt: skip
    """The participants whom you may see, by id."""
    filters = {"coach": coach, "municipality": municipality, "stage": stage, "regime": regime}
    with asked.writing() as session:
        found = newest(session, instance)
        among = scope.visible(session, asked.person, instance)
        page = page_of(found, "participants", "id", filters, pager, among)
        shown = [one.id for one in page.items]
        logbook.append(session, asked.person, Activity.VIEW, participants=shown, dataset=instance)
        return page


@router.get(
    "/instances/{instance}/participants/{participant}",
    response_model=Participant,
    responses={304: {"description": "You have this version already."}},
)
def get_participant(
    instance: InstanceName, participant: ParticipantId, asked: Annotated[Work, work(READERS)], request: Request,
    response: Response,
) -> Document | Response:  # fmt: skip
    """One participant, if you may see this one; else 404, as if there were nobody."""
    with asked.writing() as session:
        scope.require(session, asked.person, instance, participant)
        found = row(newest(session, instance), "participants", participant)
        logbook.append(session, asked.person, Activity.VIEW, participants=[participant], dataset=instance)
    if tagged(request, response, etag(found)):
        return Response(status_code=304, headers=dict(response.headers))
    return found
