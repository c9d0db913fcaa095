"""One matching: how far it is, what came of it, who moved against the one before; stop it, make proposals from it."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.pages.charts import Chart, Kind, Series
from api.pages.stand import belongs
from api.pages.texts import N_, formats
from api.pages.visit import Visit, visit
from api.routes import runs as asking
from api.security.person import Role
from api.security.roles import PLANNERS, READERS
from api.store import instances, logbook, runs, scope
from api.store.logbook import Activity
from api.store.models import Progress, Run
from api.store.runs import RunKind, State
from api.wire import Identifier, InstanceName

router = APIRouter(include_in_schema=False)
MOST_POINTS = 40
STOPPED = N_("De berekening stopt. Het beste tot nu toe blijft bewaard.")
USED = N_("Voorstellen komen nu uit deze berekening.")


class Moved(StrEnum):
    """What a matching does with someone, against the one before; the labels stand in the template."""

    KEPT = "kept"
    OTHER = "other"
    GAINED = "gained"
    LOST = "lost"
    NONE = "none"


@dataclass(frozen=True)
class Change:
    """One person whose place is another than before; None = no place."""

    participant: str
    before: str | None
    after: str | None


@router.get("/in/{instance}/koppelen/{run}")
def matching_page(instance: InstanceName, run: Identifier, visit: Annotated[Visit, visit(READERS)]) -> Response:
    """The matching, as it is now."""
    with visit.writing() as session:
        found = belongs(asking.one(session, RunKind.MATCH, run), instance)
        told = asking.told(session, found)
        document = _answer(session, run)
        titles = dict(instances.instance(session, found.hash)["workplaces"].set_index("id")["title"])
        versus, changes, sorts = _against(visit, session, found, document)
        used = runs.in_use(session, instance)
        signs = runs.progress(session, run)
        if changes:
            about = [one.participant for one in changes]
            logbook.append(session, visit.person, Activity.VIEW, participants=about, dataset=instance, run=run)
    return visit.page(
        "matching.html", told=told, ended=told.state in runs.ENDS, chart=_chart(visit, signs), phase=_phase(signs),
        answer=document, versus=versus, changes=changes, sorts=sorts, titles=titles,
        used=used is not None and used.id == run,
        usable=told.state in (State.SOLVED, State.CANCELLED) and document is not None and "assignments" in document,
        planner=visit.person.has(Role.PLANNER), coach=visit.person.has(Role.COACH),
    )  # fmt: skip


@router.post("/in/{instance}/koppelen/{run}/stoppen")
def stop(instance: InstanceName, run: Identifier, visit: Annotated[Visit, visit(PLANNERS)]) -> Response:
    """Stop it, and keep the best so far."""
    asking.stop(visit, RunKind.MATCH, run)
    return visit.on(f"/in/{instance}/koppelen/{run}", STOPPED)


@router.post("/in/{instance}/koppelen/{run}/gebruiken")
def publish(instance: InstanceName, run: Identifier, visit: Annotated[Visit, visit(PLANNERS)]) -> Response:
    """Make proposals from it, from now on."""
    with visit.writing() as session:
        runs.publish(session, visit.person, run)
    return visit.on(f"/in/{instance}/koppelen/{run}", USED)


def _answer(session: Session, run: str) -> dict[str, Any] | None:
    kept = runs.answer(session, run)
    return None if kept is None else json.loads(kept)


def _against(
    visit: Visit, session: Session, found: Run, document: Mapping[str, Any] | None
) -> tuple[str, list[Change], Mapping[str, int | None]]:
    """The run before, the own people who move, and how many of all do what (small counts left out)."""
    before = found.options.get("previous") or _before(session, found)
    earlier = _answer(session, before) if before else None
    if document is None or earlier is None or not {"assignments"} <= document.keys() & earlier.keys():
        return "", [], {}
    then, now = ({one["participant"]: one["workplace"] for one in one["assignments"]} for one in (earlier, document))
    everyone = instances.instance(session, found.hash)["participants"]["id"]
    sorts = Counter(_sort(then.get(one), now.get(one)) for one in everyone)
    visible = scope.visible(session, visit.person, found.dataset)
    changes = [
        Change(one, then.get(one), now.get(one)) for one in everyone
        if one in visible and then.get(one) != now.get(one)
    ]  # fmt: skip
    return str(before), changes, scope.counts({sort.value: sorts[sort] for sort in Moved})


def _before(session: Session, found: Run) -> str | None:
    """The matching that was solved before this one."""
    listed = runs.listed(session, kind=RunKind.MATCH, dataset=found.dataset, before=found.id)
    return next((one.id for one in listed if one.state == State.SOLVED), None)


def _sort(before: str | None, after: str | None) -> Moved:
    if before is None:
        return Moved.NONE if after is None else Moved.GAINED
    if after is None:
        return Moved.LOST
    return Moved.KEPT if before == after else Moved.OTHER


def _phase(signs: list[Progress]) -> str:
    return signs[-1].phase if signs else ""


def _chart(visit: Visit, signs: list[Progress]) -> Chart | None:
    """The best so far and the bound, over the seconds of the last attempt."""
    begun = max((i for i, one in enumerate(signs) if i and one.elapsed < signs[i - 1].elapsed), default=0)
    known = [one for one in signs[begun:] if one.incumbent is not None and one.bound is not None]
    if len(known) < 2:
        return None
    step = -(-len(known) // MOST_POINTS)
    shown = [*known[:-1:step], known[-1]]
    best = Series(visit.say(N_("Beste tot nu toe")), tuple(one.incumbent or 0.0 for one in shown))
    bound = Series(visit.say(N_("Bewezen grens")), tuple(one.bound or 0.0 for one in shown))
    seconds = tuple(one.elapsed for one in shown)
    return Chart(
        "verloop", visit.say(N_("Het beste tot nu toe en de grens")), visit.say(N_("punten")),
        visit.say(N_("Seconden")), tuple(formats(visit.lang)["number"](one) for one in seconds), (best, bound),
        Kind.LINE, 0, seconds, from_zero=False,
    )  # fmt: skip
