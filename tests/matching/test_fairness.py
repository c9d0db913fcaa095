"""A fair spread: against trying every matching, by hand, and on an instance with and without."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.generate import generate
from instances.parameters import figure
from matching.checker import check
from matching.engines import choose
from matching.engines.engine import Limits, Monitor, priced
from matching.engines.relaxation import relax
from matching.fairness import Fair, Groups, groups_of, solve_fairly, spread
from matching.problem import AssignmentProblem
from matching.rule import Rows
from matching.solver import SolveOptions


def slots_problem(values, slots):
    """Values (people, places), 0 = no option."""
    p, w = (index.astype(np.int32) for index in np.nonzero(values))
    rows = Rows(
        [f"w{k}" for k in range(len(slots))], np.array(slots), np.arange(len(p), dtype=np.int32), w,
        np.ones(len(p), np.int64),
    )  # fmt: skip
    return AssignmentProblem.of(len(values), p, w, np.array(values)[p, w].astype(np.int64), [("slots", rows)])


def grouped(problem, of):
    of = np.array(of, np.int32)
    size = np.bincount(of[np.diff(problem.first) > 0], minlength=2)
    return Groups(of, (("a", "a"), ("b", "b")), size)


def monitor():
    return Monitor(Limits(gap=0.0, time_limit=20))


def run(problem, groups):
    engine = choose(problem).engine
    start = engine.solve(problem, monitor().limits, monitor())
    if start.prices is None:
        start = priced(problem, start, relax(problem, monitor()).prices)
    return start, spread(problem, groups, start, lambda made: choose(made).engine, monitor)


def matchings(problem):
    """Every feasible matching."""
    found = [[]]
    for person in range(problem.num_participants):
        ways = (-1, *range(problem.first[person], problem.first[person + 1]))
        found = [[*one, way] for one in found for way in ways]
    made = (np.array(one, np.int32) for one in found)
    return [one for one in made if problem.feasible(one)]


def test_by_hand():
    """Two people, each a group, and two places with a slot each."""
    problem = slots_problem(np.array([[100, 30], [90, 10]]), [1, 1])
    start, found = run(problem, grouped(problem, [0, 1]))
    # total: 100 + 10 = 110 or 30 + 90 = 120; the second also lifts the worst from 10 to 30, and 30 is all there is
    assert problem.objective(start.chosen) == problem.objective(found.result.chosen) == 120
    assert found.levels[0].reached == 30
    problem = slots_problem(np.array([[100, 30], [60, 10]]), [1, 1])
    start, found = run(problem, grouped(problem, [0, 1]))
    # total: 110 with worst 10; fair: 30 + 60 = 90 with worst 30. The price of fairness is 20
    assert problem.objective(start.chosen) == 110
    assert problem.objective(found.result.chosen) == 90
    assert found.levels[0].reached == 30


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_no_matching_lifts_the_worst_group_above_the_bound(data):
    """By trying every matching: reached <= best worst group <= bound; and the fair one is never worse for the worst."""
    people, places = data.draw(st.integers(2, 4)), data.draw(st.integers(1, 3))
    values = [[data.draw(st.sampled_from([0, 5, 40, 77, 100])) for _ in range(places)] for _ in range(people)]
    values[0][0], values[1][0] = 50, 60
    problem = slots_problem(np.array(values), [data.draw(st.integers(1, 2)) for _ in range(places)])
    groups = grouped(problem, [person % 2 for person in range(people)])
    start, found = run(problem, groups)
    best = max(groups.average(problem, one)[groups.live].min() for one in matchings(problem))
    level = found.levels[0]
    assert level.reached <= best + 1e-9
    assert best <= level.bound + 1e-6
    assert problem.feasible(found.result.chosen)
    before, after = (groups.average(problem, one.chosen)[groups.live].min() for one in (start, found.result))
    assert before - 1e-9 <= level.reached <= after + 1e-9
    value = problem.objective(found.result.chosen)
    equal = [one for one in matchings(problem) if groups.average(problem, one)[groups.live].min() >= after - 1e-9]
    assert value <= max(map(problem.objective, equal))
    assert found.result.termination.bound >= value


@pytest.fixture(scope="module")
def instance():
    return generate("district", seed=2, participants=60)


@pytest.mark.parametrize("by", list(Fair))
def test_a_fair_matching_of_an_instance_is_sound_and_tells_its_price(by, instance):
    solution = solve_fairly(instance, by, SolveOptions(limits=Limits(time_limit=30, gap=0.005)))
    options = solution.provenance.options
    assert (options["fair"], options["time_limit"], options["policy"]) == (by.value, 30, "instance")
    assert [finding for finding in check(instance, solution) if finding.severity == "error"] == []
    told = {finding.code: finding for finding in solution.findings}
    whole = told["fairness"].facts
    assert float(whole["high"].replace(",", "")) >= float(whole["low"].replace(",", ""))
    level = next(finding.facts for finding in solution.findings if finding.code == "fair_level")
    assert float(level["reached"].replace(",", "")) <= float(level["bound"].replace(",", ""))
    for finding in solution.findings:
        assert "{" not in finding.nl + finding.en


def test_classes_of_waiting_time(instance):
    """Borders at 6, 12 and 24 months: five classes with the one that is not known."""
    assert figure("fairness.waiting_months").value == [6, 12, 24]
    people = instance["participants"].head(5)
    since = ["2025-12-01", "2025-03-01", "2024-06-01", "2020-01-01", None]
    dated = people.assign(waiting_since=np.array(since, "datetime64[s]"))
    dated = dated.astype({"waiting_since": "datetime64[s]"})
    problem = slots_problem(np.ones((5, 1), np.int64), [5])
    groups = groups_of(instance.replace(participants=dated), problem, Fair.WAITING)
    assert instance.info.reference_date.isoformat() == "2026-01-05"
    assert groups.of.tolist() == [0, 1, 2, 3, 4]
    assert groups.size.tolist() == [1, 1, 1, 1, 1]
