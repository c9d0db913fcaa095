"""`leerwerk compare`: plans side by side."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say, sentence, table

MOST_ROWS = 12
TEXTS = {
    Lang.NL: {
        "kpis": "Cijfers naast elkaar",
        "kpi": "Wat|Eenheid",
        "why": "Waarom {plan} anders is dan {first}",
        "equal": "Geen verschil.",
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
    from matching.words import number
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
        return
    texts, right = TEXTS[lang], range(2, 2 + len(names))
    kpis = [
        (one.nl if lang is Lang.NL else one.en, one.unit, *(number(v, lang) for v in one.values)) for one in found.kpis
    ]
    table(texts["kpis"], [*texts["kpi"].split("|"), *names], kpis, right=right)
    for plan, why in list(zip(names, found.why, strict=True))[1:]:
        say(texts["why"].format(plan=plan, first=names[0]), style="bold")
        for finding in why:
            say(f"  - {sentence(finding, lang)}")
        if not why:
            say(f"  {texts['equal']}")
    money = sorted(found.money, key=lambda one: min(one.euro) - max(one.euro))[:MOST_ROWS]
    rows = [
        (one.municipality, one.year, _kind(one.kind, lang), *(number(v, lang, 0) for v in one.euro)) for one in money
    ]
    right = range(3, 3 + len(names))
    if rows:
        table(texts["money"], [*texts["money_heads"].split("|"), *names], rows, right=right)
    places = sorted(found.places, key=lambda one: min(one.places) - max(one.places))[:MOST_ROWS]
    rows = [(one.line, one.host, one.year, *(number(v, lang) for v in one.places)) for one in places]
    if rows:
        table(texts["places"], [*texts["places_heads"].split("|"), *names], rows, right=right)


def _kind(kind: str, lang: Lang) -> str:
    from instances.schema.plan_words import MoneyKind

    return MoneyKind(kind).label(lang) if kind in set(MoneyKind) else kind
