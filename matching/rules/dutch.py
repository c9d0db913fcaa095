"""Dutch: where safety depends on it, the person speaks enough Dutch.

    shortfall = max(0, min_dutch_w - dutch_p)    ∀ pairs (p, w) where w has a floor, levels (A0, A1, A2, B1, B2, C1, C2)

Unknown when the place asks more than A0 and the level of the person is not known. Source: VUM taalbeheersing.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.better import Better, Way
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="dutch",
    number=17,
    nl="Genoeg Nederlands om veilig te werken",
    en="Enough Dutch to work safely",
    unit="levels",
    needs=("participant.dutch", "workplace.min_dutch"),
    mode=RuleMode.HARD,
    source="VUM taalbeheersing; safety on the work floor",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De deelnemer spreekt genoeg Nederlands voor deze plek.",
        misses="Voor veilig werk is hier Nederlands op niveau {workplace.min_dutch} nodig. De deelnemer spreekt"
        " Nederlands op niveau {participant.dutch}. Dat is {miss} te laag.",
        unknown="Voor veilig werk is hier Nederlands op niveau {workplace.min_dutch} nodig. Het is niet bekend hoe goed"
        " de deelnemer Nederlands spreekt.",
    ),
    en=Texts(
        fits="The participant speaks enough Dutch for this place.",
        misses="Working safely here takes Dutch at level {workplace.min_dutch}. The participant speaks Dutch at level"
        " {participant.dutch}. That is {miss} too low.",
        unknown="Working safely here takes Dutch at level {workplace.min_dutch}. It is not known how well the"
        " participant speaks Dutch.",
    ),
)
BETTER = (
    Better("workplace.min_dutch", Way.LOWER, "de plek veilig is met Nederlands op niveau {new} (nu: {now})",
           "the place is safe with Dutch at level {new} (now: {now})", most=6),
)  # fmt: skip
EXAMPLES = (
    Example("no floor, level not known", 0, {"dutch": None}),
    Example("just enough", 0, {"dutch": "A2"}, {"min_dutch": "A2"}),
    Example(
        "two levels short",
        2,
        {"dutch": "A1"},
        {"min_dutch": "B1"},
        nl="Voor veilig werk is hier Nederlands op niveau B1 nodig. De deelnemer spreekt Nederlands op niveau A1."
        " Dat is 2 niveaus te laag.",
    ),
    Example("no Dutch at all", 2, {"dutch": "A0"}, {"min_dutch": "A2"}),
    Example("a floor of A0 asks nothing", 0, {"dutch": None}, {"min_dutch": "A0"}),
    Example("level not known", None, {"dutch": None}, {"min_dutch": "A1"}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Levels short."""
    needed, level = pairs.workplace("min_dutch"), pairs.participant("dutch")
    unknown = (level < 0) & (needed > 0)
    return Shortfall(np.where(level < 0, 0, np.maximum(needed - level, 0)).astype(np.int32), unknown)
