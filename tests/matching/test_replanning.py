"""Matching again: the limit on changes is kept, counted from the documents, and said where it cannot be."""

from hashlib import sha256

import pytest

from instances.errors import InvalidField
from instances.generate import generate
from instances.solutions import write_solution
from matching.checker import check
from matching.engines.engine import Limits
from matching.replanning import Replan
from matching.solver import SolveOptions, solve

LIMITS = Limits(time_limit=10, gap=0.002)


@pytest.fixture(scope="module")
def before():
    instance = generate("district", seed=2, participants=60)
    return instance, solve(instance, SolveOptions(limits=LIMITS))


@pytest.fixture(scope="module")
def changed(before):
    """The same people; everybody now wants the work of a line that few had asked for."""
    instance, _ = before
    people = instance["participants"]
    line = instance["lines"]["id"].iat[0]
    return instance.replace(participants=people.assign(wished_lines=line))


def test_the_solution_says_what_it_was_made_from(before, changed, tmp_path):
    """The digest is that of the very file that was given."""
    write_solution(before[1], tmp_path / "before.json")
    solution, _ = again(changed, before[1], 3)
    written = sha256((tmp_path / "before.json").read_bytes()).hexdigest()
    assert solution.provenance.options["previous"] == written
    assert solution.provenance.options["max_changes"] == 3


def again(instance, previous, most):
    replan = Replan.of(instance, previous, most)
    solution = solve(instance, SolveOptions(limits=LIMITS, replan=replan))
    (told,) = (finding for finding in solution.findings if finding.code == "changes")
    return solution, told


def lost(previous, solution):
    now = {one.participant: one.workplace for one in solution.assignments}
    return sum(now.get(one.participant) != one.workplace for one in previous.assignments)


@pytest.mark.parametrize("most", [0, 2, 1000])
def test_no_more_people_lose_their_place_than_allowed(before, changed, most):
    solution, told = again(changed, before[1], most)
    assert lost(before[1], solution) == told.amount <= most
    assert told.severity == "info"
    assert [finding for finding in check(changed, solution) if finding.severity == "error"] == []


def test_without_a_limit_it_starts_from_where_it_stood(before):
    """Nothing changed: nobody moves, and the solution tells that no limit was set."""
    instance, previous = before
    solution, told = again(instance, previous, None)
    assert (lost(previous, solution), told.amount, told.facts["allowed"]) == (0, 0, "all")
    assert solution.statistics["resumed_value"] >= previous.termination.objective
    assert [finding for finding in check(instance, solution) if finding.severity == "error"] == []


def test_a_wider_limit_is_never_worth_less(before, changed):
    """Up to the gaps: what is found within 2 changes is not worth more than the bound within 1,000."""
    tight, wide = (again(changed, before[1], most)[0].termination for most in (2, 1000))
    assert tight.objective <= wide.bound
    assert tight.bound >= tight.objective


def test_a_place_that_is_gone_counts_and_may_make_the_limit_impossible(before):
    """A workplace with n people closes: with n allowed the others stay; with n - 1 that cannot be, and it is proven."""
    instance, previous = before
    place = max({one.workplace for one in previous.assignments}, key=lambda w: _people(previous, w))
    places = instance["workplaces"]
    closed = instance.replace(workplaces=places.assign(slots=places["slots"].where(places["id"] != place, 0)))
    fixed = {one.participant for one in solve(closed, SolveOptions("greedy")).assignments if one.workplace == place}
    count = _people(previous, place) - len(fixed)
    assert count > 0
    enough, told = again(closed, previous, count)
    assert (lost(previous, enough), told.severity) == (count, "info")
    _, told = again(closed, previous, count - 1)
    assert (told.amount, told.severity) == (count, "watch")
    assert "proven impossible" in told.en
    assert "bewezen" in told.nl


def _people(solution, place):
    return sum(one.workplace == place for one in solution.assignments)


def test_people_who_are_gone_do_not_count(before):
    instance, previous = before
    gone = previous.model_copy(
        update={
            "assignments": tuple(
                a.model_copy(update={"participant": f"x-{a.participant}"}) for a in previous.assignments
            )
        }
    )
    with pytest.raises(InvalidField, match="previous"):
        Replan.of(instance, gone, 3)
    some = previous.model_copy(update={"assignments": (gone.assignments[0], *previous.assignments[1:])})
    assert len(Replan.of(instance, some, 3).places) == len(previous.assignments) - 1
