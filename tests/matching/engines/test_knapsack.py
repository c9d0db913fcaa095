"""The knapsack against trying every packing."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engines.knapsack import UNCOUNTED, Knapsack


@st.composite
def knapsacks(draw):
    count = draw(st.integers(1, 7))
    numbers = st.lists(st.integers(1, 9), min_size=count, max_size=count)
    group = np.sort(np.array(draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))))
    most = draw(st.sampled_from([UNCOUNTED, 0, 1, 2, 7]))
    knapsack = Knapsack(np.array(draw(numbers)), group, draw(st.integers(0, 25)), most)
    return knapsack, np.array(draw(numbers), float)


def packings(knapsack: Knapsack):
    """Every set of items that fits."""
    for taken in product([False, True], repeat=len(knapsack.weight)):
        items = np.flatnonzero(taken)
        if (
            knapsack.weight[items].sum() <= knapsack.capacity
            and len(np.unique(knapsack.group[items])) == len(items)
            and (knapsack.most == UNCOUNTED or len(items) <= knapsack.most)
        ):
            yield items


@given(knapsacks())
def test_pack_is_the_best_packing(case):
    knapsack, worth = case
    table, items = knapsack.pack(worth)
    best = max(worth[some].sum() for some in packings(knapsack))
    assert table[-1, -1] == best == worth[items].sum()
    assert any(np.array_equal(items, some) for some in packings(knapsack))


@given(knapsacks(), st.integers(0, 25), st.integers(0, 7))
def test_the_table_knows_smaller_rooms_too(case, capacity, most):
    knapsack, worth = case
    table, _ = knapsack.pack(worth)
    capacity, most = min(capacity, knapsack.capacity), min(most, table.shape[0] - 1)
    counted = UNCOUNTED if knapsack.most == UNCOUNTED else most
    smaller = Knapsack(knapsack.weight, knapsack.group, capacity, counted)
    assert table[most, capacity] == max(worth[some].sum() for some in packings(smaller))


def test_by_hand():
    """Room for 10 units and 2 items: 6 + 4 units is worth 11; the third item would fit by weight, not by number."""
    knapsack = Knapsack(np.array([6, 4, 3, 3]), np.arange(4), 10, 2)
    table, items = knapsack.pack(np.array([7.0, 4.0, 3.0, 3.0]))
    assert (table[2, 10], items.tolist()) == (11.0, [0, 1])
    assert knapsack.left(table, np.array([1])) == 7.0  # one item more, 6 units: the first alone
    beside = knapsack.beside(np.array([0]))
    assert (beside.capacity, beside.most) == (4, 1)
    assert beside.fit_alone().tolist() == [False, True, True, True]
    assert knapsack.beside(np.array([0, 1, 2])) is None
    assert knapsack.only(np.array([1, 2])).weight.tolist() == pytest.approx([4, 3])
