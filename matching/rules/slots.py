"""Slots: a workplace takes no more people than it has slots.

    Σ_{options (p, w)} x_pw ≤ slots_w    ∀ workplaces w, slots

Source: nature of the place.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.pairs import Pairs
from matching.rule import Card, Example, Rows, Sentences, Texts

CARD = Card(
    code="slots",
    number=18,
    nl="Aantal plekken",
    en="Number of slots",
    unit="slots",
    needs=("workplace.slots",),
    mode=RuleMode.HARD,
    source="nature of the place",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Er is plek: {workplace.title} heeft {capacity}.",
        misses="{workplace.title} is vol ({capacity}).",
    ),
    en=Texts(
        fits="There is room: {workplace.title} has {capacity}.",
        misses="{workplace.title} is full ({capacity}).",
    ),
)
EXAMPLES = (
    Example("one of two slots", 1, workplace={"slots": 2}),
    Example("the last slot", 0, workplace={"slots": 1}),
    Example("no slot", -1, workplace={"slots": 0}, nl="Medewerker inpak is vol (0 plekken)."),
)


def rows(options: Pairs) -> Rows:
    """One row per workplace."""
    data = options.data
    return Rows(
        data.instance["workplaces"]["id"].to_list(),
        data.workplaces["slots"].astype(np.int64),
        np.arange(len(options), dtype=np.int32),
        options.w,
        np.ones(len(options), np.int64),
    )
