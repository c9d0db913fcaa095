"""Two aims that pull against each other."""

from itertools import pairwise

import numpy as np
import pytest

from planning.backend.highs import Live
from planning.pareto import front, knee


@pytest.fixture
def two(write):
    """People left (p) against money: the first 4 cost 1 each to place, the next 4 cost 3, the last 2 cost 10.

    p = 10 - a - b - c, a ≤ 4, b ≤ 4, c ≤ 2; money = a + 3b + 10c. Everyone: 4 + 12 + 20 = 36.
    """
    return write([0, 0, 0, 0], [([1, 1, 1, 1], 10, 10)], [4, 4, 2, np.inf])


def test_the_front_by_hand(two):
    live = Live(two)
    money, people = np.array([1.0, 3, 10, 0]), np.array([0.0, 0, 0, 1])
    points = front(live, money, people, points=6)  # 0, 2, 4, 6, 8, 10 left
    assert [point.second for point in points] == pytest.approx([0, 2, 4, 6, 8, 10], abs=1e-4)
    assert [point.first for point in points] == pytest.approx([36, 16, 10, 4, 2, 0], abs=1e-3)
    assert [point.price for point in points][2:5:2] == pytest.approx([3, 1], rel=1e-2)
    assert points[0].price == pytest.approx(10, rel=1e-3)
    assert knee(points) == 1  # 16 for all but two: the last two cost as much as all others together
    assert live.programme.num_rows == 1
    assert live.programme.cost.tolist() == [0, 0, 0, 0]


def test_aims_that_agree_have_one_point(two):
    money = np.array([1.0, 3, 10, 0])
    assert len(front(Live(two), money, 2 * money)) == 1


def test_nothing_where_no_plan_exists(write):
    assert front(Live(write([0], [([1], 2, 3)], 1)), np.ones(1), -np.ones(1)) == []


def test_no_point_of_a_plan_beats_another(stock_flow):
    money, waiting = np.zeros((2, stock_flow.programme.num_columns))
    for name in ("deficit", "own"):
        money[stock_flow.columns[name].ravel()] = 1
    waiting[stock_flow.columns["waiting"].ravel()] = 1
    points = front(Live(stock_flow.programme), money, waiting, points=5)
    assert len(points) == 5
    for left, right in pairwise(points):
        assert left.second < right.second
        assert left.first > right.first
        # Prices fall along the front, and lie between the slopes on both sides of a point.
        assert left.price >= right.price - 1e-6
