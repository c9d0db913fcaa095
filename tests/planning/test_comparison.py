"""Plans side by side: equal plans differ in nothing; a changed figure is told with the goal that it costs."""

import pytest

from instances.generate import generate
from planning.comparison import compare
from planning.solver import PlanOptions, solve


@pytest.fixture(scope="module")
def plans():
    tiny = generate("tiny")
    few = {"id": "few", "name_nl": "Minder", "name_en": "Fewer", "story_nl": "Minder plekken.", "story_en": "Fewer."}
    half = {"scenario": "few", "order": 1, "table": "plan_hosts", "row": "employers", "field": "most_places",
            "operation": "multiply", "value": "0.5"}  # fmt: skip
    told = tiny.replace(plan_scenarios=[few], plan_patches=[half])
    return solve(told), solve(told, PlanOptions(scenario="few"))


def test_a_plan_does_not_differ_from_itself(plans):
    found = compare([plans[0], plans[0].model_copy()], ["a", "b"])
    assert found.money == ()
    assert found.places == ()
    assert found.why == ((), ())
    assert all(kpi.values[0] == kpi.values[1] for kpi in found.kpis)


def test_a_scenario_is_told_with_what_it_costs(plans):
    found = compare(plans, ["base", "few"])
    codes = [finding.code for finding in found.why[1]]
    assert codes[0] == "scenario"
    assert any(code.startswith("goal_") for code in codes)
    objective = next(kpi for kpi in found.kpis if kpi.code == "objective")
    assert objective.values[1] > objective.values[0]  # fewer choices never help
    assert found.why[0] == ()


def test_what_differs_is_listed_and_nothing_else(plans):
    found = compare(plans, ["base", "few"])
    one = {(row.municipality, row.year, row.kind): row.euro for row in plans[0].money}
    for row in found.money:
        assert abs(row.euro[0] - row.euro[1]) > 0.4
        assert row.euro[0] == pytest.approx(one[row.municipality, row.year, row.kind], abs=1e-3)
