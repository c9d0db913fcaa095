"""Couples in a whole matching: kept apart by the rows, told when buddies are split, against trying everything."""

import itertools

import pytest

from instances.generate import generate
from matching.checker import check
from matching.engines.engine import Limits
from matching.examples import PARTICIPANT, WORKPLACE, example_instance
from matching.policies import under
from matching.rule import Example
from matching.solver import SolveOptions, solve

PEOPLE = ("p", "p2", "p3")


def instance_of(couples):
    """Three equal people, one good workplace with room for all, and a worse one."""
    people = [{**PARTICIPANT, "id": one} for one in PEOPLE]
    good = {**WORKPLACE, "slots": 3, "guidance_hours": 20.0}
    places = [good, {**good, "id": "w2", "kind": "line_slot", "title": "Inpakken"}]
    return example_instance(Example("couples", 0)).replace(
        participants=people, workplaces=places, couples=couples, participant_skills=[], workplace_skills=[]
    )


@pytest.mark.parametrize(
    "apart", [(), (("p", "p2"),), (("p", "p2"), ("p3", "p2")), (("p", "p2"), ("p2", "p3"), ("p", "p3"))]
)
def test_couples_apart_are_never_together_and_the_rest_is_as_good_as_it_can_be(apart):
    """All 3^3 ways by hand; nobody is forced.

    The good place is worth 946 (as the ordinary pair), the other 658: six steps of 40 less, and 24 hours more that do
    not count for the jobs agreement (26 instead of 2) at 2 points each.
    """
    instance = instance_of([{"participant": a, "other": b, "kind": "apart"} for a, b in apart])
    solution = solve(instance, SolveOptions(limits=Limits(gap=0.0)))
    worth = {"w": 946, "w2": 658, None: 0}
    best = max(
        sum(worth[place] for place in places)
        for places in itertools.product(worth, repeat=3)
        if not any(places[PEOPLE.index(a)] == places[PEOPLE.index(b)] is not None for a, b in apart)
    )
    assert solution.termination.objective == best
    assert [finding for finding in check(instance, solution) if finding.severity == "error"] == []


def test_the_checker_sees_a_couple_that_was_put_together():
    solution = solve(instance_of([]))
    parted = instance_of([{"participant": "p3", "other": "p", "kind": "apart"}])
    moved = solution.provenance.model_copy(update={"instance_hash": parted.digest})
    found = check(parted, solution.model_copy(update={"provenance": moved}))
    (wrong,) = [finding for finding in found if finding.severity == "error"]
    assert (wrong.code, wrong.facts["key"], wrong.amount) == ("apart", "p/p3/w", 1)


def test_buddies_who_are_split_are_told():
    together = {"participant": "p", "other": "p2", "kind": "together"}
    assert not [one for one in solve(instance_of([together])).findings if one.code == "buddies"]
    apart = instance_of([together])
    apart = apart.replace(participants=apart["participants"][:2], workplaces=apart["workplaces"].assign(slots=1))
    (told,) = [one for one in solve(apart).findings if one.code == "buddies"]
    assert told.amount == 2


def test_a_fallback_keeps_part_of_the_line_free():
    """Region under the policy that asks for it: the pools of lines hold, and more people use lines without it."""
    instance = generate("district", seed=1)
    counts = {}
    for mode in ("off", "hard"):
        policy = [{"rule": "fallback", "mode": mode}]
        made = instance.replace(policy=policy)
        solution = solve(made, SolveOptions(limits=Limits(time_limit=20, gap=0.01)))
        assert [finding for finding in check(made, solution) if finding.severity == "error"] == []
        counts[mode] = sum(one.kind == "line_slot" for one in solution.assignments)
    assert counts["hard"] <= counts["off"]
    assert under(instance, "develop")["policy"].set_index("rule").loc["fallback", "mode"] == "hard"
