"""Wsw by region: a Wsw place belongs to the Wsw company of the person's own municipality, or to its successor.

    company_p = WOZL                              if the regime of p is Wsw at WOZL
                wsw_organisation of m             otherwise, m the municipality of p
    shortfall = 1  if w is reserved for Wsw, p has a Wsw contract, and the organisation of w is neither company_p nor
                   its successor;  0 otherwise                                             ∀ pairs (p, w), yes or no

WOZL is the organisation with the id `wozl`. So who works for WOZL, or whose municipality is with WOZL (Gulpen-Wittem,
Vaals, Valkenburg), never gets a Wsw place of MTB or its successor, the MOB, whatever the other of the two says.
Source: council letters 2023-2025 (Wsw of these three stays with WOZL).
"""

import numpy as np

from instances.schema.vocabulary import Regime, RuleMode
from matching.data import IS_WSW, among, row_of
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
        misses="Deze Wsw-plek is van {organisation.name}. De Wsw-plek van deze deelnemer hoort bij {company}.",
    ),
    en=Texts(
        fits="The Wsw agreements of the municipality do not stand in the way of this place.",
        misses="This Wsw place is at {organisation.name}. The Wsw place of this participant belongs with {company}.",
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
    Example(
        "works for WOZL, paid by Maastricht",
        1,
        {**MOVER, "municipality": "GM0935"},
        {"wsw": True, "organisation": "mtb"},
        nl="Deze Wsw-plek is van MTB. De Wsw-plek van deze deelnemer hoort bij WOZL.",
    ),
    Example(
        "works for WOZL, paid by Maastricht, stays with WOZL",
        0,
        {**MOVER, "municipality": "GM0935"},
        {"wsw": True, "organisation": "wozl"},
    ),
    Example("Wsw at MTB, but paid by Vaals", 1, {**MOVER, "regime": "wsw_mtb"}, {"wsw": True, "organisation": "mtb"}),
)
WOZL = "wozl"
IS_WOZL = among(Regime, Regime.WSW_WOZL)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where a Wsw place lies with another Wsw company."""
    regime, instance = pairs.participant("regime"), pairs.data.instance
    asked = (pairs.workplace("wsw") == 1) & IS_WSW[regime]
    wozl = row_of(instance, "organisations", [WOZL])[0]
    own = np.where(IS_WOZL[regime], wozl, pairs.municipality("wsw_organisation"))
    good = (own >= 0) & ((pairs.workplace("organisation") == own) | (pairs.organisation("successor_of") == own))
    names = np.array([*instance["organisations"]["name"], WOZL.upper()], object)  # the last: -1, not in this instance
    return Shortfall((asked & ~good).astype(np.int32), facts={"company": names[own]})
