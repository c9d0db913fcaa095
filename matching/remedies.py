"""What can be changed to make a pair possible, and by which step: a stated list, so that "smallest" means something.

One `Remedy` is one field, a direction and a domain of steps. A field that several rules read stands in the list below;
a field that one rule reads alone may stand in that rule's own file, as its constant `REMEDIES`. A rule whose card
needs a field of this list has its remedies for nothing. Not in the list, on purpose: what a person refuses, what a
person can bear, the rights of Wsw employees, the law under which someone falls, and where people live and work.

A rule that may be overridden has one more remedy: a named person sets it aside for this pair, with a reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from math import ceil, floor
from typing import Any

import pandas as pd

from instances.tables import SEPARATOR, Column


class Way(Enum):
    """How a field is changed."""

    RAISE = "raise"
    LOWER = "lower"
    ADD = "add"
    REMOVE = "remove"
    SET = "set"


@dataclass(frozen=True)
class Remedy:
    """One field that can be changed, and how far this list looks.

    `field`: as rules name it, or a side table of the participant of which `item` is the column that counts.
    `step` in the unit of the field (minutes for a clock, days for a date, places in the list for a word); `most`: how
    many steps are looked at, for a list how many items. `to`: the value of SET. `dated`: a field that is set to the
    reference date along with it. `nl`, `en`: a clause with `{new}` and `{now}`, and `{items}` for a list.
    """

    field: str
    way: Way
    nl: str
    en: str
    step: float = 1
    most: int = 1
    to: Any = None
    dated: str = ""
    item: str = ""


REMEDIES: tuple[Remedy, ...] = (
    Remedy("participant.max_travel_minutes", Way.RAISE, "de reisgrens {new} minuten wordt (nu: {now})",
           "the travel limit becomes {new} minutes (now: {now})", step=5, most=24),
    Remedy("participant.modes", Way.ADD, "de deelnemer ook zo kan reizen: {items}",
           "the participant can also travel like this: {items}"),
    Remedy("participant.hours_week", Way.RAISE, "de deelnemer {new} uur per week kan werken (nu: {now})",
           "the participant can work {new} hours a week (now: {now})", most=20),
    Remedy("participant.hours_day", Way.RAISE, "de deelnemer {new} uur per dag kan werken (nu: {now})",
           "the participant can work {new} hours a day (now: {now})", step=0.5, most=12),
    Remedy("participant.days", Way.ADD, "de deelnemer ook kan op {items}", "the participant can also work on {items}",
           most=2),
    Remedy("participant.from_time", Way.LOWER, "de deelnemer om {new} kan beginnen (nu: {now})",
           "the participant can begin at {new} (now: {now})", step=15, most=12),
    Remedy("participant.until_time", Way.RAISE, "de deelnemer tot {new} kan werken (nu: {now})",
           "the participant can work until {new} (now: {now})", step=15, most=12),
    Remedy("participant.available_on", Way.LOWER, "de deelnemer al kan beginnen op {new} (nu: {now})",
           "the participant can begin on {new} (now: {now})", step=7, most=26),
    Remedy("workplace.hours_min", Way.LOWER, "de plek ook kan voor {new} uur per week (nu minstens: {now})",
           "the place is open for {new} hours a week (now at least: {now})", most=20),
    Remedy("workplace.hours_day", Way.LOWER, "de dienst op de plek {new} uur duurt (nu: {now})",
           "the shift on the place takes {new} hours (now: {now})", step=0.5, most=12),
    Remedy("workplace.days", Way.ADD, "er op de plek ook werk is op {items}", "the place also has work on {items}",
           most=2),
    Remedy("workplace.from_time", Way.RAISE, "het werk om {new} begint (nu: {now})",
           "the work begins at {new} (now: {now})", step=15, most=12),
    Remedy("workplace.from_time", Way.LOWER, "het werk om {new} begint (nu: {now})",
           "the work begins at {new} (now: {now})", step=15, most=12),
    Remedy("workplace.until_time", Way.LOWER, "het werk tot {new} duurt (nu: {now})",
           "the work ends at {new} (now: {now})", step=15, most=12),
    Remedy("workplace.until_time", Way.RAISE, "het werk tot {new} duurt (nu: {now})",
           "the work ends at {new} (now: {now})", step=15, most=12),
    Remedy("workplace.start_on", Way.LOWER, "de plek al begint op {new} (nu: {now})",
           "the place begins on {new} (now: {now})", step=7, most=26),
    Remedy("workplace.guidance_hours", Way.RAISE, "de plek {new} uur begeleiding per week geeft (nu: {now})",
           "the place gives {new} hours of guidance a week (now: {now})", step=0.5, most=20),
    Remedy("workplace.slots", Way.RAISE, "de plek voor {new} mensen is (nu: {now})",
           "the place is for {new} people (now: {now})", most=3),
    Remedy("workplace.price_cents", Way.LOWER, "de plek {new} kost (nu: {now})", "the place costs {new} (now: {now})",
           step=50_000, most=20),
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One field with a new cell, `steps` away from now; `remedy` says how it is told."""

    remedy: Remedy
    value: Any
    steps: int
    items: frozenset[str] = frozenset()

    @property
    def field(self) -> str:
        """The field as rules name it."""
        return self.remedy.field

    def exceeds(self, other: "Change") -> bool:
        """Whether this is a larger step of the same field in the same direction: a superset of items, or farther."""
        if self.remedy is not other.remedy:
            return False
        return self.items > other.items if self.items or other.items else self.steps > other.steps


