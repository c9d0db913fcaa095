"""Ids that may travel: random ones of our own form, never one that could be a citizen service number (BSN)."""

import re

from instances.errors import Wanted
from instances.schema.base import ID_PATTERN

_DIGITS = re.compile(r"[0-9]{8,9}")

FIT = Wanted(
    "een code van hoogstens 64 letters, cijfers en _ . : -, die geen BSN kan zijn",
    "an id of at most 64 letters, digits and _ . : - that cannot be a BSN",
)


def may_travel(text: str) -> bool:
    """Tell whether an id has our form and is no BSN."""
    return bool(re.match(ID_PATTERN, text)) and not may_be_bsn(text)


def may_be_bsn(text: str) -> bool:
    """Tell whether a text can be a BSN: eight or nine digits that pass the eleven-test.

    9 d1 + 8 d2 + 7 d3 + ... + 2 d8 - 1 d9 is a multiple of 11, with a zero before eight digits.
    """
    if not _DIGITS.fullmatch(text):
        return False
    digits = [int(digit) for digit in text.zfill(9)]
    return sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0


def shown_id(text: str) -> str:
    """Show an id in a problem; what may be a BSN is not repeated."""
    return "*" * len(text) if may_be_bsn(text) else text
