"""The checker: a sound matching passes, and every way of tampering with it is found and named."""

import pytest

from instances.generate import generate
from instances.schema.solution import Reason
from matching.checker import check
from matching.solver import solve


@pytest.fixture(scope="module")
def instance():
    return generate("district", seed=5)


@pytest.fixture(scope="module")
def solution(instance):
    return solve(instance)


def codes(instance, solution):
    return {finding.code for finding in check(instance, solution) if finding.severity == "error"}


def with_first(solution, **changes):
    first, *rest = solution.assignments
    return solution.model_copy(update={"assignments": (first.model_copy(update=changes), *rest)})


def test_a_sound_matching_passes(instance, solution):
    assert codes(instance, solution) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"workplace": "nergens"}, "workplace"),
        ({"participant": "niemand"}, "participant"),
        ({"value": 999_999}, "figures"),
        ({"cost_cents": -1}, "figures"),
        ({"costs": ()}, "figures"),
        ({"municipality": "GM9999"}, "figures"),
    ],
)
def test_one_wrong_fact_is_found(instance, solution, changes, code):
    assert code in codes(instance, with_first(solution, **changes))


def test_a_participant_who_is_forgotten_or_placed_twice_is_found(instance, solution):
    short = solution.model_copy(update={"unmatched": solution.unmatched[1:]})
    assert codes(instance, short) == {"forgotten"}
    double = solution.model_copy(update={"assignments": (*solution.assignments, solution.assignments[0])})
    assert "twice" in codes(instance, double)


def test_a_reason_that_is_missing_is_found(instance, solution):
    bare = solution.unmatched[0].model_copy(update={"reasons": ()})
    assert "reason" in codes(instance, solution.model_copy(update={"unmatched": (bare, *solution.unmatched[1:])}))


def test_a_full_place_is_found(instance, solution):
    """The same documents with every slot gone: each used place is over its slots."""
    none = instance.replace(workplaces=instance["workplaces"].assign(slots=0))
    moved = solution.provenance.model_copy(update={"instance_hash": none.digest})
    assert "slots" in codes(none, solution.model_copy(update={"provenance": moved}))


def test_other_documents_are_found(instance, solution):
    other = instance.replace(budgets=[])
    assert "instance" in codes(other, solution)


def test_a_rule_that_is_broken_is_named_with_its_sentence(instance, solution):
    """After the hours of everyone fall to one, the places that ask more are errors of the rule `hours`."""
    weak = instance.replace(participants=instance["participants"].assign(hours_week=1.0))
    moved = solution.provenance.model_copy(update={"instance_hash": weak.digest})
    found = check(weak, solution.model_copy(update={"provenance": moved}))
    broken = [finding for finding in found if finding.code == "hours" and finding.severity == "error"]
    assert broken
    assert broken[0].facts["participant"]
    assert "uur" in broken[0].nl


@pytest.mark.parametrize(
    "changes",
    [
        {"bound": 0.0},
        {"gap": 0.5},
        {"reason": Reason.OPTIMAL, "bound": 10.0**9},
    ],
)
def test_a_claim_without_its_bound_is_found(instance, solution, changes):
    said = solution.termination.model_copy(update=changes)
    assert "claim" in codes(instance, solution.model_copy(update={"termination": said}))


def test_a_value_that_does_not_add_up_is_found(instance, solution):
    said = solution.termination.model_copy(update={"objective": solution.termination.objective + 1})
    assert "objective" in codes(instance, solution.model_copy(update={"termination": said}))