OVERRIDE = "override."


def override(rule: str) -> Change:
    """A named person sets a rule aside."""
    return Change(
        Remedy(
            f"{OVERRIDE}{rule}", Way.SET, "iemand die dat mag, met een reden afwijkt van de regel: {rule}",
            "someone who may do so sets this rule aside with a reason: {rule}",
        ),
        rule, 1,
    )  # fmt: skip


def remedies_of(rules: Iterable[Any], fields: Iterable[str]) -> tuple[Remedy, ...]:
    """The remedies for some fields: of the common list, then those that the rules bring themselves."""
    asked = frozenset(fields)
    own = [remedy for rule in rules for remedy in getattr(rule, "REMEDIES", ())]
    return tuple(remedy for remedy in (*REMEDIES, *own) if remedy.field in asked)


def changes(remedy: Remedy, column: Column, now: Any) -> Sequence[Change]:
    """The domain of a remedy: every new cell that it looks at, the nearest first.

    `now` is the cell as it stands; for a side table, the items that the person has, joined as in a list.
    """
    if remedy.way is Way.SET:
        return () if now == remedy.to else (Change(remedy, remedy.to, 1),)
    if remedy.way in (Way.ADD, Way.REMOVE):
        return _lists(remedy, column, now)
    scale = _SCALES.get(column.kind, _numbers)
    return tuple(Change(remedy, value, steps) for steps, value in enumerate(scale(remedy, column, now), 1))


def _lists(remedy: Remedy, column: Column, now: str) -> Sequence[Change]:
    has = now.split(SEPARATOR) if now else []
    assert column.words is not None
    open_to = [word.value for word in column.words if (word.value in has) == (remedy.way is Way.REMOVE)]
    found = []
    for size in range(1, remedy.most + 1):
        for items in combinations(open_to, size):
            after = [item for item in has if item not in items] if remedy.way is Way.REMOVE else [*has, *items]
            value = SEPARATOR.join(items if remedy.item else after)
            found.append(Change(remedy, value, size, frozenset(items)))
    return found


def _numbers(remedy: Remedy, column: Column, now: Any) -> list[Any]:
    """Whole multiples of the step beyond the present number; an unknown number is looked at from the least on."""
    low = column.minimum or 0.0
    high = float("inf") if column.maximum is None else column.maximum
    at = low if pd.isna(now) else float(now)
    if remedy.way is Way.RAISE:
        first = (floor(at / remedy.step + 1e-9) + 1) * remedy.step
        values = [first + k * remedy.step for k in range(remedy.most)]
    elif pd.isna(now):
        return []
    else:
        first = (ceil(at / remedy.step - 1e-9) - 1) * remedy.step
        values = [first - k * remedy.step for k in range(remedy.most)]
    kept = [value for value in values if low <= value <= high]
    return [int(value) for value in kept] if column.kind == "integer" else kept


def _clocks(remedy: Remedy, _column: Column, now: Any) -> list[str]:
    """Later or earlier on the same day; an unknown time is any time already."""
    if pd.isna(now):
        return []
    at, sign = int(now[:2]) * 60 + int(now[3:]), 1 if remedy.way is Way.RAISE else -1
    times = [at + sign * k * int(remedy.step) for k in range(1, remedy.most + 1)]
    return [f"{time // 60:02d}:{time % 60:02d}" for time in times if 0 <= time < 24 * 60]


def _words(remedy: Remedy, column: Column, now: Any) -> list[str]:
    """Further along the list of words; an unknown word has no place in it."""
    assert column.words is not None
    words = [word.value for word in column.words]
    if pd.isna(now):
        return []
    at = words.index(now)
    further = words[at + 1 :] if remedy.way is Way.RAISE else words[:at][::-1]
    return further[: remedy.most]


def _dates(remedy: Remedy, _column: Column, now: Any) -> list[pd.Timestamp]:
    if pd.isna(now):
        return []
    sign = 1 if remedy.way is Way.RAISE else -1
    return [pd.Timestamp(now) + pd.Timedelta(days=sign * k * remedy.step) for k in range(1, remedy.most + 1)]


_SCALES: Mapping[str, Any] = {"clock": _clocks, "word": _words, "date": _dates}
