"""One participant: the best places now, what was decided, and the forms to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import people, stand
from api.pages.cards import VOCABULARY, cards
from api.pages.cases import cases
from api.pages.visit import Visit, visit
from api.security.person import Role
from api.store import logbook, scope, standing
from api.store.logbook import Activity
from api.store.standing import Kind
from api.wire import InstanceName, ParticipantId
from instances.schema.vocabulary import DecisionReason

router = APIRouter(include_in_schema=False)
COACHES = frozenset({Role.COACH})
SHOWN = 5
REASONS = tuple(reason for reason in DecisionReason if reason is not DecisionReason.AGREED)


@dataclass(frozen=True)
class Tried:
    """A decision that could not be kept: what the form held, and what must be different."""

    kind: str = ""
    workplace: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[Mapping[str, str]] = ()


@router.get("/in/{instance}/deelnemers/{participant}")
def participant_page(
    instance: InstanceName, participant: ParticipantId, visit: Annotated[Visit, visit(COACHES)], op: str = ""
) -> Response:
    """The page. `op`: where the visitor was, so that the keyboard goes on from there."""
    return show(visit, instance, participant, at=op)


def show(
    visit: Visit, instance: str, participant: str, at: str = "", tried: Tried | None = None, status: int = 200
) -> Response:
    """The page as things stand, with what was tried and could not be kept."""
    with visit.writing() as session:
        scope.require(session, visit.person, instance, participant)
        stands = stand.of(visit, session, instance)
        found = [] if stands.standing is None else stands.standing.places(participant, SHOWN)
        shown = cards(visit, session, stands, found)
        decided = standing.standing(session, instance, participant=participant)
        run = None if stands.now is None else stands.now.run
        logbook.append(
            session, visit.person, Activity.PROPOSE, participants=[participant], dataset=instance, run=run
        )  # fmt: skip
        (case,) = cases(stands.instance, frozenset({participant}), stands.holds, None)
    return visit.page(
        "participant.html", status, stands=stands, case=case, cards=shown, decided=list(reversed(decided)), run=run,
        facts=people.of_person(stands.wording, participant, visit.lang), at=at, tried=tried or Tried(),
        reasons=REASONS, Kind=Kind, DecisionReason=DecisionReason, **VOCABULARY,
    )  # fmt: skip
