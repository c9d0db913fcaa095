"""Plans side by side: figures, what each municipality notices, differences, and why.

Everything is read from the plans themselves, so that files of long ago compare as well as those of today.
"""

from collections.abc import Iterable, Mapping, Sequence

from instances.schema.plan_comparison import Comparison, Kpi, MoneyCompared, MunicipalityCompared, PlacesCompared
from instances.schema.plan_solution import PlanSolution
from instances.schema.plan_words import Goal
from planning.assumptions import called
from planning.changes import changes
from planning.differences import by_town, goal, money, why
from planning.views import moves, year_ends

SAME = 0.5  # euros or hundredths of a place: what is nearer than this is the same


def compare(plans: Sequence[PlanSolution], names: Sequence[str]) -> Comparison:
    """Compare two plans or more; those on a tree are compared in expectation of their goals and on the trunk."""
    first = plans[0]
    return Comparison(
        plans=tuple(names),
        kpis=tuple(_kpis(plans)),
        money=tuple(
            MoneyCompared(municipality=municipality, year=year, kind=kind, euro=values)
            for (municipality, year, kind), values in _differing([_money(plan) for plan in plans], SAME)
        ),
        places=tuple(
            PlacesCompared(line=line, host=host, year=year, places=values)
            for (line, host, year), values in _differing([_places(plan) for plan in plans], SAME / 100)
        ),
        names={one: name for plan in plans for one, name in plan.names.items()},
        municipalities=tuple(_municipalities(plans)),
        changes=tuple(tuple(changes(first, plan)) for plan in plans),
        why=tuple(tuple(why(first, plan)) for plan in plans),
    )


def _kpis(plans: Sequence[PlanSolution]) -> Iterable[Kpi]:
    def of(code: str, unit: str, nl: str, en: str, values: Iterable[float]) -> Kpi:
        return Kpi(code=code, unit=unit, nl=nl, en=en, values=tuple(round(value, 4) for value in values))

    yield of("objective", "k euro", "doelwaarde", "objective", (plan.termination.objective or 0.0 for plan in plans))
    units = {part.goal: part.unit for plan in plans for part in plan.objective_parts}
    for one in Goal:
        if one.value in units:
            amounts = [goal(plan, one.value)[0] for plan in plans]
            yield of(one.value, units[one.value], one.nl, one.en, amounts)
    moved = [sum(one.total for one in moves(plan)) for plan in plans]
    yield of("moved", "places", "plekken die met hun lijn verhuizen", "places that move with their line", moved)
    begun, ended = ([_changed(plan, begins) for plan in plans] for begins in (True, False))
    yield of("begun", "places", "plekken die nieuw beginnen", "places that start anew", begun)
    yield of("ended", "places", "plekken die eindigen", "places that end", ended)
    placed = [
        sum(one.number for one in plan.people if one.period == plan.periods[-1] and not one.branch) for plan in plans
    ]
    yield of("people", "people", "mensen op een plek aan het eind", "people in a place at the end", placed)
    for host in dict.fromkeys(one.host for plan in plans for one in plan.capacity):
        left = [
            sum(
                one.places
                for one in plan.capacity
                if (one.host, one.period, one.branch) == (host, plan.periods[-1], "")
            )
            for plan in plans
        ]
        nl, en = (next((called(plan.names, host, lang) for plan in plans), host) for lang in ("nl", "en"))
        yield of(f"places_{host}", "places", f"plekken aan het eind: {nl}", f"places at the end: {en}", left)


def _changed(plan: PlanSolution, begins: bool) -> float:
    """Places that start anew, or that end, over the whole plan on the trunk; those that move left out."""
    gone = (one for one in plan.moves if not one.branch and not (one.from_host if begins else one.to_host))
    return sum(one.places for one in gone)


def _municipalities(plans: Sequence[PlanSolution]) -> Iterable[MunicipalityCompared]:
    euros, people = [money(plan) for plan in plans], [by_town(plan) for plan in plans]

    def of(town: str, kind: str) -> tuple[float, ...]:
        return tuple(round(one[town][kind], 2) for one in euros)

    for town in dict.fromkeys(town for one in euros for town in one):
        yield MunicipalityCompared(
            municipality=town,
            deficit=of(town, "deficit"),
            structural=of(town, "structural"),
            own=of(town, "own"),
            people=tuple(one[town][0] for one in people),
            waiting=tuple(round(one[town][1], 4) for one in people),
        )


def _money(plan: PlanSolution) -> dict[tuple[str, int, str], float]:
    return {(one.municipality, one.year, one.kind): one.euro for one in plan.money if not one.branch}


def _places(plan: PlanSolution) -> dict[tuple[str, str, int], float]:
    ends = {period: year for year, period in year_ends(plan).items()}
    return {
        (one.line, one.host, ends[one.period]): one.places
        for one in plan.capacity
        if one.period in ends and not one.branch
    }


def _differing[Key](tables: Sequence[Mapping[Key, float]], same: float) -> Iterable[tuple[Key, tuple[float, ...]]]:
    """The keys whose values are not all the same, with their values; absent counts as zero."""
    for key in dict.fromkeys(key for table in tables for key in table):
        values = tuple(round(table.get(key, 0.0), 4) for table in tables)
        if max(values) - min(values) > same:
            yield key, values
