"""What makes a pair better: which change of which field, which way. Stated once, field by field.

Everyone who asks what is better reads it here: the answers to "why not" and the openings of an empty place propose
these changes, and the tests try each of them on random instances: no rule may count more against any pair after it.
A field that several rules read stands in the list below; a field that one rule reads alone stands in that rule's own
file, as its constant `BETTER`. A rule whose card needs a field of this list has its changes for nothing. What is better
for other rules may count against one on purpose; that one says so, as its constant `AGAINST`.

Only a change with words is proposed. Without words, on purpose: what a person refuses or can bear, how far someone is,
and what time has settled. Not here at all: the rights of Wsw employees, the law under which someone falls, and where
people live and work. A field that is listed both ways has no better side; then a change is tried, nothing is promised.

A rule that may be overridden has one more change: a named person sets it aside for this pair, with a reason.
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
class Better:
    """One field, which way it is better, and how far an answer looks.

    `field`: as rules name it, or a column of a side table, or a side table of the participant of which `item` is the
    column that counts. `nl`, `en`: a clause with `{new}` and `{now}`, and `{items}` for a list; "" where nobody can be
    asked for it. `step` in the unit of the field (minutes for a clock, days for a date, places in the list for a word);
    `most`: how many steps are looked at, for a list how many items. `to`: the value of SET. `dated`: a field that is
    set to the reference date along with it.
    """

    field: str
    way: Way
    nl: str = ""
    en: str = ""
    step: float = 1
    most: int = 1
    to: Any = None
    dated: str = ""
    item: str = ""


BETTER: tuple[Better, ...] = (
    Better("participant.max_travel_minutes", Way.RAISE, "de reisgrens {new} minuten wordt (nu: {now})",
           "the travel limit becomes {new} minutes (now: {now})", step=5, most=24),
    Better("participant.modes", Way.ADD, "de deelnemer ook zo kan reizen: {items}",
           "the participant can also travel like this: {items}"),
    Better("participant.hours_week", Way.RAISE, "de deelnemer {new} uur per week kan werken (nu: {now})",
           "the participant can work {new} hours a week (now: {now})", most=20),
    Better("participant.hours_day", Way.RAISE, "de deelnemer {new} uur per dag kan werken (nu: {now})",
           "the participant can work {new} hours a day (now: {now})", step=0.5, most=12),
    Better("participant.days", Way.ADD, "de deelnemer ook kan op {items}", "the participant can also work on {items}",
           most=2),
    Better("participant.from_time", Way.LOWER, "de deelnemer om {new} kan beginnen (nu: {now})",
           "the participant can begin at {new} (now: {now})", step=15, most=12),
    Better("participant.until_time", Way.RAISE, "de deelnemer tot {new} kan werken (nu: {now})",
           "the participant can work until {new} (now: {now})", step=15, most=12),
    Better("participant.available_on", Way.LOWER, "de deelnemer al kan beginnen op {new} (nu: {now})",
           "the participant can begin on {new} (now: {now})", step=7, most=26),
    Better("workplace.hours_min", Way.LOWER, "de plek ook kan voor {new} uur per week (nu minstens: {now})",
           "the place is open for {new} hours a week (now at least: {now})", most=20),
    Better("workplace.hours_day", Way.LOWER, "de dienst op de plek {new} uur duurt (nu: {now})",
           "the shift on the place takes {new} hours (now: {now})", step=0.5, most=12),
    Better("workplace.days", Way.ADD, "er op de plek ook werk is op {items}", "the place also has work on {items}",
           most=2),
    Better("workplace.from_time", Way.RAISE, "het werk om {new} begint (nu: {now})",
           "the work begins at {new} (now: {now})", step=15, most=12),
    Better("workplace.from_time", Way.LOWER, "het werk om {new} begint (nu: {now})",
           "the work begins at {new} (now: {now})", step=15, most=12),
    Better("workplace.until_time", Way.LOWER, "het werk tot {new} duurt (nu: {now})",
           "the work ends at {new} (now: {now})", step=15, most=12),
    Better("workplace.until_time", Way.RAISE, "het werk tot {new} duurt (nu: {now})",
           "the work ends at {new} (now: {now})", step=15, most=12),
    Better("workplace.start_on", Way.LOWER, "de plek al begint op {new} (nu: {now})",
           "the place begins on {new} (now: {now})", step=7, most=26),
    Better("workplace.guidance_hours", Way.RAISE, "de plek {new} uur begeleiding per week geeft (nu: {now})",
           "the place gives {new} hours of guidance a week (now: {now})", step=0.5, most=20),
    Better("workplace.slots", Way.RAISE, "de plek voor {new} mensen is (nu: {now})",
           "the place is for {new} people (now: {now})", most=3),
    Better("workplace.price_cents", Way.LOWER, "de plek {new} kost (nu: {now})", "the place costs {new} (now: {now})",
           step=50_000, most=20),
    Better("participant.dutch", Way.RAISE, "de deelnemer Nederlands leert tot niveau {new} (nu: {now})",
           "the participant learns Dutch up to level {new} (now: {now})", most=6),
    Better("participant.sheltered_advice", Way.SET, "UWV een positief advies voor beschut werk geeft (nu: {now})",
           "UWV gives positive advice on sheltered work (now: {now})", to="positive", dated="sheltered_advice_on"),
    Better("workplace.temporary_months", Way.LOWER, "de plek {new} maanden duurt (nu: {now})",
           "the place lasts {new} months (now: {now})", most=12),
    Better("workplace.end_on", Way.RAISE, "de plek langer duurt, tot {new} (nu: {now})",
           "the place lasts longer, until {new} (now: {now})", step=7, most=26),
    Better("workplace.kind", Way.SET, to="regular"),
    Better("workplace.hours_max", Way.RAISE, step=4),
    Better("participant.guidance_hours", Way.LOWER, step=0.5),
    Better("participant.avoided_lines", Way.REMOVE),
    Better("participant.limited_mobility", Way.SET, to=False),
    Better("participant_skills.level", Way.RAISE),
    Better("workplace_skills.level", Way.LOWER),
    Better("courses.min_dutch", Way.LOWER, most=6),
    Better("placements.end_on", Way.SET, to="2000-01-03"),  # too long ago to go on from
    Better("organisation.successor_of", Way.SET, to="mtb"),  # all one company: nobody hands over
    Better("travel_times.minutes", Way.LOWER, step=10),
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One field with a new cell, `steps` away from now; `better` says how it is told."""

    better: Better
    value: Any
    steps: int
    items: frozenset[str] = frozenset()

    @property
    def field(self) -> str:
        """The field as rules name it."""
        return self.better.field

    def exceeds(self, other: "Change") -> bool:
        """Whether this is a larger step of the same field in the same direction: a superset of items, or farther."""
        if self.better is not other.better:
            return False
        return self.items > other.items if self.items or other.items else self.steps > other.steps


