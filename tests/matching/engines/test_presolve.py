"""The reductions keep the optimum, and every price finds its way back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engines.presolve import reduce
from matching.problem import AssignmentProblem
from matching.rule import Rows


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=80)
def test_the_optimum_stays(seed, random_problem, brute_force):
    problem = random_problem(seed)
    assert brute_force(reduce(problem).problem) == brute_force(problem)


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=80)
def test_prices_of_the_small_problem_bound_the_whole_one(seed, random_problem, brute_force):
    problem = random_problem(seed)
    reduced = reduce(problem)
    prices = np.random.default_rng(seed).uniform(0, 50, reduced.problem.num_rows)
    assert reduced.problem.bound(prices) >= brute_force(problem) - 1e-9
    assert problem.bound(reduced.prices(prices)) >= brute_force(problem) - 1e-9


def _problem(capacity, amounts, codes) -> AssignmentProblem:
    """Two people with one option each, every row used by both."""
    pair = np.arange(2, dtype=np.int32)
    rows = [
        (code, Rows((code,), np.array([room]), pair, np.zeros(2, np.int32), np.array(amount)))
        for code, room, amount in zip(codes, capacity, amounts, strict=True)
    ]
    return AssignmentProblem.of(2, pair, np.zeros(2, np.int32), np.array([5, 8]), rows)


def test_divisor_by_hand():
    """Amounts 12,500 and 25,000 cents, 30,000 there: in units of 12,500 that is 1 and 2 of 2."""
    reduced = reduce(_problem([30_000], [[12_500, 25_000]], ["budget"]))
    assert reduced.problem.use.toarray().tolist() == [[1, 2]]
    assert reduced.problem.capacity.tolist() == [2]
    assert reduced.prices(np.array([4.0])).tolist() == [4 / 12_500]


def test_copies_and_idle_rows_go():
    """Guidance of 60 minutes each with 100 there is the same row as one slot; the tighter stays, the idle one goes."""
    reduced = reduce(_problem([5, 1, 100], [[1, 1], [1, 1], [60, 60]], ["idle", "slots", "guidance"]))
    assert [block.keys for block in reduced.problem.blocks] == [(), ("slots",), ()]
    assert reduced.prices(np.array([5.0])).tolist() == [0.0, 5.0, 0.0]


def test_option_that_never_fits_goes():
    """The second needs 25,000 of 20,000."""
    reduced = reduce(_problem([20_000], [[12_500, 25_000]], ["budget"]))
    assert reduced.options.tolist() == [0]
    assert reduced.chosen(np.array([0, -1], np.int32)).tolist() == [0, -1]


def test_a_row_without_capacity_is_priced_so_that_nobody_wants_it():
    reduced = reduce(_problem([0], [[2, 1]], ["slots"]))
    assert reduced.problem.num_options == 0
    assert reduced.prices(np.empty(0)).tolist() == [8.0]  # 8 a unit for the second, 5 / 2 for the first
    assert reduced.original.bound(reduced.prices(np.empty(0))) == pytest.approx(0.0)
