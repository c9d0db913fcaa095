"""Sheltered work only with advice: a structural sheltered place needs positive UWV advice.

    shortfall = 1  if w is a sheltered place without an end, p has no Wsw contract, and the UWV advice on p is not
                   positive at the reference date;  0 otherwise                        ∀ pairs (p, w), yes or no

A place is sheltered by its kind, or because the purse for sheltered work pays for it (a secondment with shelter).
A temporary protected place (`temporary_months`) needs no advice, see rule 4. Unknown, and then blocked, when it is not
known what UWV advised or when.
Source: Participatiewet art. 10b; Kamerbrief 23 May 2019.
"""

import numpy as np

from instances.schema.vocabulary import OnUnknown, RuleMode
from matching.data import IS_WSW, UNKNOWN_DAY
from matching.pairs import ADVICE_NEEDS, IS_POSITIVE, SHELTER_NEEDS, Pairs, advice_holds
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="sheltered_advice",
    number=3,
    nl="Beschut werk met advies van UWV",
    en="Sheltered work with UWV advice",
    unit="",
    needs=("participant.regime", *ADVICE_NEEDS, *SHELTER_NEEDS),
    mode=RuleMode.HARD,
    source="Participatiewet art. 10b; Kamerbrief 23 May 2019",
    unknown=OnUnknown.BLOCK,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Voor deze plek is een advies van UWV over beschut werk niet nodig, of het is er al.",
        misses="Deze plek ({workplace.kind}) is beschut en kan alleen met een positief advies van UWV dat al geldt."
        " Advies: {participant.sheltered_advice}. Datum van het advies: {participant.sheltered_advice_on}.",
        unknown="Deze plek ({workplace.kind}) is beschut en kan alleen met een positief advies van UWV."
        " Advies: {participant.sheltered_advice}. Datum van het advies: {participant.sheltered_advice_on}."
        " Vraag dit eerst na.",
    ),
    en=Texts(
        fits="This place needs no UWV advice on sheltered work, or the advice is there.",
        misses="This place ({workplace.kind}) is sheltered and only possible with positive advice from UWV that"
        " already holds. Advice: {participant.sheltered_advice}."
        " Date of the advice: {participant.sheltered_advice_on}.",
        unknown="This place ({workplace.kind}) is sheltered and only possible with positive advice from UWV. Advice:"
        " {participant.sheltered_advice}. Date of the advice: {participant.sheltered_advice_on}. Ask for this first.",
    ),
)
INSIDE = {"kind": "sheltered_inside"}
EXAMPLES = (
    Example("no sheltered place", 0, {"sheltered_advice": "negative"}),
    Example("positive advice", 0, {"sheltered_advice": "positive", "sheltered_advice_on": "2026-03-01"}, INSIDE),
    Example("advice of today", 0, {"sheltered_advice": "positive", "sheltered_advice_on": "2026-09-01"}, INSIDE),
    Example("Wsw needs no advice", 0, {"regime": "wsw_mtb", "wsw_voluntary_move": True}, INSIDE),
    Example("temporary protected place", 0, {}, {**INSIDE, "temporary_months": 6, "next_step": "regular"}),
    Example(
        "a secondment with shelter", 1, {"sheltered_advice": "none"}, {"kind": "secondment", "stream": "sheltered"}
    ),
    Example("advice was never requested", 1, {"sheltered_advice": "none"}, INSIDE),
    Example(
        "negative advice",
        1,
        {"sheltered_advice": "negative", "sheltered_advice_on": "2026-03-01"},
        INSIDE,
        nl="Deze plek (beschutte plek binnen) is beschut en kan alleen met een positief advies van UWV dat al geldt."
        " Advies: negatief. Datum van het advies: 1 maart 2026.",
    ),
    Example(
        "advice that starts later", 1, {"sheltered_advice": "positive", "sheltered_advice_on": "2027-01-01"}, INSIDE
    ),
    Example("advice not known", None, {"sheltered_advice": None}, INSIDE),
    Example("date not known", None, {"sheltered_advice": "positive", "sheltered_advice_on": None}, INSIDE),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where the advice is missing."""
    asked = pairs.shelter & ~IS_WSW[pairs.participant("regime")]
    advice, day = pairs.participant("sheltered_advice"), pairs.participant("sheltered_advice_on")
    unknown = asked & ((advice < 0) | (IS_POSITIVE[advice] & (day == UNKNOWN_DAY)))
    missing = asked & ~unknown & ~pairs.data.remember(advice_holds)[pairs.p]
    return Shortfall(missing.astype(np.int32), unknown)