OVERRIDE = "override."


def override(rule: str) -> Change:
    """A named person sets a rule aside."""
    return Change(
        Better(
            f"{OVERRIDE}{rule}", Way.SET, "iemand die dat mag, met een reden afwijkt van de regel: {rule}",
            "someone who may do so sets this rule aside with a reason: {rule}",
        ),
        rule, 1,
    )  # fmt: skip


def all_better(rules: Iterable[Any]) -> tuple[Better, ...]:
    """Every change for the better: of the list above, then those of the rules themselves."""
    return (*BETTER, *(better for rule in rules for better in getattr(rule, "BETTER", ())))


def proposals(rules: Iterable[Any], fields: Iterable[str]) -> tuple[Better, ...]:
    """The changes of some fields that can be proposed to people."""
    asked = frozenset(fields)
    return tuple(better for better in all_better(rules) if better.nl and better.field in asked)


def changes(better: Better, column: Column, now: Any) -> Sequence[Change]:
    """The domain of one way to better a field: every new cell that it looks at, the nearest first.

    `now` is the cell as it stands; for a side table, the items that the person has, joined as in a list.
    """
    if better.way is Way.SET:
        return () if now == better.to else (Change(better, better.to, 1),)
    if better.way in (Way.ADD, Way.REMOVE):
        return _lists(better, column, now)
    scale = _SCALES.get(column.kind, _numbers)
    return tuple(Change(better, value, steps) for steps, value in enumerate(scale(better, column, now), 1))


def _lists(better: Better, column: Column, now: str) -> Sequence[Change]:
    has = now.split(SEPARATOR) if now else []
    assert column.words is not None
    open_to = [word.value for word in column.words if (word.value in has) == (better.way is Way.REMOVE)]
    found = []
    for size in range(1, better.most + 1):
        for items in combinations(open_to, size):
            after = [item for item in has if item not in items] if better.way is Way.REMOVE else [*has, *items]
            value = SEPARATOR.join(items if better.item else after)
            found.append(Change(better, value, size, frozenset(items)))
    return found


def _numbers(better: Better, column: Column, now: Any) -> list[Any]:
    """Whole multiples of the step beyond the present number; an unknown number is looked at from the least on."""
    low = column.minimum or 0.0
    high = float("inf") if column.maximum is None else column.maximum
    at = low if pd.isna(now) else float(now)
    if better.way is Way.RAISE:
        first = (floor(at / better.step + 1e-9) + 1) * better.step
        values = [first + k * better.step for k in range(better.most)]
    elif pd.isna(now):
        return []
    else:
        first = (ceil(at / better.step - 1e-9) - 1) * better.step
        values = [first - k * better.step for k in range(better.most)]
    kept = [value for value in values if low <= value <= high]
    return [int(value) for value in kept] if column.kind == "integer" else kept


def _clocks(better: Better, _column: Column, now: Any) -> list[str]:
    """Later or earlier on the same day; an unknown time is any time already."""
    if pd.isna(now):
        return []
    at, sign = int(now[:2]) * 60 + int(now[3:]), 1 if better.way is Way.RAISE else -1
    times = [at + sign * k * int(better.step) for k in range(1, better.most + 1)]
    return [f"{time // 60:02d}:{time % 60:02d}" for time in times if 0 <= time < 24 * 60]


def _words(better: Better, column: Column, now: Any) -> list[str]:
    """Further along the list of words; an unknown word has no place in it."""
    assert column.words is not None
    words = [word.value for word in column.words]
    if pd.isna(now):
        return []
    at = words.index(now)
    further = words[at + 1 :] if better.way is Way.RAISE else words[:at][::-1]
    return further[: better.most]


def _dates(better: Better, _column: Column, now: Any) -> list[pd.Timestamp]:
    if pd.isna(now):
        return []
    sign = 1 if better.way is Way.RAISE else -1
    return [pd.Timestamp(now) + pd.Timedelta(days=sign * k * better.step) for k in range(1, better.most + 1)]


_SCALES: Mapping[str, Any] = {"clock": _clocks, "word": _words, "date": _dates}
