"""Scenarios: patches on the documents, and what is said when one does not fit."""

from typing import Any

import pytest

from instances.errors import InconsistentInstance
from instances.generate import generate
from instances.schema.plan_scenarios import PlanPatch
from instances.tables import Instance
from planning.scenarios import applied, patched, scenarios


@pytest.fixture(scope="module")
def tiny() -> Instance:
    return generate("tiny")


def patch(**fields: Any) -> PlanPatch:
    usual = {"scenario": "s", "order": 1, "table": "plan_budgets", "field": "structural_cents", "operation": "set"}
    return PlanPatch.model_validate({**usual, "value": "1", **fields})


def test_no_scenario_is_the_documents_as_they_are(tiny: Instance) -> None:
    assert applied(tiny, "") is tiny


def test_a_patch_changes_the_rows_it_names_and_no_others(tiny: Instance) -> None:
    """250,000 euro x 0.5 = 125,000 for Maastricht from 2027 on; 2026 and Vaals stay."""
    half = patch(row="GM0935/*", operation="multiply", value="0.5", from_year=2027)
    budgets = patched(tiny, [half])["plan_budgets"].set_index(["municipality", "year"])["structural_cents"]
    assert budgets.to_dict() == {
        ("GM0935", 2026): 250_000_00, ("GM0981", 2026): 10_000_00,
        ("GM0935", 2027): 125_000_00, ("GM0981", 2027): 10_000_00,
    }  # fmt: skip


def test_add_and_dates(tiny: Instance) -> None:
    """2.0 more places than 6 a period; the MOB opens half a year later."""
    more = patched(tiny, [patch(table="plan", field="starts_period", operation="add", value="2")])
    assert more["plan"]["starts_period"].tolist() == [8.0]
    late = applied(tiny, "late")["plan_hosts"].set_index("id")["open_from"]
    assert str(late["mob"].date()) == "2027-07-01"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"table": "participants"}, "table"),
        ({"field": "nothing"}, "field"),
        ({"row": "GM9999"}, "row"),
        ({"value": "much"}, "value"),
        ({"value": "-1"}, "value"),
        ({"table": "plan_hosts", "field": "open_from", "value": "soon"}, "value"),
        ({"table": "plan_hosts", "field": "kind", "value": "moon"}, "value"),
        ({"table": "plan_hosts", "field": "kind", "operation": "multiply", "value": "2"}, "operation"),
    ],
)
def test_a_patch_that_does_not_fit_says_what_is_wanted(fields: dict[str, Any], field: str, tiny: Instance) -> None:
    with pytest.raises(InconsistentInstance) as told:
        patched(tiny, [patch(**fields)])
    (problem,) = told.value.problems
    assert problem.field == field
    assert problem.wanted.nl


def test_all_wrong_patches_are_told_at_once(tiny: Instance) -> None:
    with pytest.raises(InconsistentInstance) as told:
        patched(tiny, [patch(value="much"), patch(order=2, field="nothing")])
    assert [problem.row for problem in told.value.problems] == [1, 2]


def test_an_unknown_scenario_lists_those_there_are(tiny: Instance) -> None:
    with pytest.raises(InconsistentInstance) as told:
        applied(tiny, "early")
    assert "late" in told.value.problems[0].wanted.en


def test_every_shipped_scenario_fits_its_region(region_plan: Instance) -> None:
    assert scenarios(region_plan) == ["A", "B", "C", "D", "E", "F"]
    assert len({applied(region_plan, scenario).digest for scenario in scenarios(region_plan)}) == 6
