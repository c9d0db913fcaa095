"""Prices and the linear relaxation: always a bound, and the right one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from matching.engines.relaxation import relax
from matching.engines.smoothing import descend, settle
from matching.problem import AssignmentProblem


def _linear_optimum(problem) -> float:
    """The relaxation written out in full, by scipy."""
    once = np.zeros((problem.num_participants, problem.num_options))
    once[problem.participant, np.arange(problem.num_options)] = 1
    found = optimize.linprog(
        -problem.value, A_ub=np.vstack([once, problem.use.toarray()]),
        b_ub=np.concatenate([np.ones(problem.num_participants), problem.capacity]),
    )  # fmt: skip
    return -found.fun


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=40)
def test_any_prices_bound_the_optimum(seed, random_problem, brute_force):
    problem = random_problem(seed)
    prices = np.random.default_rng(seed).exponential(20, problem.num_rows)
    assert problem.bound(prices) >= brute_force(problem) - 1e-9


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=40)
def test_relaxation_is_the_linear_optimum(seed, random_problem, monitor):
    problem = random_problem(seed)
    if not problem.num_options:
        return
    found = relax(problem, monitor())
    optimum = _linear_optimum(problem)
    assert found.bound == pytest.approx(problem.bound(found.prices))
    assert optimum - 1e-6 <= found.bound <= optimum * 1.001 + 1e-6
    assert ((found.x >= 0) & (found.x <= 1)).all()


def test_smoothing_finds_the_price_of_one_slot(tight, monitor):
    """Two want it, for 10 and 7: any price from 7 to 10 proves 10."""
    found = descend(tight.select(np.array([0, 1])), monitor())
    assert 7 - 0.1 <= found.y[0] <= 10 + 0.1
    assert found.bound == pytest.approx(10.0, abs=0.1)


def test_without_rows_there_is_nothing_to_settle(monitor):
    """Nothing is scarce, so there is no price; the bound is the best of each participant."""
    person, nothing = np.array([0, 0, 1], np.int32), np.empty(0, np.int64)
    problem = AssignmentProblem.of(2, person, person, np.array([3, 4, 5]), [])
    assert len(settle(problem, nothing.astype(np.float64), 1.0, 10, monitor())) == 0
    assert relax(problem, monitor()).bound == 9
