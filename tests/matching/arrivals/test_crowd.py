"""Problems taken apart and put together by people."""

import numpy as np

from matching.arrivals.crowd import gathered, joined, options_of


def test_people_may_stand_twice(problem_of):
    whole = problem_of([(0, 0, 5), (1, 0, 7), (1, 1, 6), (2, 1, 9)], [1, 2])
    found = gathered(whole, np.array([2, 1, 2]))
    assert options_of(whole, np.array([2, 1, 2])).tolist() == [3, 1, 2, 3]
    assert found.participant.tolist() == [0, 1, 1, 2]
    assert found.value.tolist() == [9, 7, 6, 9]
    assert found.use.toarray().tolist() == [[0, 1, 0, 0], [1, 0, 1, 1]]


def test_who_has_no_options_stays_in_the_count(problem_of):
    whole = problem_of([(0, 0, 5)], [1], people=3)
    assert gathered(whole, np.array([1, 0])).first.tolist() == [0, 0, 1]


def test_joined_keeps_the_order_and_the_first_capacity(problem_of):
    whole = joined(problem_of([(0, 0, 5), (1, 0, 7)], [3]), problem_of([(0, 0, 4)], [9]))
    assert whole.participant.tolist() == [0, 1, 2]
    assert whole.value.tolist() == [5, 7, 4]
    assert whole.capacity.tolist() == [3]
