"""The forms with which a coach decides: each a decision of the store, after which the page tells what was done."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.participant import COACHES, Tried, show
from api.pages.texts import N_
from api.pages.visit import Visit, visit
from api.store import decisions, scope
from api.store.errors import AlreadyPlaced, Conflict, NoSlot
from api.store.standing import Kind
from api.wire import Identifier, InstanceName, ParticipantId
from instances.errors import InvalidField
from instances.schema.vocabulary import DecisionReason

router = APIRouter(include_in_schema=False)
DONE = {
    Kind.ACCEPT: N_("Aangenomen: %(workplace)s. De plek is vastgehouden."),
    Kind.REJECT: N_("Afgewezen: %(workplace)s. Hieronder staat het volgende voorstel."),
    Kind.PIN: N_("Vastgezet: %(workplace)s. De volgende berekening houdt zich eraan."),
    Kind.EXCLUDE: N_("Uitgesloten: %(workplace)s. Deze plek wordt niet meer voorgesteld."),
    Kind.OVERRIDE: N_("Afgeweken van een regel voor %(workplace)s. Uw reden is bewaard."),
    Kind.WITHDRAW: N_("Ingetrokken: het besluit over %(workplace)s."),
}
WANTED = {
    "reason": N_("Kies een reden."),
    "rule": N_("Kies een regel waarvan hier mag worden afgeweken."),
    "note": N_("Zeg in eigen woorden waarom, in hoogstens 200 tekens."),
}
REFUSED = {
    NoSlot: N_("Deze plek is net aan iemand anders gegeven. Hieronder staat wat er nu kan."),
    AlreadyPlaced: N_("Deze deelnemer heeft al een plek. Trek eerst dat besluit in."),
    Conflict: N_("Dit is intussen veranderd. Kijk hoe het nu staat en kies opnieuw."),
}


@router.post("/in/{instance}/deelnemers/{participant}/besluiten")
def decide(instance: InstanceName, participant: ParticipantId, visit: Annotated[Visit, visit(COACHES)]) -> Response:
    """Decide about a place; where something is missing the page comes back with the form as it was filled in."""
    kind, workplace = visit.field("kind"), visit.field("workplace")
    tried = Tried(kind, workplace, {name: visit.field(name) for name in WANTED})
    if kind not in set(Kind) - {Kind.WITHDRAW}:
        return _again(visit, instance, participant, tried, [{"field": "", "text": WANTED["reason"]}], 400)
    reason = visit.field("reason")
    try:
        with visit.writing() as session:
            decisions.decide(
                session, visit.person, instance, Kind(kind), participant, workplace,
                reason=DecisionReason(reason) if reason in set(DecisionReason) else None,
                rule=visit.field("rule") or None, note=visit.field("note"), run=visit.field("run") or None,
            )  # fmt: skip
    except InvalidField as error:
        wrong = [{"field": one.field, "text": WANTED[one.field]} for one in error.problems]
        return _again(visit, instance, participant, tried, wrong, 400)
    except Conflict as error:
        text = next(REFUSED[sort] for sort in type(error).__mro__ if sort in REFUSED)
        return _again(visit, instance, participant, tried, [{"field": "", "text": text}], 409)
    at = "besluiten" if kind in (Kind.ACCEPT, Kind.PIN) else "voorstellen"
    return _on(visit, instance, participant, at, Kind(kind), workplace)


@router.post("/in/{instance}/deelnemers/{participant}/besluiten/{decision}/intrekken")
def withdraw(
    instance: InstanceName, participant: ParticipantId, decision: Identifier, visit: Annotated[Visit, visit(COACHES)]
) -> Response:
    """Take back a decision that stands."""
    try:
        with visit.writing() as session:
            scope.require(session, visit.person, instance, participant)
            workplace = decisions.withdraw(session, visit.person, decision).workplace
    except Conflict:
        text = REFUSED[Conflict]
        return _again(visit, instance, participant, Tried(), [{"field": "", "text": text}], 409)
    return _on(visit, instance, participant, "voorstellen", Kind.WITHDRAW, workplace)


def _on(visit: Visit, instance: str, participant: str, at: str, kind: Kind, workplace: str) -> Response:
    return visit.on(f"/in/{instance}/deelnemers/{participant}?op={at}", DONE[kind], workplace=workplace)


def _again(
    visit: Visit, instance: str, participant: str, tried: Tried, errors: list[dict[str, str]], status: int
) -> Response:
    told = Tried(tried.kind, tried.workplace, tried.values, errors)
    return show(visit, instance, participant, tried=told, status=status)
