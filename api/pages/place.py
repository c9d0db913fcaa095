"""One place: who fits best, why slots stay empty, and which small change would open it to most people."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.pages import people, stand
from api.pages.cards import VOCABULARY, cards
from api.pages.places import LOOKERS
from api.pages.stand import Stand
from api.pages.visit import Visit, visit
from api.routes.advice import known, said_to
from api.routes.documents import row
from api.security.person import Role
from api.store import logbook, scope
from api.store.logbook import Activity
from api.wire import InstanceName, WorkplaceId
from instances.schema.workplace import Workplace
from matching.carving import openings

router = APIRouter(include_in_schema=False)
SHOWN = 5


@router.get("/in/{instance}/plekken/{workplace}")
def place_page(instance: InstanceName, workplace: WorkplaceId, visit: Annotated[Visit, visit(LOOKERS)]) -> Response:
    """The place, and the people of one's own caseload who fit."""
    with visit.writing() as session:
        stands = stand.of(visit, session, instance)
        facts = people.of_place(stands.wording, workplace, visit.lang)
        among = scope.visible(session, visit.person, instance)
        found = [] if stands.standing is None else stands.standing.people(workplace, SHOWN, among)
        shown = cards(visit, session, stands, found)
        reasons = _why_empty(visit, session, stands, workplace)
        about = list(dict.fromkeys(one.participant for one in found))
        if about:
            logbook.append(
                session, visit.person, Activity.PROPOSE, participants=about, dataset=instance, workplace=workplace
            )
    place = row(stands.instance, "workplaces", workplace)
    assert isinstance(place, Workplace)
    at = stands.wording.row("workplaces", workplace)
    held = sum(one == workplace for one in stands.holds.values())
    return visit.page(
        "place.html", stands=stands, workplace=workplace, place=place, facts=facts, cards=shown, reasons=reasons,
        organisation=stands.wording.cell("workplaces", "organisation", at, visit.lang),
        left=place.slots - held, own=bool(among), coaches=visit.person.has(Role.COACH),
        run=stands.now.run if stands.now else "", **VOCABULARY,
    )  # fmt: skip


def _why_empty(visit: Visit, session: Session, stands: Stand, workplace: str) -> Any:
    """Why slots stay empty in the last matching."""
    if stands.standing is None:
        return []
    desk = stands.standing.live.desk
    reasons = [reason for one in desk.solution.empty if one.workplace == workplace for reason in one.reasons]
    return said_to(visit, session, stands.name, desk, reasons)


@router.get("/in/{instance}/plekken/{workplace}/openen")
def openings_page(instance: InstanceName, workplace: WorkplaceId, visit: Annotated[Visit, visit(LOOKERS)]) -> Response:
    """Which single change of the place opens it to most people who have none; only how many, and the own ones by id."""
    with visit.writing() as session:
        stands = stand.of(visit, session, instance)
        desk = stands.matched.live.desk
        known(desk, workplace)
        told = said_to(visit, session, instance, desk, openings(desk.board, workplace))
        about = sorted({one for opening in told["openings"] for one in opening["participants"]})
        if about:
            logbook.append(
                session, visit.person, Activity.EXPLAIN, participants=about, dataset=instance, workplace=workplace
            )
    return visit.page(
        "openings.html", workplace=workplace, title=stands.title_of(workplace), told=told,
        coaches=visit.person.has(Role.COACH),
    )  # fmt: skip
