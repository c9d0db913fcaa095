"""Regular first: a regular employer before a protected place.

    shortfall = number of steps from a regular job to the kind of w   ∀ pairs (p, w), steps (0 ... 10)

in the order of the word list `PlaceKind`. This is a weight, not a strict order: as the cards stand, one step is
outweighed as soon as the other parts together are more than 40 points better for the other place (say 21 minutes less
of travel one way, or an avoided line against a wished one), six steps beyond 240 points, all ten beyond 400. Travel
within the usual limit, wish and skills together can reach 440 points. Who wants it stricter raises the weight.
Source: koersnota letter 2025 ("regulier boven beschut").
"""

import numpy as np

from instances.schema.vocabulary import RuleMode, ValuePart
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
    part=ValuePart.REGULAR,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Dit is gewoon werk bij een werkgever.",
        misses="Dit is nog geen gewone baan. Soort plek: {workplace.kind}.",
    ),
    en=Texts(
        fits="This is regular work with an employer.",
        misses="This is not a regular job yet. Kind of place: {workplace.kind}.",
    ),
)
EXAMPLES = (
    Example("a regular job", 0),
    Example("a job with wage-cost subsidy", 1, workplace={"kind": "regular_lks"}),
    Example(
        "a slot on a line",
        6,
        workplace={"kind": "line_slot"},
        nl="Dit is nog geen gewone baan. Soort plek: plek op een leerwerklijn.",
    ),
    Example("training", 7, workplace={"kind": "training"}, nl="Dit is nog geen gewone baan. Soort plek: scholing."),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Steps from regular work."""
    return Shortfall(pairs.workplace("kind").astype(np.int32))
