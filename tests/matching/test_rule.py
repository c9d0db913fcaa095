"""Policy: which rules an instance switches, and how."""

import numpy as np
import pytest

from instances.errors import PolicyError
from instances.schema.vocabulary import OnUnknown, RuleMode
from matching.examples import example_instance
from matching.rule import AuditRule, Example, PairRule, RowRule, Rulebook
from matching.rules import RULES, hours, load, sheltered_duty, slots, travel_burden


def rulebook(*policy, rules=RULES, **tables):
    """The rulebook of the ordinary instance with these policy rows."""
    return Rulebook.of(example_instance(Example("policy", 0)).replace(policy=policy, **tables), rules)


def codes(rules):
    return [rule.CARD.code for rule in rules]


def test_without_policy_the_cards_hold():
    """All rules in catalogue order, sorted by kind, each as its card says."""
    book = rulebook()
    on = [rule for rule in RULES if rule.CARD.mode is not RuleMode.OFF]
    assert codes(book.pair_rules) == codes(rule for rule in on if isinstance(rule, PairRule))
    assert codes(book.row_rules) == codes(rule for rule in on if isinstance(rule, RowRule))
    assert codes(book.audits) == codes(rule for rule in on if isinstance(rule, AuditRule))
    for rule in RULES:
        setting = book.settings[rule.CARD.code]
        assert (setting.mode, setting.weight, setting.unknown) == (rule.CARD.mode, rule.CARD.weight, rule.CARD.unknown)
        assert setting.free == 0


def test_policy_row_changes_one_rule():
    """Mode, weight, free units and the answer to the unknown; what is left empty stays as on the card."""
    book = rulebook(
        {"rule": "hours", "mode": "soft", "weight": 12.5, "free": 2, "unknown": "block"},
        {"rule": "travel_burden", "mode": "soft"},
    )
    assert book.settings["hours"].__dict__ == {
        "mode": RuleMode.SOFT, "weight": 12.5, "free": 2, "unknown": OnUnknown.BLOCK,
    }  # fmt: skip
    assert book.settings["travel_burden"].weight == travel_burden.CARD.weight
    assert book.settings["travel_burden"].unknown == travel_burden.CARD.unknown


def test_weight_of_zero_is_a_weight():
    assert rulebook({"rule": "wish", "mode": "soft", "weight": 0.0}).settings["wish"].weight == 0.0


def test_rule_that_is_off_leaves_with_its_needs():
    """The fence closes behind a rule that is switched off."""
    assert {"participant.capacity_lift", "coach.hours_week"} <= rulebook().needs
    book = rulebook({"rule": "load", "mode": "off"}, {"rule": "caseload", "mode": "off"})
    assert "load" not in codes(book.pair_rules)
    assert "caseload" not in codes(book.row_rules)
    assert book.settings["load"].mode is RuleMode.OFF
    assert "participant.capacity_lift" not in book.needs
    assert "coach.hours_week" not in book.needs


def test_needs_are_those_of_the_active_rules():
    assert rulebook(rules=(hours, slots)).needs == {*hours.CARD.needs, *slots.CARD.needs}


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"rule": "huors", "mode": "hard"}, "policy, row 1: rule 'huors' does not exist; known are hours, load"),
        ({"rule": "slots", "mode": "soft"}, "policy, row 1: 'slots' can be hard, off; found 'soft'"),
        ({"rule": "sheltered_duty", "mode": "hard"}, "'sheltered_duty' can be watch, off; found 'hard'"),
    ],
)
def test_policy_that_cannot_be(policy, said):
    with pytest.raises(PolicyError, match=said):
        rulebook(policy, rules=(hours, load, slots, sheltered_duty))


def test_all_policy_errors_at_once():
    """Three mistakes in one message: a rule set twice, one that does not exist, an override of no rule."""
    override = {"participant": "p", "workplace": "w", "rule": "nosuch", "by": "u1", "reason": "why", "on": "2026-09-01"}
    with pytest.raises(PolicyError) as caught:
        rulebook(
            {"rule": "hours", "mode": "hard"},
            {"rule": "hours", "mode": "off"},
            {"rule": "other", "mode": "off"},
            overrides=[override],
        )
    message = str(caught.value)
    for part in ("row 2: rule 'hours' was set before", "row 3: rule 'other'", "overrides: rule 'nosuch'"):
        assert part in message


def test_sorts_do_not_overlap():
    """Each rule is of exactly one sort."""
    for rule in RULES:
        assert sum(isinstance(rule, sort) for sort in (PairRule, RowRule, AuditRule)) == 1


def test_an_estimate_may_weigh_or_tell_but_never_block():
    assert [rule.CARD.code for rule in RULES if rule.CARD.estimate] == ["lasting"]
    assert rulebook({"rule": "lasting", "mode": "soft"}).settings["lasting"].mode is RuleMode.SOFT
    for mode in ("hard", "hard_unless_overridden"):
        with pytest.raises(PolicyError, match=f"'lasting' can be soft, watch, off; found '{mode}'"):
            rulebook({"rule": "lasting", "mode": mode})


def test_weights_of_soft_rules_only():
    """Every soft card carries a weight, and beside those only cards of rules that a policy can switch on as soft."""
    assert all(np.isfinite(rule.CARD.weight) for rule in RULES)
    weighed = {rule.CARD.code for rule in RULES if rule.CARD.weight}
    soft = {rule.CARD.code for rule in RULES if rule.CARD.mode is RuleMode.SOFT}
    off = {rule.CARD.code for rule in RULES if rule.CARD.mode is RuleMode.OFF}
    assert soft <= weighed <= soft | off
