"""The living model: the answer, every way to change it, every way to stop, and a second opinion."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from instances.errors import SolverFailure
from instances.schema.solution import Limit
from matching.engines.engine import Limits, Monitor
from planning.backend.highs import Live
from planning.backend.outcome import Method, Status
from planning.programme import Programme


@pytest.fixture
def diet(write) -> Programme:
    """min 1 + 2x + 3y, x + y ≥ 4, x ≤ 3: x = 3, y = 1, 1 + 6 + 3 = 10. One more to eat costs 3, one more x saves 1."""
    return write([2, 3], [([1, 1], 4, np.inf)], [3, np.inf], offset=1.0)


@pytest.mark.parametrize("method", [Method.SIMPLEX, Method.INTERIOR, None])
def test_a_linear_programme(diet, method):
    outcome = Live(diet).solve(method)
    assert (outcome.status, outcome.limit, outcome.found) == (Status.OPTIMAL, Limit.NONE, True)
    assert outcome.x.tolist() == pytest.approx([3, 1])
    assert (outcome.objective, outcome.bound, outcome.gap) == (pytest.approx(10), pytest.approx(10), 0.0)
    assert outcome.duals.tolist() == pytest.approx([3])
    assert outcome.reduced.tolist() == pytest.approx([-1, 0])


def test_every_change_without_building_anew(diet):
    live = Live(diet)
    live.change_cost(np.array([1]), 1.0)
    assert live.solve().objective == pytest.approx(1 + 4)  # y is cheaper now: 4 y
    live.change_bounds(np.array([1]), 0.0, 1.0)
    assert live.solve().objective == pytest.approx(1 + 2 * 3 + 1)
    live.change_rows(np.array([0]), 2.0, np.inf)
    assert live.solve().objective == pytest.approx(1 + 2 + 1)
    row = live.add_row(np.array([0.0, 1.0]), -np.inf, 0.5)
    assert (row, live.solve().objective) == (1, pytest.approx(1 + 2 * 1.5 + 0.5))
    assert live.programme.matrix.toarray().tolist() == [[1, 1], [0, 1]]
    live.drop_rows(1)
    assert live.solve().objective == pytest.approx(4)
    assert live.programme.matrix.shape == (1, 2)
    assert (diet.cost.tolist(), diet.upper.tolist(), diet.row_lower.tolist()) == ([2, 3], [3, np.inf], [4])


def test_none_and_without_end(diet, write):
    live = Live(diet)
    live.change_bounds(np.array([1]), 0.0, 0.5)
    outcome = live.solve()
    assert (outcome.status, outcome.limit, len(outcome.x), outcome.bound) == (Status.INFEASIBLE, Limit.NONE, 0, -np.inf)
    assert Live(write([-1.0], [([1], 0, np.inf)])).solve().status is Status.UNBOUNDED


def test_interior_point_that_gets_stuck_is_not_the_end(stock_flow):
    """On an impossible plan HiGHS' interior point may end in an error; simplex then proves that there is none."""
    live = Live(stock_flow.programme)
    rights = stock_flow.rows["rights"].ravel()
    demand = 1.6 * stock_flow.programme.row_lower[rights]
    live.change_rows(rights, demand, demand)
    assert live.solve(Method.INTERIOR).status is Status.INFEASIBLE


def test_whole_numbers_and_their_duals(write):
    """min -5a - 4b, 2a + 3b ≤ 4, a, b ≤ 1 whole: a alone gives -5; with a = 1 room 2 is left, not enough for b."""
    knapsack = write([-5, -4], [([2, 3], -np.inf, 4)], 1, whole=True)
    live = Live(knapsack)
    outcome = live.solve()
    assert (outcome.method, outcome.status, outcome.x.tolist()) == (Method.BRANCHING, Status.OPTIMAL, [1, 0])
    assert (outcome.objective, outcome.bound, len(outcome.duals)) == (pytest.approx(-5), pytest.approx(-5), 0)
    held = live.fixed(outcome).solve()
    assert (held.held, held.duals.tolist(), held.reduced.tolist()) == (2, [0], [-5, -4])


