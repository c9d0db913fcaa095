"""Packings of one place and of two: against trying everything."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engines import packing
from matching.engines.packing import pack, pack_two


def _best(worth, weight, capacity, must=None):
    """Best value of any subset that fits, with item `must` in it."""
    best = -np.inf
    for taken in product((0, 1), repeat=len(worth)):
        if np.dot(taken, weight) <= capacity and (must is None or taken[must]):
            best = max(best, float(np.dot(taken, worth)))
    return best


def forced(worth, weight, capacity):
    loss = np.zeros(len(worth))
    packing.forced(worth, weight, capacity, loss)
    return loss


def test_one_place_by_hand():
    """10 units: 6 + 4 units are worth 7 + 5 = 12, 5 + 5 units 6 + 5 = 11."""
    take = np.zeros(4, bool)
    worth, weight = np.array([7.0, 5, 6, 5]), np.array([6, 4, 5, 5])
    assert pack(worth, weight, 10, take) == 12
    assert take.tolist() == [True, True, False, False]
    # With item 2 (5 units) only item 3 or 1 fits beside it: 6 + 5 = 11, one less; so for item 3.
    assert forced(worth, weight, 10).tolist() == [0, 0, 1, 1]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1_000_000))
def test_one_place(seed):
    rng = np.random.default_rng(seed)
    size, capacity = int(rng.integers(0, 8)), int(rng.integers(0, 20))
    worth, weight = rng.integers(-5, 20, size).astype(float), rng.integers(0, 12, size)
    take = np.ones(size, bool)
    value = pack(worth, weight, capacity, take)
    assert value == _best(worth, weight, capacity)
    assert (worth @ take, weight @ take <= capacity) == (value, True)
    loss = forced(worth, weight, capacity)
    assert loss.tolist() == [value - _best(worth, weight, capacity, item) for item in range(size)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1_000_000))
def test_two_places(seed):
    rng = np.random.default_rng(seed)
    size, capacity = int(rng.integers(0, 6)), rng.integers(0, 12, 2)
    gain = np.where(rng.random((size, 2)) < 0.2, -np.inf, rng.integers(-3, 20, (size, 2)))
    weight = rng.integers(0, 9, (size, 2))

    def worth(ways):
        used = [sum(weight[one, side] for one, way in enumerate(ways) if way == side) for side in (0, 1)]
        fits = used[0] <= capacity[0] and used[1] <= capacity[1]
        return sum(gain[one, way] for one, way in enumerate(ways) if way >= 0) if fits else -np.inf

    assert worth(pack_two(gain, weight, capacity)) == max(map(worth, product((-1, 0, 1), repeat=size)))
