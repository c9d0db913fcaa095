"""Trees of what may happen."""

import pytest

from planning.tree import Tree


def test_a_chain():
    chain = Tree.branching(3, {})
    assert (chain.parent.tolist(), chain.probability.tolist(), chain.leaves.tolist()) == ([-1, 0, 1], [1, 1, 1], [2])


def test_branches():
    """Two kinds of second period, each with three of third."""
    tree = Tree.branching(3, {1: (0.25, 0.75), 2: (0.5, 0.3, 0.2)})
    assert tree.parent.tolist() == [-1, 0, 0, 1, 1, 1, 2, 2, 2]
    assert tree.period.tolist() == [0, 1, 1, 2, 2, 2, 2, 2, 2]
    assert tree.branch.tolist() == [0, 0, 1, 0, 1, 2, 0, 1, 2]
    assert tree.leaves.tolist() == [3, 4, 5, 6, 7, 8]
    assert tree.path(7).tolist() == [0, 2, 7]
    assert tree.probability[7] == pytest.approx(0.75 * 0.3)
    assert tree.probability[tree.leaves].sum() == pytest.approx(1)
