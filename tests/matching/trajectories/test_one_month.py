"""Over one month, where everything can begin at once, lines are single places: the same optimum as `solve`."""

import pytest

from instances.generate import generate
from instances.schema.solution import Reason
from matching.engines.engine import Limits
from matching.solver import SolveOptions, solve
from matching.trajectories.checker import check_trajectories
from matching.trajectories.solver import solve_trajectories


def at_once(instance):
    """Nobody is in diagnosis or busy, no place or course begins later, no contract ends within the year.

    And every price is by the year: then what a place costs this year is what it costs by the year.
    """
    places = instance["workplaces"]
    kinds = places["kind"].replace({"trial": "work_experience", "training": "work_experience"})
    return instance.replace(
        participants=instance["participants"].assign(stage="placement", available_on=None),
        workplaces=places.assign(start_on=None, end_on=None, contract_months=None, course=None, kind=kinds),
    )


@pytest.fixture(scope="module")
def tiny():
    return at_once(generate("tiny"))


def test_one_month_of_tiny_has_the_optimum_of_single_places(tiny):
    single = solve(tiny, SolveOptions("lp_core", Limits(gap=0.0)))
    line = solve_trajectories(tiny, 1, Limits(gap=0.0))
    assert single.termination.reason is Reason.OPTIMAL
    assert line.termination.objective == single.termination.objective
    assert line.termination.bound >= single.termination.objective
    places = {(one.participant, one.workplace, one.value) for one in single.assignments}
    assert sum(value for *_, value in places) == sum(one.value for one in line.trajectories)


@pytest.mark.parametrize("seed", [1, 2])
def test_one_month_of_a_district_has_the_optimum_of_single_places(seed):
    """Both prove an interval; the optimum lies in both, and the values lie close to it."""
    instance = at_once(generate("district", seed=seed, participants=80))
    single = solve(instance, SolveOptions("lp_core", Limits(time_limit=30, gap=0.0))).termination
    solution = solve_trajectories(instance, 1, Limits(time_limit=30, gap=0.0))
    line = solution.termination
    assert single.objective <= line.bound
    assert line.objective <= single.bound
    assert line.objective == single.objective
    assert [one for one in check_trajectories(instance, solution) if one.severity == "error"] == []


def test_more_months_are_worth_at_least_as_many_times_one_place_that_stays(tiny):
    """Six months of the plan bring no less than six times the lasting places of one month."""
    one = solve_trajectories(tiny, 1, Limits(gap=0.0))
    six = solve_trajectories(tiny, 6, Limits(gap=0.0))
    lasting = [line for line in one.trajectories if line.legs[0].stage == "placement"]
    assert lasting
    assert six.termination.bound >= 6 * sum(line.value for line in lasting)
    assert six.horizon_months == 6
