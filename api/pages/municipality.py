"""The controller's page: money and people of the own municipality; of others only numbers, small ones left out.

What is spent is what the matching in use would cost this year, by payer and purse, as the engine counted it.
"""

from collections import Counter
from typing import Annotated, Any

import pandas as pd
from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.pages import stand
from api.pages.charts import Chart, Kind
from api.pages.plan import reading
from api.pages.texts import N_
from api.pages.visit import Visit, visit
from api.security.person import Role
from api.store import runs, scope
from api.store.runs import RunKind, State
from api.wire import InstanceName
from instances.schema.plan_words import MoneyKind
from instances.schema.vocabulary import Stage, Stream
from planning import views

router = APIRouter(include_in_schema=False)
CONTROLLERS = frozenset({Role.CONTROLLER})
FORECAST = (MoneyKind.STRUCTURAL, MoneyKind.BUDGET, MoneyKind.DEFICIT)


@router.get("/in/{instance}/gemeente")
def municipality_page(instance: InstanceName, visit: Annotated[Visit, visit(CONTROLLERS)]) -> Response:
    """Money and people of the own municipalities."""
    with visit.reading() as session:
        stands = stand.of(visit, session, instance)
        forecast = _forecast(visit, session, instance)
    own = visit.person.municipalities
    towns, people = stands.instance["municipalities"], stands.instance["participants"]
    counted = {str(code): int(count) for code, count in people["municipality"].value_counts().items()}
    shown = scope.counts(counted)
    every = list(zip(towns["id"], towns["name"], strict=True))
    return visit.page(
        "municipality.html", stands=stands, forecast=forecast,
        own=[_own(stands, code, name) for code, name in every if code in own],
        others=[(name, shown.get(code, 0)) for code, name in every if code not in own],
    )  # fmt: skip


def _own(stands: stand.Stand, code: str, name: str) -> dict[str, Any]:
    """One municipality: its people by stage, and each purse of this year with what the matching would take of it."""
    year, budgets = stands.today.year, stands.instance["budgets"]
    people = stands.instance["participants"]
    own = people[people["municipality"] == code]
    spent: Counter[str] = Counter()
    solution = stands.standing.live.desk.solution if stands.standing is not None else None
    for one in solution.assignments if solution is not None else ():
        for cost in one.costs:
            if one.municipality == code and cost.payer == "municipality" and cost.stream is not None:
                spent[cost.stream] += cost.cents
    rows = budgets[(budgets["municipality"] == code) & (budgets["year"] == year)]
    purses = [
        (Stream(stream), int(cents), int(committed), spent[stream])
        for stream, cents, committed in zip(rows["stream"], rows["amount_cents"], rows["committed_cents"], strict=True)
    ]  # fmt: skip
    return {
        "name": name, "people": len(own), "placed": int(own["id"].isin(stands.holds.keys()).sum()),
        "stages": [(Stage(str(stage)), int(count)) for stage, count in own["stage"].value_counts().items()],
        "purses": purses, "year": year,
    }  # fmt: skip


def _forecast(visit: Visit, session: Session, instance: str) -> list[Chart]:
    """The years to come by the newest plan: money of the own municipalities, a line each."""
    listed = runs.listed(session, kind=RunKind.PLAN, dataset=instance)
    found = next((one for one in listed if one.state == State.SOLVED and one.scenario is None), None)
    read = reading(session, found) if found is not None else None
    if read is None:
        return []
    names, own = views.Names(read.instance, visit.lang), visit.person.municipalities
    tables: dict[str, pd.DataFrame] = {kind.value: views.money(read.plan, kind, read.path) for kind in FORECAST}
    charts = []
    for code in sorted(own):
        lines = pd.DataFrame({kind: table.loc[code] for kind, table in tables.items() if code in table.index}).T
        if len(lines):
            title = f"{visit.say(N_('Verwachting'))}: {names.of('municipalities', code)}"
            called = {kind: names.money(kind) for kind in tables}
            key, head = f"verwachting-{code.lower()}", visit.say(N_("Wat"))
            charts.append(Chart.of(key, title, "euro", head, lines, called, Kind.LINE))
    return charts
