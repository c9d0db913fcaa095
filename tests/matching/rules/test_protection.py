"""Which pairs the law protects: a Wsw employee, at the own place, who did not agree to leave it."""

import pytest

from matching.data import MatchingData
from matching.examples import example_instance
from matching.rule import Example, ProtectingRule
from matching.rules import RULES, wsw_rights

HERE = {"participant": "p", "workplace": "w", "status": "current", "start_on": "2020-01-01"}


@pytest.mark.parametrize(
    ("regime", "moves", "status", "protected"),
    [
        ("wsw_mtb", False, "current", True),
        ("wsw_wozl", None, "current", True),  # never asked is no yes
        ("wsw_mtb", True, "current", False),
        ("wsw_mtb", False, "ended", False),
        ("wsw_mtb", False, "promised", False),
        ("pw", False, "current", False),
    ],
)
def test_protected_pairs(pair_of, regime, moves, status, protected):
    """Through no more than the fence of the rule itself."""
    placements = ({**HERE, "status": status},)
    person = {"regime": regime, "wsw_voluntary_move": moves}
    instance = example_instance(Example("protected", 0, person, tables={"placements": placements}))
    pairs = pair_of(instance, MatchingData.of(instance, wsw_rights.CARD.needs))
    assert wsw_rights.protects(pairs).tolist() == [protected]


def test_only_the_wsw_protects():
    """One rule protects; another would have to be weighed against it first."""
    assert [rule.CARD.code for rule in RULES if isinstance(rule, ProtectingRule)] == ["wsw_rights"]
