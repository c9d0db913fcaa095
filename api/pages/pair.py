"""Why this place, or why not: all there is to say about one participant at one place, and the forms to decide."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import maps, people, stand
from api.pages.cards import VOCABULARY
from api.pages.participant import COACHES, REASONS, Tried
from api.pages.visit import Visit, visit
from api.routes.advice import known, said_to
from api.store import logbook, scope
from api.store.logbook import Activity
from api.store.standing import Kind, about_pair
from api.wire import InstanceName, ParticipantId, WorkplaceId
from instances.schema.view import PairView, Weight
from instances.schema.vocabulary import DecisionReason, RuleMode
from matching import explainer
from matching.opened import OpenInstance
from matching.words import Wording

router = APIRouter(include_in_schema=False)


@router.get("/in/{instance}/deelnemers/{participant}/plekken/{workplace}")
def pair_page(
    instance: InstanceName, participant: ParticipantId, workplace: WorkplaceId, visit: Annotated[Visit, visit(COACHES)]
) -> Response:
    """The page about a pair."""
    with visit.writing() as session:
        scope.require(session, visit.person, instance, participant)
        stands = stand.of(visit, session, instance)
        desk = stands.matched.live.desk
        known(desk, workplace)
        found = explainer.explain(desk, participant, workplace)
        told = said_to(visit, session, instance, desk, found)
        decided = about_pair(session, instance, participant, workplace)
        logbook.append(
            session, visit.person, Activity.EXPLAIN, participants=[participant], dataset=instance, workplace=workplace
        )
    return visit.page(
        "pair.html", stands=stands, told=told, view=told["asked"], participant=participant, workplace=workplace,
        map=_map(stands.wording, participant, workplace), rules=_titles(desk.opened, visit.lang),
        may_pass=_may_pass(desk.opened, found.asked), facts=people.of_place(stands.wording, workplace, visit.lang),
        decided=decided, held=stands.holds.get(participant),
        run=stands.now.run if stands.now else None, tried=Tried(), reasons=REASONS, Kind=Kind,
        DecisionReason=DecisionReason, **VOCABULARY,
    )  # fmt: skip


def _may_pass(opened: OpenInstance, view: PairView | None) -> list[str]:
    """The rules that stand in the way and that a coach may set aside, with a reason."""
    settings = opened.rulebook.settings
    blocking = [one.finding.code for one in view.readings if one.weight is Weight.BLOCKS] if view is not None else []
    return [code for code in blocking if code in settings and settings[code].mode is RuleMode.OVERRIDABLE]


def _titles(opened: OpenInstance, lang: str) -> dict[str, str]:
    rules = (*opened.rulebook.pair_rules, *opened.rulebook.row_rules)
    return {rule.CARD.code: getattr(rule.CARD, lang) for rule in rules}


def _map(wording: Wording, participant: str, workplace: str) -> maps.Map | None:
    p, w = wording.row("participants", participant), wording.row("workplaces", workplace)
    return maps.between(wording.raw("participants", "postcode")[p], wording.raw("workplaces", "postcode")[w])
