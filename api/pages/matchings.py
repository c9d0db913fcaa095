"""Matching everyone together: start one, and see those of before."""

import json
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ValidationError

from api.jobs.asked import MatchAsked
from api.pages.texts import N_
from api.pages.visit import Visit, visit
from api.routes import runs as asking
from api.routes.runs import MatchOptions, NewMatchRun
from api.security.person import Role
from api.security.roles import OVERSEERS, PLANNERS
from api.store import instances, runs
from api.store.runs import RunKind, State
from api.wire import InstanceName
from matching.policies import OWN, named_policy, names

router = APIRouter(include_in_schema=False)
SHOWN = 20
MOST_MINUTES = 120.0
WANTED = {
    "minuten": N_("Vul voor de langste tijd een aantal minuten in, hoogstens 120."),
    "wisselingen": N_("Vul een heel aantal mensen in, 0 of meer, of laat het leeg."),
    "beleid": N_("Kies een beleid uit de lijst."),
}
STARTED = N_("De berekening staat in de rij. Deze pagina volgt haar.")


@router.get("/in/{instance}/koppelen")
def matchings_page(instance: InstanceName, visit: Annotated[Visit, visit(OVERSEERS)]) -> Response:
    """What was matched, newest first, and the form to match again."""
    return _page(visit, instance, {"minuten": "1", "wisselingen": "", "beleid": OWN}, [])


@router.post("/in/{instance}/koppelen")
def start(instance: InstanceName, visit: Annotated[Visit, visit(PLANNERS)]) -> Response:
    """Ask for a matching, and follow it."""
    sent = {name: visit.field(name) for name in WANTED}
    options, wrong = _options(visit, instance, sent)
    if options is None:
        return _page(visit, instance, sent, wrong, 400)
    answer = asking.ask(visit, RunKind.MATCH, NewMatchRun(instance=instance, seed=1, options=options), None)
    return visit.on(f"/in/{instance}/koppelen/{json.loads(bytes(answer.body))['id']}", STARTED)


def _options(visit: Visit, instance: str, sent: dict[str, str]) -> tuple[MatchOptions | None, list[str]]:
    """The options of the form; or which fields must be different."""
    wrong = [] if sent["beleid"] in (OWN, *names()) else ["beleid"]
    minutes = sent["minuten"].replace(",", ".")
    try:
        limit = float(minutes)
        changes = int(sent["wisselingen"]) if sent["wisselingen"] else None
    except ValueError:
        return None, [*wrong, "wisselingen" if minutes.replace(".", "", 1).isdigit() else "minuten"]
    if not 0 < limit <= MOST_MINUTES:
        wrong.append("minuten")
    if changes is not None and changes < 0:
        wrong.append("wisselingen")
    if wrong:
        return None, wrong
    with visit.reading() as session:
        before = runs.in_use(session, instance)
    kept = {"previous": before.id} if before else {}
    try:
        made = MatchAsked(time_limit_seconds=limit * 60, policy=sent["beleid"], max_changes=changes, **kept)
    except ValidationError:  # the first of all has nothing before it that could change
        return None, ["wisselingen"]
    return MatchOptions.model_validate(made.model_dump()), []


def _page(visit: Visit, instance: str, sent: dict[str, str], wrong: list[str], status: int = 200) -> Response:
    with visit.reading() as session:
        version = instances.version(session, instance)
        listed = runs.listed(session, kind=RunKind.MATCH, dataset=instance, limit=SHOWN)
        found = [asking.told(session, one) for one in listed]
        used = runs.in_use(session, instance)
    return visit.page(
        "matchings.html", status, version=version, found=found, used=used.id if used else "", sent=sent, State=State,
        errors=[{"id": name, "text": WANTED[name]} for name in wrong], planner=visit.person.has(Role.PLANNER),
        policies=[named_policy(name) for name in names()], OWN=OWN,
    )  # fmt: skip
