"""Judging: modes, unknowns, overrides, value and the tally that reasons are told from."""

import numpy as np
import pytest

from instances.errors import PolicyError
from instances.generate import generate
from matching.candidates import candidates
from matching.eligibility import BASE, judge, screen
from matching.examples import example_instance
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.rule import Example

ONE = np.zeros(1, np.int32)


def verdict(policy=(), overrides=(), **changes):
    """Judge the one ordinary pair, with changes to participant or workplace."""
    instance = example_instance(Example("", 0, **changes)).replace(policy=list(policy), overrides=list(overrides))
    opened = OpenInstance.of(instance)
    found = judge(Pairs(opened.data, ONE, ONE), opened.rulebook)
    codes = [rule.CARD.code for rule in found.rules]
    return found, {code: number for number, code in enumerate(codes)}


def test_the_ordinary_pair_fits():
    found, _ = verdict()
    assert found.eligible.all()
    assert not found.unknown.any()


def test_a_hard_rule_blocks_and_a_soft_one_costs_its_weight():
    """12 hours short: hard blocks; soft at 10 points an hour with 2 free hours costs 10 x 10 = 100 points."""
    changes = {"participant": {"hours_week": 20.0}, "workplace": {"hours_min": 32.0}}
    found, at = verdict(**changes)
    assert found.blocked[at["hours"], 0]
    assert not found.eligible[0]
    found, at = verdict([{"rule": "hours", "mode": "soft", "weight": 10.0, "free": 2}], **changes)
    assert found.eligible[0]
    assert found.points[at["hours"], 0] == 100


@pytest.mark.parametrize(("unknown", "eligible"), [("ask", True), ("pass", True), ("block", False)])
def test_the_policy_says_what_unknown_does(unknown, eligible):
    found, at = verdict(
        [{"rule": "hours", "mode": "hard", "unknown": unknown}], participant={"hours_week": None, "hours_day": None}
    )
    assert found.unknown[at["hours"], 0]
    assert found.eligible[0] == eligible


def test_an_override_opens_a_rule_that_allows_it_and_no_other():
    changes = {"participant": {"capacity_lift": 0}, "workplace": {"load_lift": 3}}
    row = {"participant": "p", "workplace": "w", "rule": "load", "by": "chef", "reason": "tilhulp", "on": "2026-01-02"}
    found, at = verdict(**changes)
    assert found.blocked[at["load"], 0]
    found, at = verdict(overrides=[row], **changes)
    assert found.overridden[at["load"], 0]
    assert found.eligible[0]
    found, at = verdict([{"rule": "load", "mode": "hard"}], [row], **changes)
    assert found.blocked[at["load"], 0]


def test_value_is_base_less_points_and_never_below_one():
    found, _ = verdict()
    assert found.value[0] == BASE - found.points[:, 0].sum()
    found, _ = verdict(
        [{"rule": "hours", "mode": "soft", "weight": 9000.0}],
        participant={"hours_week": 1.0},
        workplace={"hours_min": 36.0},
    )
    assert found.value[0] == 1


def test_unknown_in_a_soft_rule_counts_its_stand_in_and_not_zero():
    found, at = verdict(participant={"waiting_since": None, "birth_year": 1980})
    number = at["urgency"]
    assert found.unknown[number, 0]
    assert found.points[number, 0] > 0


def test_a_rule_that_does_not_exist_is_refused_with_the_list_of_those_that_do():
    instance = generate("tiny").replace(policy=[{"rule": "ours", "mode": "hard"}, {"rule": "slots", "mode": "soft"}])
    with pytest.raises(PolicyError, match=r"'ours' does not exist.*hours.*'slots' can be hard, off"):
        OpenInstance.of(instance)


def test_the_tally_agrees_with_the_verdicts():
    """Counts per participant and rule equal those over all candidate pairs judged at once."""
    opened = OpenInstance.of(generate("district"))
    blocks = list(candidates(opened.data, opened.rulebook))
    p, w = (np.concatenate(part) for part in zip(*blocks, strict=True))
    found = judge(Pairs(opened.data, p, w), opened.rulebook)
    screening = screen(opened.data, opened.rulebook, iter(blocks))
    tally = screening.participants
    assert tally.considered.sum() == len(p)
    np.testing.assert_array_equal(tally.blocked.sum(0), found.blocked.sum(1))
    alone = found.blocked & (found.blocked.sum(0) == 1)
    np.testing.assert_array_equal(tally.alone.sum(0), alone.sum(1))
    np.testing.assert_array_equal(screening.workplaces.alone.sum(0), alone.sum(1))
    np.testing.assert_array_equal(screening.p, p[found.eligible])
    near = np.flatnonzero(tally.nearest.other >= 0)
    assert len(near)
    for owner in near[:20]:
        mine = (p == owner) & (w == tally.nearest.other[owner])
        assert alone[tally.nearest.rule[owner], mine].all()
        assert (found.amount[tally.nearest.rule[owner], mine] == tally.nearest.amount[owner]).all()
