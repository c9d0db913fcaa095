"""Scenarios: made, cloned, edited by one at a time, compared, put away; what does not fit is refused."""

import pytest

from api.store import scenarios
from api.store.errors import Archived, Forbidden, Stale, Unknown
from instances.errors import InconsistentInstance
from instances.schema.plan_scenarios import PlanPatch


def patch(row, value, field="structural_cents", operation="set", table="plan_budgets"):
    return PlanPatch(
        scenario="new", order=1, table=table, row=row, field=field, operation=operation, value=value, source="council",
        status="assumed",
    )  # fmt: skip


@pytest.fixture
def late(stored, planner):
    with stored.writing() as session:
        patches = (patch("GM0981/2026", "100"), patch("GM0981/2026", "5", operation="add"))
        return scenarios.create(session, planner, "tiny", "Late", "Later begonnen", patches)


def budget(instance, municipality, year):
    rows = instance["plan_budgets"]
    (found,) = rows.loc[(rows["municipality"] == municipality) & (rows["year"] == year), "structural_cents"]
    return int(found)


def test_a_scenario_changes_the_documents_in_order(stored, late):
    """100 cents, and 5 more."""
    with stored.reading() as session:
        found = scenarios.scenario(session, late.id)
        assert (found.version, found.revision, found.note) == (1, 1, "Later begonnen")
        assert budget(scenarios.instance(session, found), "GM0981", 2026) == 105


def test_a_clone_goes_its_own_way(stored, planner, late):
    with stored.writing() as session:
        other = scenarios.clone(session, planner, late.id, "Later")
        scenarios.edit(session, planner, other.id, 1, patches=(patch("GM0981/2026", "7"),))
    with stored.reading() as session:
        assert [one.name for one in scenarios.scenarios(session, "tiny")] == ["Later", "Late"]
        assert budget(scenarios.instance(session, scenarios.scenario(session, other.id)), "GM0981", 2026) == 7
        assert budget(scenarios.instance(session, scenarios.scenario(session, late.id)), "GM0981", 2026) == 105
        assert scenarios.scenario(session, other.id).cloned_from == late.id
        assert [vars(figure) for figure in scenarios.compare(session, [late.id, other.id])] == [
            {
                "table": "plan_budgets", "row": "GM0981/2026", "field": "structural_cents", "from_year": None,
                "until_year": None, "told": {late.id: "set 100; add 5", other.id: "set 7"},
            }
        ]  # fmt: skip


def test_one_edit_at_a_time(stored, planner, late):
    with stored.writing() as session:
        assert scenarios.edit(session, planner, late.id, 1, name="Eerste").revision == 2
    with pytest.raises(Stale, match="at revision 2"), stored.writing() as session:
        scenarios.edit(session, planner, late.id, 1, name="Tweede")
    with stored.reading() as session:
        assert scenarios.scenario(session, late.id).name == "Eerste"


def test_put_away(stored, planner, late):
    with stored.writing() as session:
        scenarios.archive(session, planner, late.id)
    with pytest.raises(Archived), stored.writing() as session:
        scenarios.edit(session, planner, late.id, 1, name="x")
    with stored.reading() as session:
        assert scenarios.scenarios(session) == []
        assert [one.id for one in scenarios.scenarios(session, archived=True)] == [late.id]


def test_patches_that_do_not_fit_are_told_all_at_once(stored, planner):
    wrong = (patch("GM0981/2026", "x"), patch("none/2026", "1"), patch("", "1", table="participants"))
    with pytest.raises(InconsistentInstance) as refused, stored.writing() as session:
        scenarios.create(session, planner, "tiny", "Wrong", patches=wrong)
    assert [problem.row for problem in refused.value.problems] == [1, 2, 3]
    with stored.reading() as session:
        assert scenarios.scenarios(session) == []


def test_who_and_what_is_unknown(stored, coach, planner):
    with stored.writing() as session:
        with pytest.raises(Forbidden):
            scenarios.create(session, coach, "tiny", "x")
        with pytest.raises(Unknown):
            scenarios.create(session, planner, "none", "x")
        with pytest.raises(Unknown):
            scenarios.scenario(session, "none")
