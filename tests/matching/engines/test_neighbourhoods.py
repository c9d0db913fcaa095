"""Improving a matching part by part: never worse, always feasible, and as good as it gets where one part is all."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engines.core import Core
from matching.engines.fill import by_value
from matching.engines.lp_core import solve_core
from matching.engines.neighbourhoods import Neighbourhoods
from matching.engines.presolve import reduce
from matching.engines.relaxation import relax
from matching.engines.search import Task


def _improved(problem, monitor, reach=np.inf, seed=1):
    start = by_value(problem)
    parts = Neighbourhoods(problem, relax(problem, monitor).prices, reach, seed)
    no_limit = np.full(problem.num_rows, -np.inf)

    def solve(core, chosen):
        return solve_core(Task(core, chosen, no_limit, effort=1.0, gap=0.0), monitor).chosen

    return start, parts.improve(start, monitor, solve, lambda _: False)


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=15)
def test_small_problems_are_one_part_and_solved(seed, random_problem, brute_force, monitor):
    problem = reduce(random_problem(seed)).problem
    if problem.num_options:
        start, found = _improved(problem, monitor())
        assert problem.feasible(found)
        assert problem.objective(start) <= problem.objective(found) <= brute_force(problem)


def test_same_seed_same_result(random_problem, monitor):
    problem = reduce(random_problem(11)).problem
    assert np.array_equal(_improved(problem, monitor())[1], _improved(problem, monitor())[1])


def test_people_outside_the_part_stay(random_problem):
    problem = random_problem(3)
    chosen = by_value(problem)
    people = np.zeros(problem.num_participants, bool)
    people[0] = True
    core = Core.around(problem, problem.slack(np.zeros(problem.num_rows)), np.inf, chosen, people)
    assert set(problem.participant[core.options]) <= {0}
    assert np.array_equal(core.fixed[1:], chosen[1:])
    assert np.array_equal(core.chosen(core.taken(chosen)), chosen)
