"""First things first."""

import numpy as np
import pytest

from planning.backend.highs import Live
from planning.backend.lexicographic import lexicographic
from planning.backend.outcome import Status


def test_by_hand(write):
    """a + b ≥ 2, c ≥ 3 - a. First as few a as possible (0), then the cheapest of b (2) and c (3): 2 + 10 · 3 = 32.

    Had the order been the other way round: a = 3, b = c = 0, at a cost of 0.
    """
    programme = write([9, 9, 9], [([1, 1, 0], 2, np.inf), ([1, 0, 1], 3, np.inf)], 5)
    live = Live(programme)
    fewest, cheapest = np.array([1.0, 0, 0]), np.array([0, 1.0, 10])
    first, second = lexicographic(live, [fewest, cheapest])
    assert (first.objective, second.objective) == (pytest.approx(0, abs=1e-9), pytest.approx(32, rel=1e-5))
    assert second.x.tolist() == pytest.approx([0, 2, 3], abs=1e-5)
    second, first = lexicographic(live, [cheapest, fewest])
    assert (second.objective, first.objective) == (pytest.approx(0, abs=1e-9), pytest.approx(3, rel=1e-4))


def test_the_model_stays_as_it_was(write):
    live = Live(write([1, 1], [([1, 1], 2, np.inf)], offset=4.0))
    lexicographic(live, [np.array([0.0, 1.0]), np.array([1.0, 0.0])])
    assert (live.solve().objective, live.programme.matrix.shape) == (pytest.approx(6), (1, 2))


def test_it_ends_where_no_plan_exists(write):
    outcomes = lexicographic(Live(write([1], [([1], 2, np.inf)], 1)), [np.array([1.0]), np.array([2.0])])
    assert [outcome.status for outcome in outcomes] == [Status.INFEASIBLE]


def test_stages_of_a_plan_each_keep_what_came_before(stock_flow):
    live, cost = Live(stock_flow.programme), stock_flow.programme.cost
    first, second = np.zeros_like(cost), np.zeros_like(cost)
    first[stock_flow.columns["short"].ravel()] = 1
    second[stock_flow.columns["deficit"].ravel()] = 1
    short, deficit = lexicographic(live, [first, second])
    assert first @ deficit.x <= short.objective + 2e-6 * max(1, abs(short.objective))
    # Alone the second stage can only do better.
    (alone,) = lexicographic(live, [second])
    assert alone.objective <= deficit.objective + 1e-6
