"""The problem itself: its arithmetic by hand."""

import numpy as np
import pytest

from matching.problem import NO_OPTION, AssignmentProblem
from matching.rule import Rows


@pytest.fixture
def problem() -> AssignmentProblem:
    """Three people (the second has no option), two workplaces, a budget in euro.

    option  person  place  value  slots row  budget
      0       0       0      10      w0         4
      1       0       1       8      w1         1
      2       2       0       9      w0         3
    """
    slots = Rows(
        ("w0", "w1"), np.array([1, 1]), np.array([0, 1, 2], np.int32), np.array([0, 1, 0], np.int32), np.ones(3, int)
    )
    budget = Rows(("town",), np.array([5]), np.array([0, 1, 2], np.int32), np.zeros(3, np.int32), np.array([4, 1, 3]))
    return AssignmentProblem.of(
        3, np.array([0, 0, 2], np.int32), np.array([0, 1, 0], np.int32), np.array([10, 8, 9]),
        [("slots", slots), ("budget", budget)],
    )  # fmt: skip


def test_blocks_name_the_rows(problem):
    assert [(block.code, block.keys, block.start, block.stop) for block in problem.blocks] == [
        ("slots", ("w0", "w1"), 0, 2),
        ("budget", ("town",), 2, 3),
    ]


def test_sizes(problem):
    assert (problem.num_options, problem.num_rows) == (3, 3)
    assert problem.first.tolist() == [0, 2, 2, 3]


def test_net_and_bound_by_hand(problem):
    """Prices 6 for w0 and 1 a euro: nets 10-6-4 = 0, 8-0-1 = 7, 9-6-3 = 0; D = 7 + 0 + 0 + 6*1 + 1*5 = 18."""
    prices = np.array([6.0, 0.0, 1.0])
    assert problem.net(prices).tolist() == [0.0, 7.0, 0.0]
    assert problem.best_net(prices).tolist() == [7.0, 0.0, 0.0]
    assert problem.slack(prices).tolist() == [7.0, 0.0, 0.0]
    assert problem.bound(prices) == 18.0


def test_bound_at_zero_prices_is_everybodys_best(problem):
    assert problem.bound(np.zeros(3)) == 19.0


def test_most_use_counts_each_participant_once(problem):
    """Budget: person 0 asks at most 4, person 2 asks 3: 7 > 5 can bind; w1 is asked once, as it has."""
    assert problem.most_use().tolist() == [2, 1, 7]
    assert problem.binding().tolist() == [True, False, True]


def test_matching_is_judged(problem):
    good, double = np.array([1, NO_OPTION, 2], np.int32), np.array([0, NO_OPTION, 2], np.int32)
    assert problem.objective(good) == 17
    assert problem.used(good).tolist() == [1, 1, 4]
    assert problem.feasible(good)
    assert not problem.feasible(double)  # both on the one slot of w0


def test_somebody_elses_option_is_not_feasible(problem):
    assert not problem.feasible(np.array([NO_OPTION, 2, NO_OPTION], np.int32))


def test_select_keeps_the_rows(problem):
    fewer = problem.select(np.array([True, False, True]))
    assert fewer.value.tolist() == [10, 9]
    assert fewer.num_rows == 3
    assert fewer.participant.tolist() == [0, 2]


def test_fits_alone(problem):
    smaller = AssignmentProblem(3, problem.participant, problem.workplace, problem.value, problem.use,
                                np.array([1, 0, 3]), problem.blocks)  # fmt: skip
    assert smaller.fits_alone().tolist() == [False, False, True]


def test_empty_problem_has_bound_zero():
    empty = AssignmentProblem.of(0, np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64), [])
    assert empty.bound(np.empty(0)) == 0.0
    assert empty.feasible(np.empty(0, np.int32))
    assert empty.most_use().tolist() == []
