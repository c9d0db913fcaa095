"""Cuts: no whole matching breaks one, the fractional one does, and the bound stays above the optimum."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engines.cuts import find_blocks, tighten
from matching.engines.presolve import reduce
from matching.engines.relaxation import LinearProgramme
from matching.problem import AssignmentProblem
from matching.rule import Rows


def _matchings(problem: AssignmentProblem):
    """Every feasible matching."""
    ways = [[-1, *range(problem.first[p], problem.first[p + 1])] for p in range(problem.num_participants)]
    for chosen in product(*ways):
        found = np.array(chosen, np.int32)
        if problem.feasible(found):
            yield found


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=40)
def test_every_matching_keeps_every_cut(seed, random_problem, brute_force, monitor):
    small = reduce(random_problem(seed)).problem
    linear = LinearProgramme(small, monitor())
    before = linear.solve()
    tight = tighten(linear, monitor(), enough=0.0)
    assert linear.problem.num_rows >= small.num_rows
    assert tight.bound <= before.bound + 1e-6
    assert tight.bound >= brute_force(small) - 1e-6
    assert tight.bound == pytest.approx(linear.problem.bound(tight.prices))
    for chosen in _matchings(small):
        assert (linear.problem.used(chosen) <= linear.problem.capacity).all()


def _one_place(weights, values, capacity, slots) -> AssignmentProblem:
    people = np.arange(len(weights), dtype=np.int32)
    one = np.zeros(len(weights), np.int32)
    guidance = Rows(["w"], np.array([capacity]), people, one, np.array(weights, np.int64))
    place = Rows(["w"], np.array([slots]), people, one, np.ones(len(weights), np.int64))
    rows = [("guidance", guidance), ("slots", place)]
    return AssignmentProblem.of(len(people), people, one, np.array(values, np.int64), rows)


def test_three_people_of_two_hours_in_three(monitor):
    """Three people need 2 hours of 3: the linear model takes one and a half (worth 15); one fits, and that is a cut."""
    problem = _one_place([2, 2, 2, 1], [10, 10, 10, 1], 3, 3)
    linear = LinearProgramme(problem, monitor())
    assert linear.solve().bound == pytest.approx(15.0)
    assert tighten(linear, monitor(), enough=0.0).bound == pytest.approx(11.0)  # one of them, and the one-hour person


def test_a_block_counts_its_options():
    """Rows of equal amounts are no knapsack; the guidance row has the slots of its place beside it."""
    problem = _one_place([2, 2, 2, 1], [10, 10, 10, 1], 3, 2)
    blocks = find_blocks(problem)
    assert [(block.knapsack.capacity, block.knapsack.most) for block in blocks] == [(3, 2)]


def test_nothing_to_cut_when_the_bound_is_enough(monitor):
    problem = _one_place([2, 2, 2, 1], [10, 10, 10, 1], 3, 3)
    linear = LinearProgramme(problem, monitor())
    linear.solve()
    assert tighten(linear, monitor(), enough=20.0).bound == pytest.approx(15.0)
    assert linear.problem.num_rows == problem.num_rows
