"""What one more unit is worth, and how far that holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.backend.highs import Live
from planning.ranges import binding, worths


def test_by_hand(write):
    """min 2x + 3y, x + y ≥ 4, x ≤ 3, y ≤ 5: the 4th is a y. One more costs 3, from 3 (y runs out) to 8 (y is full)."""
    live = Live(write([2, 3], [([1, 1], 4, np.inf)], [3, 5]))
    outcome = live.solve()
    assert binding(outcome).tolist() == [0]
    (worth,) = worths(live, outcome, [0])
    assert (worth.side, worth.value, worth.low, worth.high) == tuple(map(pytest.approx, (4, 3, 3, 8)))
    assert (worth.more, worth.less, worth.confirmed) == (pytest.approx(3), pytest.approx(3), True)


def test_a_budget_saves(write):
    """min deficit, 10 - deficit ≤ budget 7: a euro more of budget is a euro less of deficit, up to a budget of 10."""
    live = Live(write([1], [([-1], -np.inf, 7 - 10)]))
    (worth,) = worths(live, live.solve(), [0])
    assert (worth.value, worth.high + 10) == (pytest.approx(-1), pytest.approx(10))


def test_a_corner_is_measured_both_ways(write):
    """x + y ≥ 3 with x ≤ 3: x is just full. One more costs 3 (a y), one less saves 2 (an x)."""
    live = Live(write([2, 3], [([1, 1], 3, np.inf)], [3, 5]))
    (worth,) = worths(live, live.solve(), [0])
    assert (worth.more, worth.less) == (pytest.approx(3), pytest.approx(2))
    assert (worth.low, worth.high) in ((pytest.approx(3), pytest.approx(8)), (pytest.approx(0), pytest.approx(3)))


def test_where_no_plan_is_left(write):
    live = Live(write([1], [([1], 4, np.inf)], 4.5))
    (worth,) = worths(live, live.solve(), [0])
    assert (worth.more, worth.less, worth.confirmed) == (np.inf, pytest.approx(1), False)


def test_an_equation_moves_as_a_whole(write):
    live = Live(write([-1], [([1], 4, 4)], 9))
    (worth,) = worths(live, live.solve(), [0])
    assert (worth.value, worth.more, worth.less, worth.high) == tuple(map(pytest.approx, (-1, -1, -1, 9)))


def test_the_model_stays_as_it_was(stock_flow):
    live = Live(stock_flow.programme)
    before = live.solve()
    worths(live, before, binding(before)[:10])
    assert live.solve().objective == pytest.approx(before.objective, rel=1e-9)


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_within_the_range_the_value_holds(stock_flow, seed):
    """Move a side anywhere within its range and solve again: the objective changed by the value times the way."""
    rng = np.random.default_rng(seed)
    live = Live(stock_flow.programme)
    outcome = live.solve()
    row = int(rng.choice(binding(outcome)))
    (worth,) = worths(live, outcome, [row], step=1e-3)
    way = rng.uniform(max(worth.low, worth.side - 5), min(worth.high, worth.side + 5)) - worth.side
    sides = [side[row] + way for side in (stock_flow.programme.row_lower, stock_flow.programme.row_upper)]
    live.change_rows(np.array([row]), *sides)
    assert live.solve().objective - outcome.objective == pytest.approx(worth.value * way, rel=1e-5, abs=1e-6)
