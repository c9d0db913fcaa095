"""The small tools that draw and share out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.generate.draw import apportion, halves, joined, joined_codes, pick_by, rank_within, rows_of, words


@given(
    total=st.integers(0, 10_000),
    weights=st.lists(st.floats(0, 100), min_size=1, max_size=30).filter(lambda found: sum(found) > 0.01),
)
@settings(deadline=None)
def test_apportion_is_whole_exact_and_within_one_of_the_ideal(total: int, weights: list[float]) -> None:
    parts = apportion(total, weights)
    assert parts.sum() == total
    assert (np.abs(parts - total * np.array(weights) / sum(weights)) <= 1 + 1e-6).all()


def test_pick_by_draws_each_row_with_its_own_chances() -> None:
    random = np.random.default_rng(1)
    weights = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0, 3.0, 0.0]])
    rows = np.repeat([0, 1, 2], 4_000)
    codes = pick_by(random, weights, rows)
    assert (codes[rows == 0] == 0).all()
    assert (codes[rows == 1] == 2).all()
    assert (codes[rows == 2] == 1).mean() == pytest.approx(0.75, abs=0.03)


def test_joined_lists_words_in_order_and_unknown_codes_are_left_out() -> None:
    assert list(joined(("a", "b", "c"), np.array([[True, False, True], [False, False, False]]))) == ["a;c", ""]
    assert list(joined_codes(("a", "b", "c"), np.array([[2, 0], [-1, 1]]))) == ["c;a", "b"]


def test_words_of_unknown_codes_are_unknown() -> None:
    assert list(words(("a", "b"), np.array([1, -1])).isna()) == [False, True]


def test_rank_within_counts_in_each_group_in_order() -> None:
    assert rank_within(np.array([5, 3, 5, 5, 3])).tolist() == [0, 0, 1, 2, 1]
    assert rank_within(np.array([], dtype=np.int64)).tolist() == []


def test_halves() -> None:
    assert halves(np.array([0.2, 0.3, 1.74])).tolist() == [0.0, 0.5, 1.5]


def test_rows_of_fills_defaults_and_refuses_a_column_that_does_not_exist() -> None:
    made = rows_of("lines", {"id": ["x"], "name_nl": ["x"], "name_en": ["x"]}, 1)
    assert made.loc[0, "sector"] == "other"
    assert made["organisation"].isna().all()
    with pytest.raises(KeyError, match="colour"):
        rows_of("lines", {"colour": ["red"]}, 1)
