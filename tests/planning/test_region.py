"""The facts that must come out of the made-up region; where one does not, its figures are wrong, not the engine.

The region is planned in years here, which is ten times as quick as quarters and tells the same story.
"""

import pytest

from instances.schema.plan_scenarios import PlanPatch
from instances.schema.plan_solution import PlanReason, PlanSolution
from instances.tables import Instance
from planning.checker import check
from planning.data import PlanData
from planning.scenarios import patched
from planning.solver import PlanOptions, solve

SOUTH = {"GM0981", "GM0994", "GM1729"}
YEARS = range(2025, 2030)


def patch(table: str, field: str, value: str, row: str = "") -> PlanPatch:
    return PlanPatch.model_validate(
        {"scenario": "s", "order": 1, "table": table, "row": row, "field": field, "operation": "set", "value": value}
    )


@pytest.fixture(scope="module")
def region(region_plan: Instance) -> Instance:
    years = [("num_periods", "5"), ("period_months", "12"), ("starts_period", "160")]
    return patched(region_plan, [patch("plan", field, value) for field, value in years])


@pytest.fixture(scope="module")
def base(region: Instance) -> PlanSolution:
    return solve(region)


def deficit(solution: PlanSolution) -> dict[int, float]:
    """Deficit above the frozen budgets by year, million euro."""
    return {
        year: sum(row.euro for row in solution.money if (row.kind, row.year) == ("deficit", year)) / 1e6
        for year in YEARS
    }


def above_path(solution: PlanSolution) -> float:
    """MTB's deficit in 2029 above its path of 1 million, million euro."""
    rows = {row.kind: row.euro for row in solution.companies if (row.pool, row.year) == ("mtb", 2029)}
    return (rows["deficit"] - rows["path"]) / 1e6


def test_the_plan_is_proven_and_keeps_every_rule(region: Instance, base: PlanSolution) -> None:
    assert base.termination.reason is PlanReason.OPTIMAL
    assert check(region, base) == []


def test_impulse_money_pays_transition_not_operation(region: Instance, base: PlanSolution) -> None:
    """1.84 million in five years: less than half of one year's deficit of MTB; it never pays running cost."""
    impulse = sum(row.impulse_cents for row in PlanData.of(region).budgets) / 1e8
    mtb = sum(row.euro for row in base.companies if (row.pool, row.kind, row.year) == ("mtb", "deficit", 2025)) / 1e6
    assert impulse == pytest.approx(1.84)
    assert impulse < mtb / 2
    used = sum(row.euro for row in base.money if row.kind == "impulse")
    one_off = sum(row.euro for row in base.money if row.kind == "one_off")
    assert used <= one_off + 1.0


def test_wsw_runs_out_slowly_and_keeps_its_region(base: PlanSolution) -> None:
    """Between 310 and 400 at MTB's owners in the last period; those of the south are with WOZL alone."""
    last = base.periods[-1]
    assert 310 <= sum(row.people for row in base.wsw if row.period == last and row.municipality not in SOUTH) <= 400
    assert {row.host for row in base.people if row.group == "wsw" and row.municipality in SOUTH} == {"wozl"}


def test_the_mob_has_nothing_before_its_founding(base: PlanSolution) -> None:
    assert {row.period[:4] for row in base.capacity if row.host == "mob" and row.places > 0} <= {"2027", "2028", "2029"}


def test_budgets_are_kept_or_the_slack_is_named(base: PlanSolution) -> None:
    rows = {(row.municipality, row.year, row.kind): row.euro for row in base.money}
    for town, year, kind in rows:
        if kind == "structural":
            allowed = rows[town, year, "budget"] + rows[town, year, "deficit"]
            assert rows[town, year, kind] <= allowed + 1.0


def test_the_deficit_starts_above_four_million_and_falls(base: PlanSolution) -> None:
    found = deficit(base)
    assert 4.0 < found[2025] < 4.8
    assert all(found[year + 1] < found[year] for year in range(2025, 2029))
    assert above_path(base) <= 0.01


@pytest.mark.parametrize("lever", ["site", "overhead", "revenue"])
def test_no_lever_alone_reaches_the_target(lever: str, region: Instance) -> None:
    """Floor, overhead, or lines at other hosts: with one of them alone MTB stays far above its path."""
    locked = region
    if lever != "site":
        locked = patched(locked, [patch("plan_sites", "shrink_quarter_m2", "0")])
    if lever != "overhead":
        staff = locked["plan_staff"]
        stays = staff["id"] == "mtb_overhead"
        staff = staff.assign(
            attrition_percent=staff["attrition_percent"].mask(stays, 0.0),
            cuts_quarter=staff["cuts_quarter"].mask(stays, 0.0),
            retrain_to=staff["retrain_to"].mask(stays),
        )
        locked = locked.replace(plan_staff=staff)
    if lever != "revenue":
        hosts = ("mob", "employers", "wozl", "vidar")
        locked = patched(locked, [patch("plan_hosts", "builds_quarter", "0", host) for host in hosts])
    assert above_path(solve(locked)) > 0.5


def test_a_mob_a_year_late_costs_money(region: Instance, base: PlanSolution) -> None:
    """Scenario F: the plan gets dearer by more than 100,000 euro, and by less than a year's deficit."""
    late = solve(region, PlanOptions(scenario="F"))
    assert check(region, late) == []
    dearer = (late.termination.objective or 0) - (base.termination.objective or 0)
    assert 100 < dearer < 4000
