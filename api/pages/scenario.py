"""One scenario, to be changed by forms: which figure of the plan becomes what, from when until when."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ValidationError

from api.pages.stand import belongs
from api.pages.texts import N_
from api.pages.visit import Visit, visit
from api.security.person import Role
from api.security.roles import OVERSEERS, PLANNERS
from api.store import scenarios
from api.store.errors import Stale
from api.store.models import Scenario
from api.wire import Identifier, InstanceName
from instances.errors import DocumentError, Problem
from instances.schema.plan_scenarios import PlanPatch
from instances.schema.plan_words import Operation
from instances.schema.vocabulary import Status
from instances.tables import columns
from instances.validation import problems_of
from planning.scenarios import PATCHABLE

router = APIRouter(include_in_schema=False)
FIELDS = ("row", "operation", "value", "from_year", "until_year", "source", "status")
MOST = 20  # patches that a form holds; each takes nine fields
SPARE = 2  # empty lines to fill in
KEPT = N_("Het scenario is bewaard.")
LATE = N_("Iemand anders veranderde dit scenario intussen. Kijk hoe het nu is en vul het opnieuw in.")
TITLES = {
    "plan": N_("Het plan"), "plan_goals": N_("Doelen"), "plan_learning": N_("Inwerken"),
    "plan_activities": N_("Planning van de raad"), "plan_programme": N_("Programma"), "plan_pools": N_("Bedrijven"),
    "plan_keys": N_("Verdeelsleutels"), "plan_budgets": N_("Budgetten"), "plan_deficits": N_("Tekortpad"),
    "plan_hosts": N_("Uitvoerders"), "plan_lines": N_("Lijnen"), "plan_places": N_("Plekken"),
    "plan_moves": N_("Verhuizingen"), "plan_sites": N_("Locaties"), "plan_staff": N_("Formatie"),
    "plan_groups": N_("Groepen"), "plan_allowed": N_("Wie waar mag"), "plan_start": N_("Beginstand"),
    "plan_waiting": N_("Wachtlijst"), "plan_cohorts": N_("Wsw-leeftijden"), "plan_demand": N_("Instroom"),
    "plan_exits": N_("Uitstroom"), "plan_branches": N_("Toekomsten"),
}  # fmt: skip

type Line = dict[str, str]


@router.get("/in/{instance}/scenarios/{scenario}")
def scenario_page(instance: InstanceName, scenario: Identifier, visit: Annotated[Visit, visit(OVERSEERS)]) -> Response:
    """The scenario, and the form to change it."""
    with visit.reading() as session:
        found = belongs(scenarios.scenario(session, scenario), instance)
        session.expunge(found)
    return _page(visit, found, _lines(found), {"name": found.name, "note": found.note}, [])


@router.post("/in/{instance}/scenarios/{scenario}")
def edit(instance: InstanceName, scenario: Identifier, visit: Annotated[Visit, visit(PLANNERS)]) -> Response:
    """Keep the scenario as the form has it; what does not fit comes back with the form, all at once."""
    sent = {name: visit.field(name) for name in ("name", "note")}
    lines = [line for line in (_sent(visit, i) for i in range(MOST + SPARE)) if line["what"]]
    revision = visit.field("revision")
    try:
        patches = _patches(scenario, lines)
        with visit.writing() as session:
            name = sent["name"] or scenarios.scenario(session, scenario).name
            scenarios.edit(
                session, visit.person, scenario, int(revision) if revision.isdigit() else 0, name=name[:200],
                note=sent["note"][:2000], patches=patches,
            )  # fmt: skip
    except (DocumentError, Stale) as error:
        with visit.reading() as session:
            found = belongs(scenarios.scenario(session, scenario), instance)
            session.expunge(found)
        if isinstance(error, Stale):
            return _page(visit, found, _lines(found), sent, [{"id": "", "text": visit.say(LATE)}], 409)
        return _page(visit, found, lines, sent, [_told(one, visit.lang) for one in error.problems], 400)
    return visit.on(f"/in/{instance}/scenarios/{scenario}", KEPT)


def _sent(visit: Visit, number: int) -> Line:
    return {name: visit.field(f"{name}-{number}") for name in ("what", *FIELDS)}


def _patches(scenario: str, lines: Sequence[Line]) -> list[PlanPatch]:
    """The patches of the form.

    Raises:
        DocumentError: some cannot be read; all problems at once.
    """
    made, wrong = [], []
    for order, line in enumerate(lines, 1):
        table, _, field = line["what"].partition(".")
        given = {name: line[name] or None for name in FIELDS if line[name] or name.endswith("_year")}
        try:
            made.append(
                PlanPatch.model_validate(
                    {**given, "scenario": scenario, "order": order, "table": table, "field": field}
                )
            )  # fmt: skip
        except ValidationError as error:
            wrong += list(problems_of(error, "plan_patches", order))
    if wrong:
        raise DocumentError(wrong)
    return made


def _told(problem: Problem, lang: str) -> dict[str, str]:
    at = f"{problem.field if problem.field in FIELDS else 'what'}-{problem.row - 1}"
    return {"id": at if problem.row else "", "text": problem.said(lang)}


def _lines(found: Scenario) -> list[Line]:
    return [
        {"what": f"{one['table']}.{one['field']}"} | {name: _cell(one[name]) for name in FIELDS}
        for one in found.patches
    ]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _page(
    visit: Visit, found: Scenario, lines: Sequence[Line], sent: Line, errors: list[dict[str, str]], status: int = 200
) -> Response:
    empty: Line = dict.fromkeys(("what", *FIELDS), "") | {"status": Status.ASSUMED.value}
    planner = visit.person.has(Role.PLANNER) and found.archived_at is None
    choices = {
        table: [(f"{table}.{name}", one.title if visit.lang == "nl" else name.replace("_", " "))
                for name, one in columns(table).items()]
        for table in PATCHABLE
    }  # fmt: skip
    return visit.page(
        "scenario.html", status, scenario=found, sent=sent, errors=errors, choices=choices, planner=planner,
        lines=[*lines, *([empty] * (SPARE if planner else 0))], Operation=Operation, Status=Status,
        TITLES=TITLES,
    )  # fmt: skip
