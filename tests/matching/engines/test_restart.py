"""A warm restart: the same answer as a cold one up to ties, from prices and a matching that no longer quite hold."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cases.placement import problem as placement
from matching.engines import lp_core
from matching.engines.engine import Limits, Monitor, Start
from matching.problem import NO_OPTION

SEEDS = st.integers(0, 1_000_000)


def _stood(result):
    return Start(result.prices, result.chosen)


def _changed(problem, seed):
    """One row loses a unit, and a tenth of the values are others."""
    rng = np.random.default_rng(seed)
    capacity, value = problem.capacity.copy(), problem.value.copy()
    capacity[rng.integers(len(capacity))] //= 2
    some = rng.random(len(value)) < 0.1
    value[some] = np.maximum(1, value[some] + rng.integers(-50, 50, some.sum()))
    return replace(problem, capacity=capacity, value=value)


def _run(problem, limits, start=None):
    result = lp_core.solve(problem, limits, Monitor(limits), start)
    assert problem.feasible(result.chosen)
    assert result.termination.objective == problem.objective(result.chosen)
    return result


@given(seed=SEEDS)
@settings(deadline=None, max_examples=25)
def test_warm_is_cold_up_to_ties(seed, random_problem, brute_force):
    before, limits = random_problem(seed), Limits(gap=0.0)
    after = _changed(before, seed)
    warm = _run(after, limits, _stood(_run(before, limits)))
    assert warm.termination.objective == brute_force(after) == warm.termination.bound


@given(seed=SEEDS)
@settings(deadline=None, max_examples=25)
def test_any_start_will_do(seed, random_problem, brute_force):
    """Prices and places drawn at random, that overfill rows: still the optimum."""
    problem, rng = random_problem(seed), np.random.default_rng(seed)
    chosen = np.full(problem.num_participants, NO_OPTION, np.int32)
    chosen[problem.participant] = np.arange(problem.num_options)
    start = Start(rng.integers(0, 300, problem.num_rows).astype(np.float64), chosen)
    assert _run(problem, Limits(gap=0.0), start).termination.objective == brute_force(problem)


@pytest.fixture(scope="module")
def before():
    problem, limits = placement(1_500, 150, 3), Limits(gap=0.002)
    return problem, limits, _run(problem, limits)


def test_nothing_changed_costs_nothing_and_changes_nobody(before):
    """Same problem: no price moves, no core is solved, and the same people have the same places."""
    problem, limits, first = before
    again = _run(problem, limits, _stood(first))
    assert "cores" not in again.statistics
    assert again.chosen.tolist() == first.chosen.tolist()
    assert again.termination.gap <= limits.gap


def test_a_closed_slot_is_matched_again_without_the_long_way(before):
    """One slot closes: resumed, nearly all keep theirs, prices are the same."""
    problem, limits, first = before
    capacity = problem.capacity.copy()
    place = int(np.flatnonzero(capacity[:150] == 1)[0])
    capacity[place] = 0
    after = replace(problem, capacity=capacity)
    warm, cold = _run(after, limits, _stood(first)), _run(after, limits)
    assert "cores" not in warm.statistics
    assert warm.termination.gap <= limits.gap
    assert (warm.chosen == first.chosen).mean() >= 0.95
    assert warm.termination.objective <= cold.termination.bound + 1e-6
    assert cold.termination.objective <= warm.termination.bound + 1e-6
    budgets = slice(150, 156)  # what everyone shares hardly notices one slot
    assert warm.prices[budgets] == pytest.approx(first.prices[budgets], abs=0.05)


def test_a_person_more_is_placed_without_the_long_way(before):
    """Whoever has most options comes later: resumed, nearly all keep theirs, and the prices prove as much as others."""
    problem, limits, _ = before
    comes = int(np.argmax(np.diff(problem.first)))
    known = np.flatnonzero(problem.participant != comes)
    first = _run(problem.select(known), limits)
    chosen = np.where(first.chosen == NO_OPTION, NO_OPTION, known[first.chosen]).astype(np.int32)
    warm, cold = _run(problem, limits, Start(first.prices, chosen)), _run(problem, limits)
    assert "cores" not in warm.statistics
    assert (warm.chosen == chosen).mean() >= 0.95
    assert warm.chosen[comes] != NO_OPTION
    assert problem.bound(warm.prices) == pytest.approx(problem.bound(cold.prices), rel=limits.gap)


def test_a_start_far_off_is_left_behind(before):
    """Every price 100 too high: the run begins again, and proves as much as a cold one."""
    problem, limits, first = before
    warm = _run(problem, limits, Start(first.prices + 100.0, np.full(problem.num_participants, NO_OPTION, np.int32)))
    assert "relaxation_bound" in warm.statistics
    assert warm.termination.gap <= limits.gap
