"""Wsw rights: who has a Wsw contract keeps the present place unless the move is voluntary; Wsw places are for them.

    shortfall = 1  if p has a Wsw contract, w is not p's current place, and p does not want to move
                1  if w is reserved for Wsw and p has no Wsw contract
                0  otherwise                                                       ∀ pairs (p, w), yes or no

Unknown when a Wsw employee was never asked about moving to this other place: then it blocks, nobody is moved unasked.
Source: Wet sociale werkvoorziening; council letters 2023-2025 ("rechten onverkort van kracht").
"""

import numpy as np

from instances.schema.vocabulary import OnUnknown, PlacementStatus, RuleMode
from matching.data import IS_WSW, placements
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="wsw_rights",
    number=1,
    nl="Rechten van Wsw-medewerkers",
    en="Rights of Wsw employees",
    unit="",
    needs=("participant.regime", "participant.wsw_voluntary_move", "workplace.wsw", "placements"),
    mode=RuleMode.HARD,
    source="Wet sociale werkvoorziening; council letters 2023-2025",
    unknown=OnUnknown.BLOCK,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De rechten van Wsw-medewerkers blijven met deze plek in orde.",
        misses="Dit kan niet. Iemand met een Wsw-contract houdt de eigen plek, behalve als die zelf wil wisselen. En"
        " een Wsw-plek is alleen voor iemand met een Wsw-contract. Regeling van de deelnemer: {participant.regime}."
        " Wil zelf wisselen: {participant.wsw_voluntary_move}. Wsw-plek: {workplace.wsw}.",
        unknown="De deelnemer heeft een Wsw-contract en is nog niet gevraagd of die zelf van plek wil wisselen.",
    ),
    en=Texts(
        fits="This place respects the rights of Wsw employees.",
        misses="This cannot be. Someone with a Wsw contract keeps the present place, unless they want to move"
        " themselves. And a Wsw place is only for someone with a Wsw contract. Scheme of the participant:"
        " {participant.regime}. Wants to move: {participant.wsw_voluntary_move}. Wsw place: {workplace.wsw}.",
        unknown="The participant has a Wsw contract and was not yet asked whether they want to change places.",
    ),
)
HERE = ({"participant": "p", "workplace": "w", "status": "current", "start_on": "2020-01-01"},)
EXAMPLES = (
    Example("no Wsw contract, ordinary place", 0),
    Example("stays where they are", 0, {"regime": "wsw_mtb", "wsw_voluntary_move": False}, tables={"placements": HERE}),
    Example("wants to move", 0, {"regime": "wsw_mtb", "wsw_voluntary_move": True}),
    Example(
        "does not want to move",
        1,
        {"regime": "wsw_mtb", "wsw_voluntary_move": False},
        nl="Dit kan niet. Iemand met een Wsw-contract houdt de eigen plek, behalve als die zelf wil wisselen. En een"
        " Wsw-plek is alleen voor iemand met een Wsw-contract. Regeling van de deelnemer: Wsw bij MTB."
        " Wil zelf wisselen: nee. Wsw-plek: nee.",
    ),
    Example("a Wsw place for someone without a Wsw contract", 1, workplace={"wsw": True}),
    Example("never asked", None, {"regime": "wsw_mtb", "wsw_voluntary_move": None}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where a right would be broken."""
    wsw = IS_WSW[pairs.participant("regime")]
    reserved = (pairs.workplace("wsw") == 1) & ~wsw
    wish = pairs.participant("wsw_voluntary_move")
    here = placements(pairs.data, PlacementStatus.CURRENT).rank(pairs.p, pairs.w) >= 0
    elsewhere = wsw & ~here
    return Shortfall((reserved | (elsewhere & (wish == 0))).astype(np.int32), elsewhere & (wish < 0))
