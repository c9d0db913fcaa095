"""Every engine: the right answer on small problems, an honest one everywhere."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.errors import PolicyError, SolverFailure
from instances.schema.solution import Limit, Reason
from matching.engines import ENGINES, by_name, choose
from matching.engines.engine import Limits, Monitor
from matching.problem import AssignmentProblem
from matching.rule import Rows

EXACT = ("flow", "lp_core", "cpsat")
SEEDS = st.integers(0, 1_000_000)


def _run(engine, problem, monitor):
    """Solve, and hold the answer against what every answer must keep."""
    result = engine.solve(problem, monitor.limits, monitor)
    ended = result.termination
    assert problem.feasible(result.chosen)
    assert ended.objective == problem.objective(result.chosen)
    assert ended.objective <= ended.bound + 1e-6
    assert (ended.reason is Reason.OPTIMAL) == (ended.objective >= np.floor(ended.bound + 1e-6))
    assert result.prices.shape == (problem.num_rows,)
    assert (result.prices >= 0).all()
    return result


@given(seed=SEEDS)
@settings(deadline=None, max_examples=25)
def test_exact_engines_agree_with_brute_force(seed, random_problem, brute_force, monitor):
    problem = random_problem(seed)
    best = brute_force(problem)
    for name in EXACT:
        engine = by_name(name)
        if not engine.supports(problem):
            result = _run(engine, problem, monitor())
            assert (result.termination.objective, result.termination.reason) == (best, Reason.OPTIMAL), name


@given(seed=SEEDS)
@settings(deadline=None, max_examples=30)
def test_flow_is_exact_when_only_slots_couple(seed, slots_problem, brute_force, monitor):
    problem = slots_problem(seed)
    assert by_name("flow").supports(problem) == ""
    assert _run(by_name("flow"), problem, monitor()).termination.objective == brute_force(problem)


@given(seed=SEEDS)
@settings(deadline=None, max_examples=40)
def test_greedy_and_its_bound_enclose_the_optimum(seed, random_problem, brute_force, monitor):
    problem = random_problem(seed)
    ended = _run(by_name("greedy"), problem, monitor()).termination
    assert ended.objective <= brute_force(problem) <= ended.bound + 1e-6


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.NAME)
def test_no_time_at_all_gives_a_valid_answer_that_says_so(engine, slots_problem, brute_force):
    problem = slots_problem(7)
    result = _run(engine, problem, Monitor(Limits(time_limit=0.0, gap=0.0)))
    assert result.termination.bound >= brute_force(problem)
    if result.termination.reason is not Reason.OPTIMAL:
        assert result.termination.limit is Limit.TIME


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.NAME)
def test_cancelled_before_the_start(engine, tight):
    """Two people want the one slot (10 and 7): nothing is proven, for D(0) = 17."""
    cancelled = threading.Event()
    cancelled.set()
    result = _run(engine, tight, Monitor(Limits(), cancelled=cancelled))
    assert result.termination.reason is Reason.FEASIBLE
    assert result.termination.limit is Limit.INTERRUPTED
    assert result.termination.bound >= 10


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.NAME)
def test_same_seed_one_worker_same_result(engine, slots_problem):
    first, second = (engine.solve(slots_problem(11), Limits(), Monitor(Limits())) for _ in range(2))
    assert first.chosen.tolist() == second.chosen.tolist()
    assert first.termination == second.termination
    assert first.prices.tolist() == second.prices.tolist()


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.NAME)
@pytest.mark.parametrize("people", [0, 3])
def test_nothing_to_give(engine, people, monitor):
    """No participants, or participants without any option."""
    none = np.empty(0, np.int32)
    rows = Rows(("w",), np.array([1]), none, none, np.empty(0, np.int64))
    problem = AssignmentProblem.of(people, none, none, np.empty(0, np.int64), [("slots", rows)])
    result = _run(engine, problem, monitor())
    assert result.chosen.tolist() == [-1] * people
    assert result.termination.reason is Reason.OPTIMAL
    assert result.termination.objective == result.termination.bound == 0


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.NAME)
def test_zero_capacity_is_left_alone_and_still_priced(engine, tight, monitor):
    """Place w1 has no slot: nobody gets it; its price makes its option (9) no better than what person 1 has."""
    result = _run(engine, tight, monitor())
    assert result.chosen.tolist() == [0, -1]
    assert result.termination.objective == 10
    assert result.prices[1] == pytest.approx(9.0, abs=0.5)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.NAME)
def test_all_equal_values(engine, monitor):
    """Four people, two places of one slot each, every value 5: two are placed."""
    person, place = np.divmod(np.arange(8, dtype=np.int32), np.int32(2))
    rows = Rows(("a", "b"), np.array([1, 1]), np.arange(8, dtype=np.int32), place, np.ones(8, np.int64))
    problem = AssignmentProblem.of(4, person, place, np.full(8, 5), [("slots", rows)])
    result = _run(engine, problem, monitor())
    assert result.termination.objective == 10


@pytest.mark.parametrize("name", ["flow", "lp_core", "cpsat"])
def test_prices_prove_the_optimum_where_slots_couple(name, slots_problem, monitor):
    """A flow has no duality gap: the prices that come back give D(y) = the optimum."""
    problem = slots_problem(3)
    result = _run(by_name(name), problem, monitor())
    assert problem.bound(result.prices) == pytest.approx(result.termination.objective)


def test_progress_is_told_and_never_contradicts_itself(random_problem):
    seen = []
    problem = random_problem(5)
    by_name("lp_core").solve(problem, Limits(gap=0.0), Monitor(Limits(gap=0.0), seen.append))
    assert seen[-1].phase == "done"
    assert all(sign.incumbent <= sign.bound + 1e-6 for sign in seen)
    assert [sign.elapsed for sign in seen] == sorted(sign.elapsed for sign in seen)


def test_flow_says_why_it_cannot():
    """Two people, one place with 3 hours, 2 hours each."""
    pair = np.arange(2, dtype=np.int32)
    hours = Rows(("w",), np.array([3]), pair, np.zeros(2, np.int32), np.array([2, 1]))
    problem = AssignmentProblem.of(2, pair, np.zeros(2, np.int32), np.array([5, 5]), [("hours", hours)])
    assert by_name("flow").supports(problem) == ""  # 3 hours are enough for both
    hours = Rows(("w",), np.array([2]), pair, np.zeros(2, np.int32), np.array([2, 1]))
    problem = AssignmentProblem.of(2, pair, np.zeros(2, np.int32), np.array([5, 5]), [("hours", hours)])
    assert by_name("flow").supports(problem) == "1 options take more than one unit of their row"
    with pytest.raises(SolverFailure, match="more than one unit"):
        by_name("flow").solve(problem, Limits(), Monitor(Limits()))
    assert choose(problem).engine.NAME == "lp_core"


def test_auto_takes_the_flow_where_it_may(tight):
    choice = choose(tight)
    assert choice.engine.NAME == "flow"
    assert "stroom" in choice.nl
    assert "flow" in choice.en


def test_engine_names_are_unique_and_unknown_ones_are_refused():
    assert len({engine.NAME for engine in ENGINES}) == len(ENGINES)
    with pytest.raises(PolicyError, match="known are greedy, flow, lp_core, cpsat"):
        by_name("crystal_ball")
