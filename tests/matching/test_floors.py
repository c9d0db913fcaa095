"""Floors as rows: against trying everything, and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engines import choose
from matching.engines.engine import Limits, Monitor, Start
from matching.floors import Floor, floored, solve_with_floors
from matching.problem import NO_OPTION, AssignmentProblem
from matching.rule import Rows


def problem_of(person, place, value, slots):
    count = len(person)
    rows = Rows(
        [f"w{w}" for w in range(len(slots))], np.array(slots, np.int64), np.arange(count, dtype=np.int32),
        np.array(place, np.int32), np.ones(count, np.int64),
    )  # fmt: skip
    return AssignmentProblem.of(
        max(person) + 1, np.array(person, np.int32), np.array(place, np.int32), np.array(value), [("slots", rows)]
    )


def answer(problem, *floors, start=None):
    return solve_with_floors(problem, floors, lambda made: choose(made).engine, Monitor(Limits(gap=0.0)), start)


def everything(problem, floors):
    """The best value of a matching that meets all floors, by trying every matching; None where there is none."""
    best = None

    def walk(person, chosen):
        nonlocal best
        if person == problem.num_participants:
            made = np.array(chosen, np.int32)
            if problem.feasible(made) and all(floor.given(made) >= floor.least for floor in floors):
                value = problem.objective(made)
                best = value if best is None else max(best, value)
            return
        for option in (-1, *range(problem.first[person], problem.first[person + 1])):
            walk(person + 1, [*chosen, option])

    walk(0, [])
    return best


@st.composite
def cases(draw):
    people, places = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    pairs = [(p, w) for p in range(people) for w in range(places) if draw(st.booleans())] or [(people - 1, 0)]
    values = [draw(st.integers(1, 1000)) for _ in pairs]
    slots = [draw(st.integers(0, 2)) for _ in range(places)]
    problem = problem_of([p for p, _ in pairs], [w for _, w in pairs], values, slots)
    floors = []
    for number in range(draw(st.integers(1, 2))):
        gain = np.array([draw(st.integers(0, 3)) for _ in pairs], np.int64)
        floors.append(Floor(f"f{number}", gain, draw(st.integers(-1, 5))))
    return problem, floors


@settings(deadline=None, max_examples=40)
@given(case=cases())
def test_the_best_that_meets_the_floors_or_a_proof_that_none_does(case):
    """The value is that of trying everything, the bound holds, and impossible is said exactly when it is."""
    problem, floors = case
    best, found = everything(problem, floors), answer(problem, *floors)
    assert problem.feasible(found.result.chosen)
    assert found.met == (best is not None)
    assert found.impossible == (best is None)
    if best is not None:
        assert found.result.termination.objective == best
        assert found.result.termination.bound >= best
        assert all(floor.given(found.result.chosen) >= floor.least for floor in floors)
    assert (found.result.prices >= 0).all()


@settings(deadline=None, max_examples=20)
@given(case=cases(), seed=st.integers(0, 1_000))
def test_any_start_gives_the_same(case, seed):
    problem, floors = case
    rng = np.random.default_rng(seed)
    chosen = np.full(problem.num_participants, NO_OPTION, np.int32)
    chosen[problem.participant] = np.arange(problem.num_options)
    start = Start(rng.integers(0, 500, problem.num_rows).astype(np.float64), chosen)
    cold, warm = answer(problem, *floors), answer(problem, *floors, start=start)
    assert (warm.met, warm.impossible) == (cold.met, cold.impossible)
    if cold.met:
        assert warm.result.termination.objective == cold.result.termination.objective


def test_a_start_stands_where_it_stood():
    """Options of person 0, leave, options of person 1, leave: 0 1 | 2 | 3 4 | 5. Person 1 had nothing, and leaves."""
    problem = problem_of([0, 0, 1, 1], [0, 1, 0, 1], [5, 9, 9, 5], [1, 1])
    made = floored(problem, [Floor("f", np.array([3, 1, 0, 2], np.int64), 4)], stake=100)
    start = made.start(Start(np.array([7.0, 0.0]), np.array([1, NO_OPTION], np.int32)))
    assert start.chosen.tolist() == [1, 5]
    assert start.prices.tolist() == [7, 0, 0]
    assert made.back(start.chosen).tolist() == [1, NO_OPTION]


def test_by_hand():
    """Two people had a slot each; swapping them gives 9 + 9 where staying gives 5 + 5.

    No change: 10. One change: one stays (5), the other can only leave, as the other slot is taken: 5 < 10, so 10.
    Two changes: 18.
    """
    problem = problem_of([0, 0, 1, 1], [0, 1, 0, 1], [5, 9, 9, 5], [1, 1])
    gain = np.array([1, 0, 0, 1], np.int64)
    values = [answer(problem, Floor("changes", gain, 2 - n)).result.termination.objective for n in (0, 1, 2)]
    assert values == [10, 10, 18]


def test_rows_of_a_floor_hold_amounts_above_zero_and_room():
    """Person 0 gives 3 or 1, person 1 gives 0 or 2: most 3 + 2; least 4 leaves room to miss 1."""
    problem = problem_of([0, 0, 1, 1], [0, 1, 0, 1], [5, 9, 9, 5], [1, 1])
    made = floored(problem, [Floor("f", np.array([3, 1, 0, 2], np.int64), 4)], stake=100)
    assert made.problem.capacity[-1] == 1
    assert made.problem.use.toarray()[-1].tolist() == [0, 2, 3, 2, 0, 2]  # options of 0, leave, options of 1, leave
    assert made.problem.value.tolist() == [105, 109, 100, 109, 105, 100]
    assert made.problem.use.data.min() > 0


@pytest.mark.parametrize("least", [0, -3])
def test_a_floor_that_asks_for_nothing_changes_nothing(least):
    problem = problem_of([0, 1], [0, 0], [10, 7], [1])
    found = answer(problem, Floor("f", np.array([0, 1], np.int64), least))
    assert found.result.termination.objective == 10
    assert found.met
