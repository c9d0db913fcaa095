"""Parts that share nothing: solved apart they are the whole, and their bounds add up."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from instances.schema.solution import Reason
from matching.engines import lp_core, search
from matching.engines.components import join, split
from matching.engines.engine import Limits, Monitor
from matching.problem import AssignmentProblem

SEEDS = st.integers(0, 1_000_000)


def _beside(*problems: AssignmentProblem) -> AssignmentProblem:
    """Put problems beside one another, as if they were one; 5 points were settled before."""
    people = np.cumsum([0, *(one.num_participants for one in problems)])
    return AssignmentProblem(
        int(people[-1]),
        np.concatenate([one.participant + first for one, first in zip(problems, people, strict=False)]).astype(
            np.int32
        ),
        np.concatenate([one.workplace for one in problems]),
        np.concatenate([one.value for one in problems]),
        sparse.csc_array(sparse.block_diag([one.use for one in problems], format="csc")),
        np.concatenate([one.capacity for one in problems]),
        (replace(problems[0].blocks[0], keys=tuple(map(str, range(sum(one.num_rows for one in problems))))),),
        settled=5,
    )


@given(seed=SEEDS)
@settings(deadline=None, max_examples=20)
def test_the_parts_together_are_the_whole(seed, random_problem, brute_force, monitor):
    """Every option is in one part, and the joint optimum is 5 plus the optima of the two problems."""
    problems = random_problem(seed), random_problem(seed + 1)
    whole = _beside(*problems)
    parts = split(whole, least=1)
    assert sorted(option for part in parts for option in part.options.tolist()) == list(range(whole.num_options))
    results = [lp_core.solve(part.problem, Limits(gap=0.0), monitor()) for part in parts]
    if results:
        joined = join(whole, parts, results)
        assert whole.feasible(joined.chosen)
        assert joined.termination.objective == joined.termination.bound == 5 + sum(map(brute_force, problems))
        assert joined.termination.reason is Reason.OPTIMAL


@given(seed=SEEDS)
@settings(deadline=None, max_examples=30)
def test_bounds_add_up_where_nothing_is_solved(seed, random_problem, brute_force):
    """No time at all: the joint bound still holds for the whole."""
    problems = random_problem(seed), random_problem(seed + 1)
    whole = _beside(*problems)
    parts = split(whole, least=1)
    if parts:
        limits = Limits(time_limit=0.0, gap=0.0)
        joined = join(whole, parts, [lp_core.solve(part.problem, limits, Monitor(limits)) for part in parts])
        assert whole.feasible(joined.chosen)
        assert joined.termination.objective <= 5 + sum(map(brute_force, problems)) <= joined.termination.bound + 1e-6


def test_small_components_go_together(tight):
    """Four problems of two options that can be had: with at least 3 in a part, two parts of two problems each."""
    small = tight.select(np.array([0, 1]))
    assert [part.problem.num_options for part in split(_beside(small, small, small, small), least=3)] == [4, 4]
    assert [part.problem.num_options for part in split(_beside(small, small, small), least=3)] == [6]


def test_the_engine_solves_parts_apart(tight, monkeypatch, monitor):
    """Two people, one slot, values 10 and 7; twice: 5 + 10 + 10."""
    monkeypatch.setattr(search, "split", lambda problem: split(problem, least=1))
    problem = _beside(tight, tight)
    result = lp_core.solve(problem, Limits(gap=0.0), monitor())
    assert result.chosen.tolist() == [0, -1, 3, -1]
    assert result.statistics["parts"] == 2
    assert (result.termination.objective, result.termination.reason) == (25, Reason.OPTIMAL)
    assert problem.bound(result.prices) == pytest.approx(25)


def test_a_part_can_be_sent_elsewhere(tight):
    part = pickle.loads(pickle.dumps(split(_beside(tight, tight), least=1)[0]))
    assert part.problem.value.tolist() == [10, 7, 9]
