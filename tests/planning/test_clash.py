"""What is short, and what clashes."""

from dataclasses import replace

import highspy
import numpy as np
import pytest

from planning.backend import highs
from planning.backend.highs import Live
from planning.backend.outcome import Status
from planning.clash import minimal_clash, relaxation


@pytest.fixture
def impossible(write):
    """Rows: x + y ≥ 8; x ≤ 3; y ≤ 4; x + y ≤ 100. Together x + y is 7 at most: one is short."""
    return write([1, 1], [([1, 1], 8, np.inf), ([1, 0], -np.inf, 3), ([0, 1], -np.inf, 4), ([1, 1], -np.inf, 100)])


def test_the_cheapest_relaxation(impossible):
    """Giving up one of the 8 costs 5, one more x 2, one more y 3."""
    found = relaxation(impossible, np.array([5.0, 2, 3, 1]))
    assert (found.rows.tolist(), found.amounts.tolist(), found.total) == ([1], [pytest.approx(1)], pytest.approx(2))
    found = relaxation(impossible, np.array([1.0, 2, 3, 1]))
    assert (found.rows.tolist(), found.amounts.tolist()) == ([0], [pytest.approx(-1)])


def test_what_may_never_give_way(impossible):
    found = relaxation(impossible, np.array([np.inf, np.inf, 3, 1]))
    assert (found.rows.tolist(), found.complete) == ([2], True)
    found = relaxation(impossible, np.array([np.inf, np.inf, np.inf, 1]))
    assert (len(found.rows), found.complete) == (0, False)


def test_the_minimal_clash(impossible):
    clash = minimal_clash(impossible)
    assert (clash.rows.tolist(), clash.columns.tolist(), clash.is_minimal) == ([0, 1, 2], [], True)


def test_given_rows_are_not_named(impossible):
    clash = minimal_clash(impossible, np.array([False, True, False, False]))
    assert clash.rows.tolist() == [0, 2]


def test_bounds_of_columns_are_named(write):
    """x + y ≥ 8 with x ≤ 3 and y ≤ 4 as bounds; z ≤ 1 has nothing to do with it."""
    clash = minimal_clash(write([1, 1, 1], [([1, 1, 0], 8, np.inf), ([0, 0, 1], 0, np.inf)], [3, 4, 1]))
    assert (clash.rows.tolist(), clash.columns.tolist()) == ([0], [0, 1])


def test_where_a_plan_exists(stock_flow):
    assert minimal_clash(stock_flow.programme) is None
    found = relaxation(stock_flow.programme, np.ones(len(stock_flow.programme.row_lower)))
    assert (len(found.rows), found.total) == (0, pytest.approx(0, abs=1e-6))


@pytest.fixture
def too_many(stock_flow):
    """Everyone has a right to a place, and there are 1.6 times as many as the places are for."""
    rights, now = stock_flow.rows["rights"].ravel(), stock_flow.programme
    lower, upper = now.row_lower.copy(), now.row_upper.copy()
    lower[rights] *= 1.6
    upper[rights] *= 1.6
    return replace(now, row_lower=lower, row_upper=upper)


def test_the_relaxation_makes_the_plan_possible(too_many):
    found = relaxation(too_many, np.ones(len(too_many.row_lower)))
    lower, upper = too_many.row_lower.copy(), too_many.row_upper.copy()
    upper[found.rows] += np.maximum(found.amounts, 0) + 1e-5
    lower[found.rows] += np.minimum(found.amounts, 0) - 1e-5
    assert Live(replace(too_many, row_lower=lower, row_upper=upper)).solve().status is Status.OPTIMAL
    assert found.total == pytest.approx(abs(found.amounts).sum())


def test_letting_go_of_any_one_makes_the_rest_fit(too_many):
    """Minimal by definition: the rows of the clash alone are impossible, and possible without any one of them."""
    clash = minimal_clash(too_many)
    others = np.setdiff1d(np.arange(len(too_many.row_lower)), clash.rows)
    live = Live(too_many)
    live.change_rows(others, -np.inf, np.inf)
    assert live.solve().status is Status.INFEASIBLE
    for row in clash.rows:
        at = np.array([row])
        live.change_rows(at, -np.inf, np.inf)
        assert live.solve().found
        live.change_rows(at, too_many.row_lower[at], too_many.row_upper[at])
    assert clash.is_minimal


def test_as_small_as_the_one_of_highs(too_many):
    peer = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("iis_strategy", 6)):
        peer.setOptionValue(option, value)
    peer.passModel(highs._model(too_many))
    peer.run()
    assert len(minimal_clash(too_many).rows) <= len(peer.getIis()[1].row_index_)
