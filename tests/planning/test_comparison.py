"""Plans side by side: equal plans differ in nothing; a changed figure is told with its source and what it does."""

import pytest

from instances.generate import generate
from instances.schema.plan_solution import Assumption
from planning.assumptions import assumptions
from planning.changes import changed, changes
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


def test_places_that_start_end_and_move_are_counted_apart(plans):
    counts = {kpi.code: kpi.values[0] for kpi in compare(plans, ["base", "few"]).kpis}
    sides = [(bool(one.from_host), bool(one.to_host), one.places) for one in plans[0].moves]
    for code, side in {"begun": (False, True), "ended": (True, False), "moved": (True, True)}.items():
        assert counts[code] == pytest.approx(sum(places for *way, places in sides if tuple(way) == side), abs=0.1)


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


def test_the_figure_that_a_scenario_changes_is_told_with_its_source(plans):
    """At most 12 places at employers, times 0.5, is 6; nothing else in the documents differs."""
    (change,) = compare(plans, ["base", "few"]).changes[1]
    assert (change.table, change.row, change.field) == ("plan_hosts", "employers", "most_places")
    assert (change.before, change.after, change.status) == (12.0, 6.0, "assumed")
    (told,) = [one for one in compare(plans, ["base", "few"]).why[1] if one.code == "changed"]
    assert (
        told.nl
        == "Meeste plekken (Werkgevers): 6 in plaats van 12 plekken. Bron: assumption of this project (aangenomen)."
    )
    assert told.en == "Most places (Employers): 6 instead of 12 places. Source: assumption of this project (assumed)."
    assert [patch.value for patch in plans[1].provenance.patches] == ["0.5"]


def test_every_municipality_hears_what_it_costs(plans):
    """The deficits by municipality are those of the tables of money, all years together."""
    found = compare(plans, ["base", "few"])
    for town in found.municipalities:
        for at, plan in enumerate(plans):
            rows = [one.euro for one in plan.money if (one.municipality, one.kind) == (town.municipality, "deficit")]
            assert town.deficit[at] == pytest.approx(sum(rows), abs=0.01)
    told = {one.facts["municipality"]: one for one in found.why[1] if one.code == "municipality"}
    apart = {one.municipality for one in found.municipalities if abs(one.deficit[1] - one.deficit[0]) > 500}
    assert apart <= set(told)
    assert all("Maastricht" in one.nl or "Vaals" in one.nl for one in told.values())


def row(after, key="x", status="assumed"):
    return Assumption(table="plan_budgets", row=key, values={"structural_cents": after}, source="S", status=status)


def of(plan, *rows):
    return plan.model_copy(update={"assumptions": rows})


def test_many_rows_of_a_field_are_told_together(plans):
    """Four budgets of 100 become 90 euro: times 0.9; at 80 for one of them: from times 0.8 to 0.9."""
    first = of(plans[0], *(row(10_000, str(at)) for at in range(4)))
    all_less = of(plans[0], *(row(9_000, str(at)) for at in range(4)))
    one_more = of(plans[0], row(8_000, "0"), *(row(9_000, str(at)) for at in range(1, 4)))
    (told,) = changed(list(changes(first, all_less)), {})
    assert told.nl == "Bevroren budget: 4 cijfers anders, maal 0,9. Bron: S (aangenomen)."
    (told,) = changed(list(changes(first, one_more)), {})
    assert told.en == "Structural: 4 figures differ, from times 0.8 to times 0.9. Source: S (assumed)."


def test_a_row_that_went_or_came_has_an_empty_side(plans):
    gone, came = changes(of(plans[0], row(1)), of(plans[0], row(2, "y")))
    assert (gone.before, gone.after) == (1, None)
    assert (came.before, came.after) == (None, 2)


def test_every_figure_of_the_documents_is_kept_with_source_and_status():
    tiny = generate("tiny")
    kept = list(assumptions(tiny))
    assert sum(one.table == "plan_budgets" for one in kept) == len(tiny["plan_budgets"])
    assert all(one.source and one.status for one in kept)
    budget = next(one for one in kept if (one.table, one.row) == ("plan_budgets", "GM0935/2026"))
    assert budget.values["structural_cents"] == 250_000_00
