"""Decide, learn, decide again."""

import numpy as np
import pytest

from planning.backend.highs import Live
from planning.rolling import roll


@pytest.fixture
def world(write):
    """Three periods: make m_t ≤ 3 at 1, 2, 4 a piece; short s_t at 10; all made so far covers all demand so far."""

    def written(demand):
        due = np.cumsum(demand)
        rows = [([*(float(t <= now) for t in range(3)), *(float(t == now) for t in range(3))], due[now], np.inf)
                for now in range(3)]  # fmt: skip
        return write([1, 2, 4, 10, 10, 10], rows, [3, 3, 3, 99, 99, 99])

    return written


DECIDED, PERIOD = np.arange(3), np.arange(3)


def test_learning_by_hand(world):
    """One a period is expected, and three come in the last: 1, 1, 3.

    Foresight: 3 in the first at 1, 2 in the second at 2: 7. Without it: the first plan makes all three at once; then
    nothing is needed until the last period, where 2 are made at 4: 3 + 8 = 11.
    """
    expected, truth = world([1, 1, 1]), world([1, 1, 3])
    rolled = roll(lambda t: truth if t == 2 else expected, truth, DECIDED, PERIOD, [0, 1, 2])
    assert rolled.decisions.tolist() == pytest.approx([3, 0, 2])
    assert (rolled.foresight, rolled.cost, rolled.regret) == tuple(map(pytest.approx, (7, 11, 4 / 7)))


def test_to_decide_all_at_once_is_to_learn_nothing(world):
    """The plan for what is expected, kept: two are short in the last period, 3 + 20."""
    truth = world([1, 1, 3])
    rolled = roll(lambda _: world([1, 1, 1]), truth, DECIDED, PERIOD, [0])
    assert (rolled.cost, len(rolled.outcomes)) == (pytest.approx(23), 1)


def test_who_knows_regrets_nothing(world, stock_flow):
    truth = world([2, 1, 3])
    assert roll(lambda _: truth, truth, DECIDED, PERIOD, [0, 1, 2]).regret == pytest.approx(0)
    plan, design = stock_flow.programme, stock_flow.design
    rolled = roll(lambda _: plan, plan, design, stock_flow.tree.period[stock_flow.column_node[design]], [0, 4])
    assert rolled.regret == pytest.approx(0, abs=1e-6)
    assert rolled.foresight == pytest.approx(Live(plan).solve().objective)


def test_where_a_moment_leaves_no_plan(world, write):
    nothing = write([0] * 6, [([0] * 6, 1, np.inf)])
    rolled = roll(lambda t: nothing if t else world([1, 1, 1]), world([1, 1, 1]), DECIDED, PERIOD, [0, 1])
    assert (rolled.cost, len(rolled.outcomes)) == (np.inf, 2)
