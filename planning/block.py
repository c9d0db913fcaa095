"""What a block is: a card, and one function that writes its part of the model.

A block is one file of `planning/blocks/`: its formula, units and source stand in the docstring, `CARD` says how its
rows are called, and `write(model, data)` adds variables, rows and goals. Blocks do not know one another: one that needs
the variables of another finds them in the model, and the ordered list `BLOCKS` says who comes first.
"""

from dataclasses import dataclass
from typing import Protocol

from planning.data import PlanData
from planning.model import Model


@dataclass(frozen=True)
class Card:
    """How a block and its rows are called.

    `key`: what the ids in the key of a row are, in order, besides its node. `unit`: of the right-hand side; `k euro`
    where it is money; empty = a balance, whose value is not told. `nl`, `en`: titles. `binding_nl`, `binding_en`: what
    it means that a row of it holds, with the words of the key, `{period}` and `{effect}` to fill in, where the effect
    is what one unit more does.
    """

    code: str
    nl: str
    en: str
    source: str
    key: tuple[str, ...] = ()
    unit: str = ""
    binding_nl: str = ""
    binding_en: str = ""


class Block(Protocol):
    """A module of `planning/blocks/`."""

    CARD: Card

    def write(self, model: Model, data: PlanData) -> None:
        """Add variables, rows and goals."""
