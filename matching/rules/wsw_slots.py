"""Wsw places: a place that is reserved for Wsw employees is for them only.

    shortfall = 1  if w is reserved for Wsw and p has no Wsw contract;  0 otherwise        ∀ pairs (p, w), yes or no

Source: Wet sociale werkvoorziening; council letters 2023-2025.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.data import IS_WSW
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="wsw_slots",
    number=1,
    nl="Wsw-plekken voor Wsw-medewerkers",
    en="Wsw places for Wsw employees",
    unit="",
    needs=("participant.regime", "workplace.wsw"),
    mode=RuleMode.HARD,
    source="Wet sociale werkvoorziening; council letters 2023-2025",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Dit is geen Wsw-plek, of de deelnemer heeft een Wsw-contract.",
        misses="Dit is een Wsw-plek. Die is alleen voor mensen met een Wsw-contract. Regeling van de deelnemer:"
        " {participant.regime}.",
    ),
    en=Texts(
        fits="This is no Wsw place, or the participant has a Wsw contract.",
        misses="This is a Wsw place. It is only for people with a Wsw contract. Scheme of the participant:"
        " {participant.regime}.",
    ),
)
EXAMPLES = (
    Example("an ordinary place", 0),
    Example("a Wsw place for a Wsw employee", 0, {"regime": "wsw_mtb", "wsw_voluntary_move": True}, {"wsw": True}),
    Example("an ordinary place for a Wsw employee", 0, {"regime": "wsw_mtb", "wsw_voluntary_move": True}),
    Example(
        "a Wsw place for someone without a Wsw contract",
        1,
        {"regime": "pw"},
        {"wsw": True},
        nl="Dit is een Wsw-plek. Die is alleen voor mensen met een Wsw-contract. Regeling van de deelnemer:"
        " Participatiewet.",
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where a Wsw place would go to someone else."""
    return Shortfall(((pairs.workplace("wsw") == 1) & ~IS_WSW[pairs.participant("regime")]).astype(np.int32))
