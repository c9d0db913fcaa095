"""`leerwerk compare`: plans side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say, sentence, table

if TYPE_CHECKING:
    from instances.schema.plan_comparison import Comparison

MOST_ROWS = 12
NOTICED = ("deficit", "structural", "own", "people", "waiting")
TEXTS = {
    Lang.NL: {
        "kpis": "Cijfers naast elkaar",
        "kpi": "Wat|Eenheid",
        "why": "Waarom {plan} anders is dan {first}",
        "equal": "Geen verschil.",
        "towns": "Wat elke gemeente merkt: euro over alle jaren samen, mensen aan het eind",
        "noticed": "tekort|structurele kosten|eenmalig uit eigen geld|mensen op een plek|wachtenden",
        "money": "Grootste verschillen in geld, in euro",
        "money_heads": "Gemeente|Jaar|Soort",
        "places": "Grootste verschillen in plekken, aan het eind van het jaar",
        "places_heads": "Lijn|Uitvoerder|Jaar",
    },
    Lang.EN: {
        "kpis": "Figures side by side",
        "kpi": "What|Unit",
        "why": "Why {plan} differs from {first}",
        "equal": "No difference.",
        "towns": "What each municipality notices: euro of all years together, people at the end",
        "noticed": "deficit|structural cost|one-off from own money|people in a place|people waiting",
        "money": "Largest differences in money, in euro",
        "money_heads": "Municipality|Year|Kind",
        "places": "Largest differences in places, at the end of the year",
        "places_heads": "Line|Host|Year",
    },
}


def compare(
    plans: Annotated[list[Path], typer.Argument(help="Two plans or more, as `leerwerk plan --out` writes them.")],
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Compare plans with the first of them: figures, differences in money and places, and why."""
    from instances.solutions import read_plan
    from planning.comparison import compare as compared

    if len(plans) < 2:
        raise typer.BadParameter("give two plans or more")
    with bad_input_explained(as_json, lang):
        read = [read_plan(path) for path in plans]
    scenarios = [one.provenance.scenario for one in read]
    names = [
        f"{path.stem} ({scenario})" if scenario else path.stem for path, scenario in zip(plans, scenarios, strict=True)
    ]
    found = compared(read, names)
    if as_json:
        print_json(found)
    else:
        show_comparison(found, lang)


def show_comparison(found: "Comparison", lang: Lang) -> None:
    """Print figures, why, what each municipality notices, and the largest differences."""
    from matching.words import number
    from planning import units
    from planning.assumptions import called, kind_of_money

    texts, plans = TEXTS[lang], found.plans
    kpis = [
        (one.nl if lang is Lang.NL else one.en, units.many(one.unit, lang), *(number(v, lang) for v in one.values))
        for one in found.kpis
    ]
    table(texts["kpis"], [*texts["kpi"].split("|"), *plans], kpis, right=range(2, 2 + len(plans)))
    for plan, why in list(zip(plans, found.why, strict=True))[1:]:
        say(texts["why"].format(plan=plan, first=plans[0]), style="bold")
        for finding in why:
            say(f"  - {sentence(finding, lang)}")
        if not why:
            say(f"  {texts['equal']}")

    def name(key: str) -> str:
        return called(found.names, key, lang.value)

    towns = [
        (name(town.municipality), what, *(number(value, lang, 0) for value in getattr(town, field)))
        for town in found.municipalities
        for field, what in zip(NOTICED, texts["noticed"].split("|"), strict=True)
        if any(getattr(town, field))
    ]
    heads = texts["money_heads"].split("|")[0], texts["kpi"].split("|")[0]
    table(texts["towns"], [*heads, *plans], towns, right=range(2, 2 + len(plans)))
    right = range(3, 3 + len(plans))
    money = sorted(found.money, key=lambda one: min(one.euro) - max(one.euro))[:MOST_ROWS]
    rows = [
        (name(one.municipality), one.year, kind_of_money(one.kind, found.names, lang.value),
         *(number(v, lang, 0) for v in one.euro))
        for one in money
    ]  # fmt: skip
    if rows:
        table(texts["money"], [*texts["money_heads"].split("|"), *plans], rows, right=right)
    places = sorted(found.places, key=lambda one: min(one.places) - max(one.places))[:MOST_ROWS]
    rows = [(name(one.line), name(one.host), one.year, *(number(v, lang) for v in one.places)) for one in places]
    if rows:
        table(texts["places"], [*texts["places_heads"].split("|"), *plans], rows, right=right)
