"""Small moves: every matching keeps its rows, none is worse than where it began, and a swap is found."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from matching.engines.fill import by_value, nobody
from matching.engines.moves import improve
from matching.engines.presolve import reduce
from matching.problem import AssignmentProblem


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=25)
def test_never_worse_and_always_whole(seed, random_problem, brute_force, monitor):
    problem = reduce(random_problem(seed)).problem
    start = by_value(problem)
    found = improve(problem, start, np.zeros(problem.num_rows), monitor())
    assert problem.feasible(found)
    assert problem.objective(start) <= problem.objective(found) <= brute_force(problem)


def test_two_people_change_places(monitor):
    """Each sits where the other is worth more: 10 + 10 against 12 + 12; no single step can mend it."""
    problem = AssignmentProblem(
        2, np.array([0, 0, 1, 1], np.int32), np.array([0, 1, 0, 1], np.int32), np.array([10, 12, 12, 10]),
        sparse.csc_array(np.array([[1, 0, 1, 0], [0, 1, 0, 1]])), np.array([1, 1]), (),
    )  # fmt: skip
    found = improve(problem, np.array([0, 3], np.int32), np.zeros(2), monitor())
    assert found.tolist() == [1, 2]


def test_same_seed_same_matching_and_no_time_no_move(tight, monitor):
    problem = reduce(tight).problem
    start, free = nobody(problem), np.zeros(problem.num_rows)
    once, twice = (improve(problem, start, free, monitor()) for _ in range(2))
    assert np.array_equal(once, twice)
    assert problem.objective(once) > 0
    assert np.array_equal(improve(problem, start, free, monitor(time_limit=0.0)), start)
