"""Every decision about a participant, also those that were taken back or overtaken."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import stand
from api.pages.participant import COACHES
from api.pages.visit import Visit, visit
from api.store import decisions, logbook, scope, standing
from api.store.logbook import Activity
from api.store.standing import Kind
from api.wire import InstanceName, ParticipantId
from instances.schema.vocabulary import DecisionReason

router = APIRouter(include_in_schema=False)


@router.get("/in/{instance}/deelnemers/{participant}/besluiten")
def history_page(
    instance: InstanceName, participant: ParticipantId, visit: Annotated[Visit, visit(COACHES)]
) -> Response:
    """The decisions, newest first."""
    with visit.writing() as session:
        scope.require(session, visit.person, instance, participant)
        stands = stand.of(visit, session, instance)
        made = decisions.listed(session, visit.person, instance, participant=participant, limit=1_000)
        standing_now = {one.id for one in standing.standing(session, instance, participant=participant)}
        logbook.append(session, visit.person, Activity.VIEW, participants=[participant], dataset=instance)
    return visit.page(
        "history.html", participant=participant, made=list(reversed(made)), standing=standing_now, Kind=Kind,
        DecisionReason=DecisionReason, stands=stands,
    )  # fmt: skip
