"""Every worked example of every rule comes out as it says, in numbers and in words."""

import re

import pytest

from matching.rules import RULES

CASES = [
    pytest.param(rule, example, id=f"{rule.CARD.code}: {example.name}") for rule in RULES for example in rule.EXAMPLES
]
LONGEST_SENTENCE = 25


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule, example, work):
    """The number is the expected one, and the exact Dutch sentence where the example gives it."""
    worked = work(rule, example)
    assert worked.result == example.expect
    if example.nl:
        assert worked.sentences["nl"] == example.nl


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_sentences_can_be_read_aloud(rule, example, work):
    """Whole sentences, nothing left to fill in, no computer words, none longer than people can follow."""
    for sentence in work(rule, example).sentences.values():
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert not re.search(r"[{}_]|  |\b(None|nan|NaN|inf|NaT|True|False)\b", sentence), sentence
        for part in re.split(r"[.?:;] ", sentence):
            assert len(part.split()) <= LONGEST_SENTENCE, part
