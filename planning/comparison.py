"""Plans side by side: figures, differences, and why.

Everything is read from the plans themselves, so that files of long ago compare as well as those of today. Why a plan
differs is told from the outside in: other documents or scenario, goals that cost more or less, blocks that bind in one
plan only.
"""

from collections.abc import Iterable, Mapping, Sequence

from instances.schema.plan_comparison import Comparison, Kpi, MoneyCompared, PlacesCompared
from instances.schema.plan_solution import PlanSolution
from instances.schema.plan_words import Goal
from instances.schema.solution import Finding
from planning.views import moves, year_ends

SAME = 0.5  # euros or hundredths of a place: what is nearer than this is the same
MOST_GOALS = 5


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
        why=tuple(tuple(_why(first, plan)) for plan in plans),
    )


def _kpis(plans: Sequence[PlanSolution]) -> Iterable[Kpi]:
    def of(code: str, unit: str, nl: str, en: str, values: Iterable[float]) -> Kpi:
        return Kpi(code=code, unit=unit, nl=nl, en=en, values=tuple(round(value, 4) for value in values))

    yield of("objective", "k euro", "doelwaarde", "objective", (plan.termination.objective or 0.0 for plan in plans))
    units = {part.goal: part.unit for plan in plans for part in plan.objective_parts}
    for goal in Goal:
        if goal.value in units:
            amounts = [_goal(plan, goal.value)[0] for plan in plans]
            yield of(goal.value, units[goal.value], goal.nl, goal.en, amounts)
    moved = [sum(one.total for one in moves(plan)) for plan in plans]
    yield of("moved", "places", "plekken die verhuizen", "places that move", moved)
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
        yield of(f"places_{host}", "places", f"plekken aan het eind: {host}", f"places at the end: {host}", left)


def _goal(plan: PlanSolution, goal: str) -> tuple[float, float]:
    """Amount of a goal, and what it weighs in k euro."""
    parts = [part for part in plan.objective_parts if part.goal == goal]
    return sum(part.amount for part in parts), sum(part.weighted_k_euro for part in parts)


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


def _why(first: PlanSolution, plan: PlanSolution) -> Iterable[Finding]:
    if plan is first:
        return
    one, other = first.provenance, plan.provenance
    if one.instance_hash != other.instance_hash:
        yield _told("documents", 0, "", "De documenten verschillen.", "The documents differ.")
    if one.scenario != other.scenario:
        here, there = one.scenario or "-", other.scenario or "-"
        yield _told(
            "scenario",
            0,
            "",
            f"Het scenario is {there} in plaats van {here}.",
            f"The scenario is {there} instead of {here}.",
        )
    changed = [(goal, _goal(plan, goal.value), _goal(first, goal.value)) for goal in Goal]
    changed = [found for found in changed if abs(found[1][0] - found[2][0]) > SAME / 100]
    for goal, now, was in sorted(changed, key=lambda found: -abs(found[1][1] - found[2][1]))[:MOST_GOALS]:
        more, weighs = now[0] - was[0], now[1] - was[1]
        nl, en = ("meer", "more") if more > 0 else ("minder", "less")
        yield _told(
            f"goal_{goal.value}",
            round(weighs),
            "k euro",
            f"{goal.nl.capitalize()}: {abs(more):.1f} {nl}; dat scheelt {weighs:+.1f} duizend euro in de doelwaarde.",
            f"{goal.en.capitalize()}: {abs(more):.1f} {en}; that is {weighs:+.1f} thousand euro in the objective.",
        )
    before, after = ({block.block: block for block in found.binding if block.binding} for found in (first, plan))
    for name, block in after.items():
        if name not in before:
            yield _told("binds", block.binding, "rows", f"Knelt nu ook: {block.nl}", f"Binds now as well: {block.en}")
    for name, block in before.items():
        if name not in after:
            yield _told("free", block.binding, "rows", f"Knelt niet meer: {block.nl}", f"No longer binds: {block.en}")


def _told(code: str, amount: int, unit: str, nl: str, en: str) -> Finding:
    return Finding(code=code, severity="info", amount=amount, unit=unit, nl=nl, en=en)
