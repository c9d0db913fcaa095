"""Candidates: a superset of what the rules allow, in order, without doubles, never all pairs at once."""

import numpy as np
import pytest

import matching.candidates
from instances.generate import generate
from matching.candidates import candidates
from matching.eligibility import judge
from matching.opened import OpenInstance
from matching.pairs import Pairs


def collected(opened):
    blocks = list(candidates(opened.data, opened.rulebook))
    p, w = (np.concatenate(part) for part in zip(*blocks, strict=True))
    return p, w


@pytest.mark.parametrize(("preset", "seed"), [("tiny", 1), ("district", 1), ("district", 2)])
def test_no_eligible_pair_is_missed(preset, seed):
    """Every pair of participant and workplace is judged; what is eligible must be among the candidates."""
    opened = OpenInstance.of(generate(preset, seed=seed))
    num_p, num_w = opened.data.num_participants, opened.data.num_workplaces
    p, w = (part.reshape(-1).astype(np.int32) for part in np.indices((num_p, num_w)))
    eligible = judge(Pairs(opened.data, p, w), opened.rulebook).eligible
    wanted = set((p[eligible].astype(np.int64) * num_w + w[eligible]).tolist())
    found_p, found_w = collected(opened)
    found = (found_p.astype(np.int64) * num_w + found_w).tolist()
    assert wanted <= set(found)
    assert found == sorted(set(found))
    assert len(found) < num_p * num_w or preset == "tiny"


def test_blocks_do_not_change_the_pairs(monkeypatch):
    opened = OpenInstance.of(generate("district"))
    whole = collected(opened)
    monkeypatch.setattr(matching.candidates, "PAIRS_PER_BLOCK", 500)
    assert len(list(candidates(opened.data, opened.rulebook))) > 1
    np.testing.assert_array_equal(np.stack(collected(opened)), np.stack(whole))


def test_without_travel_rules_every_pair_is_a_candidate():
    rules = ("legal_travel", "personal_travel", "shift_transport", "travel_burden")
    instance = generate("tiny").replace(policy=[{"rule": rule, "mode": "off"} for rule in rules])
    opened = OpenInstance.of(instance)
    assert len(collected(opened)[0]) == opened.data.num_participants * opened.data.num_workplaces
