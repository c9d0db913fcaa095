"""The core at given prices, by hand; and the proof rule on random problems."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engines.core import Core
from matching.engines.fill import by_rounding, by_value, fill, nobody


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=60)
def test_proof_rule(seed, random_problem, brute_force):
    """optimum ≤ max(best matching that uses the core only, D(y) - reach), for any prices and reach."""
    problem = random_problem(seed)
    rng = np.random.default_rng(seed)
    prices, reach = rng.exponential(20, problem.num_rows), float(rng.uniform(0, 200))
    core = Core.of(problem, prices, reach)
    kept = np.concatenate([core.options, core.fixed[core.fixed >= 0]])
    inside = brute_force(problem.select(np.sort(kept).astype(np.intp)))
    assert brute_force(problem) <= max(inside, problem.bound(prices) - reach) + 1e-9


def test_core_by_hand(tight):
    """At price 8 for w0 (10 - 8 = 2, 7 - 8 = -1) and 9 for w1 (9 - 9 = 0), with reach 1: person 0 must have w0;
    person 1 may have w0 (costs 1) or w1 (costs 0) or nothing (costs 0)."""
    core = Core.of(tight, np.array([8.0, 9.0]), 1.0)
    assert core.fixed.tolist() == [0, -1]
    assert core.options.tolist() == [1, 2]
    assert core.must.tolist() == [False]
    assert core.room.tolist() == [0, 0]
    assert core.fixed_value == 10
    assert core.chosen(np.array([False, True])).tolist() == [0, 2]
    assert core.taken(np.array([0, 1], np.int32)).tolist() == [True, False]


def test_least_use_by_hand(tight):
    """One slot at price 8: within 4 of the bound it cannot stay empty, within 9 it can; unpriced rows are free."""
    core = Core.of(tight, np.array([8.0, 0.0]), 100.0)
    assert core.least_use(np.array([8.0, 0.0]), 4.0).tolist() == [1.0, -np.inf]
    assert core.least_use(np.array([8.0, 0.0]), 9.0).tolist() == [0.0, -np.inf]


def test_kept_matching_stays_in_the_core(tight):
    """Reach 0 at zero prices leaves w1 (9) to person 1; the matching that gives w0 (7) is kept all the same."""
    core = Core.of(tight, np.zeros(2), 0.0, keep=np.array([-1, 1], np.int32))
    assert core.options.tolist() == [0, 1, 2]
    assert core.must.tolist() == [False, True]


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=40)
def test_filling_is_feasible_and_leaves_nothing_that_fits(seed, random_problem):
    problem = random_problem(seed)
    rng = np.random.default_rng(seed)
    order = rng.permutation(problem.num_options)
    chosen = fill(problem, nobody(problem), order)
    assert problem.feasible(chosen)
    room = problem.capacity - problem.used(chosen)
    for option in range(problem.num_options):
        if chosen[problem.participant[option]] < 0:
            assert (problem.use[:, [option]].toarray()[:, 0] > room).any()


def test_best_value_first(tight):
    assert by_value(tight).tolist() == [0, -1]


def test_rounding_puts_whole_shares_first(tight):
    """A share of 1 for the lesser option wins the slot."""
    assert by_rounding(tight, np.array([0.0, 1.0, 0.0]), np.zeros(2)).tolist() == [-1, 1]
