"""What a planner wants to see of a plan: goals, places, moves on a scale of time, people, money, what holds it back."""

from typing import TYPE_CHECKING, Any

from api.cli.output import Lang, say, sentence, table

if TYPE_CHECKING:
    import pandas as pd

    from instances.schema.plan_solution import PlanSolution
    from instances.tables import Instance

MOST_MOVES, MOST_WORTHS = 20, 12
BUSY, QUIET = "█", "·"
TEXTS = {
    Lang.NL: {
        "head": "{title}, scenario {scenario}: {first} tot en met {last}.",
        "none": "geen",
        "synthetic": "Let op: alle mensen en bedragen zijn verzonnen.",
        "goals": "Wat klein moet blijven",
        "goals_heads": "Doel|Volgorde|Hoeveel|Weegt (duizend euro)",
        "places": "Plekken per uitvoerder, aan het eind van het jaar",
        "host": "Uitvoerder",
        "people": "Mensen per groep, aan het eind van het jaar",
        "group": "Groep",
        "moves": "Opbouw en afbouw per uitvoerder, en lijnen die verhuizen ({count} verhuizingen; de grootste eerst)",
        "all_lines": "alle lijnen",
        "moves_heads": "Lijn|Van|Naar|Plekken|{first} tot {last}",
        "money": "{kind}, in euro",
        "municipality": "Gemeente",
        "worth": "Wat één eenheid meer doet met alle doelen samen (van elke regel de hoogste)",
        "worth_in_order": "Wat één eenheid meer doet met het eerste doel in de volgorde dat het merkt, in euro van het "
        "gewicht van dat doel (van elke regel de hoogste)",
        "binding": "Wat het plan tegenhoudt",
        "binding_heads": "Wat|Knelt|Van",
        "end": "Doelwaarde {objective}, bewezen grens {bound} (duizend euro): {reason}; {seconds} s met {solver}",
    },
    Lang.EN: {
        "head": "{title}, scenario {scenario}: {first} up to {last}.",
        "none": "none",
        "synthetic": "Mind: all people and amounts are made up.",
        "goals": "What must stay small",
        "goals_heads": "Goal|Order|Amount|Weighs (thousand euro)",
        "places": "Places per host, at the end of the year",
        "host": "Host",
        "people": "People per group, at the end of the year",
        "group": "Group",
        "moves": "Growth and reduction per host, and lines that move ({count} moves; the largest first)",
        "all_lines": "all lines",
        "moves_heads": "Line|From|To|Places|{first} to {last}",
        "money": "{kind}, in euro",
        "municipality": "Municipality",
        "worth": "What one unit more does to all goals together (the largest of each rule)",
        "worth_in_order": "What one unit more does to the first goal in order that notices it, in euros of the weight "
        "of that goal (the largest of each rule)",
        "binding": "What holds the plan back",
        "binding_heads": "What|Binds|Of",
        "end": "Objective {objective}, proven bound {bound} (thousand euro): {reason}; {seconds} s with {solver}",
    },
}


def summarise_plan(instance: "Instance", plan: "PlanSolution", lang: Lang) -> None:
    """Print the summary; of a plan on a tree, along its likeliest branch."""
    from instances.schema.plan_words import Goal
    from matching.words import number
    from planning import units, views

    texts, path, called = TEXTS[lang], views.likeliest(instance, plan), views.Names(instance, lang.value)
    if plan.provenance.synthetic:
        say(texts["synthetic"], style="italic")
    scenario, title = plan.provenance.scenario or texts["none"], instance["plan"]["title"].iat[0]
    first, last = plan.periods[0], plan.periods[-1]
    say(texts["head"].format(title=title, scenario=scenario, first=first, last=last), style="bold")
    for finding in plan.findings:
        say(sentence(finding, lang))
    goals = [
        (
            Goal(one.goal).label(lang),
            one.level,
            units.said(one.amount, one.unit, lang),
            number(one.weighted_k_euro, lang),
        )
        for one in plan.objective_parts
    ]
    table(texts["goals"], texts["goals_heads"].split("|"), goals, right=(1, 2, 3))
    ends = views.year_ends(plan)
    shown = (
        (views.places(plan, "host", path), "plan_hosts", "places", "host"),
        (views.people(plan, "group", path), "plan_groups", "people", "group"),
    )
    for made, names, heading, head in shown:
        _yearly(
            instance, made[list(ends.values())].set_axis(list(ends), axis=1), names, texts[heading], texts[head], lang
        )
    _moves(instance, plan, path, lang)
    for kind in views.CHARTED:
        made = views.money(plan, kind, path)
        heading = texts["money"].format(kind=called.money(kind))
        _yearly(instance, made, "municipalities", heading, texts["municipality"], lang, decimals=0)
    strongest = {one.block: one for one in sorted(plan.duals, key=lambda one: abs(one.value))}
    ranked = sorted(strongest.values(), key=lambda one: -abs(one.value))[:MOST_WORTHS]
    say(texts["worth_in_order" if views.in_order(plan) else "worth"], style="bold")
    for one in ranked:
        say(f"  - {one.nl if lang is Lang.NL else one.en}")
    say()
    binding = [(one.nl if lang is Lang.NL else one.en, one.binding, one.rows) for one in plan.binding]
    table(texts["binding"], texts["binding_heads"].split("|"), binding, right=(1, 2))
    known = plan.termination
    say(
        texts["end"].format(
            objective=_number(known.objective, lang),
            bound=_number(known.bound, lang),
            reason=views.OUTCOMES[known.reason][lang is Lang.EN],
            seconds=number(plan.seconds, lang),
            solver=plan.provenance.solver,
        )
    )


def _number(value: float | None, lang: Lang) -> str:
    from matching.words import number

    return "-" if value is None else number(value, lang)


def _yearly(
    instance: "Instance", made: "pd.DataFrame", names: str, heading: str, head: str, lang: Lang, decimals: int = 1
) -> None:
    from matching.words import number
    from planning.views import Names

    called = Names(instance, lang.value)
    rows: list[tuple[Any, ...]] = [
        (called.of(names, str(key)), *(number(cell, lang, decimals) for cell in cells))
        for key, *cells in made.itertuples()
    ]
    if rows:
        table(heading, [head, *map(str, made.columns)], rows, right=range(1, len(made.columns) + 1))


def _moves(instance: "Instance", plan: "PlanSolution", path: tuple[str, ...], lang: Lang) -> None:
    from matching.words import number
    from planning import views

    texts, called, found = TEXTS[lang], views.Names(instance, lang.value), views.moves(plan, path)
    rows = []
    for one in [*views.turnover(plan, path), *found[:MOST_MOVES]]:
        scale = "".join(BUSY if busy else QUIET for busy in one.busy)
        hosts = (called.of("plan_hosts", host) if host else "" for host in (one.from_host, one.to_host))
        line = called.of("lines", one.line) if one.line else texts["all_lines"]
        rows.append((line, *hosts, number(one.total, lang), scale))
    heads = texts["moves_heads"].format(first=plan.periods[0], last=plan.periods[-1]).split("|")
    if rows:
        table(texts["moves"].format(count=len(found)), heads, rows, right=(3,))
