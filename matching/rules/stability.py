"""Stability: a place that was promised to someone is kept for that person when we match again.

    shortfall = 0  if w was promised to p
                1  if p was promised another place, or w has no slot that was not promised to others:
                   promised_w > 0 and promised_w ≥ slots_w
                0  otherwise                                                           ∀ pairs (p, w), yes or no

promised_w: number of people to whom w was promised. Unless the rule is off or only watched, promised pairs that
nothing blocks are placed before anything is weighed (`promised`). Source: promises to residents (council
letters 2023): fewer changes and hand-overs.
"""

import numpy as np
from numpy.typing import NDArray

from instances.schema.vocabulary import PlacementStatus, RuleMode, ValuePart, Word
from matching.data import MatchingData, placements, row_of
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="stability",
    number=36,
    nl="Toezeggingen blijven staan",
    en="Promises are kept",
    unit="",
    needs=("placements", "workplace.slots"),
    mode=RuleMode.SOFT,
    source="council letters 2023: fewer changes and hand-overs",
    weight=300.0,  # more than seven steps towards regular work, or all that the other parts cost an ordinary pair
    part=ValuePart.CONTINUITY,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Met deze plek blijven alle toezeggingen staan.",
        misses="{promise}. Met deze plek gaat een toezegging niet door.",
    ),
    en=Texts(
        fits="With this place all promises are kept.",
        misses="{promise}. With this place a promise is not kept.",
    ),
)


class Broken(Word):
    """Whose promise a pair would break."""

    OWN = "own", "Aan de deelnemer is een andere plek toegezegd", "Another place was promised to the participant"
    OTHERS = "others", "Deze plek is al aan anderen toegezegd", "This place was already promised to others"


PROMISE = {"participant": "p", "workplace": "w", "status": "promised", "start_on": "2026-10-01"}
OTHER = {"id": "w2", "title": "Medewerker magazijn", "organisation": "employer", "kind": "regular", "postcode": "6231"}
NEIGHBOUR = {"id": "p2", "municipality": "GM0935", "postcode": "6211", "regime": "pw"}
TO_NEIGHBOUR = {"participants": (NEIGHBOUR,), "placements": ({**PROMISE, "participant": "p2"},)}
EXAMPLES = (
    Example("nothing was promised", 0),
    Example("this place was promised", 0, tables={"placements": (PROMISE,)}),
    Example(
        "another place was promised",
        1,
        tables={"workplaces": (OTHER,), "placements": ({**PROMISE, "workplace": "w2"},)},
        nl="Aan de deelnemer is een andere plek toegezegd. Met deze plek gaat een toezegging niet door.",
    ),
    Example(
        "a placement that ended is no promise",
        0,
        tables={"workplaces": (OTHER,), "placements": ({**PROMISE, "workplace": "w2", "status": "ended"},)},
    ),
    Example(
        "the only slot was promised to someone else",
        1,
        tables=TO_NEIGHBOUR,
        nl="Deze plek is al aan anderen toegezegd. Met deze plek gaat een toezegging niet door.",
    ),
    Example("a second slot is free", 0, {}, {"slots": 2}, tables=TO_NEIGHBOUR),
    Example(
        "one slot, promised to both",
        0,
        tables={**TO_NEIGHBOUR, "placements": (PROMISE, {**PROMISE, "participant": "p2"})},
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where a promise would be broken."""
    promised = placements(pairs.data, PlacementStatus.PROMISED)
    here = promised.rank(pairs.p, pairs.w) >= 0
    elsewhere = promised.lists[pairs.p]
    people = pairs.data.remember(_promised)[pairs.w]
    full = (people > 0) & (people >= pairs.workplace("slots"))
    broken = np.array([Broken.OTHERS, Broken.OWN], object)[elsewhere.astype(np.int8)]
    return Shortfall((~here & (elsewhere | full)).astype(np.int32), facts={"promise": broken})


def promised(pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs whose workplace was promised to the participant."""
    return placements(pairs.data, PlacementStatus.PROMISED).rank(pairs.p, pairs.w) >= 0


def _promised(data: MatchingData) -> NDArray[np.int64]:
    """Number of people to whom each workplace was promised, int64 (W,)."""
    table = data.table("placements")
    table = table[table["status"] == PlacementStatus.PROMISED.value].drop_duplicates(["participant", "workplace"])
    w = row_of(data.instance, "workplaces", table["workplace"])
    return np.bincount(w[w >= 0], minlength=data.num_workplaces)
