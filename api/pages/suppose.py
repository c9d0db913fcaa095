"""What if one fact were different: which places come within reach of a participant, and which fall away."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages import stand
from api.pages.participant import COACHES
from api.pages.texts import N_
from api.pages.visit import Visit, visit
from api.routes.advice import said_to
from api.store import logbook, scope
from api.store.logbook import Activity
from api.wire import InstanceName, ParticipantId
from instances.errors import InvalidField
from instances.schema.vocabulary import Certificate, Mode
from instances.tables import SEPARATOR, Instance
from matching import whatif

router = APIRouter(include_in_schema=False)
FIELDS = {"reis": "max_travel_minutes", "uren": "hours_week"}
WANTED = {
    "reis": N_("Vul voor de langste reis een aantal minuten in van 0 tot en met 180."),
    "uren": N_("Vul voor de uren per week een getal in van 0 tot en met 48."),
}
MOST = 60  # places shown of a kind


@router.get("/in/{instance}/deelnemers/{participant}/stel-dat")
def suppose_page(
    instance: InstanceName, participant: ParticipantId, visit: Annotated[Visit, visit(COACHES)],
    reis: Annotated[str, Query(max_length=8)] = "", uren: Annotated[str, Query(max_length=8)] = "",
    vervoer: Annotated[list[Mode] | None, Query()] = None, papier: Annotated[list[Certificate] | None, Query()] = None,
) -> Response:  # fmt: skip
    """The form, and below it what the change would do; nothing is kept of it."""
    with visit.writing() as session:
        scope.require(session, visit.person, instance, participant)
        stands = stand.of(visit, session, instance)
        desk, now = stands.matched.live.desk, _now(stands.instance, participant)
        asked = {key: text.strip().replace(",", ".") for key, text in (("reis", reis), ("uren", uren))}
        changes, told, errors = _changes(now, asked, vervoer or [], papier or []), None, []
        if changes:
            try:
                found = whatif.difference(desk, participant, None, list(changes.values()))
                told = said_to(visit, session, instance, desk, found)
            except InvalidField as error:
                keys = list(changes)
                errors = [{"id": keys[one.row - 1], "text": WANTED[keys[one.row - 1]]} for one in error.problems]
        logbook.append(session, visit.person, Activity.EXPLAIN, participants=[participant], dataset=instance)
    return visit.page(
        "suppose.html", 400 if errors else 200, participant=participant, now=now, asked=asked, errors=errors,
        modes=vervoer if vervoer is not None else now["modes"], papers=papier or [], told=told, most=MOST,
        stands=stands, Mode=Mode, Certificate=Certificate,
        asked_anything=bool(visit.request.query_params),
    )  # fmt: skip


def _now(instance: Instance, participant: str) -> dict[str, object]:
    """What the form starts from."""
    people, papers = instance["participants"], instance["participant_certificates"]
    row = people.loc[people["id"] == participant].iloc[0]
    number = {key: "" if row.isna()[field] else f"{row[field]:g}" for key, field in FIELDS.items()}
    held = papers.loc[papers["participant"] == participant, "certificate"]
    return {**number, "modes": [Mode(one) for one in row["modes"].split(SEPARATOR) if one], "papers": set(held)}


def _changes(
    now: Mapping[str, object], asked: Mapping[str, str], modes: list[Mode], papers: list[Certificate]
) -> dict[str, str]:
    """What differs from now, as the engine takes it, by the field of the form."""
    found = {
        key: f"participant.{field}={asked[key]}"
        for key, field in FIELDS.items()
        if asked[key] and asked[key] != now[key]
    }
    if modes and set(modes) != set(now["modes"]):  # type: ignore[call-overload]
        found["vervoer"] = f"participant.modes={SEPARATOR.join(modes)}"
    if papers:
        found["papier"] = f"participant_certificates={SEPARATOR.join(papers)}"
    return found
