"""Why this place, or why not: everything there is to say about one participant at one place, and the forms to decide."""

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
from api.web.problems import Refusal
from api.wire import InstanceName, ParticipantId, WorkplaceId
from instances.schema.vocabulary import DecisionReason, RuleMode
from instances.tables import Instance
from matching import explainer
from matching.opened import OpenInstance

router = APIRouter(include_in_schema=False)


@router.get("/in/{instance}/deelnemers/{participant}/plekken/{workplace}")
def pair_page(
    instance: InstanceName, participant: ParticipantId, workplace: WorkplaceId, visit: Annotated[Visit, visit(COACHES)]
) -> Response:
    """The page about a pair."""
    with visit.writing() as session:
        scope.require(session, visit.person, instance, participant)
        stands = stand.of(visit, session, instance)
        if stands.standing is None:
            raise Refusal("not-matched", "Er is nog geen berekening klaar.", "No matching is ready yet.")
        desk = stands.standing.live.desk
        known(desk, workplace)
        found = explainer.explain(desk, participant, workplace)
        told = said_to(visit, session, instance, desk, found)
        decided = about_pair(session, instance, participant, workplace)
        logbook.append(
            session, visit.person, Activity.EXPLAIN, participants=[participant], dataset=instance, workplace=workplace
        )
    return visit.page(
        "pair.html", stands=stands, told=told, view=told["asked"], participant=participant, workplace=workplace,
        map=_map(stands.instance, participant, workplace), rules=_titles(desk.opened, visit.lang),
        may_pass=[one.finding.code for one in found.asked.readings if _may_pass(desk.opened, one.weight, one.finding.code)]
        if found.asked else [],
        facts=people.of_place(stands.instance, workplace, visit.lang), decided=decided, held=stands.holds.get(participant),
        run=stands.now.run if stands.now else None, tried=Tried(), reasons=REASONS, Kind=Kind,
        DecisionReason=DecisionReason, **VOCABULARY,
    )  # fmt: skip


def _may_pass(opened: OpenInstance, weight: str, code: str) -> bool:
    """Whether a rule stands in the way and a coach may set it aside, with a reason."""
    setting = opened.rulebook.settings.get(code)
    return weight == "blocks" and setting is not None and setting.mode is RuleMode.OVERRIDABLE


def _titles(opened: OpenInstance, lang: str) -> dict[str, str]:
    rules = (*opened.rulebook.pair_rules, *opened.rulebook.row_rules)
    return {rule.CARD.code: getattr(rule.CARD, lang) for rule in rules}


def _map(instance: Instance, participant: str, workplace: str) -> maps.Map | None:
    homes, sites = (instance[table].set_index("id")["postcode"] for table in ("participants", "workplaces"))
    return maps.between(str(homes[participant]), str(sites[workplace]))
