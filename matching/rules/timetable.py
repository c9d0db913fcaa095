"""Timetable: on the days that person and place share, there is enough time between their hours.

    overlap_pw = hours between the later start and the earlier end of person and place on one day, at least 0
    week_pw    = (number of days that p and w share) x min(overlap_pw, hours_day_p)
    shortfall  = ⌈max(0, hours_min_w - week_pw, shift_w - overlap_pw)⌉, at least 1 where week_pw = 0

∀ pairs (p, w), hours; shift_w is the length of a shift that everyone works (`hours_day`, 0 = none). Unknown when the
place asks hours a week, the longest working day of the person is not known and the rest fits.
Source: care for children and others at home.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.pairs import WINDOW_NEEDS, Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="timetable",
    number=14,
    nl="Rooster en zorg thuis",
    en="Timetable and care at home",
    unit="hours",
    needs=(
        *WINDOW_NEEDS,
        "participant.days",
        "participant.hours_day",
        "workplace.days",
        "workplace.hours_min",
        "workplace.hours_day",
    ),
    mode=RuleMode.HARD,
    source="general knowledge: care for children and others at home",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Het rooster past: de plek werkt van {workplace.from_time} tot {workplace.until_time} op"
        " {workplace.days}.",
        misses="Het rooster past niet: er is {miss} te weinig. De plek werkt van {workplace.from_time} tot"
        " {workplace.until_time} op {workplace.days}. Aantal dagen waarop het allebei kan: {days_shared}."
        " Uren per dag: {hours_each}.",
        unknown="Het is niet bekend hoeveel uur per dag de deelnemer kan werken. Daardoor is niet zeker of het rooster"
        " past.",
    ),
    en=Texts(
        fits="The timetable fits: the place works from {workplace.from_time} to {workplace.until_time} on"
        " {workplace.days}.",
        misses="The timetable does not fit: it is {miss} short. The place works from {workplace.from_time} to"
        " {workplace.until_time} on {workplace.days}. Number of days that suit both: {days_shared}."
        " Hours a day: {hours_each}.",
        unknown="It is not known how many hours a day the participant can work. So it is not certain that the timetable"
        " fits.",
    ),
)
SCHOOL = {"from_time": "08:45", "until_time": "14:45"}
EXAMPLES = (
    Example("school hours, three days of six hours", 0, {**SCHOOL, "days": ("mon", "tue", "thu")}, {"hours_min": 18}),
    Example(
        "two days of six hours for sixteen",
        4,
        {**SCHOOL, "days": ("mon", "tue")},
        {"hours_min": 16},
        nl="Het rooster past niet: er is 4 uur te weinig. De plek werkt van 08:00 tot 17:00 op maandag tot"
        " en met vrijdag. Aantal dagen waarop het allebei kan: 2. Uren per dag: 6.",
    ),
    Example("the shift is half an hour too long", 1, SCHOOL, {"hours_day": 6.5}),
    Example("no day in common", 1, {}, {"days": ("sat",), "hours_min": 0}),
    Example("the hours of the day do not meet", 1, {"until_time": "12:00"}, {"from_time": "13:00", "hours_min": 0}),
    Example("one hour is something", 0, {"days": ("mon",), "until_time": "09:00"}, {"hours_min": 0}),
    Example("a night shift, free all night", 0, {}, {"from_time": "22:00", "until_time": "06:00", "hours_day": 8}),
    Example("a night shift, home at half past two", 4, {"until_time": "02:30", "from_time": "20:00"},
            {"from_time": "22:00", "until_time": "06:00", "hours_day": 8}),
    Example("free over midnight, work after it", 0, {"from_time": "22:00", "until_time": "06:00"},
            {"from_time": "00:00", "until_time": "06:00", "hours_day": 6}),
    Example("free until midnight, work after it", 1, {"from_time": "18:00", "until_time": "00:00"},
            {"from_time": "00:00", "until_time": "06:00", "hours_min": 0}),
    Example("longest working day not known, but no hours are asked", 0, {"hours_day": None}, {"hours_min": 0}),
    Example("longest working day not known", None, {"hours_day": None}),
)  # fmt: skip


def shortfall(pairs: Pairs) -> Shortfall:
    """Hours that are missing, in the week or in the shift."""
    start, end = pairs.window
    overlap = np.maximum(end - start, 0).astype(np.float32) / 60
    longest = pairs.participant("hours_day")
    each = np.fmin(overlap, longest)
    shared = np.bitwise_count(pairs.participant("days") & pairs.workplace("days"))
    week, asked = shared * each, pairs.workplace("hours_min")
    missing = np.maximum(asked - week, pairs.workplace("hours_day") - overlap)
    amount = np.ceil(np.maximum(missing, week <= 0)).astype(np.int32)
    unknown = np.isnan(longest) & (asked > 0) & (amount == 0)
    return Shortfall(amount, unknown, {"days_shared": shared, "hours_each": each})
