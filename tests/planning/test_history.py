"""What was decided before a moment stays, the rest is planned anew, and what cannot stay is told."""

from dataclasses import replace

import pytest

from instances.errors import InconsistentInstance
from instances.generate import generate
from instances.schema.plan_solution import PlanSolution
from instances.tables import Instance
from planning.checker import check
from planning.history import History
from planning.solver import PlanOptions, solve

UNTIL = "2027Q1"


@pytest.fixture(scope="module")
def tiny() -> Instance:
    return generate("tiny")


@pytest.fixture(scope="module")
def earlier(tiny: Instance) -> PlanSolution:
    return solve(tiny)


def again(instance: Instance, earlier: PlanSolution, until: str = UNTIL) -> PlanSolution:
    found = solve(instance, PlanOptions(history=History(earlier, until)))
    assert [one for one in check(instance, found) if one.severity == "error"] == []
    return found


def decided(plan: PlanSolution, until: str = UNTIL) -> dict[tuple[str, ...], float]:
    """What is decided before a period: moves of places, staff that goes and comes, floor that is given back."""
    periods = plan.periods[: plan.periods.index(until)]
    found = {(one.line, one.from_host, one.to_host, one.period): one.places for one in plan.moves}
    for one in plan.staff:
        found |= {(one.staff, "out", one.period): one.attrition + one.ended, (one.staff, "in", one.period): one.hired}
    found |= {(one.site, "floor", one.period): one.given_back_m2 for one in plan.site}
    return {key: amount for key, amount in found.items() if key[-1] in periods and abs(amount) > 1e-5}


def test_nothing_new_changes_nothing(tiny, earlier):
    found = again(tiny, earlier)
    assert found.termination.objective == pytest.approx(earlier.termination.objective, rel=1e-6)
    assert decided(found) == pytest.approx(decided(earlier), abs=1e-4)
    assert [one.code for one in found.findings] == ["rounding"]
    assert found.provenance.options["from"] == UNTIL


@pytest.fixture(scope="module")
def poorer(tiny: Instance) -> Instance:
    """From 2027 on each municipality has half its budget, and twice as many people come."""
    budgets, demand = tiny["plan_budgets"], tiny["plan_demand"]
    late = budgets["year"] >= 2027
    cents = budgets["structural_cents"].mask(late, budgets["structural_cents"] // 2)
    people = demand["people"].mask(demand["year"] >= 2027, demand["people"] * 2)
    return tiny.replace(plan_budgets=budgets.assign(structural_cents=cents), plan_demand=demand.assign(people=people))


def test_what_was_decided_stays_and_costs_at_least_what_foresight_does(poorer, earlier):
    found, foreseen = again(poorer, earlier), solve(poorer)
    assert decided(found) == pytest.approx(decided(earlier), abs=1e-4)
    assert found.termination.objective >= foreseen.termination.objective - 1e-6
    assert found.termination.objective > earlier.termination.objective + 1


def test_the_later_one_plans_anew_the_dearer(poorer, earlier):
    periods = earlier.periods[1:]
    costs = [again(poorer, earlier, until).termination.objective for until in (periods[0], UNTIL, periods[-1])]
    assert costs == sorted(costs)


def test_what_is_over_has_no_value(poorer, earlier):
    found = again(poorer, earlier)
    over = {*found.periods[: found.periods.index(UNTIL)], "2026"}
    assert found.duals
    assert over.isdisjoint(one.period for one in found.duals)


def test_what_no_longer_agrees_with_the_documents_is_told_and_as_near_as_can_be(tiny, earlier):
    """A tenth fewer people have a right from the start: they cannot all have been in a place; places stay."""
    cohorts = tiny["plan_cohorts"]
    fewer = tiny.replace(plan_cohorts=cohorts.assign(people=cohorts["people"] * 0.9))
    found = again(fewer, earlier)
    told = {one.code: one for one in found.findings}
    assert set(told) == {"rounding", "history_people"}
    assert "in plaats van" in told["history_people"].nl
    assert "instead of" in told["history_people"].en
    assert decided(found) == pytest.approx(decided(earlier), abs=1e-4)
    rights = {(one.municipality, one.period): one.people for one in found.wsw}
    placed = {key: sum(one.exact for one in found.people if (one.municipality, one.period) == key
                       and one.group == found.wsw[0].group) for key in rights}  # fmt: skip
    assert placed == pytest.approx(rights, abs=1e-4)


@pytest.mark.parametrize("until", ["2026Q1", "2031Q1", "soon"])
def test_a_moment_without_a_history_is_bad_input(tiny, earlier, until):
    with pytest.raises(InconsistentInstance) as told:
        again(tiny, earlier, until)
    (problem,) = told.value.problems
    assert (problem.field, problem.value) == ("from", until)
    assert "2026Q2" in problem.wanted.nl


def test_a_plan_of_something_else_is_bad_input_all_at_once(tiny, earlier):
    moon = [one.model_copy(update={"host": "moon", "period": "2026Q1"}) for one in earlier.capacity[:2]]
    strange = earlier.model_copy(
        update={"capacity": (*moon, *(one for one in earlier.capacity if one.period != "2026Q2"))}
    )
    with pytest.raises(InconsistentInstance) as told:
        solve(tiny, replace(PlanOptions(), history=History(strange, UNTIL)))
    assert {problem.field for problem in told.value.problems} == {"plan_places", "period"}
    assert any(problem.value == "2026Q2" for problem in told.value.problems)
