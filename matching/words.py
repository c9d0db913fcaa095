"""From numbers to sentences: fills the templates of the rules with a person's own facts, in Dutch or English.

A template names fields as `{workplace.hours_min}` and facts as `{miss}`. Fields are shown as people read them: words
by their label, dates in full, times as 08:45, euros for `_cents`, names for references, `onbekend` for what is not
known. Facts are shown by the end of their name:

    _minutes _hours _months _people   with that unit        _cents    euros
    _mode                            label of the way to travel   _axes, _certificates   labels of a bit mask
    _on                              a date (days since 1970)     a `Word`               its label
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from instances.schema.solution import Cost, Finding
from instances.schema.vocabulary import Axis, Certificate, CostKind, Day, Mode, Payer, Stream, Word
from instances.skills import vocabulary
from instances.tables import SEPARATOR, Column, Instance, columns
from matching.data import TABLE_OF, Ints, row_of
from matching.rule import Card

LANGUAGES = ("nl", "en")
UNITS = {
    "slots": ("plek", "plekken", "slot", "slots"),
    "days": ("dag", "dagen", "day", "days"),
    "hours": ("uur", "uur", "hour", "hours"),
    "minutes": ("minuut", "minuten", "minute", "minutes"),
    "minutes/week": ("minuut per week", "minuten per week", "minute a week", "minutes a week"),
    "months": ("maand", "maanden", "month", "months"),
    "levels": ("niveau", "niveaus", "level", "levels"),
    "papers": ("papier", "papieren", "paper", "papers"),
    "percentage points": ("procentpunt", "procentpunten", "percentage point", "percentage points"),
    "steps": ("stap", "stappen", "step", "steps"),
    "ranks": ("plaats", "plaatsen", "place", "places"),
    "points": ("punt", "punten", "point", "points"),
    "conditions": ("voorwaarde", "voorwaarden", "condition", "conditions"),
    "people": ("persoon", "mensen", "person", "people"),
    "percent of a slot": ("procent van een plek", "procent van een plek", "percent of a slot", "percent of a slot"),
    "rules": ("regel", "regels", "rule", "rules"),
    "weeks": ("week", "weken", "week", "weeks"),
}
MONTHS = {
    "nl": "januari,februari,maart,april,mei,juni,juli,augustus,september,oktober,november,december",
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
}
NAME_OF = {"organisations": "name", "municipalities": "name", "workplaces": "title"}
MASKS: dict[str, type[Word]] = {"axes": Axis, "certificates": Certificate}


def number(value: float, lang: str, decimals: int = 1) -> str:
    """Write a number: 1.250 and 27,5 in Dutch, 1,250 and 27.5 in English; no decimals where there are none."""
    text = f"{value:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text


def euro(cents: float, lang: str) -> str:
    """Write euro cents as whole euros: € 1.250."""
    sign = "-" if cents < 0 else ""
    return (
        f"{sign}€ {number(abs(cents) / 100, lang, 0)}"
        if lang == "nl"
        else f"{sign}€{number(abs(cents) / 100, lang, 0)}"
    )


def quantity(amount: float, unit: str, lang: str) -> str:
    """Write an amount with its unit: 1 uur, 12 minuten, € 1.250."""
    if unit == "euro cents":
        return euro(amount, lang)
    if unit == "euro":
        return euro(amount * 100, lang)
    if not unit:
        return number(amount, lang)
    names = UNITS[unit][:2] if lang == "nl" else UNITS[unit][2:]
    return f"{number(amount, lang)} {names[0] if amount == 1 else names[1]}"


def day(when: date, lang: str) -> str:
    """Write a date: 5 januari 2026."""
    return f"{when.day} {MONTHS[lang].split(',')[when.month - 1]} {when.year}"


def listing(items: list[str], lang: str) -> str:
    """Join words: a, b en c; `geen` for none."""
    if not items:
        return "geen" if lang == "nl" else "none"
    last = "en" if lang == "nl" else "and"
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def days(found: Sequence[Day], lang: str) -> str:
    """Days of the week, three or more in a row as one: maandag tot en met vrijdag."""
    week, join = tuple(Day), {"nl": "tot en met", "en": "to"}[lang]
    spots = sorted(week.index(one) for one in found)
    row = len(spots) > 2 and spots[-1] - spots[0] == len(spots) - 1
    if row:
        return f"{week[spots[0]].label(lang)} {join} {week[spots[-1]].label(lang)}"
    return listing([one.label(lang) for one in found], lang)


def fact(name: str, value: Any, lang: str) -> str:
    """Write one fact by the end of its name (see the module docstring)."""
    kind = name.rpartition("_")[2]
    if isinstance(value, Word):
        return value.label(lang)
    if isinstance(value, str):
        return value
    if kind in ("minutes", "hours", "months", "people"):
        return quantity(np.ceil(float(value)), kind, lang) if np.isfinite(value) else unknown(lang)
    if kind == "cents":
        return euro(float(value), lang) if np.isfinite(value) else unknown(lang)
    if kind == "on":
        return day(np.datetime64(int(value), "D").astype(date), lang)
    if kind == "mode":
        return tuple(Mode)[int(value)].label(lang) if int(value) >= 0 else unknown(lang)
    if kind in MASKS:
        return listing([word.label(lang) for bit, word in enumerate(MASKS[kind]) if int(value) >> bit & 1], lang)
    return number(float(value), lang)


PAYS = {
    "nl": ("{payer} betaalt dat{purse}.", "{payer} krijgt dat.", ", uit het budget voor {purse}", " Dit is geschat."),
    "en": (
        "{payer} pays that{purse}.",
        "{payer} receives that.",
        ", from the budget for {purse}",
        " It is an estimate.",
    ),
}
PAYERS = {
    Payer.MUNICIPALITY: ("De gemeente {name}", "The municipality of {name}"),
    Payer.UWV: ("UWV", "UWV"),
    Payer.EMPLOYER: ("De werkgever", "The employer"),
    Payer.STATE: ("Het Rijk", "The state"),
}
WAGE_LEFT = {"nl": "loon, na aftrek van subsidie", "en": "wage, less subsidies"}


def who_pays(cost: Cost, municipality: str, lang: str) -> str:
    """Say one part of what a placement costs: Jobcoach: € 4.500. UWV betaalt dat. Dit is geschat."""
    pays, receives, budget, estimate = PAYS[lang]
    what = WAGE_LEFT[lang] if cost.what == CostKind.WAGE else CostKind(cost.what).label(lang)
    payer = PAYERS[Payer(cost.payer)][LANGUAGES.index(lang)].format(name=municipality)
    purse = budget.format(purse=Stream(cost.stream).label(lang)) if cost.stream else ""
    told = (pays if cost.cents >= 0 else receives).format(payer=payer, purse=purse)
    return f"{what[:1].upper()}{what[1:]}: {euro(abs(cost.cents), lang)}. {told}{estimate if cost.estimate else ''}"


def unknown(lang: str) -> str:
    """Write that something is not known."""
    return "onbekend" if lang == "nl" else "unknown"


class Record:
    """One row of a table, each field as text: `record.hours_week` is "27,5"."""

    def __init__(self, wording: "Wording", table: str, row: int, lang: str) -> None:
        self._wording, self._table, self._row, self._lang = wording, table, row, lang

    def __getattr__(self, field: str) -> str:
        if field.startswith("_") or self._row < 0:
            return unknown(self._lang)
        return self._wording.cell(self._table, field, self._row, self._lang)


class Wording:
    """Makes sentences over one instance; keeps the columns that it has read."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._cells: dict[tuple[str, str], NDArray[Any]] = {}
        self._rows: dict[str, dict[str, int]] = {}

    def raw(self, table: str, field: str) -> NDArray[Any]:
        """Give a column as Python objects."""
        if (table, field) not in self._cells:
            self._cells[table, field] = self.instance[table][field].to_numpy(object)
        return self._cells[table, field]

    def row(self, table: str, key: Any) -> int:
        """Find the row of an id; -1 where there is none."""
        if table not in self._rows:
            self._rows[table] = {one: row for row, one in enumerate(self.raw(table, "id"))}
        return self._rows[table].get(key, -1)

    def thing(self, key: str, lang: str) -> str:
        """Name a scarce thing by the key of its row: a workplace, an organisation, a purse of a municipality."""
        for table, field in (("workplaces", "title"), ("organisations", "name")):
            if (row := self.row(table, key)) >= 0:
                return f"{self.raw(table, field)[row]} ({key})"
        payer, *purse = key.split(":")
        row = self.row("municipalities", payer)
        if row < 0 or len(purse) != len(("stream", "year")):
            return key
        return f"{self.raw('municipalities', 'name')[row]}, {Stream(purse[0]).label(lang)} {purse[1]}"

    def cell(self, table: str, field: str, row: int, lang: str) -> str:
        """Write one cell as people read it."""
        return self.written(columns(table)[field], self.raw(table, field)[row], lang)

    def written(self, column: Column, value: Any, lang: str) -> str:
        """Write a value of a column as people read it."""
        if column.words is Day and column.kind == "list":
            return days([Day(item) for item in value.split(SEPARATOR) if item], lang)
        if column.kind == "list":
            return listing([self._item(item, column, lang) for item in value.split(SEPARATOR) if item], lang)
        if pd.isna(value):
            return unknown(lang)
        if column.kind == "date":
            return day(value, lang)
        if column.kind == "boolean":
            return {("nl", True): "ja", ("nl", False): "nee", ("en", True): "yes", ("en", False): "no"}[
                lang, bool(value)
            ]
        if column.kind in ("number", "integer"):
            return euro(value, lang) if column.name.endswith("_cents") else number(value, lang)
        return self._item(value, column, lang)

    def _item(self, value: str, column: Column, lang: str) -> str:
        if column.words is not None:
            return column.words(value).label(lang)
        if column.to == "skills":
            return str(vocabulary().at[value, f"label_{lang}"])
        if column.to in ("lines", "courses"):
            return str(self.raw(column.to, f"name_{lang}")[self.row(column.to, value)])
        if column.to in NAME_OF:
            return str(self.raw(column.to, NAME_OF[column.to])[self.row(column.to, value)])
        return value

    @cached_property
    def _organisation(self) -> Ints:
        return row_of(self.instance, "organisations", self.instance["workplaces"]["organisation"])

    @cached_property
    def _municipality(self) -> Ints:
        return row_of(self.instance, "municipalities", self.instance["participants"]["municipality"])

    def records(self, p: int, w: int, lang: str) -> dict[str, Record]:
        """Give everything that a template about participant p and workplace w may name (-1 = not about one)."""
        rows = {
            "participant": p,
            "workplace": w,
            "organisation": int(self._organisation[w]) if w >= 0 else -1,
            "municipality": int(self._municipality[p]) if p >= 0 else -1,
        }
        return {name: Record(self, TABLE_OF[name], row, lang) for name, row in rows.items()}

    def render(self, template: str, lang: str, p: int = -1, w: int = -1, **facts: Any) -> str:
        """Fill a template about a pair, a person (w = -1) or a place (p = -1)."""
        written = {name: fact(name, value, lang) for name, value in facts.items()}
        text = template.format(**self.records(p, w, lang), **written)
        return text[:1].upper() + text[1:]

    def finding(
        self, card: Card, severity: str, templates: tuple[str, str], p: int = -1, w: int = -1, *,
        amount: int = 0, facts: Mapping[str, Any] | None = None,
    ) -> Finding:  # fmt: skip
        """Make a finding of a rule: `templates` nl and en; `{miss}` in them is the amount with the card's unit."""
        told = {
            lang: self.render(template, lang, p, w, **{"miss": quantity(amount, card.unit, lang), **(facts or {})})
            for lang, template in zip(LANGUAGES, templates, strict=True)
        }
        shown = {name: fact(name, value, "en") for name, value in (facts or {}).items()}
        return Finding(
            code=card.code, severity=severity, amount=amount, unit=card.unit, facts=shown, nl=told["nl"], en=told["en"]
        )
