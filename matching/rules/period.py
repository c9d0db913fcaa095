"""Period: the person can begin before the place stops, and a course still has a group to begin with.

    first_pw  = the latest of today, the start of w and the day that p is free; for a course, its first start date
                on or after that day
    shortfall = max(0, first_pw - end_w)          ∀ pairs (p, w), days; an unknown end is no end
                first_pw - last start date        where the course of w has start dates and none is left

A course without start dates begins whenever someone comes. Source: nature of the place.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from instances.schema.vocabulary import RuleMode, Word
from instances.tables import SEPARATOR
from matching.data import UNKNOWN_DAY, Ints, MatchingData
from matching.pairs import START_NEEDS, Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="period",
    number=18,
    nl="Begin en einde van de plek",
    en="Start and end of the place",
    unit="days",
    needs=(*START_NEEDS, "workplace.end_on", "workplace.course", "courses"),
    mode=RuleMode.HARD,
    source="nature of the place",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De deelnemer kan hier op tijd beginnen: op {first_on}.",
        misses="De deelnemer kan hier pas beginnen op {first_on}. Dat is {miss} na {too_late}.",
    ),
    en=Texts(
        fits="The participant can begin here in time: on {first_on}.",
        misses="The participant can only begin here on {first_on}. That is {miss} after {too_late}.",
    ),
)


class Last(Word):
    """What comes too early for the person."""

    DAY = "day", "de laatste dag van de plek", "the last day of the place"
    GROUP = "group", "de laatste startdatum van de cursus", "the last start date of the course"


def _course(*start_dates: str) -> dict[str, Any]:
    return {"courses": ({"id": "k", "name_nl": "Cursus", "name_en": "Course", "weeks": 8, "start_dates": start_dates},)}


TRAINING = {"kind": "training", "course": "k"}
EXAMPLES = (
    Example("no end", 0, nl="De deelnemer kan hier op tijd beginnen: op 1 september 2026."),
    Example("begins on the last day", 0, {"available_on": "2026-10-01"}, {"end_on": "2026-10-01"}),
    Example(
        "the place stopped a month before",
        31,
        {"available_on": "2026-11-01"},
        {"end_on": "2026-10-01"},
        nl="De deelnemer kan hier pas beginnen op 1 november 2026. Dat is 31 dagen na de laatste dag van de plek.",
    ),
    Example("a course without start dates", 0, {}, TRAINING, tables=_course()),
    Example("a group begins today", 0, {}, TRAINING, tables=_course("2026-09-01", "2026-02-02")),
    Example("a group begins later", 0, {}, {**TRAINING, "end_on": "2026-11-02"}, tables=_course("2026-11-02")),
    Example(
        "the next group begins after the place stopped",
        1,
        {},
        {**TRAINING, "end_on": "2026-11-01"},
        tables=_course("2026-11-02"),
    ),
    Example(
        "the last group has begun",
        4,
        {},
        TRAINING,
        tables=_course("2026-08-28", "2026-02-02"),
        nl="De deelnemer kan hier pas beginnen op 1 september 2026. Dat is 4 dagen na de laatste startdatum van de"
        " cursus.",
    ),
)
WIDTH = 2**32  # a day lies well within


def shortfall(pairs: Pairs) -> Shortfall:
    """Days after the end, or after the last group."""
    keys, last = pairs.data.remember(_groups)
    course = pairs.workplace("course")
    first, end = pairs.start.astype(np.int64), pairs.workplace("end_on")
    gone = (last[course] != UNKNOWN_DAY) & (first > last[course])
    coming = np.flatnonzero((last[course] != UNKNOWN_DAY) & ~gone)
    base = course[coming].astype(np.int64) * WIDTH
    first[coming] = keys[np.searchsorted(keys, base + first[coming])] - base
    after_end = np.where(end == UNKNOWN_DAY, 0, np.maximum(first - end, 0))
    amount = np.where(gone, first - last[course], after_end).astype(np.int32)
    return Shortfall(amount, facts={"first_on": first, "too_late": np.array(tuple(Last), object)[gone.astype(np.int8)]})


def _groups(data: MatchingData) -> tuple[NDArray[np.int64], Ints]:
    """Start dates of all courses as sorted keys, course x WIDTH + day, and the last of each course, int32 (C + 1,).

    The last is UNKNOWN_DAY for a course without start dates, and at the end for no course at all (-1).
    """
    texts = data.table("courses")["start_dates"]
    starts = [np.array(text.split(SEPARATOR) if text else [], "datetime64[D]").astype(np.int64) for text in texts]
    keys = np.sort(np.concatenate([row * WIDTH + days for row, days in enumerate(starts)] or [np.empty(0, np.int64)]))
    last = [max(days, default=UNKNOWN_DAY) for days in starts]
    return keys, np.array([*last, UNKNOWN_DAY], np.int32)
