"""What is still open around the best plan: near-optimal ranges, and what one goal costs all the others.

Directions that people argue about are counted in their own units, expected over the tree and not discounted:

    goal_G     amount of goal G                              host_K      person-years at hosts of kind K
    cuts       places that end                               deficit_M   deficit of municipality M, k euro
    one_off    one-off cost of the change, k euro
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from instances.schema.plan_answer import Front, FrontPoint, NearPlans, Reach
from instances.schema.plan_words import Goal, HostKind, MoneyKind
from instances.schema.solution import Said
from instances.tables import Instance
from matching.engines.engine import Monitor
from matching.words import number
from planning import units
from planning.alternatives import Way, near_optimal
from planning.assumptions import names
from planning.backend.highs import Live
from planning.opening import OpenPlan
from planning.pareto import front, knee
from planning.programme import Floats
from planning.report import UNITS
from planning.solver import solved

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Direction:
    """Something that is counted: `amount` (n,) of it per unit of each column."""

    code: str
    unit: str
    title: Said
    amount: Floats


def directions(plan: OpenPlan) -> Iterator[Direction]:
    """Everything that can be counted in this plan."""
    variables, data = plan.labels.variables, plan.data
    name = np.array([one.name for one in variables])
    node = np.array([one.node for one in variables])
    chance = data.calendar.tree.probability[node]
    for goal in data.goals:
        yield Direction(f"goal_{goal.value}", UNITS[goal], Said(nl=goal.nl, en=goal.en), plan.amount(goal))
    host = np.array([data.host_of[at[-1]] if own == "x" else -1 for own, at in plan.positions])
    kinds = np.array([one.kind.value for one in data.hosts])
    for kind in HostKind:
        there = (host >= 0) & np.isin(host, np.flatnonzero(kinds == kind.value))
        if there.any():
            title = Said(nl=f"mensen op een plek: {kind.nl}", en=f"people in a place: {kind.en}")
            yield Direction(f"host_{kind.value}", "person-years", title, there * chance * data.calendar.length)
    called = {lang: names(data.instance, lang) for lang in LANGUAGES}
    for town in data.municipalities:
        own = np.array([one.name == "deficit" and one.key == (town,) for one in variables])
        if own.any():
            nl, en = (f"{MoneyKind.DEFICIT.label(lang)} {called[lang].get(town, town)}" for lang in LANGUAGES)
            yield Direction(f"deficit_{town}", "k euro", Said(nl=nl, en=en), own * chance)
    for code, nl, en, unit in (
        ("cut", "plekken die eindigen", "places that end", "places"),
        ("one_off", MoneyKind.ONE_OFF.nl, MoneyKind.ONE_OFF.en, "k euro"),
    ):
        if (name == code).any():
            yield Direction(code, unit, Said(nl=nl, en=en), (name == code) * chance)


def near_plans(instance: Instance, scenario: str, within: float, monitor: Monitor) -> NearPlans | None:
    """Say of everything counted how little and how much there can be in plans that cost at most `within` more.

    None where there is no plan.

    Raises:
        InconsistentInstance: there is no plan in the documents, or no such scenario.
    """
    plan = OpenPlan.of(instance, scenario)
    live = Live(plan.programme, monitor)
    best = live.solve()
    if not best.found:
        return None
    known = list(directions(plan))
    ends = near_optimal(live, best, {one.code: one.amount for one in known}, within)
    found = {(end.direction, end.way): end.amount for end in ends if end.outcome.found}
    reaches = []
    for one in known:
        now, least, most = float(one.amount @ best.x), found.get((one.code, Way.LEAST)), found.get((one.code, Way.MOST))
        reaches.append(
            Reach(
                direction=one.code, unit=one.unit, now=now, least=least, most=most, said=_reached(one, now, least, most)
            )
        )
    return NearPlans(within=within, objective=best.objective, reaches=tuple(reaches))


def _reached(one: Direction, now: float, least: float | None, most: float | None) -> Said:
    def texts(lang: str, verb: str, until: str, unknown: str) -> str:
        low = unknown if least is None else number(least, lang)
        high = unknown if most is None else units.said(most, one.unit, lang)
        return f"{getattr(one.title, lang)}: {verb} {number(now, lang)}, {low} {until} {high}."

    return Said(nl=texts("nl", "nu", "tot", "onbekend"), en=texts("en", "now", "to", "unknown"))


def front_of(instance: Instance, scenario: str, goal: Goal, points: int, monitor: Monitor) -> Front | None:
    """Draw what less of one goal costs all the others together; None where there is no plan or no such goal.

    Raises:
        InconsistentInstance: there is no plan in the documents, or no such scenario.
    """
    plan = OpenPlan.of(instance, scenario)
    if goal not in plan.parts:
        return None
    live = Live(plan.programme, monitor)
    if not solved(plan, live).found:
        return None
    rest, amount = plan.programme.cost - plan.parts[goal], plan.amount(goal)
    drawn = front(live, rest, amount, points)
    bend = knee(drawn) if len(drawn) > 2 else -1
    offset = plan.programme.offset
    made = tuple(
        FrontPoint(rest=one.first + offset, amount=one.second, price=one.price, knee=at == bend)
        for at, one in enumerate(drawn)
    )
    return Front(goal=goal.value, unit=UNITS[goal], points=made, said=_front_said(goal, made))


def _front_said(goal: Goal, points: tuple[FrontPoint, ...]) -> Said:
    if len(points) < 2:
        return Said(nl=f"{goal.nl}: minder kost de andere doelen niets.", en=f"{goal.en}: less costs nothing else.")
    least, most = points[0], points[-1]

    def text(lang: str, words: str) -> str:
        return words.format(
            goal=goal.label(lang), most=number(most.amount, lang),
            least=units.said(least.amount, UNITS[goal], lang), more=number(least.rest - most.rest, lang),
        )  # fmt: skip

    return Said(
        nl=text("nl", "{goal}: van {most} naar {least} kost de andere doelen {more} duizend euro."),
        en=text("en", "{goal}: from {most} to {least} costs the other goals {more} thousand euro."),
    )
