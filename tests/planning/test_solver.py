"""The whole plan: by hand where it can be, judged by the checker, beside CBC, in branches and in months."""

from collections.abc import Callable

import numpy as np
import pytest

from instances.generate import generate
from instances.schema.plan_scenarios import PlanPatch
from instances.schema.plan_solution import PlanReason, PlanSolution
from instances.schema.solution import MatchingSolution, Price
from instances.tables import Instance
from matching.solver import solve as match
from planning.backend.highs import Live
from planning.checker import check
from planning.data import PlanData
from planning.opening import OpenPlan
from planning.programme import Programme
from planning.rounding import whole_people
from planning.scenarios import patched
from planning.solver import PlanOptions, solve
from planning.yearly import with_slots, with_worth, year_of


@pytest.fixture(scope="module")
def tiny() -> Instance:
    return generate("tiny")


@pytest.fixture(scope="module")
def solution(tiny: Instance) -> PlanSolution:
    return solve(tiny, PlanOptions(num_ranges=2))


def patch(table: str, field: str, value: str, row: str = "") -> PlanPatch:
    return PlanPatch.model_validate(
        {"scenario": "s", "order": 1, "table": table, "row": row, "field": field, "operation": "set", "value": value}
    )


def test_the_plan_of_tiny_is_proven_and_passes_the_checker(tiny: Instance, solution: PlanSolution) -> None:
    assert solution.termination.reason is PlanReason.OPTIMAL
    assert solution.termination.objective == pytest.approx(solution.termination.bound)
    assert check(tiny, solution) == []


def test_cohorts_by_hand(tiny: Instance) -> None:
    """Young class: 10 people, 4 % a year leave, 39 years wide. One quarter on: 10 x 0.96^0.25 = 9.8984 stay, of whom
    1/4 / 39 = 0.6410 % grow older: 0.06345. Old: 6 x 0.94^0.25 = 5.9079, 1/4 / 10 = 2.5 % retire: 0.1477.
    9.8984 - 0.0635 + 0.0635 + 5.9079 - 0.1477 = 15.6586.
    """
    data = PlanData.of(tiny)
    assert data.rights[0, data.group_at["wsw"], 0, 0] == pytest.approx(15.6586, abs=1e-4)


def test_the_net_cost_of_a_place_by_hand(tiny: Instance) -> None:
    """A track in packing at the hall, a quarter: (0 + 2,000 - 0 - 50 % x 7,000) / 4 = -375 euro."""
    data = PlanData.of(tiny)
    where = (0, data.group_at["leerwerk"], 0, data.place_at["verpakken", "hal"])
    assert data.net[where] == pytest.approx(-0.375)


def test_nothing_before_it_may_be(solution: PlanSolution) -> None:
    """No places at employers before July 2026 nor at the MOB before 2027; no Wsw person of Vaals anywhere."""
    for row in solution.capacity:
        assert row.host != "mob" or row.period >= "2027Q1"
        assert row.host != "employers" or row.period >= "2026Q3"
    assert {row.municipality for row in solution.people if row.group == "wsw"} == {"GM0935"}


def test_the_sums_of_money_add_up(solution: PlanSolution) -> None:
    """Structural = budget + deficit - surplus, and the parts add up to structural."""
    parts = ("wages", "guidance", "grant", "value", "share_mtb", "share_mob")
    for year in (2026, 2027):
        for town in ("GM0935", "GM0981"):
            rows = {row.kind: row.euro for row in solution.money if (row.municipality, row.year) == (town, year)}
            assert sum(rows.get(part, 0.0) for part in parts) == pytest.approx(rows["structural"])
            assert rows["budget"] + rows["deficit"] - rows["surplus"] == pytest.approx(rows["structural"], abs=1.0)


def test_a_value_is_what_one_unit_more_really_does(tiny: Instance) -> None:
    """The dual of a row, in euro, against solving again with one more on its side."""
    squeezed = patched(tiny, [patch("plan_budgets", "structural_cents", "0")])
    found = solve(squeezed)
    value = next(
        row.value for row in found.duals if (row.block, row.key, row.period) == ("budget", ("GM0935",), "2027")
    )
    more = patched(squeezed, [patch("plan_budgets", "structural_cents", "100000", "GM0935/2027")])  # 1,000 euro
    change = (solve(more).termination.objective or 0) - (found.termination.objective or 0)
    assert change == pytest.approx(value, abs=1e-3)  # k euro per k euro, euro per euro
    assert value == pytest.approx(-1.0)


def test_values_are_told_in_both_languages_with_ranges_where_asked(solution: PlanSolution) -> None:
    assert [row.least is not None for row in solution.duals[:3]] == [True, True, False]
    for row in solution.duals:
        assert ("scheelt" in row.nl) == (row.value < 0) == ("saves" in row.en)
        assert "{" not in row.nl + row.en


def test_cbc_agrees(tiny: Instance, cbc: Callable[[Programme], tuple[str, float]]) -> None:
    programme = OpenPlan.of(tiny).programme
    assert cbc(programme)[1] == pytest.approx(Live(programme).solve().objective, rel=1e-6)


def test_no_plan_is_an_answer(tiny: Instance) -> None:
    """A hall that closes while nothing may move in time leaves Wsw people without a place."""
    closed = patched(tiny, [patch("plan_hosts", "open_until", "2026-04-01", "hal")])
    found = solve(closed)
    assert found.termination.reason is PlanReason.INFEASIBLE
    assert found.capacity == ()


