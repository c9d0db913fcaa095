"""Proposals, live: the best places for a participant, the best people for a workplace, as things stand this moment."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.live import Now
from api.routes.advice import known, now
from api.security.roles import ADVISED
from api.store import scope
from api.store.logbook import Activity
from api.wire import InstanceName, ParticipantId, Wire, WorkplaceId
from api.work import Work, work
from instances.schema.view import Proposal

router = APIRouter(tags=["advice"])
Count = Annotated[int, Query(ge=1, le=50, description="How many proposals at most.")]


class Proposals(Wire):
    """Proposals, best first, and as of what they were made. It is advice; a person decides."""

    version: int = Field(description="Version of the documents.")
    run: str = Field(description="The match-run whose prices rank them.")
    decided: int = Field(description="Number of the last decision that was taken into account.")
    proposals: list[Proposal] = Field(description="Best first.")


@router.get("/instances/{instance}/participants/{participant}/proposals", openapi_extra={"x-problems": [409]})
def list_place_proposals(
    instance: InstanceName, participant: ParticipantId, asked: Annotated[Work, work(ADVISED)], count: Count = 5
) -> Proposals:
    """The best places for a participant, of those that can be had now."""
    with asked.reading() as session:
        scope.require(session, asked.person, instance, participant)
        stands = now(asked, session, instance)
    found = stands.standing.places(participant, count)
    return _told(asked, instance, stands, found, [participant])


@router.get("/instances/{instance}/workplaces/{workplace}/proposals", openapi_extra={"x-problems": [409]})
def list_people_proposals(
    instance: InstanceName, workplace: WorkplaceId, asked: Annotated[Work, work(ADVISED)], count: Count = 5
) -> Proposals:
    """The people for whom a workplace is best, of those whom you may see and who hold no place."""
    with asked.reading() as session:
        among = scope.visible(session, asked.person, instance)
        stands = now(asked, session, instance)
    known(stands.standing.live.desk, workplace)
    found = stands.standing.people(workplace, count, among)
    return _told(asked, instance, stands, found, [one.participant for one in found])


def _told(asked: Work, instance: str, stands: Now, found: list[Proposal], about: list[str]) -> Proposals:
    """The answer, once it stands in the logbook about whom something was proposed."""
    asked.record(Activity.PROPOSE, list(dict.fromkeys(about)), instance, stands.run)
    return Proposals(version=stands.version, run=stands.run, decided=stands.decided, proposals=found)
