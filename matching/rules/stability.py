"""Stability: a place that was promised to someone is kept when we match again.

    shortfall = 1  if p was promised a place, and w is not that place;  0 otherwise        ∀ pairs (p, w), yes or no

Source: promises to residents (council letters 2023): fewer changes and hand-overs.
"""

import numpy as np

from instances.schema.vocabulary import PlacementStatus, RuleMode
from matching.data import placements
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="stability",
    number=36,
    nl="Toezeggingen blijven staan",
    en="Promises are kept",
    unit="",
    needs=("placements",),
    mode=RuleMode.SOFT,
    source="council letters 2023: fewer changes and hand-overs",
    weight=200.0,  # five steps towards regular work, or most of what the other parts cost an ordinary pair together
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Aan de deelnemer is geen andere plek toegezegd.",
        misses="Aan de deelnemer is een andere plek toegezegd. Met deze plek gaat die toezegging niet door.",
    ),
    en=Texts(
        fits="No other place was promised to the participant.",
        misses="Another place was promised to the participant. With this place that promise is not kept.",
    ),
)
PROMISE = {"participant": "p", "workplace": "w", "status": "promised", "start_on": "2026-10-01"}
OTHER = {"id": "w2", "title": "Medewerker magazijn", "organisation": "employer", "kind": "regular", "postcode": "6231"}
EXAMPLES = (
    Example("nothing was promised", 0),
    Example("this place was promised", 0, tables={"placements": (PROMISE,)}),
    Example(
        "another place was promised",
        1,
        tables={"workplaces": (OTHER,), "placements": ({**PROMISE, "workplace": "w2"},)},
        nl="Aan de deelnemer is een andere plek toegezegd. Met deze plek gaat die toezegging niet door.",
    ),
    Example(
        "a placement that ended is no promise",
        0,
        tables={"workplaces": (OTHER,), "placements": ({**PROMISE, "workplace": "w2", "status": "ended"},)},
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where a promise would be broken."""
    promised = placements(pairs.data, PlacementStatus.PROMISED)
    return Shortfall((promised.lists[pairs.p] & (promised.rank(pairs.p, pairs.w) < 0)).astype(np.int32))
