"""Hours: a place asks no more hours than the person can work, by the week and by the day.

    shortfall = max(0, ⌈hours_min_w - hours_week_p⌉, ⌈hours_day_w - hours_day_p⌉)    ∀ pairs (p, w), hours

Unknown when the week or the day of the person is unknown and the known one fits.
Source: GGM BeschikbaarVoorArbeid, VUM werktijden.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="hours",
    number=13,
    nl="Belastbare uren",
    en="Hours that fit",
    unit="hours",
    needs=("participant.hours_week", "participant.hours_day", "workplace.hours_min", "workplace.hours_day"),
    mode=RuleMode.HARD,
    source="GGM BeschikbaarVoorArbeid; VUM werktijden",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De uren passen: de plek vraagt minstens {workplace.hours_min} uur per week en de deelnemer kan"
        " {participant.hours_week} uur.",
        misses="De plek vraagt {miss} meer dan de deelnemer kan werken"
        " ({participant.hours_week} uur per week, hoogstens {participant.hours_day} uur per dag).",
        unknown="Het is niet bekend hoeveel uur de deelnemer kan werken. De plek vraagt minstens"
        " {workplace.hours_min} uur per week.",
    ),
    en=Texts(
        fits="The hours fit: the place asks at least {workplace.hours_min} hours a week and the participant can do"
        " {participant.hours_week}.",
        misses="The place asks {miss} more than the participant can work"
        " ({participant.hours_week} hours a week, at most {participant.hours_day} hours a day).",
        unknown="It is not known how many hours the participant can work. The place asks at least"
        " {workplace.hours_min} hours a week.",
    ),
)
EXAMPLES = (
    Example("just enough hours", 0, {"hours_week": 24.0}, {"hours_min": 24.0}),
    Example(
        "twelve hours too many",
        12,
        {"hours_week": 20.0, "hours_day": 8.0},
        {"hours_min": 32.0},
        nl="De plek vraagt 12 uur meer dan de deelnemer kan werken (20 uur per week, hoogstens 8 uur per dag).",
    ),
    Example("the shift is two hours too long", 2, {"hours_day": 6.0}, {"hours_day": 8.0}),
    Example("half an hour too many counts as one", 1, {"hours_week": 23.5}, {"hours_min": 24.0}),
    Example("hours never asked", None, {"hours_week": None}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Hours that the place asks beyond what the person can work."""
    week = pairs.workplace("hours_min") - pairs.participant("hours_week")
    day = pairs.workplace("hours_day") - pairs.participant("hours_day")
    amount = np.ceil(np.maximum(np.fmax(np.fmax(week, day), 0), 0)).astype(np.int32)
    return Shortfall(amount, (np.isnan(week) | np.isnan(day)) & (amount == 0))
