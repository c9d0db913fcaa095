"""Measures on a tree, and plans that shun the worst."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.cases.stock_flow import Size, draw
from planning.backend.highs import Live
from planning.tree import Tree
from planning.uncertainty import Staged, cvar, measures, on_path, shy_plans

SIZE = Size(1, 2, 2)


@pytest.fixture(scope="module")
def case():
    """Two years; demand, wages and outflow fall or rise by 30 % after three quarters, each as likely."""
    return draw(Tree.branching(8, {3: (0.5, 0.5)}), 1, SIZE)


@pytest.fixture(scope="module")
def staged(case) -> Staged:
    return Staged(case.programme, case.tree, case.column_node, case.row_node)


def test_a_course_of_events_by_itself(case, staged, stock_flow):
    """The path of a leaf is the plan of a chain with the leaf's figures: same shape as a chain drawn as such."""
    leaf = int(case.tree.leaves[0])
    programme, columns = on_path(staged, leaf)
    assert programme.matrix.shape == stock_flow.programme.matrix.shape
    assert programme.matrix.nnz == stock_flow.programme.matrix.nnz
    assert set(case.column_node[columns]) == set(case.tree.path(leaf))
    assert programme.cost.sum() == pytest.approx(stock_flow.programme.cost.sum())


def test_the_measures_stand_in_their_order(case, staged, stock_flow):
    """Knowing is better than a tree, a tree is better than a plan for expected figures: WS ≤ RP ≤ EEV."""
    early = case.tree.probability == 1
    names = ("build", "cut", "move")
    decided = np.concatenate([case.columns[name][early].ravel() for name in names])
    counterpart = np.concatenate([stock_flow.columns[name][: early.sum()].ravel() for name in names])
    found = measures(staged, stock_flow.programme, decided, counterpart)
    assert found.ws <= found.rp + 1e-6 <= found.eev + 2e-6
    assert found.vss >= -1e-6
    assert found.evpi > 0


def test_a_tree_without_branches_is_worth_nothing(stock_flow):
    chain = Staged(stock_flow.programme, stock_flow.tree, stock_flow.column_node, stock_flow.row_node)
    decided = stock_flow.design
    found = measures(chain, stock_flow.programme, decided, decided)
    assert (found.vss, found.evpi) == (pytest.approx(0, abs=1e-5), pytest.approx(0, abs=1e-5))
    assert not found.matters


def test_cvar_by_hand():
    """The worst 30 % of 10 (20 %), 7 (30 %) and 1 (50 %): all of the 10 and a third of the 7, (2 + 0.7) / 0.3 = 9."""
    amounts, chances = np.array([1.0, 10, 7]), np.array([0.5, 0.2, 0.3])
    assert cvar(amounts, chances, 0.7) == pytest.approx(9)
    assert cvar(amounts, chances, 0.0) == pytest.approx(amounts @ chances)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=8), st.floats(0, 0.95))
def test_cvar_lies_between_mean_and_worst(amounts, alpha):
    chances = np.full(len(amounts), 1 / len(amounts))
    found = cvar(np.array(amounts), chances, alpha)
    assert np.mean(amounts) - 1e-9 <= found <= max(amounts) + 1e-9


def test_more_weight_on_the_worst_costs_more_and_risks_less(case, staged):
    deficit = np.zeros(case.programme.num_columns)
    deficit[case.columns["deficit"].ravel()] = 1
    plans = shy_plans(staged, deficit, alpha=0.5, weights=[0.0, 0.5, 0.9])
    assert len(plans) == 3
    assert plans[0].expected == pytest.approx(Live(case.programme).solve().objective)
    assert [plan.expected for plan in plans] == sorted(plan.expected for plan in plans)
    assert plans[0].cvar >= plans[1].cvar - 1e-6 >= plans[2].cvar - 2e-6
    for plan in plans:  # the model's own CVaR is that of the leaves it reports
        assert plan.cvar == pytest.approx(cvar(plan.spending, np.array([0.5, 0.5]), 0.5))
