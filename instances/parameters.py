"""Figures of law, money, travel and guidance, each with its unit, source, date and status.

The figures stand in `instances/parameters/*.toml`, one table a figure, made to be read and changed by the people who
answer for them. A figure is called by its file and its table: `figure("travel.statutory_day_minutes")`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from instances.errors import EngineError, InvalidField, Problem, UnreadableDocument, Wanted, one_of
from instances.schema.vocabulary import Status

type Value = int | float | str | list[Any] | dict[str, Any]

FOLDER = "parameters"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `date` is the day from which the value holds or, where that is not known, was noted down."""

    key: str
    value: Value
    unit: str
    source: str
    date: date
    status: Status
    note: str = ""

    def number(self) -> float:
        """Give the value as a number; for a list, table or text this is a TypeError."""
        if not isinstance(self.value, int | float):
            raise TypeError(f"{self.key} is not a number: {self.value!r}")
        return float(self.value)


def figure(key: str) -> Figure:
    """Give one figure; raises EngineError with the nearest keys for one that does not exist."""
    name = key.partition(".")[0]
    found = _file(name).get(key) if name in _names() else None
    if found is None:
        near = get_close_matches(key, figures(), n=3, cutoff=0.5)
        raise EngineError(f"no figure {key!r} in instances/{FOLDER}; nearest: {', '.join(near) or 'none'}")
    return found


@cache
def figures() -> Mapping[str, Figure]:
    """Give all figures of all files by key, in the order in which they are written."""
    return MappingProxyType({key: found for name in _names() for key, found in _file(name).items()})


@cache
def _names() -> tuple[str, ...]:
    folder = resources.files("instances") / FOLDER
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


@cache
def _file(name: str) -> Mapping[str, Figure]:
    text = (resources.files("instances") / FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    return read_figures(name, text)


def read_figures(name: str, text: str) -> Mapping[str, Figure]:
    """Read the text of one parameter file.

    Raises UnreadableDocument when it is not TOML (a table that stands twice is not), and InvalidField with every
    figure that lacks a field or has one of the wrong kind.
    """
    document = f"{FOLDER}/{name}.toml"
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableDocument(
            [Problem(document, 0, "", str(error), Wanted("geldige TOML", "valid TOML"))]
        ) from error
    problems: list[Problem] = []
    for table, content in tables.items():
        problems += (
            Problem(document, 0, f"{table}{field}", value, wanted) for field, value, wanted in _faults(content)
        )
    if problems:
        raise InvalidField(problems)
    return MappingProxyType(
        {
            f"{name}.{table}": Figure(f"{name}.{table}", **{**content, "status": Status(content["status"])})
            for table, content in tables.items()
        }
    )


def _faults(content: Any) -> list[tuple[str, str, Wanted]]:
    """Tell what is wrong with one figure: field (with a dot before it), value found, what was wanted."""
    if not isinstance(content, dict):
        return [
            (
                "",
                str(content),
                Wanted(
                    "een tabel met value, unit, source, date en status",
                    "a table with value, unit, source, date and status",
                ),
            )
        ]
    faults = []
    for field, (kind, wanted) in _FIELDS.items():
        if field not in content:
            faults.append((f".{field}", "", Wanted(f"{wanted.nl}; die ontbreekt", f"{wanted.en}; it is missing")))
        elif (
            not isinstance(content[field], kind) or content[field] == "" or isinstance(content[field], bool | datetime)
        ):
            faults.append((f".{field}", str(content[field]), wanted))
    if isinstance(content.get("status"), str) and content["status"] not in set(Status):
        faults.append((".status", content["status"], one_of(Status)))
    if not isinstance(content.get("note", ""), str):
        faults.append((".note", str(content["note"]), _FIELDS["unit"][1]))
    faults += [
        (f".{field}", "", Wanted("geen veld met deze naam", "no such field"))
        for field in content
        if field not in (*_FIELDS, "note")
    ]
    return faults


_FIELDS: dict[str, tuple[Any, Wanted]] = {
    "value": (
        (int, float, str, list, dict),
        Wanted("een getal, tekst, lijst of tabel", "a number, text, list or table"),
    ),
    "unit": (str, Wanted("tekst", "text")),
    "source": (str, Wanted("tekst", "text")),
    "date": (date, Wanted("een datum zoals 2026-01-31", "a date as in 2026-01-31")),
    "status": (str, one_of(Status)),
}
