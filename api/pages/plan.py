"""One plan: how far it is, what moves when, places, people and money over the years, and what everything is worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.jobs import work
from api.pages.charts import WIDE, Chart, Kind
from api.pages.stand import belongs
from api.pages.texts import N_
from api.pages.visit import Visit, visit
from api.routes import runs as asking
from api.security.person import Role
from api.security.roles import OVERSEERS, PLANNERS
from api.store import runs
from api.store.models import Run
from api.store.runs import RunKind, State
from api.wire import Identifier, InstanceName
from instances.schema.plan_solution import PlanSolution
from instances.schema.plan_words import MoneyKind
from instances.tables import Instance
from matching.engines.engine import Limits, Monitor
from planning import diagnosis, exploring, views
from planning.scenarios import applied

router = APIRouter(include_in_schema=False)
MOST_WORTHS = 12
SECONDS = 30.0
WITHIN = 0.01  # of the objective that another plan may be dearer
MONEY = (MoneyKind.STRUCTURAL, MoneyKind.BUDGET, MoneyKind.IMPULSE, MoneyKind.DEFICIT, MoneyKind.OWN)
STOPPED = N_("De berekening stopt. Het beste tot nu toe blijft bewaard.")


@dataclass(frozen=True)
class Read:
    """A plan as a page shows it, and the documents that it was made from."""

    plan: PlanSolution
    instance: Instance
    path: tuple[str, ...]


@router.get("/in/{instance}/plannen/{run}")
def plan_page(instance: InstanceName, run: Identifier, visit: Annotated[Visit, visit(OVERSEERS)]) -> Response:
    """The plan, as it is now; where none can exist, what clashes."""
    with visit.reading() as session:
        found = belongs(asking.one(session, RunKind.PLAN, run), instance)
        told, sign = asking.told(session, found), runs.last_progress(session, run)
        read = reading(session, found)
        clashing = work.documents(session, found) if told.state is State.INFEASIBLE else None
    clash = None
    if clashing is not None:
        scenario = str(found.options.get("document_scenario") or "")
        clash = diagnosis.clash(clashing, scenario, Monitor(Limits(time_limit=SECONDS)))
    return visit.page(
        "plan.html", told=told, ended=told.state in runs.ENDS, phase=sign.phase if sign else "", clash=clash,
        read=read, planner=visit.person.has(Role.PLANNER), **(_shown(visit, read) if read else {}),
    )  # fmt: skip


@router.get("/in/{instance}/plannen/{run}/ruimte")
def room_page(instance: InstanceName, run: Identifier, visit: Annotated[Visit, visit(OVERSEERS)]) -> Response:
    """What is still open among plans that are nearly as good."""
    with visit.reading() as session:
        found = belongs(asking.one(session, RunKind.PLAN, run), instance)
        documents = work.documents(session, found)
    scenario = str(found.options.get("document_scenario") or "")
    near = exploring.near_plans(documents, scenario, WITHIN, Monitor(Limits(time_limit=SECONDS)))
    return visit.page("plan_room.html", run=run, near=near, within=WITHIN * 100)


@router.post("/in/{instance}/plannen/{run}/stoppen")
def stop(instance: InstanceName, run: Identifier, visit: Annotated[Visit, visit(PLANNERS)]) -> Response:
    """Stop it, and keep the best so far."""
    asking.stop(visit, RunKind.PLAN, run)
    return visit.on(f"/in/{instance}/plannen/{run}", STOPPED)


def reading(session: Session, found: Run) -> Read | None:
    """The plan of a run; None where there is none (yet), or where its children have the plans."""
    document = runs.answer(session, found.id)
    if document is None or '"capacity"' not in document:
        return None
    plan = PlanSolution.model_validate_json(document)
    if not plan.capacity:
        return None
    instance = applied(work.documents(session, found), str(found.options.get("document_scenario") or ""))
    return Read(plan, instance, views.likeliest(instance, plan))


def charts(visit: Visit, read: Read) -> Iterator[Chart]:
    """Every table of the plan that is drawn, each the same cells as its sheet in the workbook."""
    plan, path = read.plan, read.path
    names = views.Names(read.instance, visit.lang)

    def made(key: str, title: str, unit: str, head: str, table: Any, of: str, **how: Any) -> Chart:
        called = {str(one): names.of(of, str(one)) for one in table.index}
        return Chart.of(key, title, visit.say(unit), visit.say(head), table, called, **how)

    say, places, people = visit.say, N_("plekken"), N_("mensen")
    yield made("plekken-uitvoerder", say(N_("Plekken per uitvoerder")), places, N_("Uitvoerder"),
               views.places(plan, "host", path), "plan_hosts", decimals=1)  # fmt: skip
    yield made("plekken-lijn", say(N_("Plekken per lijn")), places, N_("Lijn"),
               views.places(plan, "line", path), "lines", decimals=1)  # fmt: skip
    yield made("mensen-groep", say(N_("Mensen per groep")), people, N_("Groep"),
               views.people(plan, "group", path), "plan_groups", decimals=1)  # fmt: skip
    yield made("wachtenden", say(N_("Wachtenden per groep")), people, N_("Groep"),
               views.waiting(plan, path), "plan_groups", decimals=1)  # fmt: skip
    yield made("wsw", say(N_("Uitstroom van de Wsw: mensen met een recht")), people, N_("Gemeente"),
               views.rights(plan, path), "municipalities", decimals=1)  # fmt: skip
    for kind in MONEY:
        title = names.money(kind)
        yield made(f"geld-{kind.value}", title[:1].upper() + title[1:], "euro", N_("Gemeente"),
                   views.money(plan, kind, path), "municipalities")  # fmt: skip
    for pool in dict.fromkeys(one.pool for one in plan.companies):
        table = views.company(plan, pool, path)
        table = table[table.index.isin(views.DEFICIT_PATH)]
        called = {str(kind): names.money(str(kind)) for kind in table.index}
        title = f"{say(N_('Tekort'))}: {names.of('plan_pools', pool)}"
        if len(table):
            yield Chart.of(f"tekort-{pool}", title, "euro", say(N_("Wat")), table, called, Kind.LINE)


def _shown(visit: Visit, read: Read) -> dict[str, Any]:
    plan = read.plan
    ranked = sorted(plan.duals, key=lambda one: -abs(one.value))[:MOST_WORTHS]
    return {
        "charts_of": list(charts(visit, read)), "worth": ranked, "gantt": _gantt(visit, read),
        "binding": [one for one in plan.binding if one.binding],
        "outcome": views.OUTCOMES[plan.termination.reason][visit.lang != "nl"],
    }  # fmt: skip


def _gantt(visit: Visit, read: Read) -> dict[str, Any]:
    """Bars of the council and of the plan, and where each stands along the years."""
    bars = views.gantt(read.instance, read.plan, visit.lang, read.path)
    years = list(views.year_ends(read.plan))
    first = min([years[0], *(int(one.begin) for one in bars)])
    last = max([years[-1] + 1.0, *(one.begin + one.lasts for one in bars)])
    scale = WIDE / (last - first)
    return {
        "bars": [(one, round((one.begin - first) * scale, 1), round(one.lasts * scale, 1)) for one in bars],
        "years": [(year, round((year - first) * scale, 1)) for year in range(int(first), int(last) + 1)],
    }  # fmt: skip
