"""A decision for many scenarios with a proven gap, against the plain programme of them all."""

import numpy as np
import pytest

from benchmarks.cases.stock_flow import Factors, Size, draw
from planning.backend.highs import Live
from planning.tree import Tree
from planning.twostage import decide, together

CHAIN = Tree.branching(6, {})
SIZE = Size(1, 2, 2)


def _case(row):
    """Demand, wages and outflow that drift away from what is expected after the third quarter."""
    drift = np.clip((CHAIN.period - 2) / 3, 0, 1)
    return draw(CHAIN, 1, SIZE, Factors(1 + row[0] * drift, 1 + row[1] * drift, 0.02 * (1 + row[2] * drift)))


@pytest.fixture(scope="module")
def features():
    return np.random.default_rng(3).normal(0, [0.2, 0.05, 0.3], (9, 3))


@pytest.fixture(scope="module")
def plain(features):
    """The best there is: all nine scenarios in one programme."""
    chances = np.full(9, 1 / 9)
    shared = _case(features[0]).design
    return Live(together([_case(row).programme for row in features], chances, shared)).solve().objective


@pytest.mark.parametrize("gap", [0.02, 1e-6])
def test_both_ends_hold_the_best(features, plain, gap):
    found = decide(lambda row: _case(row).programme, features, np.full(9, 1 / 9), _case(features[0]).design, gap)
    assert found.lower <= plain * (1 + 1e-7)
    assert found.upper >= plain * (1 - 1e-7)
    assert found.gap <= gap
    assert found.upper == pytest.approx(found.costs.mean())


def test_the_decision_can_be_carried_out_in_every_scenario(features):
    shared = _case(features[0]).design
    found = decide(lambda row: _case(row).programme, features, np.full(9, 1 / 9), shared, 0.02)
    for row, cost in zip(features, found.costs, strict=True):
        live = Live(_case(row).programme)
        live.change_bounds(shared, found.shared, found.shared)
        assert live.solve().objective == pytest.approx(cost, rel=1e-6)


def test_one_scenario_is_a_plain_plan(features):
    case = _case(features[0])
    found = decide(lambda row: _case(row).programme, features[:1], np.ones(1), case.design)
    assert (found.gap, found.upper) == (
        pytest.approx(0, abs=1e-9),
        pytest.approx(Live(case.programme).solve().objective),
    )


def test_without_a_plan_nothing_is_claimed(write):
    """x ≥ 2 with x ≤ 1 in every scenario."""
    found = decide(lambda _: write([1], [([1], 2, np.inf)], 1), np.zeros((2, 1)), np.full(2, 0.5), np.array([0]))
    assert (len(found.shared), found.upper, found.gap) == (0, np.inf, np.inf)


def test_shared_columns_exist_once(write):
    """y for both (cost 1); z_s ≥ need_s - y at 2 each, with chances 0.25 and 0.75: columns y, z_1, z_2."""
    parts = [write([1, 2], [([1, 1], need, np.inf)]) for need in (1, 3)]
    both = together(parts, np.array([0.25, 0.75]), np.array([0]))
    assert both.cost.tolist() == [1, 0.5, 1.5]
    assert both.matrix.toarray().tolist() == [[1, 1, 0], [1, 0, 1]]
    assert Live(both).solve().objective == pytest.approx(3)  # y = 3: one more y costs 1, and saves 1.5 in scenario 2
