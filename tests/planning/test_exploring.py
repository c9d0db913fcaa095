"""Around the best plan: ranges hold it, fronts fall, clashes are real, foresight is worth something or nothing."""

from datetime import date
from itertools import pairwise

import pytest

from instances.generate import generate
from instances.schema.plan_words import Goal
from matching.engines.engine import Limits, Monitor
from planning.diagnosis import clash
from planning.exploring import directions, front_of, near_plans
from planning.foresight import foresight, with_mean_branches
from planning.opening import OpenPlan
from planning.solver import solve


@pytest.fixture(scope="module")
def tiny():
    return generate("tiny")


@pytest.fixture
def monitor():
    return Monitor(Limits(time_limit=60))


@pytest.fixture(scope="module")
def crowded(tiny):
    """Seven places for sixteen people with a right, and no more to be had at once."""
    places = tiny["plan_places"].copy()
    places["start_places"] = [5.0, 2.0, 0.0, 0.0, 0.0]
    return tiny.replace(plan_places=places)


def test_amounts_of_goals_are_those_of_the_plan(tiny):
    plan, solution = OpenPlan.of(tiny), solve(tiny)
    told = {part.goal: part.amount for part in solution.objective_parts}
    protected = sum(  # by hand: people in the hall, a quarter of a year each
        one.number / 4 for one in solution.people if one.host == "hal"
    )
    assert told["protected"] == pytest.approx(protected, abs=1.5)  # the plan counts before rounding to whole people
    assert {f"goal_{goal.value}" for goal in plan.data.goals} <= {one.code for one in directions(plan)}


def test_the_best_plan_lies_within_every_range(tiny, monitor):
    found = near_plans(tiny, "", 0.02, monitor)
    for one in found.reaches:
        assert one.least - 1e-4 <= one.now <= one.most + 1e-4, one.direction
        assert one.said.nl.startswith(tuple("abcdefghijklmnopqrstuvwxyz"))


def test_wider_is_never_narrower(tiny, monitor):
    narrow, wide = (near_plans(tiny, "", within, monitor).reaches for within in (0.01, 0.1))
    for small, large in zip(narrow, wide, strict=True):
        assert large.least <= small.least + 1e-4
        assert large.most >= small.most - 1e-4


def test_less_of_a_goal_costs_the_others_more_and_more(tiny, monitor):
    found = front_of(tiny, "", Goal.PROTECTED, 6, monitor)
    rest = [one.rest for one in found.points]
    steps = [one.rest - other.rest for one, other in pairwise(found.points)]
    assert rest == sorted(rest, reverse=True)
    assert all(early >= late - 1e-3 for early, late in pairwise(steps))  # convex
    assert sum(one.knee for one in found.points) == 1


def test_a_goal_that_does_not_steer_has_no_front(tiny, monitor):
    assert front_of(tiny, "", Goal.SHELTERED_SHORT, 4, monitor) is None


def test_nothing_clashes_where_a_plan_exists(tiny, monitor):
    assert clash(tiny, "", monitor) is None


def test_a_right_without_places_clashes_in_words(crowded, monitor):
    found = clash(crowded, "", monitor)
    assert found.minimal
    assert "rights" in {one.block for one in found.demands}
    assert all(one.said.nl and one.said.en for one in (*found.demands, *found.relaxation))
    assert "Maastricht" in " ".join(one.said.nl for one in found.demands)
    first = [one for one in found.relaxation if one.period == "2026Q1"]
    assert (
        sum(one.amount for one in first) >= 16 + 8 - 7 - 10
    )  # of 24 people at the start 7 have a place; tracks may end


def test_no_plan_has_no_ranges_and_no_front(crowded, monitor):
    assert near_plans(crowded, "", 0.02, monitor) is None
    assert front_of(crowded, "", Goal.PROTECTED, 4, monitor) is None


def fork(tiny, low, high):
    return tiny.replace(
        plan_branches=[
            {"id": name, "from_on": date(2027, 1, 1), "chance_percent": 50.0, "demand_percent": demand}
            for name, demand in (("low", low), ("high", high))
        ]
    )


def test_foresight_is_never_worth_less_than_nothing(tiny, monitor):
    found = foresight(fork(tiny, 50.0, 200.0), "", monitor)
    assert found.known_beforehand <= found.expected + 1e-6
    assert found.information_worth >= -1e-6
    assert found.stochastic_worth is None or found.stochastic_worth >= -1e-6


def test_a_fork_into_equals_is_no_fork(tiny, monitor):
    found = foresight(fork(tiny, 100.0, 100.0), "", monitor)
    assert found.expected == pytest.approx(found.known_beforehand, abs=1e-5)
    assert not found.matters


def test_one_future_needs_no_foresight(tiny, monitor):
    assert foresight(tiny, "", monitor) is None


def test_the_mean_of_a_fork_is_weighed_by_chance(tiny):
    forked = fork(tiny, 50.0, 200.0)
    mean = with_mean_branches(forked, OpenPlan.of(forked))["plan_branches"]
    assert mean["demand_percent"].tolist() == [125.0]  # (50 + 200) / 2
    assert mean["chance_percent"].tolist() == [100.0]
