"""One year of a plan in months: it starts where the plan is, keeps everyone's right, and speaks with matching."""

import pytest

from instances.errors import InconsistentInstance
from instances.generate import generate
from matching.checker import check as check_matching
from matching.solver import solve as match
from planning.checker import check
from planning.solver import PlanOptions, solve
from planning.yearly import with_slots, with_worth, year_of


@pytest.fixture(scope="module")
def tiny():
    return generate("tiny")


@pytest.fixture(scope="module")
def whole(tiny):
    return solve(tiny)


@pytest.fixture(scope="module")
def year(tiny, whole):
    return year_of(tiny, whole, 2027)


@pytest.fixture(scope="module")
def monthly(year):
    return solve(year, PlanOptions(mode="year"))


def test_a_year_begins_with_the_places_that_the_plan_has_then(whole, year):
    began = {(one.line, one.host): one.places for one in whole.capacity if one.period == "2027Q1"}
    rows = year["plan_places"]
    for line, host, places in zip(rows["line"], rows["host"], rows["start_places"], strict=True):
        assert places == pytest.approx(began.get((line, host), 0.0), abs=1e-6)


def test_a_year_has_twelve_months_and_passes_the_checker(year, monthly):
    assert monthly.termination.reason == "optimal"
    assert monthly.periods == tuple(f"2027-{month:02d}" for month in range(1, 13))
    assert [found for found in check(year, monthly) if found.severity == "error"] == []


def test_who_waits_at_the_end_of_a_year_waits_at_the_start_of_the_next(tiny):
    """60 people a year in 30 places: many wait at the end of 2026, and the year 2027 begins with them.

    January: those who waited, less 1/12 of 20 % who give up, and 5 who come, less who gets a place.
    """
    crowded = tiny.replace(plan_demand=tiny["plan_demand"].assign(people=60.0))
    whole = solve(crowded)
    year = year_of(crowded, whole, 2027)
    last = {(one.group, one.municipality): one.number for one in whole.flows
            if (one.kind, one.period) == ("waiting", "2026Q4")}  # fmt: skip
    rows = year["plan_waiting"]
    began = dict(zip(zip(rows["group"], rows["municipality"], strict=True), rows["people"], strict=True))
    assert sum(last.values()) > 10
    assert began == pytest.approx(last)
    monthly = solve(year)
    assert check(year, monthly) == []
    january = {(one.kind, one.municipality): one.number for one in monthly.flows if one.period == "2027-01"}
    for (_, town), before in last.items():
        left = before * (1 - 0.2 / 12) + 60 / 12 - january.get(("enters", town), 0.0)
        assert january.get(("waiting", town), 0.0) == pytest.approx(left, abs=1e-6)


def test_a_year_outside_the_plan_is_bad_input(tiny, whole):
    with pytest.raises(InconsistentInstance) as caught:
        year_of(tiny, whole, 2031)
    assert caught.value.problems[0].value == "2031"


def test_slots_for_matching_are_whole_and_only_those_of_lines_change(tiny, monthly):
    fed = with_slots(tiny, monthly, 2027)
    before, after = tiny["workplaces"], fed["workplaces"]
    assert after["slots"].ge(0).all()
    changed = before["slots"] != after["slots"]
    assert before[changed]["kind"].eq("line_slot").all()
    assert after.drop(columns="slots").equals(before.drop(columns="slots"))


def test_a_year_goes_into_matching_and_prices_come_back(tiny, whole, monthly):
    """The slots of the plan are matched; a line whose slots are scarce then weighs more in the plan of the year."""
    matched = match(with_slots(tiny, monthly, 2027))
    assert [one for one in check_matching(with_slots(tiny, monthly, 2027), matched) if one.severity == "error"] == []
    worth = with_worth(tiny, matched, 2.0)
    again = year_of(worth, whole, 2027)
    assert again["plan_lines"]["worth_year_cents"].tolist() == worth["plan_lines"]["worth_year_cents"].tolist()
    found = solve(again, PlanOptions(mode="year"))
    assert check(again, found) == []


def test_what_a_slot_is_worth_in_matching_counts_in_the_plan(tiny):
    matched = match(tiny)
    told = with_worth(tiny, matched, 2.0)["plan_lines"].set_index("line")["worth_year_cents"]
    line_of = tiny["workplaces"].set_index("id")["line"]
    for line in told.index:
        prices = [one.price for one in matched.prices if one.kind == "slots" and line_of.get(one.row) == line]
        mean = sum(prices) / len(prices) if prices else 0.0
        assert told[line] == round(200 * mean)
