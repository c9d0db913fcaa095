"""Wsw rights: who has a Wsw contract keeps the present place unless the move is voluntary.

    shortfall = 1  if p has a Wsw contract, w is not p's current place, and p does not want to move;  0 otherwise
    protected   if p has a Wsw contract, w is p's current place, and p did not say yes to moving

∀ pairs (p, w), yes or no. What is protected is blocked by no other rule, and placed before all else.
Unknown when a Wsw employee was never asked about moving to this other place: then it blocks, nobody is moved unasked.
Source: Wet sociale werkvoorziening; council letters 2023-2025 ("rechten onverkort van kracht").
"""

import numpy as np
from numpy.typing import NDArray

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
    needs=("participant.regime", "participant.wsw_voluntary_move", "placements"),
    mode=RuleMode.HARD,
    source="Wet sociale werkvoorziening; council letters 2023-2025",
    unknown=OnUnknown.BLOCK,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De rechten van Wsw-medewerkers blijven met deze plek in orde.",
        misses="De deelnemer heeft een Wsw-contract en wil niet van plek wisselen. Dan blijft de eigen plek.",
        unknown="De deelnemer heeft een Wsw-contract en is nog niet gevraagd of die zelf van plek wil wisselen.",
    ),
    en=Texts(
        fits="This place respects the rights of Wsw employees.",
        misses="The participant has a Wsw contract and does not want to change places. Then the present place stays.",
        unknown="The participant has a Wsw contract and was not yet asked whether they want to change places.",
    ),
)
HERE = ({"participant": "p", "workplace": "w", "status": "current", "start_on": "2020-01-01"},)
EXAMPLES = (
    Example("no Wsw contract", 0),
    Example("stays where they are", 0, {"regime": "wsw_mtb", "wsw_voluntary_move": False}, tables={"placements": HERE}),
    Example("stays, though never asked", 0, {"regime": "wsw_mtb", "wsw_voluntary_move": None},
            tables={"placements": HERE}),
    Example("wants to move", 0, {"regime": "wsw_mtb", "wsw_voluntary_move": True}),
    Example(
        "does not want to move",
        1,
        {"regime": "wsw_mtb", "wsw_voluntary_move": False},
        nl="De deelnemer heeft een Wsw-contract en wil niet van plek wisselen. Dan blijft de eigen plek.",
    ),
    Example("never asked", None, {"regime": "wsw_mtb", "wsw_voluntary_move": None}),
)  # fmt: skip


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where a right would be broken."""
    elsewhere = IS_WSW[pairs.participant("regime")] & ~_here(pairs)
    wish = pairs.participant("wsw_voluntary_move")
    return Shortfall((elsewhere & (wish == 0)).astype(np.int32), elsewhere & (wish < 0))


def protects(pairs: Pairs) -> NDArray[np.bool_]:
    """Wsw employees at the own place, unless they want to leave it."""
    stays: NDArray[np.bool_] = IS_WSW[pairs.participant("regime")] & (pairs.participant("wsw_voluntary_move") != 1)
    return stays & _here(pairs)


def _here(pairs: Pairs) -> NDArray[np.bool_]:
    return placements(pairs.data, PlacementStatus.CURRENT).rank(pairs.p, pairs.w) >= 0
