"""A coach's caseload: who needs attention, and why."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages import stand
from api.pages.cases import Look, cases, counts
from api.pages.visit import Visit, visit
from api.security.person import Role
from api.store import logbook, scope
from api.store.logbook import Activity
from api.wire import InstanceName
from instances.schema.vocabulary import Stage

router = APIRouter(include_in_schema=False)
COACHES = frozenset({Role.COACH})


@router.get("/in/{instance}/caseload")
def caseload(
    instance: InstanceName, visit: Annotated[Visit, visit(COACHES)],
    toon: Look = Look.ALL, fase: Stage | None = None, zoek: Annotated[str, Query(max_length=64)] = "",
) -> Response:  # fmt: skip
    """The people of the coach, who waits longest first."""
    with visit.writing() as session:
        stands = stand.of(visit, session, instance)
        people = scope.visible(session, visit.person, instance)
        found = cases(stands.instance, people, stands.holds, stands.standing)
        shown = [
            case for case in found
            if case.shows(toon) and (fase is None or case.stage is fase) and zoek.strip().lower() in case.id.lower()
        ]  # fmt: skip
        logbook.append(session, visit.person, Activity.VIEW, participants=[case.id for case in shown])
    return visit.page(
        "caseload.html", stands=stands, cases=shown, counts=counts(found), look=toon, stage=fase, wanted=zoek,
        Look=Look, Stage=Stage,
    )  # fmt: skip
