"""Over one month, where everything can begin at once, lines are single places: the same optimum as `solve`."""

import pytest

from instances.generate import generate
from instances.schema.solution import Reason
from matching.eligibility import judge
from matching.engines.engine import Limits
from matching.opened import OpenInstance
from matching.report import ledger
from matching.solver import SolveOptions, solve
from matching.trajectories.checker import check_trajectories
from matching.trajectories.solver import solve_trajectories
from matching.views import pairs_of


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
    assert single.termination.objective == sum(one.value for one in line.trajectories)


@pytest.fixture(scope="module")
def district():
    return at_once(generate("district", seed=1, participants=100))


@pytest.fixture(scope="module")
def of_one_month(district):
    return solve_trajectories(district, 1, Limits(time_limit=30, gap=0.0))


def test_one_month_of_a_district_has_the_optimum_of_single_places(district, of_one_month):
    """Both prove an interval; the optimum lies in both, and the values lie close to it."""
    single = solve(district, SolveOptions("lp_core", Limits(time_limit=30, gap=0.0))).termination
    line = of_one_month.termination
    assert single.objective <= line.bound
    assert line.objective <= single.bound
    assert line.objective == single.objective
    assert [one for one in check_trajectories(district, of_one_month) if one.severity == "error"] == []


def test_one_month_has_the_ledger_of_the_single_place(district, of_one_month):
    """Rule by rule the same points, whether they count for the month or, as continuity does, once."""
    opened = OpenInstance.of(district)
    told = {(one.participant, one.legs[0].workplace): one.legs[0] for one in of_one_month.trajectories}
    pairs = pairs_of(opened, sorted(told, key=lambda couple: opened.wording.row("participants", couple[0])))
    verdicts, changes = judge(pairs, opened.rulebook), 0
    ids = [
        opened.wording.raw(table, "id")[rows] for table, rows in (("participants", pairs.p), ("workplaces", pairs.w))
    ]
    for i, couple in enumerate(zip(*ids, strict=True)):
        leg = told[couple]
        once = [part for part in leg.ledger if part.rule != "months"]
        single = {part.rule: part.points for part in ledger(opened, verdicts, i) if part.points}
        assert {part.rule: part.points for part in (*leg.month, *once) if part.points} == single
        assert leg.value == verdicts.value[i]
        changes += len(once)
    assert changes


def test_more_months_are_worth_at_least_as_many_times_one_place_that_stays(tiny):
    """Six months of the plan bring no less than six times the lasting places of one month."""
    one = solve_trajectories(tiny, 1, Limits(gap=0.0))
    six = solve_trajectories(tiny, 6, Limits(gap=0.0))
    lasting = [line for line in one.trajectories if line.legs[0].stage == "placement"]
    assert lasting
    assert six.termination.bound >= 6 * sum(line.value for line in lasting)
    assert six.horizon_months == 6
