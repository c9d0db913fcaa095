"""Two to four plans side by side: figures, what each municipality notices, and where the differences come from."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.charts import Chart, Kind, Series
from api.pages.plan import Read, reading
from api.pages.stand import belongs
from api.pages.texts import N_
from api.pages.visit import Visit, visit
from api.routes import runs as asking
from api.security.roles import OVERSEERS
from api.store import scenarios
from api.store.models import Run
from api.store.runs import RunKind
from api.wire import Identifier, InstanceName
from instances.schema.plan_words import MoneyKind
from planning import views
from planning.comparison import compare

router = APIRouter(include_in_schema=False)
LEAST, MOST = 2, 4
FEW = N_("Kies twee tot vier plannen die klaar zijn.")


@router.get("/in/{instance}/plannen/vergelijken")
def compared_page(
    instance: InstanceName, visit: Annotated[Visit, visit(OVERSEERS)],
    run: Annotated[list[Identifier] | None, Query(max_length=20)] = None,
) -> Response:  # fmt: skip
    """The plans side by side; the first is the one that the others are compared with."""
    with visit.reading() as session:
        found = [belongs(asking.one(session, RunKind.PLAN, one), instance) for one in dict.fromkeys(run or [])]
        reads = [(one, read) for one in found if (read := reading(session, one)) is not None]
        made = {one.id: one.name for one in scenarios.scenarios(session, instance, archived=True)}
    if not LEAST <= len(reads) == len(found) <= MOST:
        return visit.page("plans_compared.html", 400, errors=[{"id": "", "text": FEW}], told=None)
    names = _names(visit, reads, made)
    told = compare([read.plan for _, read in reads], names)
    return visit.page(
        "plans_compared.html", errors=[], told=told, names=names, runs=[one.id for one, _ in reads],
        charts_of=[_money(visit, names, [read for _, read in reads], kind) for kind in
                   (MoneyKind.DEFICIT, MoneyKind.STRUCTURAL, MoneyKind.OWN)],
    )  # fmt: skip


def _names(visit: Visit, reads: list[tuple[Run, Read]], made: dict[str, str]) -> list[str]:
    """What each plan is called: by its scenario, with a number where two are called the same."""
    found: list[str] = []
    for run, read in reads:
        written = str(run.options.get("document_scenario") or "")
        name = made.get(run.scenario or "") or (
            views.Names(read.instance, visit.lang).of("plan_scenarios", written) if written
            else visit.say(N_("Zoals de gegevens zijn"))
        )  # fmt: skip
        same = sum(one == name or one.startswith(f"{name} (") for one in found)
        found.append(f"{name} ({same + 1})" if same else name)
    return found


def _money(visit: Visit, names: list[str], reads: list[Read], kind: MoneyKind) -> Chart:
    """Euros of one kind of all municipalities together, a line a plan."""
    years = sorted({year for read in reads for year in views.year_ends(read.plan)})
    series = []
    for name, read in zip(names, reads, strict=True):
        sums = views.money(read.plan, kind, read.path).sum()
        series.append(Series(name, tuple(float(sums.get(year, 0.0)) for year in years)))
    return Chart(
        f"geld-{kind.value}", kind.label(visit.lang).capitalize(), "euro", visit.say(N_("Plan")),
        tuple(map(str, years)), tuple(series), Kind.LINE,
    )  # fmt: skip
