"""Transport at shift times: the way to travel that makes the place reachable also runs when the work starts and ends.

    shortfall = ⌈max(0, shift minutes_pw - max(limit_p, minutes_pw))⌉        ∀ pairs (p, w), minutes one way

minutes_pw: fastest journey at any hour; shift minutes_pw: fastest journey among the ways to travel that run when the
person leaves home and when the work ends (Sunday hours where they share no other day); limit_p as in rule 11. By
how much a place is too far at any hour is a matter for rule 11; an override there does not hide what is missed here.
Source: no timetable; `travel.transit_*`.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.pairs import JOURNEY_NEEDS, LIMIT_NEEDS, SHIFT_NEEDS, Pairs, personal_limit_minutes
from matching.rule import NEVER, Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="shift_transport",
    number=12,
    nl="Vervoer op werktijden",
    en="Transport at working hours",
    unit="minutes",
    needs=(*JOURNEY_NEEDS, *LIMIT_NEEDS, *SHIFT_NEEDS),
    mode=RuleMode.HARD,
    source="general knowledge; hours of public transport are assumptions",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De werktijden maken de reis niet lastiger.",
        misses="De deelnemer kan hier {missing_mode} komen, maar niet op de werktijden ({workplace.from_time} tot"
        " {workplace.until_time}). Anders duurt de reis {travel_minutes}, en dat is {miss} te lang.",
    ),
    en=Texts(
        fits="The working hours do not make the journey harder.",
        misses="The participant can get here {missing_mode}, but not at the working hours ({workplace.from_time} to"
        " {workplace.until_time}). Otherwise the journey takes {travel_minutes}, which is {miss} too long.",
    ),
)
BUS = {"modes": ("public_transport",)}
HALF = tuple(
    {"origin": "6211", "destination": "6231", "mode": mode, "minutes": minutes, "source": "example"}
    for mode, minutes in (("walk", 80.5), ("public_transport", 20))
)
SUNDAY = {"days": ("sat", "sun"), "from_time": "07:30"}
EXAMPLES = (
    Example("the bus runs", 0, BUS),
    Example(
        "work starts before the first bus",
        50,
        BUS,
        {"from_time": "05:30"},
        nl="De deelnemer kan hier met het openbaar vervoer komen, maar niet op de werktijden (05:30 tot 17:00)."
        " Anders duurt de reis 110 minuten, en dat is 50 minuten te lang.",
    ),
    Example("in time only just within the limit", 90, {**BUS, "max_travel_minutes": 20}, {"from_time": "05:30"}),
    Example("half a minute counts as one", 21, BUS, {"from_time": "05:30"}, tables={"travel_times": HALF}),
    Example("the first bus leaves too late to be there at half past six", 50, BUS, {"from_time": "06:30"}),
    Example("the first bus brings a person in time", 0, BUS, {"from_time": "06:35"}),
    Example("work ends after the last bus", 50, BUS, {"from_time": "15:00", "until_time": "23:45"}),
    Example("but this person goes home earlier", 0, {**BUS, "until_time": "21:00"}, {"until_time": "23:45"}),
    Example("on Sundays the bus starts later", 50, {**BUS, "days": ("sun",)}, SUNDAY),
    Example("can come on Saturdays instead", 0, {**BUS, "days": ("sat", "sun")}, SUNDAY),
    Example("a bike always runs", 0, {}, {"from_time": "05:30"}),
    Example("too far at any hour is another rule", 0, {**BUS, "max_travel_minutes": 10}),
    Example("too far at any hour, and farther still at this one", 90, {**BUS, "max_travel_minutes": 10},
            {"from_time": "05:30"}),
    Example(
        "limited mobility", 80, {**BUS, "limited_mobility": True, "max_travel_minutes": None}, {"from_time": "05:30"}
    ),
)  # fmt: skip


def shortfall(pairs: Pairs) -> Shortfall:
    """Minutes one way too many when only what runs at the working hours counts."""
    any_hour, at_shift = pairs.journey, pairs.shift_journey
    limit = pairs.data.remember(personal_limit_minutes)[pairs.p]
    slower = at_shift.minutes > any_hour.minutes
    over = np.where(slower, at_shift.minutes, 0) - np.maximum(limit, any_hour.minutes)
    amount = np.ceil(np.clip(over, 0, NEVER)).astype(np.int32)
    missing = np.where(slower, any_hour.mode, np.int8(-1))
    return Shortfall(amount, facts={"missing_mode": missing, "travel_minutes": at_shift.minutes})
