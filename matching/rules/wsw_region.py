"""Wsw by region: a Wsw place belongs to the Wsw company of the person's own municipality, or to its successor.

    shortfall = 1  if w is reserved for Wsw, p has a Wsw contract, and the organisation of w is neither
                   wsw_organisation of p's municipality nor its successor;  0 otherwise    ∀ pairs (p, w), yes or no

So Wsw employees of Gulpen-Wittem, Vaals and Valkenburg (WOZL) never get a Wsw place of MTB or its successor, the MOB.
Source: council letters 2023-2025 (Wsw of these three stays with WOZL).
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.data import IS_WSW
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="wsw_region",
    number=2,
    nl="Wsw bij het eigen bedrijf van de gemeente",
    en="Wsw at the company of one's own municipality",
    unit="",
    needs=("participant.regime", "workplace.wsw", "municipality.wsw_organisation", "organisation.successor_of"),
    mode=RuleMode.HARD,
    source="council letters 2023-2025: Wsw of Gulpen-Wittem, Vaals and Valkenburg stays with WOZL",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De Wsw-afspraken van de gemeente staan deze plek niet in de weg.",
        misses="Deze Wsw-plek is van {organisation.name}. De Wsw-plek van deze deelnemer hoort bij"
        " {municipality.wsw_organisation}.",
    ),
    en=Texts(
        fits="The Wsw agreements of the municipality do not stand in the way of this place.",
        misses="This Wsw place is at {organisation.name}. The Wsw place of this participant belongs with"
        " {municipality.wsw_organisation}.",
    ),
)
MOVER = {"regime": "wsw_wozl", "municipality": "GM0981", "wsw_voluntary_move": True}
EXAMPLES = (
    Example("no Wsw place", 0, MOVER),
    Example("own company", 0, MOVER, {"wsw": True, "organisation": "wozl"}),
    Example(
        "successor of the own company",
        0,
        {"regime": "wsw_mtb", "wsw_voluntary_move": True},
        {"wsw": True, "organisation": "mob"},
    ),
    Example(
        "WOZL's people not at MTB",
        1,
        MOVER,
        {"wsw": True, "organisation": "mtb"},
        nl="Deze Wsw-plek is van MTB. De Wsw-plek van deze deelnemer hoort bij WOZL.",
    ),
    Example("WOZL's people not at the successor of MTB", 1, MOVER, {"wsw": True, "organisation": "mob"}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where a Wsw place lies with another Wsw company."""
    asked = (pairs.workplace("wsw") == 1) & IS_WSW[pairs.participant("regime")]
    own = pairs.municipality("wsw_organisation")
    good = (pairs.workplace("organisation") == own) | (pairs.organisation("successor_of") == own)
    return Shortfall((asked & ~good).astype(np.int32))
