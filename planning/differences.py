"""Why two plans differ, in words, from the outside in.

First what was changed: documents, scenario, and every figure that stands otherwise. Then what that did: to the deficit
of each municipality and company, and to its people. Last how the plan weighs it: goals that cost more or less, and
blocks that hold back one plan only. Everything is read from the plans themselves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from instances.schema.plan_solution import PlanSolution
from instances.schema.plan_words import Goal, MoneyKind
from instances.schema.solution import Finding, Said
from matching.words import number
from planning import units
from planning.assumptions import called, kind_of_money
from planning.changes import LANGUAGES, changed, changes, told

FELT_EURO = 500.0  # a difference below this is not told
FELT = 0.05  # of people and of a goal
MOST_GOALS, MOST_KINDS = 5, 2
SUMS = ("structural", "deficit", "surplus", "one_off", "impulse", "own", "per_participant")


def why(first: PlanSolution, plan: PlanSolution) -> Iterator[Finding]:
    """What was changed and what that did, in sentences; nothing where the plans are the same."""
    if plan is first:
        return
    known = {**first.names, **plan.names}
    yield from _asked(first, plan)
    yield from changed(list(changes(first, plan)), known)
    yield from _towns(first, plan, known)
    yield from _companies(first, plan, known)
    yield from _goals(first, plan)
    yield from _blocks(first, plan)


def _asked(first: PlanSolution, plan: PlanSolution) -> Iterator[Finding]:
    one, other = first.provenance, plan.provenance
    if one.instance_hash != other.instance_hash:
        yield told("documents", 0, "", "De documenten verschillen.", "The documents differ.")
    if one.scenario != other.scenario:
        here, there = one.scenario or "-", other.scenario or "-"
        nl, en = f"Het scenario is {there} in plaats van {here}.", f"The scenario is {there} instead of {here}."
        yield told("scenario", 0, "", nl, en)
    if first.periods != plan.periods:
        nl, en = "De plannen gaan niet over dezelfde perioden.", "The plans do not cover the same periods."
        yield told("periods", 0, "", nl, en)


def _towns(first: PlanSolution, plan: PlanSolution, known: Mapping[str, Said]) -> Iterator[Finding]:
    """Deficit and own money over all years, what made them differ, and people at the end, by municipality."""
    was, now = money(first), money(plan)
    before, after = (by_town(one) for one in (first, plan))
    for town in dict.fromkeys([*was, *now]):
        kinds = {kind: now[town][kind] - was[town][kind] for kind in {**was[town], **now[town]}}
        parts = sorted((kind for kind in kinds if kind not in SUMS), key=lambda kind: -abs(kinds[kind]))
        causes = [(kind, kinds[kind]) for kind in parts[:MOST_KINDS] if abs(kinds[kind]) > FELT_EURO]
        people, waiting = (after[town][at] - before[town][at] for at in (0, 1))
        sums = [("deficit", kinds.get("deficit", 0.0)), ("own", kinds.get("own", 0.0))]
        if all(abs(euro) <= FELT_EURO for _, euro in sums) and max(abs(people), abs(waiting)) < 1:
            continue
        nl, en = (
            f"{called(known, town, lang)}: {_effect(sums, causes, people, waiting, known, lang)}." for lang in LANGUAGES
        )
        yield told("municipality", round(sums[0][1]), "euro", nl, en, municipality=town)


def _effect(
    sums: list[tuple[str, float]], causes: list[tuple[str, float]], people: float, waiting: float,
    known: Mapping[str, Said], lang: str,
) -> str:  # fmt: skip
    dutch = lang == "nl"
    amounts = []
    for kind, euro in sums:
        if abs(euro) > FELT_EURO:
            what = MoneyKind(kind).label(lang)
            amounts.append(f"{number(abs(euro), lang, 0)} euro {_more(euro, lang)} {what}")
    money_said = (" en " if dutch else " and ").join(amounts) or ("evenveel tekort" if dutch else "the same deficit")
    money_said += " over alle jaren samen" if dutch else " over all years together"
    if causes:
        parts = [f"{kind_of_money(kind, known, lang)} {_signed(euro, lang)}" for kind, euro in causes]
        money_said += f" ({'vooral' if dutch else 'mostly'} {', '.join(parts)})"
    ends = []
    for amount, nl, en in ((people, "op een plek", "in a place"), (waiting, "wachtend", "waiting")):
        if abs(amount) >= 1:
            who = units.said(abs(amount), "persons", lang)
            ends.append(f"{who} {_more(amount, lang)} {nl if dutch else en}")
    end = f"; {'aan het eind' if dutch else 'at the end'} {', '.join(ends)}" if ends else ""
    return money_said + end


def _companies(first: PlanSolution, plan: PlanSolution, known: Mapping[str, Said]) -> Iterator[Finding]:
    """The deficit of each company, over all years and in the last."""
    was, now = (_deficits(one) for one in (first, plan))
    for pool in dict.fromkeys([*was, *now]):
        total = sum(now[pool].values()) - sum(was[pool].values())
        if abs(total) <= FELT_EURO:
            continue
        year = max({**was[pool], **now[pool]})
        end, old = now[pool].get(year, 0.0), was[pool].get(year, 0.0)
        amount = {lang: number(abs(total), lang, 0) for lang in LANGUAGES}
        name = {lang: called(known, pool, lang) for lang in LANGUAGES}
        nl = f"Bedrijf {name['nl']}: {amount['nl']} euro {_more(total, 'nl')} tekort over alle jaren samen"
        en = f"Company {name['en']}: {amount['en']} euro {_more(total, 'en')} deficit over all years together"
        if abs(end - old) > FELT_EURO:
            nl += f"; in {year} {number(end, 'nl', 0)} in plaats van {number(old, 'nl', 0)} euro"
            en += f"; in {year} {number(end, 'en', 0)} instead of {number(old, 'en', 0)} euro"
        yield told("company", round(total), "euro", f"{nl}.", f"{en}.", pool=pool)


def goal(plan: PlanSolution, name: str) -> tuple[float, float]:
    """Amount of a goal, and what it weighs in k euro."""
    parts = [part for part in plan.objective_parts if part.goal == name]
    return sum(part.amount for part in parts), sum(part.weighted_k_euro for part in parts)


def _goals(first: PlanSolution, plan: PlanSolution) -> Iterator[Finding]:
    unit = {part.goal: part.unit for one in (first, plan) for part in one.objective_parts}
    found = [(one, goal(plan, one.value), goal(first, one.value)) for one in Goal if one.value in unit]
    found = [one for one in found if abs(one[1][0] - one[2][0]) > FELT]
    for one, now, was in sorted(found, key=lambda one: -abs(one[1][1] - one[2][1]))[:MOST_GOALS]:
        more, weighs = now[0] - was[0], now[1] - was[1]
        nl, en = (units.said(abs(more), unit[one.value], lang) for lang in LANGUAGES)
        yield told(
            f"goal_{one.value}", round(weighs), "k euro",
            f"{one.nl.capitalize()}: {nl} {_more(more, 'nl')}; dat telt {_signed(weighs, 'nl', 1)} duizend euro.",
            f"{one.en.capitalize()}: {en} {_more(more, 'en')}; that counts {_signed(weighs, 'en', 1)} thousand euro.",
        )  # fmt: skip


def _blocks(first: PlanSolution, plan: PlanSolution) -> Iterator[Finding]:
    before, after = ({block.block: block for block in one.binding if block.binding} for one in (first, plan))
    for name, block in after.items():
        if name not in before:
            yield told("binds", block.binding, "rows", f"Knelt nu ook: {block.nl}", f"Binds now as well: {block.en}")
    for name, block in before.items():
        if name not in after:
            yield told("free", block.binding, "rows", f"Knelt niet meer: {block.nl}", f"No longer binds: {block.en}")


def money(plan: PlanSolution) -> defaultdict[str, defaultdict[str, float]]:
    """Euros by municipality and kind, all years together, on the trunk."""
    found: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in plan.money:
        if not one.branch:
            found[one.municipality][one.kind] += one.euro
    return found


def by_town(plan: PlanSolution) -> defaultdict[str, tuple[float, float]]:
    """People in a place and people who wait, by municipality, in the last period."""
    last = plan.periods[-1] if plan.periods else ""
    placed: defaultdict[str, float] = defaultdict(float)
    waiting: defaultdict[str, float] = defaultdict(float)
    for one in plan.people:
        if (one.period, one.branch) == (last, ""):
            placed[one.municipality] += one.number
    for flow in plan.flows:
        if (flow.kind, flow.period, flow.branch) == ("waiting", last, ""):
            waiting[flow.municipality] += flow.number
    return defaultdict(lambda: (0.0, 0.0), {town: (placed[town], waiting[town]) for town in {**placed, **waiting}})


def _deficits(plan: PlanSolution) -> defaultdict[str, dict[int, float]]:
    found: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for one in plan.companies:
        if one.kind == "deficit" and not one.branch:
            found[one.pool][one.year] = one.euro
    return found


def _more(amount: float, lang: str) -> str:
    return (("minder", "meer") if lang == "nl" else ("less", "more"))[amount > 0]


def _signed(amount: float, lang: str, decimals: int = 0) -> str:
    return ("+" if amount > 0 else "-") + number(abs(amount), lang, decimals)
