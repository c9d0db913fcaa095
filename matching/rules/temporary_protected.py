"""Temporary protected places: a first step that ends, and that leads somewhere.

    shortfall = max(months used_p + months_w - T, 1 if w names no next step, 0)     ∀ pairs (p, w) with a temporary w

months, T = 12 (`law.temporary_protected_max_months`); 0 where w is not temporary.
Source: koersnota letter 2025 ("tijdelijk beschermd als eerste stap").
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import RuleMode, Word
from matching.better import Better, Way
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="temporary_protected",
    number=4,
    nl="Tijdelijk beschermd als eerste stap",
    en="Temporary protection as a first step",
    unit="months",
    needs=("participant.protected_months_used", "workplace.temporary_months", "workplace.next_step"),
    mode=RuleMode.HARD,
    source="koersnota letter 2025; the number of months is an assumption",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De regels voor tijdelijke beschermde plekken staan deze plek niet in de weg.",
        misses="Tijdelijk beschermd werk duurt bij elkaar hoogstens {limit_months}, en daarna moet er een volgende stap"
        " zijn. Al gebruikt: {used_months}. Deze plek: {place_months}. {step}.",
    ),
    en=Texts(
        fits="The rules for temporary protected places do not stand in the way of this place.",
        misses="Temporary protected work takes at most {limit_months} in all, and a next step must follow."
        " Already used: {used_months}. This place: {place_months}. {step}.",
    ),
)


class Step(Word):
    """Whether the place leads somewhere."""

    AGREED = "agreed", "Er is een volgende stap afgesproken", "A next step was agreed"
    NONE = "none", "Er is geen volgende stap afgesproken", "No next step was agreed"


PROTECTED = {"kind": "line_slot", "temporary_months": 6, "next_step": "regular_lks"}
BETTER = (
    Better("workplace.next_step", Way.SET, "een volgende stap is afgesproken: {new}", "a next step is agreed: {new}",
           to="regular_lks"),
    Better("participant.protected_months_used", Way.LOWER),
)  # fmt: skip
EXAMPLES = (
    Example("not temporary", 0, {"protected_months_used": 20}),
    Example("just within a year", 0, {"protected_months_used": 6}, {**PROTECTED, "next_step": "regular"}),
    Example(
        "three months too many",
        3,
        {"protected_months_used": 9},
        PROTECTED,
        nl="Tijdelijk beschermd werk duurt bij elkaar hoogstens 12 maanden, en daarna moet er een volgende stap zijn."
        " Al gebruikt: 9 maanden. Deze plek: 6 maanden. Er is een volgende stap afgesproken.",
    ),
    Example(
        "no next step",
        1,
        {},
        {**PROTECTED, "next_step": None},
        nl="Tijdelijk beschermd werk duurt bij elkaar hoogstens 12 maanden, en daarna moet er een volgende stap zijn."
        " Al gebruikt: 0 maanden. Deze plek: 6 maanden. Er is geen volgende stap afgesproken.",
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Months beyond the limit; at least 1 without a next step."""
    most = figure("law.temporary_protected_max_months").number()
    place, used = pairs.workplace("temporary_months"), pairs.participant("protected_months_used")
    stranded = pairs.workplace("next_step") < 0
    amount = np.where(np.isnan(place), 0, np.maximum(np.maximum(used + place - most, stranded), 0)).astype(np.int32)
    step = np.array(tuple(Step), object)[stranded.astype(np.int8)]
    limit = np.full(len(pairs), most)
    facts = {"limit_months": limit, "used_months": used, "place_months": place, "step": step}
    return Shortfall(amount, facts=facts)
