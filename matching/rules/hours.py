"""Hours: a place asks no more hours than the person can work, by the week and by the day.

    shortfall = max(0, ⌈hours_min_w - hours_week_p⌉, ⌈hours_day_w - hours_day_p⌉)    ∀ pairs (p, w), hours

Unknown when the place asks hours a week (or a day) of someone whose week (or day) is unknown, and the rest fits; what
is not asked need not be known.
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
        fits="De uren passen. Uren die de plek vraagt: {workplace.hours_min} per week. Uren die de deelnemer kan:"
        " {participant.hours_week} per week.",
        misses="De plek vraagt {miss} meer dan de deelnemer kan. Uren die de plek vraagt: {workplace.hours_min} per"
        " week, {workplace.hours_day} per dag. Uren die de deelnemer kan: {participant.hours_week} per week,"
        " {participant.hours_day} per dag.",
        unknown="Het is niet helemaal bekend hoeveel uur de deelnemer kan werken. Uren die de plek vraagt:"
        " {workplace.hours_min} per week, {workplace.hours_day} per dag. Uren die de deelnemer kan:"
        " {participant.hours_week} per week, {participant.hours_day} per dag.",
    ),
    en=Texts(
        fits="The hours fit. Hours that the place asks: {workplace.hours_min} a week. Hours that the participant can"
        " work: {participant.hours_week} a week.",
        misses="The place asks {miss} more than the participant can work. Hours that the place asks:"
        " {workplace.hours_min} a week, {workplace.hours_day} a day. Hours that the participant can work:"
        " {participant.hours_week} a week, {participant.hours_day} a day.",
        unknown="It is not fully known how many hours the participant can work. Hours that the place asks:"
        " {workplace.hours_min} a week, {workplace.hours_day} a day. Hours that the participant can work:"
        " {participant.hours_week} a week, {participant.hours_day} a day.",
    ),
)
EXAMPLES = (
    Example("just enough hours", 0, {"hours_week": 24.0}, {"hours_min": 24.0}),
    Example(
        "twelve hours too many",
        12,
        {"hours_week": 20.0, "hours_day": 8.0},
        {"hours_min": 32.0, "hours_day": 7.5},
        nl="De plek vraagt 12 uur meer dan de deelnemer kan. Uren die de plek vraagt: 32 per week, 7,5 per dag."
        " Uren die de deelnemer kan: 20 per week, 8 per dag.",
    ),
    Example("the shift is two hours too long", 2, {"hours_day": 6.0}, {"hours_day": 8.0}),
    Example("the shift is half an hour too long", 1, {"hours_day": 7.5}, {"hours_day": 8.0}),
    Example("half an hour too many counts as one", 1, {"hours_week": 23.5}, {"hours_min": 24.0}),
    Example("not known, but nothing is asked", 0, {"hours_week": None, "hours_day": None}, {"hours_min": 0.0}),
    Example("the day is not known, but only the week is asked", 0, {"hours_day": None}),
    Example("the week is not known, but the day misses", 2, {"hours_week": None, "hours_day": 6.0}, {"hours_day": 8.0}),
    Example("the day is asked, but not known", None, {"hours_day": None}, {"hours_day": 6.0}),
    Example("hours never asked", None, {"hours_week": None}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Hours that the place asks beyond what the person can work."""
    asked_week, asked_day = pairs.workplace("hours_min"), pairs.workplace("hours_day")
    week, day = asked_week - pairs.participant("hours_week"), asked_day - pairs.participant("hours_day")
    amount = np.ceil(np.fmax(np.fmax(week, day), 0)).astype(np.int32)
    unknown = (np.isnan(week) & (asked_week > 0)) | (np.isnan(day) & (asked_day > 0))
    return Shortfall(amount, unknown & (amount == 0))
