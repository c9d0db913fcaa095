"""Courses as gap closers: which course makes the gap between a person and a place smaller, and by how much.

A course raises each skill that it teaches by one level. Offered are the courses with a start today or later that close
at least one percent, the one that closes most first, then the cheapest:

    before = missing_pw,  after_c = missing_pw with level_ps + 1 for each skill s that c teaches        ∀ courses c

both in percent of the work, the same numbers that the rule `skills` counts. A course that asks more Dutch than the
person has is told with that demand, and comes after the others.
"""

from datetime import date
from typing import Any

import numpy as np

from instances.schema.view import CourseStep
from instances.tables import SEPARATOR
from matching.coverage import COVERAGE_NEEDS, coverage, enough_dutch, upcoming
from matching.data import MatchingData, row_of
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.words import LANGUAGES, day, euro, quantity

TEXTS = {
    "nl": "Met de cursus {name} wordt het gat kleiner: van {before} naar {after} procent. De cursus begint op {start},"
    " duurt {weeks} en kost {price}.",
    "en": "With the course {name} the gap gets smaller: from {before} to {after} percent. The course starts on {start},"
    " takes {weeks} and costs {price}.",
}
DUTCH_FIRST = {
    "nl": " De cursus vraagt Nederlands op niveau {level}.",
    "en": " The course asks Dutch at level {level}.",
}


def gap_closers(opened: OpenInstance, p: int, w: int) -> tuple[CourseStep, ...]:
    """Courses that close part of the gap of participant p at workplace w; none where the rule `skills` is off."""
    if not opened.data.needs.issuperset(COVERAGE_NEEDS):
        return ()
    pair = Pairs(opened.data, np.array([p], np.int32), np.array([w], np.int32))
    now = coverage(pair)
    before = int(np.rint(now.missing[0]))
    if not before or now.unknown[0]:
        return ()
    found = []
    asked = opened.data.remember(_asked)[w]
    for one in opened.data.remember(_offers):
        taught = one["teaches"].split(SEPARATOR)
        if asked.isdisjoint(taught):
            continue
        after = int(np.rint(coverage(pair, taught).missing[0]))
        if after < before:
            ready = bool(enough_dutch(opened.data, one["min_dutch"])[p])
            found.append(_step(one, before, after, ready))
    return tuple(sorted(found, key=lambda step: (not step.enough_dutch, step.after, step.price_cents, step.course)))


def _asked(data: MatchingData) -> list[set[str]]:
    """The skills that each workplace asks."""
    asks, found = data.table("workplace_skills"), [set[str]() for _ in range(data.num_workplaces)]
    for w, skill in zip(row_of(data.instance, "workplaces", asks["workplace"]), asks["skill"], strict=True):
        found[w].add(skill)
    return found


def _offers(data: MatchingData) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in one.items()} for one in upcoming(data).to_dict("records")]


def _step(course: dict[str, object], before: int, after: int, ready: bool) -> CourseStep:
    start, cents, weeks = date.fromisoformat(str(course["start"])), int(str(course["price_cents"])), course["weeks"]
    told = {}
    for lang in LANGUAGES:
        told[lang] = TEXTS[lang].format(
            name=course[f"name_{lang}"], before=before, after=after, start=day(start, lang),
            weeks=quantity(int(str(weeks)), "weeks", lang), price=euro(cents, lang),
        )  # fmt: skip
        if not ready:
            told[lang] += DUTCH_FIRST[lang].format(level=course["min_dutch"])
    return CourseStep(
        course=str(course["id"]), before=before, after=after, start_on=start, price_cents=cents, enough_dutch=ready,
        nl=told["nl"], en=told["en"],
    )  # fmt: skip
