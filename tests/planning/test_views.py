"""Looks at a plan: sums that can be done again by hand from its rows."""

import pytest

from instances.generate import generate
from instances.schema.plan_words import MoneyKind
from planning import views
from planning.solver import solve


@pytest.fixture(scope="module")
def tiny():
    return generate("tiny")


@pytest.fixture(scope="module")
def plan(tiny):
    return solve(tiny)


def test_places_of_a_host_are_those_of_its_lines(plan):
    made = views.places(plan, "host")
    for period in plan.periods:
        hall = sum(one.places for one in plan.capacity if (one.host, one.period) == ("hal", period))
        assert made.loc["hal", period] == pytest.approx(hall)


def test_people_are_read_per_group_and_stay_whole(plan):
    made = views.people(plan, "group")
    assert made.loc["wsw"].tolist() == [
        sum(one.number for one in plan.people if (one.group, one.period) == ("wsw", period)) for period in plan.periods
    ]


def test_money_is_one_row_a_municipality_and_one_column_a_year(plan):
    made = views.money(plan, MoneyKind.BUDGET)
    assert list(made.columns) == [2026, 2027]
    assert made.loc["GM0935", 2026] == pytest.approx(250_000)  # as tiny's table of budgets says


def test_every_kind_of_money_has_a_name(tiny, plan):
    for lang in ("nl", "en"):
        called = views.Names(tiny, lang)
        for kind in {one.kind for one in (*plan.money, *plan.companies)}:
            assert called.money(kind) != kind or lang == "en"


def test_what_a_host_ends_with_is_what_it_had_and_what_came_and_went(tiny, plan):
    """Start + growth - reduction, but for what was decided in the last period, which works after it."""
    begun = tiny["plan_places"].groupby("host")["start_places"].sum()
    ends = views.places(plan, "host")[plan.periods[-1]]
    found = {(one.from_host, one.to_host): sum(one.places[:-1]) for one in views.turnover(plan)}
    for host, places in ends.items():
        assert begun[host] + found.get(("", host), 0.0) - found.get((host, ""), 0.0) == pytest.approx(places, abs=1.0)


def test_moves_are_told_the_largest_first_and_never_new_places(plan):
    found = views.moves(plan)
    assert all(one.from_host and one.to_host for one in found)
    assert [one.total for one in found] == sorted((one.total for one in found), reverse=True)
    whole = sum(one.places for one in plan.moves if one.from_host and one.to_host)
    assert sum(one.total for one in found) == pytest.approx(whole, abs=views.FELT * 20)


@pytest.mark.parametrize(
    ("period", "years"), [("2026Q1", 2026.0), ("2026Q3", 2026.5), ("2026-07", 2026.5), ("2026", 2026.0)]
)
def test_a_period_begins_when_its_name_says(period, years):
    assert views.instant(period) == years


def test_a_tree_is_read_along_its_likeliest_branch(tiny):
    branches = [
        {"id": "low", "from_on": "2027-01-01", "chance_percent": 30.0, "demand_percent": 80.0},
        {"id": "high", "from_on": "2027-01-01", "chance_percent": 70.0, "demand_percent": 120.0},
    ]
    forked = tiny.replace(plan_branches=branches)
    found = solve(forked)
    assert views.likeliest(forked, found) == ("", "high")
    assert views.likeliest(tiny, solve(tiny)) == ("",)
    assert not views.people(found, "group", ("", "high")).equals(views.people(found, "group", ("", "low")))
