"""What people decided, followed by a whole matching: pins first, refusals never, what is not followed is told."""

import pytest

from instances.generate import generate
from matching.checker import check
from matching.solver import solve

ROW = {"by": "coach-szmh", "reason": "agreed", "on": "2025-12-11"}


def decided(*rows):
    """`tiny` with these decisions (participant, workplace, decision): places by participant, findings."""
    instance = generate("tiny").replace(
        decisions=[{"participant": p, "workplace": w, "decision": what, **ROW} for p, w, what in rows]
    )
    solution = solve(instance)
    assert [finding for finding in check(instance, solution) if finding.severity == "error"] == []
    told = [finding for finding in solution.findings if finding.code == "decisions_kept"]
    return {one.participant: one.workplace for one in solution.assignments}, told


def test_without_decisions_value_decides():
    places, told = decided()
    assert places["dutch-unknown"] == "bakery-counter"
    assert told == []


@pytest.mark.parametrize("decision", ["pin", "accepted"])
def test_a_pin_comes_before_value(decision):
    """To vetoes-green the hotel is worth 921 and the bakery 679; a decision for the bakery stands."""
    places, told = decided(("vetoes-green", "bakery-counter", decision))
    assert places["vetoes-green"] == "bakery-counter"
    assert places["dutch-unknown"] != "bakery-counter"
    assert told == []


@pytest.mark.parametrize("decision", ["exclude", "rejected"])
def test_a_refused_pair_is_not_matched(decision):
    places, _ = decided(("dutch-unknown", "bakery-counter", decision))
    assert places.get("dutch-unknown") != "bakery-counter"


def test_a_pin_comes_before_an_older_promise():
    """The garden centre was promised to promised-garden; a coach pinned the green line instead."""
    places, told = decided(("promised-garden", "mtb-green", "pin"))
    assert places["promised-garden"] == "mtb-green"
    assert told == []


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        (("out-of-reach", "mtb-green", "pin"), "a rule blocks: the journey"),
        (("vaals-first", "bakery-counter", "pin"), "a row is too small: one hour of guidance, one and a half needed"),
        (("wsw-keeps-place", "mtb-packing", "accepted"), "the law keeps this person in place"),
    ],
)
def test_a_pin_that_the_law_or_a_rule_forbids_is_told(pin, why):
    places, told = decided(pin)
    assert places.get(pin[0]) != pin[1], why
    assert [finding.facts["person"] for finding in told] == [pin[0]]


def test_two_pins_on_the_last_slot_one_is_told():
    _, told = decided(("vetoes-green", "bakery-counter", "pin"), ("dutch-unknown", "bakery-counter", "pin"))
    assert len(told) == 1