@pytest.fixture
def hard(write) -> Programme:
    """Forty knapsacks over 200 odd sizes that branch and bound cannot settle at once."""
    rng = np.random.default_rng(1)
    rows = [(rng.integers(1000, 2000, 200), -np.inf, 50_000) for _ in range(40)]
    return write(-rng.integers(1000, 2000, 200), rows, 1, whole=True)


def test_out_of_time_is_no_proof(hard):
    outcome = Live(hard, Monitor(Limits(time_limit=0.3, gap=0.0))).solve()
    assert (outcome.status is Status.OPTIMAL, outcome.limit) == (False, Limit.TIME)
    assert outcome.bound < outcome.objective


def test_a_gap_that_was_allowed_is_told(hard):
    outcome = Live(hard, Monitor(Limits(time_limit=20, gap=0.05))).solve()
    assert (outcome.status, outcome.limit, outcome.settled) == (Status.FEASIBLE, Limit.GAP, True)
    assert 0 < outcome.gap <= 0.06


@pytest.mark.parametrize("method", list(Method)[:2])
def test_cancelled_without_a_plan(stock_flow, method):
    """What HiGHS hands back then breaks rows, so it must not become a plan."""
    cancelled = threading.Event()
    cancelled.set()
    outcome = Live(stock_flow.programme, Monitor(Limits(), cancelled=cancelled)).solve(method)
    assert (outcome.status, outcome.limit) == (Status.UNKNOWN, Limit.INTERRUPTED)
    assert (len(outcome.x), outcome.objective, outcome.bound) == (0, np.inf, -np.inf)


def test_progress_is_told(hard):
    heard = []
    Live(hard, Monitor(Limits(time_limit=0.8, gap=0.0), on_progress=heard.append)).solve()
    assert heard
    assert {sign.phase for sign in heard} == {"branch and bound"}
    assert all(sign.bound <= sign.incumbent for sign in heard)


def test_bad_arrays_are_refused(diet):
    with pytest.raises(SolverFailure):
        Live(replace(diet, matrix=sparse.csc_array(np.array([[np.inf, 1.0]]))))


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=25, deadline=None)
def test_cbc_agrees(write, cbc, seed, whole):
    """A covering programme with a plan by construction: a random whole point keeps all rows."""
    rng = np.random.default_rng(seed)
    entries = rng.integers(-3, 6, (5, 6))
    use = entries @ rng.integers(0, 4, 6)
    rows = [(row, side - rng.integers(0, 3), side + rng.integers(0, 3)) for row, side in zip(entries, use, strict=True)]
    programme = write(rng.integers(-4, 9, 6), rows, 5, whole, offset=2.0)
    assert cbc(programme) == ("Optimal", pytest.approx(Live(programme).solve().objective, rel=1e-6, abs=1e-6))


def test_cbc_agrees_on_a_plan(stock_flow, cbc):
    ours = Live(stock_flow.programme).solve()
    assert cbc(stock_flow.programme) == ("Optimal", pytest.approx(ours.objective, rel=1e-6))


def test_both_ways_agree_on_a_plan(stock_flow):
    live = Live(stock_flow.programme)
    assert live.solve(Method.INTERIOR).objective == pytest.approx(live.solve(Method.SIMPLEX).objective, rel=1e-9)


def test_a_bigger_plan_finds_the_way_that_suits_it(stock_flow, monkeypatch):
    monkeypatch.setattr("planning.backend.highs.SMALL", 0)
    live = Live(stock_flow.programme)
    first = live.solve()
    assert (first.method, live.method) == (Method.INTERIOR, Method.INTERIOR)
    assert live.solve().method is Method.SIMPLEX  # nothing changed: the last basis is still the best
    live.change_cost(np.arange(3), stock_flow.programme.cost[:3])
    assert live.solve().method is Method.INTERIOR