def test_in_order_a_later_goal_never_costs_an_earlier_one(tiny: Instance) -> None:
    """Level 1 holds the money goals: in order their sum is no more than when all is weighed together."""
    squeezed = patched(tiny, [patch("plan_budgets", "structural_cents", "0")])
    ordered = patched(squeezed, [patch("plan", "method", "lexicographic")])
    first, both = solve(ordered), solve(squeezed)
    assert check(ordered, first) == []

    budget = next(row for row in first.duals if (row.block, row.key, row.period) == ("budget", ("GM0935",), "2027"))
    assert budget.value == pytest.approx(-1.0, abs=1e-3)  # a euro more saves a euro, in order as when weighed

    def money(found: PlanSolution) -> float:
        return sum(part.weighted_k_euro for part in found.objective_parts if part.level == 1)

    assert money(first) <= money(both) * (1 + 1e-5)


def test_a_branch_that_changes_nothing_changes_nothing(tiny: Instance, solution: PlanSolution) -> None:
    """Two branches with the same figures: as many futures, but the plan costs what it cost."""
    rows = [{"id": name, "from_on": "2027-01-01", "chance_percent": 50.0} for name in ("left", "right")]
    tree = tiny.replace(plan_branches=rows)
    found = solve(tree)
    assert found.branches == {"left": 0.5, "right": 0.5}
    assert found.termination.objective == pytest.approx(solution.termination.objective, rel=1e-6)
    assert check(tree, found) == []


def test_people_are_whole_and_every_total_stays() -> None:
    """2.6 + 0.7 + 0.7 = 4: down to 2 + 0 + 0, two left, for the largest remainders 0.7 and 0.7."""
    assert whole_people(np.array([[[[2.6, 0.7, 0.7]]]])).tolist() == [[[[2, 1, 1]]]]
    drawn = np.random.default_rng(1).random((3, 2, 2, 7)) * 4
    whole = whole_people(drawn)
    assert (whole.sum(axis=3) == np.rint(drawn.sum(axis=3))).all()
    assert (abs(whole - drawn) < 1).all()


def test_what_rounding_does_is_told(solution: PlanSolution) -> None:
    """At most as many places as whole and exact people differ on any line at a host."""
    (told,) = solution.findings
    assert told.code == "rounding"
    uses: dict[tuple[str, str, str], float] = {}
    for row in solution.people:
        where = (row.line, row.host, row.period)
        uses[where] = uses.get(where, 0.0) + row.number - row.exact
    most = max(abs(change) for change in uses.values())
    assert f"at most {most:.1f}".removesuffix(".0") in told.en


@pytest.mark.parametrize(
    ("table", "change", "code"),
    [
        ("capacity", {"places": 99.0}, "plan_places"),
        ("people", {"exact": 99.0}, "plan_use"),
        ("staff", {"fte": 0.0}, "plan_staff"),
        ("site", {"m2": 1.0}, "plan_site"),
        ("money", {"kind": "deficit", "euro": 1e6}, "plan_budget"),
        ("people", {"number": 99}, "plan_whole"),
    ],
)
def test_the_checker_sees_what_was_changed(
    table: str, change: dict[str, object], code: str, tiny: Instance, solution: PlanSolution
) -> None:
    rows = list(getattr(solution, table))
    rows[-1] = rows[-1].model_copy(update=change)
    spoiled = solution.model_copy(update={table: tuple(rows)})
    assert code in [finding.code for finding in check(tiny, spoiled)]


def test_a_year_in_months_starts_where_the_plan_is(tiny: Instance, solution: PlanSolution) -> None:
    """With the same places all year when nothing may start; and the plan of the year passes the checker."""
    year = year_of(tiny, solution, 2027, starts_month=0.0)
    found = solve(year, PlanOptions(mode="year"))
    assert found.periods == tuple(f"2027-{month:02d}" for month in range(1, 13))
    assert check(year, found) == []
    first = {(row.line, row.host): row.places for row in solution.capacity if row.period == "2027Q1"}
    for row in found.capacity:
        assert row.places <= first[row.line, row.host] + 1e-6


def test_matching_gets_its_slots(tiny: Instance, solution: PlanSolution) -> None:
    """The slots of MTB's green line are the people on tracks there in the mean of 2026."""
    people = [row.exact for row in solution.people
              if (row.group, row.line, row.host) == ("leerwerk", "groen", "hal") and row.period < "2027"]  # fmt: skip
    slots = with_slots(tiny, solution, 2026)["workplaces"].set_index("id")["slots"]
    assert slots["mtb-green"] == round(sum(people) / 4)
    assert slots["hotel-kitchen"] == 1


def test_prices_of_matching_are_worth_of_lines(tiny: Instance) -> None:
    """A line whose slots have prices 10 and 30 points, at 50 euro a point: 20 x 50 = 1,000 euro a year."""
    found: MatchingSolution = match(tiny)
    price = {"kind": "slots", "unit": "slots", "used": 1, "capacity": 1}
    prices = tuple(Price.model_validate({**price, "row": row, "price": points})
                   for row, points in (("mtb-packing", 10.0), ("mtb-packing-wsw", 30.0)))  # fmt: skip
    worth = with_worth(tiny, found.model_copy(update={"prices": prices}), 50.0)["plan_lines"].set_index("line")
    assert worth["worth_year_cents"].to_dict() == {"groen": 0, "verpakken": 1_000_00}
