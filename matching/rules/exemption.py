"""Exemption: who is exempt from the duty to work is not placed before the exemption ends.

    shortfall = max(0, exempt_until_p + 1 - first_pw)      ∀ pairs (p, w), days

first_pw: the latest of today, the start of w and the day that p is free. Who wants to work all the same asks the
municipality to end the exemption; that is a decision on the benefit, not on this place, so no override here. A lasting
exemption has a day far ahead. Source: Participatiewet art. 9 and 9a; GGM (Ontheffing, VrijstellingArbeidsplicht).
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.data import UNKNOWN_DAY
from matching.pairs import START_NEEDS, Pairs
from matching.rule import NEVER, Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="exemption",
    number=38,
    nl="Ontheffing of vrijstelling",
    en="Exemption from the duty to work",
    unit="days",
    needs=("participant.exempt_until", *START_NEEDS),
    mode=RuleMode.HARD,
    source="Participatiewet art. 9 and 9a; GGM",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De deelnemer heeft geen ontheffing van de plicht om te werken, of die is dan voorbij.",
        misses="De deelnemer heeft een ontheffing van de plicht om te werken tot en met {participant.exempt_until}."
        " Deze plek begint op {first_on}, {miss} te vroeg.",
    ),
    en=Texts(
        fits="The participant has no exemption from the duty to work, or it is over by then.",
        misses="The participant is exempt from the duty to work until {participant.exempt_until}. This place begins on"
        " {first_on}, {miss} too early.",
    ),
)
AGAINST = ("participant.available_on", "workplace.start_on")  # beginning sooner is what this rule forbids
EXAMPLES = (
    Example("no exemption", 0),
    Example("ended yesterday", 0, {"exempt_until": "2026-08-31"}),
    Example("the place begins when it is over", 0, {"exempt_until": "2026-09-30"}, {"start_on": "2026-10-01"}),
    Example("free when it is over", 0, {"exempt_until": "2026-09-30", "available_on": "2026-10-01"}),
    Example("ends today", 1, {"exempt_until": "2026-09-01"}),
    Example(
        "ends in a month",
        30,
        {"exempt_until": "2026-09-30"},
        nl="De deelnemer heeft een ontheffing van de plicht om te werken tot en met 30 september 2026. Deze plek begint"
        " op 1 september 2026, 30 dagen te vroeg.",
    ),
    Example("a lasting exemption", NEVER, {"exempt_until": "2199-12-31"}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Days that come too early."""
    until, first = pairs.participant("exempt_until"), pairs.start
    early = until.astype(np.int64) + 1 - first
    amount = np.where(until == UNKNOWN_DAY, 0, np.clip(early, 0, NEVER)).astype(np.int32)
    return Shortfall(amount, facts={"first_on": first})
