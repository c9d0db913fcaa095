"""Regular first: a regular employer before a protected place.

    shortfall = number of steps from a regular job to the kind of w   ∀ pairs (p, w), steps (0 ... 10)

in the order of the word list `PlaceKind`. Source: koersnota letter 2025 ("regulier boven beschut").
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="regular_first",
    number=24,
    nl="Liefst bij een gewone werkgever",
    en="Regular work first",
    unit="steps",
    needs=("workplace.kind",),
    mode=RuleMode.SOFT,
    source="koersnota letter 2025",
    # A slot on a line (6 steps) loses 240 points; for an ordinary pair all other parts together cost about 200
    # (25 minutes 50, a third of the skills 70, not wished 60, a year short 36), so kind decides before they do.
    weight=40.0,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Dit is gewoon werk bij een werkgever.",
        misses="Dit is een {workplace.kind}: {miss} van een gewone baan.",
    ),
    en=Texts(
        fits="This is regular work with an employer.",
        misses="This is a {workplace.kind}: {miss} from a regular job.",
    ),
)
EXAMPLES = (
    Example("a regular job", 0),
    Example("a job with wage-cost subsidy", 1, workplace={"kind": "regular_lks"}),
    Example(
        "a slot on a line",
        6,
        workplace={"kind": "line_slot"},
        nl="Dit is een plek op een leerwerklijn: 6 stappen van een gewone baan.",
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Steps from regular work."""
    return Shortfall(pairs.workplace("kind").astype(np.int32))
