"""Who would rather trade, and what is fragile: by hand."""

import numpy as np

from matching.engines import choose
from matching.engines.engine import Limits, Monitor
from matching.problem import AssignmentProblem
from matching.rule import Rows
from matching.sturdiness import blocking_pairs, kept_share


def slots_problem(values, slots):
    """Values (people, places), 0 = no option."""
    p, w = (index.astype(np.int32) for index in np.nonzero(values))
    rows = Rows(
        [f"w{k}" for k in range(len(slots))], np.array(slots), np.arange(len(p), dtype=np.int32), w,
        np.ones(len(p), np.int64),
    )  # fmt: skip
    return AssignmentProblem.of(len(values), p, w, np.array(values)[p, w].astype(np.int64), [("slots", rows)])


def solve(problem):
    limits = Limits(gap=0.0, time_limit=10)
    return choose(problem).engine.solve(problem, limits, Monitor(limits))


def test_the_best_whole_may_have_a_pair_that_would_rather_trade():
    """30 + 90 = 120 beats 100 + 10. But to person 0 the first place is worth more (100 > 30), and more than 90."""
    problem = slots_problem(np.array([[100, 30], [90, 10]]), [1, 1])
    chosen = solve(problem).chosen
    assert chosen.tolist() == [1, 2]
    options, holders, gains = blocking_pairs(problem, chosen)
    assert (options.tolist(), holders.tolist(), gains.tolist()) == ([0], [1], [70])


def test_nobody_trades_where_each_has_the_own_best():
    problem = slots_problem(np.array([[100, 30], [10, 90]]), [1, 1])
    assert blocking_pairs(problem, solve(problem).chosen)[0].tolist() == []


def test_a_trade_that_a_budget_forbids_does_not_count():
    """As above, but person 0 is paid from a purse of 4: 5 for the first place is too much, 2 for the second is not."""
    problem = slots_problem(np.array([[100, 30], [90, 10]]), [1, 1])
    purse = Rows(["purse"], np.array([4]), np.array([0, 1], np.int32), np.zeros(2, np.int32), np.array([5, 2]))
    slots = Rows(["w0", "w1"], np.array([1, 1]), np.arange(4, dtype=np.int32), problem.workplace, np.ones(4, np.int64))
    poor = AssignmentProblem.of(
        2, problem.participant, problem.workplace, problem.value, [("slots", slots), ("purse", purse)]
    )
    assert len(blocking_pairs(poor, np.array([1, 2], np.int32))[0]) == 0


def test_a_place_without_anybody_blocks_nothing():
    """There is nobody who gives way; that a slot stays empty is another matter."""
    problem = slots_problem(np.array([[100, 30]]), [1, 1])
    assert blocking_pairs(problem, np.array([1], np.int32))[0].tolist() == []


def test_near_ties_are_fragile_and_clear_choices_are_not():
    """1000 against 999 flips about half of the time at 5 % noise; 1000 against 500 never can."""
    problem = slots_problem(np.array([[1000, 999, 0, 0], [0, 0, 1000, 500]]), [1, 1, 1, 1])
    share = kept_share(problem, solve(problem).chosen, 40, 1, solve)
    assert 0.2 < share[0] < 0.8
    assert share[1] == 1.0
    assert np.array_equal(share, kept_share(problem, solve(problem).chosen, 40, 1, solve))
