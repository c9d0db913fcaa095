"""Urgency: who waits longer goes first; young people and people with positive sheltered advice wait for nobody.

    shortfall = 0                               if p is under 27 or has positive UWV advice that holds today
                max(0, 24 - months waiting_p)   otherwise                              ∀ pairs (p, w), months

Who has a place now does not wait: 0 months, unless the documents say since when.
A month is 30.4 days; under 27 by the year of birth (`law.youth_below_age`). So a person who waits longer loses fewer
points. Unknown when it is not known since when someone waits; then 12 months are counted, the middle.
Source: Participatiewet art. 10b (duty to place); regional ordinance; the 24 months are an assumption.
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import PlacementStatus, RuleMode, ValuePart, Word
from matching.better import Better, Way
from matching.data import DAYS_MONTH, UNKNOWN_DAY, MatchingData, placements
from matching.pairs import ADVICE_NEEDS, Pairs, advice_holds
from matching.rule import Card, Example, Sentences, Shortfall, Texts

LONG_WAIT_MONTHS = 24
CARD = Card(
    code="urgency",
    number=34,
    nl="Wachttijd en spoed",
    en="Waiting time and urgency",
    unit="months",
    needs=("participant.waiting_since", "participant.birth_year", *ADVICE_NEEDS, "placements"),
    mode=RuleMode.SOFT,
    source="Participatiewet art. 10b; regional ordinance; months are an assumption",
    weight=3.0,  # someone new loses 72 points to someone who waits two years: as much as half an hour of travel
    part=ValuePart.URGENCY,
    unknown_amount=12,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De deelnemer gaat voor: jong, met een advies voor beschut werk, of wacht al twee jaar of langer.",
        misses="{situation}. Wachttijd die meetelt: {waited_months}. Wie langer wacht, gaat iets voor.",
        unknown="Er staat nergens sinds wanneer de deelnemer op een plek wacht.",
    ),
    en=Texts(
        fits="The participant goes first: young, with advice for sheltered work, or waiting for two years or more.",
        misses="{situation}. Waiting time that counts: {waited_months}. Who waits longer goes a little first.",
        unknown="It is written nowhere since when the participant has been waiting for a place.",
    ),
)


class Situation(Word):
    """Whether someone waits."""

    WAITS = "waits", "De deelnemer wacht op een plek", "The participant is waiting for a place"
    PLACED = "placed", "De deelnemer heeft nu een plek", "The participant has a place now"


BETTER = (Better("participant.waiting_since", Way.LOWER, step=60),)
EXAMPLES = (
    Example("waits two years", 0, {"waiting_since": "2024-08-30"}),
    Example(
        "waits half a year",
        18,
        {"waiting_since": "2026-03-01"},
        nl="De deelnemer wacht op een plek. Wachttijd die meetelt: 6 maanden. Wie langer wacht, gaat iets voor.",
    ),
    Example("nearly six months count as six", 18, {"waiting_since": "2026-03-10"}),
    Example("came today", 24, {"waiting_since": "2026-09-01"}),
    Example("under 27", 0, {"waiting_since": "2026-03-01", "birth_year": 2000}),
    Example("turns 27 this year", 18, {"waiting_since": "2026-03-01", "birth_year": 1999}),
    Example(
        "sheltered advice",
        0,
        {"waiting_since": None, "sheltered_advice": "positive", "sheltered_advice_on": "2026-03-01"},
    ),
    Example(
        "sheltered advice that starts later",
        18,
        {"waiting_since": "2026-03-01", "sheltered_advice": "positive", "sheltered_advice_on": "2027-01-01"},
    ),
    Example(
        "has a place now",
        24,
        {"waiting_since": None},
        tables={"placements": ({"participant": "p", "workplace": "w", "status": "current", "start_on": "2026-01-01"},)},
        nl="De deelnemer heeft nu een plek. Wachttijd die meetelt: 0 maanden. Wie langer wacht, gaat iets voor.",
    ),
    Example("waiting time not known", None, {"waiting_since": None}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Months short of a long wait: the same for every place, so computed per person."""
    amount, unknown = pairs.data.remember(_per_person)
    placed = placements(pairs.data, PlacementStatus.CURRENT).lists[pairs.p]
    situation = np.array(tuple(Situation), object)[placed.astype(np.int8)]
    waited = LONG_WAIT_MONTHS - amount[pairs.p]
    return Shortfall(amount[pairs.p], unknown[pairs.p], {"waited_months": waited, "situation": situation})


def _per_person(data: MatchingData) -> tuple[np.ndarray, np.ndarray]:
    since, people = data.participants["waiting_since"], data.participants
    young = data.year - people["birth_year"] < figure("law.youth_below_age").number()
    first = young | data.remember(advice_holds)
    waited = np.clip(np.rint((data.today - since.astype(np.float64)) / DAYS_MONTH), 0, LONG_WAIT_MONTHS)
    placed = placements(data, PlacementStatus.CURRENT).lists
    waited = np.where((since == UNKNOWN_DAY) & placed, 0, waited)
    unknown = (since == UNKNOWN_DAY) & ~placed & ~first
    return np.where(first | unknown, 0, LONG_WAIT_MONTHS - waited).astype(np.int32), unknown
