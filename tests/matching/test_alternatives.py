"""Alternatives: real, checked, within the loss that was allowed; and the bound on how different they can be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.errors import InvalidField
from instances.generate import generate
from instances.solutions import digest
from matching.alternatives import alternatives, farthest, group_of
from matching.checker import check
from matching.engines import choose
from matching.engines.engine import Limits, Monitor
from matching.problem import AssignmentProblem
from matching.rule import Rows
from matching.solver import SolveOptions, solve

LIMITS = Limits(time_limit=90, gap=0.002)


def exact(problem):
    limits = Limits(gap=0.0, time_limit=10)
    return choose(problem).engine.solve(problem, limits, Monitor(limits))


def slots_problem(values, slots):
    """Values (people, places), 0 = no option."""
    p, w = (index.astype(np.int32) for index in np.nonzero(values))
    rows = Rows(
        [f"w{k}" for k in range(len(slots))], np.array(slots), np.arange(len(p), dtype=np.int32), w,
        np.ones(len(p), np.int64),
    )  # fmt: skip
    return AssignmentProblem.of(len(values), p, w, np.array(values)[p, w].astype(np.int64), [("slots", rows)])


def matchings(problem):
    """Every feasible matching."""
    found = [[]]
    for person in range(problem.num_participants):
        ways = (-1, *range(problem.first[person], problem.first[person + 1]))
        found = [[*one, way] for one in found for way in ways]
    made = (np.array(one, np.int32) for one in found)
    return [one for one in made if problem.feasible(one)]


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_found_is_real_and_nothing_is_farther_than_the_bound(data):
    """By trying every matching: what is found keeps the floor, and no matching of that value is beyond the bound."""
    people, places = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))
    values = [[data.draw(st.sampled_from([0, 5, 40, 41, 100])) for _ in range(places)] for _ in range(people)]
    problem = slots_problem(np.array(values), [data.draw(st.integers(1, 2)) for _ in range(places)])
    group = np.array([data.draw(st.booleans()) for _ in range(people)])
    everything = matchings(problem)
    best = max(everything, key=problem.objective)
    least = int(data.draw(st.sampled_from([0.5, 0.9, 1.0])) * problem.objective(best))
    found = farthest(problem, [best], group, least, exact)
    enough = [one for one in everything if problem.objective(one) >= least]
    reachable = max(int((one != best)[group].sum()) for one in enough)
    assert found.distance <= reachable <= found.at_most
    if found.chosen is not None:
        assert problem.feasible(found.chosen)
        assert problem.objective(found.chosen) >= least
        assert int((found.chosen != best)[group].sum()) == found.distance > 0


def test_a_swap_by_hand():
    """Two people, two slots, 50 each anywhere: swapping costs nothing and moves both; two moves is all there is."""
    problem = slots_problem(np.array([[50, 50], [50, 50]]), [1, 1])
    found = farthest(problem, [np.array([0, 3], np.int32)], np.array([True, True]), 100, exact)
    assert found.chosen.tolist() == [1, 2]
    assert (found.distance, found.at_most) == (2, 2)


def test_none_is_proven_where_the_optimum_stands_alone():
    problem = slots_problem(np.array([[100, 10], [10, 100]]), [1, 1])
    found = farthest(problem, [np.array([0, 3], np.int32)], np.array([True, True]), 200, exact)
    assert found.chosen is None
    assert found.at_most == 0


@pytest.fixture(scope="module")
def district():
    instance = generate("district", seed=2, participants=60)
    return instance, solve(instance, SolveOptions(limits=LIMITS))


@pytest.fixture(scope="module")
def found(district):
    instance, base = district
    return alternatives(instance, base, 2, 0.02, near=30, options=SolveOptions(limits=LIMITS))


def test_an_alternative_says_to_what_and_how_near(district, found):
    _, base = district
    options = found.alternatives[0].solution.provenance.options
    assert (options["alternative_to"], options["within"], options["group"]) == (digest(base), 0.02, "")


def test_alternatives_of_an_instance(district, found):
    """Each is sound, worth enough, different from all others; who moves is told as the documents have it."""
    instance, base = district
    assert len(found.alternatives) == 2
    seen = [{(one.participant, one.workplace) for one in base.assignments}]
    for one in found.alternatives:
        assert [finding for finding in check(instance, one.solution) if finding.severity == "error"] == []
        assert one.solution.termination.objective >= found.least >= 0.98 * base.termination.objective
        places = {(a.participant, a.workplace) for a in one.solution.assignments}
        assert places not in seen
        before, after = dict(seen[0]), dict(places)
        assert {move.participant for move in one.moves} == {
            person for person in {*before, *after} if before.get(person) != after.get(person)
        }
        assert one.distance <= one.distance_at_most
        seen.append(places)


def test_a_group_moves_and_others_only_where_needed(district):
    """With one municipality as the group at least as many of its people move as when everybody may."""
    instance, base = district
    code = instance["participants"]["municipality"].mode()[0]
    (one,) = alternatives(
        instance, base, 1, 0.02, f"municipality={code}", options=SolveOptions(limits=LIMITS)
    ).alternatives
    group = set(instance["participants"].query("municipality == @code")["id"])
    assert one.num_in_group == sum(move.participant in group for move in one.moves) == one.distance


def test_nearly_free_places_are_within_reach_and_not_the_present_one(district, found):
    _, base = district
    now = {one.participant: one.workplace for one in base.assignments}
    assert found.near
    for free in found.near:
        assert -1e-6 <= free.slack <= 30
        assert now.get(free.participant) != free.workplace


@pytest.mark.parametrize("group", ["colour=red", "municipality=GM4242", "participants=nobody", "participants="])
def test_a_group_that_does_not_exist_is_bad_input(district, group):
    with pytest.raises(InvalidField, match="group"):
        group_of(district[0], group)
