"""A year of arrivals is measured for every policy, beside hindsight."""

from dataclasses import replace

import pytest

from benchmarks.cases import arrivals
from benchmarks.drivers.arrivals import POLICIES, ArrivalsRun, run


@pytest.mark.parametrize("setting", ["strict", "patient"])
def test_every_policy_is_told_beside_hindsight(setting):
    year = ArrivalsRun(people=16, workplaces=4, seed=2, factor=0.75, setting=setting)
    lines = [run(replace(year, engine=policy)) for policy in POLICIES]
    assert all(0 < line["share_of_bound"] <= 1 for line in lines)
    assert {line["arrivals"] for line in lines} == {12}
    assert [line["share_of_hindsight"] for line in lines if "placed" not in line] == [1.0]
    if setting == "strict":
        assert all(line.get("deferred", 0) == 0 for line in lines)


def test_the_year_and_the_pool_share_the_places_but_not_the_people():
    case = arrivals.placements(40, 8, seed=2)
    assert case.problem.num_participants == case.pool.problem.num_participants == 40
    assert (case.problem.capacity == case.pool.problem.capacity).all()
    assert not (case.problem.value[:50] == case.pool.problem.value[:50]).all()


def test_people_of_other_seeds_come_to_the_places_of_a_preset():
    case = arrivals.preset("tiny", seed=1, factor=1.3)
    assert case.problem.num_rows == case.pool.problem.num_rows
    assert case.week.max() <= 51
    assert case.yearly == {"municipal_budget"}
