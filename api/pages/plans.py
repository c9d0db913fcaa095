"""Plans: the scenarios, what was worked out of each, and the way to more."""

import json
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.texts import N_
from api.pages.visit import Visit, visit
from api.routes import runs as asking
from api.routes.runs import NewPlanRun, PlanOptions
from api.security.person import Role
from api.security.roles import OVERSEERS, PLANNERS
from api.store import instances, runs, scenarios
from api.store.runs import RunKind, State
from api.wire import Identifier, InstanceName

router = APIRouter(include_in_schema=False)
SHOWN = 20
MOST_NAME = 200
MINUTES = 5.0
STARTED = N_("Het plan staat in de rij. Deze pagina volgt het.")
MADE = N_("Het scenario is gemaakt. Pas het hieronder aan.")
AWAY = N_("Het scenario is weggelegd. Wat ermee berekend is, blijft.")
NAMELESS = N_("Geef het scenario een naam, in hoogstens 200 tekens.")


@router.get("/in/{instance}/plannen")
def plans_page(instance: InstanceName, visit: Annotated[Visit, visit(OVERSEERS)]) -> Response:
    """Scenarios and plans, newest first."""
    return _page(visit, instance)


@router.post("/in/{instance}/plannen")
def start(instance: InstanceName, visit: Annotated[Visit, visit(PLANNERS)]) -> Response:
    """Work out a plan: of the documents as they are, of a scenario in them, or of one made here."""
    made, written = visit.field("scenario") or None, visit.field("document_scenario")
    options = PlanOptions(document_scenario=written, time_limit_seconds=MINUTES * 60)
    wanted = NewPlanRun(instance=instance, scenario=made, seed=1, options=options)
    answer = asking.ask(visit, RunKind.PLAN, wanted, None, made)
    return visit.on(f"/in/{instance}/plannen/{json.loads(bytes(answer.body))['id']}", STARTED)


@router.post("/in/{instance}/scenarios")
def make(instance: InstanceName, visit: Annotated[Visit, visit(PLANNERS)]) -> Response:
    """Make a scenario: a new one, or one that begins as another."""
    name, like = visit.field("name"), visit.field("like")
    if not 0 < len(name) <= MOST_NAME:
        return _page(visit, instance, [{"id": "name", "text": NAMELESS}], 400)
    with visit.writing() as session:
        if like:
            made = scenarios.clone(session, visit.person, like, name)
        else:
            made = scenarios.create(session, visit.person, instance, name)
    return visit.on(f"/in/{instance}/scenarios/{made.id}", MADE)


@router.post("/in/{instance}/scenarios/{scenario}/wegleggen")
def put_away(instance: InstanceName, scenario: Identifier, visit: Annotated[Visit, visit(PLANNERS)]) -> Response:
    """Put a scenario away."""
    with visit.writing() as session:
        scenarios.archive(session, visit.person, scenario)
    return visit.on(f"/in/{instance}/plannen", AWAY)


def _page(
    visit: Visit, instance: str, errors: list[dict[str, str]] | None = None, status: int = 200
) -> Response:  # fmt: skip
    with visit.reading() as session:
        version = instances.version(session, instance)
        written = instances.instance(session, version.hash)["plan_scenarios"]
        made = scenarios.scenarios(session, instance)
        listed = runs.listed(session, kind=RunKind.PLAN, dataset=instance, limit=SHOWN)
        found = [asking.told(session, one) for one in listed]
    called = {one.id: one.name for one in made} | dict(
        zip(written["id"], written[f"name_{visit.lang}"], strict=True)
    )  # fmt: skip
    return visit.page(
        "plans.html", status, version=version, written=list(written.itertuples()), made=made, found=found,
        called=called, errors=errors or [], planner=visit.person.has(Role.PLANNER), State=State,
    )  # fmt: skip
