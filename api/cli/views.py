"""How a look at a pair is printed for people."""

import math
from itertools import groupby
from typing import TYPE_CHECKING

from api.cli.output import Lang, say, sentence, table
from api.cli.titles import part_title, title

if TYPE_CHECKING:
    from instances.schema.view import PairView

MARKS = {"blocks": "✗", "ask": "?", "overridden": "!", "against": "–", "watch": "•", "for": "+"}
HEADS = {
    Lang.NL: ("Deelnemer", "Plek", "Wat", "Soort", "Waarde", "Prijs", "Netto", "Reis", "Kosten", "Wachten ook"),
    Lang.EN: ("Participant", "Place", "What", "Kind", "Value", "Price", "Net", "Journey", "Cost", "Also waiting"),
}
SILENT = {Lang.NL: "{count} andere regels zijn in orde.", Lang.EN: "{count} other rules are in order."}
MOST_COURSES = 2
VALUE = {Lang.NL: "Waarde {value}, de som van:", Lang.EN: "Value {value}, the sum of:"}


def overview(views: "list[PairView]", lang: Lang) -> None:
    """One line a pair."""
    table("", HEADS[lang], (_line(view, lang) for view in views), right=(4, 5, 6, 7, 8, 9))


def _line(view: "PairView", lang: Lang) -> tuple[str, ...]:
    from instances.schema.vocabulary import PlaceKind
    from matching.words import euro

    travel = "?" if view.travel_minutes is None else f"{math.ceil(view.travel_minutes)} min"
    kind, cost = PlaceKind(view.kind).label(lang), euro(view.cost_cents, lang)
    numbers = (str(view.value), f"{view.price:.0f}", f"{view.net:.0f}", travel, cost, str(view.waiting))
    return (view.participant, view.workplace, view.title, kind, *numbers)


def in_full(view: "PairView", lang: Lang) -> None:
    """Every rule read aloud, what is scarce, who pays what, and the value part by part."""
    say()
    say(view.nl if lang is Lang.NL else view.en, style="bold")
    silent = [reading for reading in view.readings if reading.weight == "for" and not reading.telling]
    for reading in view.readings:
        if reading in silent:
            continue
        points = f" ({-reading.points})" if reading.points else ""
        say(f"  {MARKS[reading.weight]} {sentence(reading.finding, lang)}{points}")
    if silent:
        say(f"  {MARKS['for']} {SILENT[lang].format(count=len(silent))}")
    for step in view.courses[:MOST_COURSES]:
        say(f"  → {step.nl if lang is Lang.NL else step.en}")
    for thing in view.scarce:
        if thing.price > 0 or thing.finding.amount:
            price = round(thing.price * thing.amount)
            say(f"  ◆ {sentence(thing.finding, lang)}" + (f" (-{price})" if price else ""))
    for said in view.who_pays:
        say(f"  € {said.nl if lang is Lang.NL else said.en}")
    ledger(view, lang)


def ledger(view: "PairView", lang: Lang) -> None:
    """The value as a sum of parts, each with the rules that it is made of."""
    say(f"  {VALUE[lang].format(value=view.value)}")
    for part, lines in groupby((line for line in view.ledger if line.points), key=lambda line: line.part):
        found = list(lines)
        rules = ", ".join(title(line.rule, lang) for line in found if line.rule != part)
        told = part_title(part, lang) + (f" ({rules})" if rules else "")
        say(f"  {sum(line.points for line in found):+7d}  {told}")
