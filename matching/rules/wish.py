"""Wish: work that someone asked for goes before work they did not ask for, and that before work they avoid.

    shortfall = 8                      if p would rather avoid the line of w
                min(3, rank - 1)       if p wished for it (rank 1 = dearest)
                4                      if p wished for other lines only
                0                      if p has no wishes                            ∀ pairs (p, w), ranks

Source: Inspectie SZW / Berenschot 2019; the numbers are assumptions of this project.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode, ValuePart, Word
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

AVOIDED, NOT_WISHED, LAST_WISH = 8, 4, 3
CARD = Card(
    code="wish",
    number=30,
    nl="Wens van de deelnemer",
    en="Wish of the participant",
    unit="ranks",
    needs=("participant.wished_lines", "participant.avoided_lines", "workplace.line"),
    mode=RuleMode.SOFT,
    source="Inspectie SZW / Berenschot 2019; numbers are assumptions",
    weight=15.0,  # not wished costs 60 points, as much as half an hour of travel; avoided 120, as much as an hour
    part=ValuePart.WISH,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Dit werk is de eerste wens van de deelnemer, of er zijn geen wensen bekend.",
        misses="{judgement}. Wensen: {participant.wished_lines}. Liever niet: {participant.avoided_lines}.",
    ),
    en=Texts(
        fits="This work is the first wish of the participant, or no wishes are known.",
        misses="{judgement}. Wishes: {participant.wished_lines}. Would rather not: {participant.avoided_lines}.",
    ),
)


class Judgement(Word):
    """What the person thinks of the work."""

    LATER = (
        "later",
        "Dit werk is wel een wens van de deelnemer, maar niet de eerste",
        "This work is a wish of the participant, but not the first",
    )
    NOT_WISHED = "not_wished", "De deelnemer wil liever ander werk", "The participant would prefer other work"
    AVOIDED = "avoided", "De deelnemer doet dit werk liever niet", "The participant would rather not do this work"


EXAMPLES = (
    Example("the dearest wish", 0, {"wished_lines": ("verpakken", "groen")}),
    Example("no wishes", 0, {"wished_lines": ()}),
    Example(
        "the second wish",
        1,
        {"wished_lines": ("groen", "verpakken")},
        nl="Dit werk is wel een wens van de deelnemer, maar niet de eerste. Wensen: Groen en Verpakken. Liever niet:"
        " geen.",
    ),
    Example(
        "not wished",
        4,
        {"wished_lines": ("groen",)},
        nl="De deelnemer wil liever ander werk. Wensen: Groen. Liever niet: geen.",
    ),
    Example("outside the lines", 4, {"wished_lines": ("groen",)}, {"line": None}),
    Example(
        "rather not",
        8,
        {"wished_lines": ("groen",), "avoided_lines": ("verpakken",)},
        nl="De deelnemer doet dit werk liever niet. Wensen: Groen. Liever niet: Verpakken.",
    ),
    Example(
        "rather not, and no wishes",
        8,
        {"wished_lines": (), "avoided_lines": ("verpakken",)},
        nl="De deelnemer doet dit werk liever niet. Wensen: geen. Liever niet: Verpakken.",
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Ranks away from the dearest wish."""
    line = pairs.workplace("line")
    wished, avoided = pairs.listed("wished_lines", line), pairs.listed("avoided_lines", line)
    other = np.where(pairs.data.participants["wished_lines"].lists, np.int32(NOT_WISHED), np.int32(0))[pairs.p]
    amount = np.where(wished >= 0, np.minimum(wished, LAST_WISH), other)
    amount[avoided >= 0] = AVOIDED
    judgement = np.where(avoided >= 0, np.int8(2), (wished < 0).astype(np.int8))
    return Shortfall(amount, facts={"judgement": np.array(tuple(Judgement), object)[judgement]})
