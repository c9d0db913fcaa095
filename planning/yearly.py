"""The plan of one year in months, and what planning and matching give one another.

The five-year plan gives the year its start: places, people, staff and floor as they are in the first period of that
year. The year is an instance like any other, with twelve months; the same engine plans it. It gives matching the slots
of each line, and takes from a matching what one more place on a line is worth.
"""

import numpy as np
import pandas as pd

from instances.errors import InconsistentInstance, Problem, Wanted
from instances.generate.draw import apportion
from instances.schema.plan_solution import PlanSolution
from instances.schema.plan_words import GroupKind
from instances.schema.solution import MatchingSolution
from instances.schema.vocabulary import PlaceKind
from instances.tables import Instance, frame
from planning.cohorts import by_class
from planning.data import PlanData
from planning.scenarios import applied
from planning.told import Told

MONTHS = 12
SLOTS = "slots"
FROM_THE_PLAN = {"source": "five-year plan", "status": "estimated"}


def year_of(instance: Instance, solution: PlanSolution, year: int, starts_month: float | None = None) -> Instance:
    """Give the instance of one year of a plan, in months.

    `starts_month`: places that may be built or moved in a month; 0 = capacities as given, empty = the pace of the plan.
    Who waits at the end of the year before is the waiting list to begin with.

    Raises:
        InconsistentInstance: the plan does not cover the year, or has no places.
    """
    changed = applied(instance, solution.provenance.scenario)
    data = PlanData.of(changed)
    first = next((node for node in data.calendar.nodes if data.calendar.year(node) == year), None)
    if first is None or not solution.capacity:
        years = sorted({data.calendar.year(node) for node in data.calendar.nodes})
        raise InconsistentInstance(
            [
                Problem(
                    "plan",
                    0,
                    "year",
                    str(year),
                    Wanted(f"een jaar van een plan dat er is: {years}", f"a year of a plan that exists: {years}"),
                )
            ]
        )
    told = Told.of(data, solution)
    pace = data.settings.starts_period
    if starts_month is None and pace is not None:
        starts_month = pace / data.calendar.months
    settings = changed["plan"].assign(
        first_on=pd.Timestamp(year=year, month=1, day=1).as_unit("s"),
        num_periods=MONTHS, period_months=1, starts_period=starts_month,
        price_year=pd.array([data.settings.price_year or data.settings.first_on.year], dtype="Int64"),
    )  # fmt: skip
    ages = by_class(data.calendar, data.cohorts)
    before = data.calendar.parent(first)
    cohorts = changed["plan_cohorts"].copy()
    for (group, town), after in ages.items():
        mine = cohorts[(cohorts["group"] == group) & (cohorts["municipality"] == town)].sort_values("age_from").index
        people, units = after[before].T
        cohorts.loc[mine, "people"] = people
        cohorts.loc[mine, "units_person"] = np.divide(units, people, out=np.ones_like(units), where=people > 0)
    return changed.replace(
        plan=settings,
        plan_places=changed["plan_places"].assign(start_places=told.places[first]),
        plan_start=_people(data, told, first),
        plan_waiting=_waiting(data, told, before),
        plan_cohorts=cohorts,
        plan_staff=changed["plan_staff"].assign(start_fte=np.maximum(told.fte[first], 0.0)),
        plan_sites=changed["plan_sites"].assign(start_m2=told.area[first]),
    )


def _waiting(data: PlanData, told: Told, before: int) -> pd.DataFrame:
    """Who waits at a node; before the first period, as the documents have it."""
    waiting = told.waiting[before] if before >= 0 else data.start_waiting
    rows = [
        {"group": data.groups[g].id, "municipality": data.municipalities[m], "people": float(waiting[g, m]),
         **FROM_THE_PLAN}
        for g, m in np.argwhere(waiting > 0)
    ]  # fmt: skip
    return frame("plan_waiting", rows)


def _people(data: PlanData, told: Told, node: int) -> pd.DataFrame:
    rows = [
        {
            "group": data.groups[g].id, "municipality": data.municipalities[m], "line": data.places[p].line,
            "host": data.places[p].host, "people": float(told.people[node, g, m, p]),
            **FROM_THE_PLAN,
        }
        for g, m, p in np.argwhere(told.people[node] > 0)
    ]  # fmt: skip
    return frame("plan_start", rows)


def with_slots(instance: Instance, solution: PlanSolution, year: int) -> Instance:
    """Give matching the slots of a year: what people on tracks can have on each line of each organisation.

    Slots of the workplaces on a line of an organisation are shared out anew, whole and in proportion to what they have
    now; the total is the mean of the year. Lines that have no workplace there, and hosts without an organisation
    (employers), are left as they are.
    """
    tracks = {str(row.id) for row in PlanData.of(instance).groups if row.kind is GroupKind.TRACK}
    organisation = dict(zip(instance["plan_hosts"]["id"], instance["plan_hosts"]["organisation"], strict=True))
    periods = [name for name in solution.periods if name.startswith(str(year))]
    planned: dict[tuple[str, str], float] = {}
    for row in solution.people:
        runs = organisation.get(row.host)
        if row.group in tracks and row.period in periods and isinstance(runs, str):
            planned[row.line, runs] = planned.get((row.line, runs), 0.0) + row.exact / len(periods)
    places = instance["workplaces"]
    slots = places["slots"].copy()
    for (line, runs), people in planned.items():
        mine = (places["line"] == line) & (places["organisation"] == runs) & (places["kind"] == PlaceKind.LINE_SLOT)
        if mine.any() and slots[mine].sum() > 0:
            slots[mine] = apportion(round(people), slots[mine].to_numpy(np.float64))
    return instance.replace(workplaces=places.assign(slots=slots))


def with_worth(instance: Instance, matching: MatchingSolution, euro_point: float) -> Instance:
    """Take from a matching what one more place on each line is worth: the mean price of its slots.

    `euro_point`: what a point of matching is worth in euro a year, a choice of the planner. A line none of whose slots
    is scarce is worth nothing extra.
    """
    line_of = dict(zip(instance["workplaces"]["id"], instance["workplaces"]["line"], strict=True))
    prices: dict[str, list[float]] = {}
    for price in matching.prices:
        line = line_of.get(price.row)
        if price.kind == SLOTS and isinstance(line, str):
            prices.setdefault(line, []).append(price.price)
    worth = {line: round(100 * euro_point * float(np.mean(found))) for line, found in prices.items()}
    lines = instance["plan_lines"]
    told = [worth.get(str(line), 0) for line in lines["line"]]
    return instance.replace(plan_lines=lines.assign(worth_year_cents=told))
