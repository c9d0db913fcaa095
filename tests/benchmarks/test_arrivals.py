"""A year of arrivals is measured for every policy, beside hindsight."""

import pytest

from benchmarks.cases import arrivals
from benchmarks.drivers.arrivals import POLICIES, ArrivalsRun, interval, run


@pytest.mark.parametrize("setting", ["strict", "patient"])
def test_every_policy_is_told_beside_hindsight(setting):
    case = arrivals.placements(40, 8, seed=2, factor=0.7)
    lines = list(run(case, {"case": "placement"}, ArrivalsRun(setting, seed=2)))
    assert [line["policy"] for line in lines] == ["hindsight", *POLICIES]
    assert all(0 < line["share_of_bound"] <= 1 for line in lines)
    assert {line["arrivals"] for line in lines} == {28}
    if setting == "strict":
        assert all(line["deferred"] == 0 for line in lines[1:])


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


def test_interval_of_two_seeds():
    """Mean 0.98, sample deviation 0.0141, t(0.975, 1) = 12.706: half width 12.706 x 0.0141 / 1.414 = 0.127."""
    middle, half = interval([0.97, 0.99])
    assert middle == pytest.approx(0.98)
    assert half == pytest.approx(0.127, abs=1e-3)
