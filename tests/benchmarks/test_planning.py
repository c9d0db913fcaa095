"""The families of planning run on their smallest cases, and both engines of a line find the same plan."""

import pytest

from benchmarks.cases import transition
from benchmarks.drivers import planning, whole_plan
from benchmarks.drivers.planning import PlanningRun
from benchmarks.drivers.whole_plan import WholePlanRun
from benchmarks.registry import family


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    """Eight quarters and three scenarios tell as much of the drivers as twenty."""
    monkeypatch.setattr(transition, "QUARTERS", 8)
    monkeypatch.setattr(transition, "SCENARIOS", 3)
    monkeypatch.setattr(transition, "FIRST_CLOSING", 5)


def test_a_whole_plan_is_proven_and_the_same_as_that_of_highs():
    told = whole_plan.run(WholePlanRun(preset="tiny", ranges=2))
    assert (told["status"], told["feasible"]) == ("optimal", True)
    assert told["objective"] == pytest.approx(told["highs_objective"], rel=1e-6)
    assert told["build_cpu_seconds"] > 0


@pytest.mark.parametrize("question", ["base", "one_number", "values", "closing_dates", "scenarios", "clash"])
def test_a_question_is_answered(question):
    told = planning.run(PlanningRun(lines=1, question=question))
    assert told["answered"]
    assert any(name.endswith("cpu") or name == "cpu_seconds" for name in told)
    if question == "base":
        assert told["status"] == "optimal"
    if question == "values":
        assert told["confirmed"] > 0


def test_every_question_can_be_asked():
    choices = {one.name: one.choices for one in family("planning").parameters}["question"]
    assert set(choices) == set(planning.QUESTIONS)
