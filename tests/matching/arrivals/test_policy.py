"""What policies choose: by hand, and where the best policy can be enumerated."""

import numpy as np
import pytest

from matching.arrivals.chances import Chances
from matching.arrivals.expected import Now, Pool
from matching.arrivals.policy import Greedy, Patience, Priced, Weekly
from matching.arrivals.simulate import Year, simulate
from matching.engines.engine import Limits, Monitor
from matching.engines.relaxation import relax

FIRM = Patience(worth_waiting=0, most_waiting=99, turn_after=99)


def year_of(problem, week, weeks, stays):
    return Year.of(problem, np.array(week), weeks, stays, Chances.none(problem))


def priced(pool, week, weeks, patience=FIRM, seed=1):
    return Priced.of(Pool(pool, np.array(week), weeks), Chances.none(pool), patience, seed)


def test_waiting_pays_where_someone_better_is_expected(problem_of, two_weeks):
    """The pool had 80 in week 1, in every draw: the slot is worth up to 80 later, more than 50 now."""
    year = year_of(two_weeks, [0, 1], 2, 1)
    pool = problem_of([(p, 0, 80) for p in range(20)], [1])
    assert simulate(year, Greedy()).value == 50
    assert simulate(year, Weekly()).value == 50
    lived = simulate(year, priced(pool, [1] * 20, 2))
    assert lived.value == 80
    assert lived.start.tolist() == [-1, 1]


def test_nobody_waits_where_nobody_is_expected(problem_of, two_weeks):
    """The pool's people all came in week 0: nothing is expected later, so 50 is placed."""
    year = year_of(two_weeks, [0, 1], 2, 1)
    assert simulate(year, priced(problem_of([(0, 0, 80)], [1]), [0], 2)).value == 50


def test_whose_turn_it_is_goes_first(problem_of, two_weeks):
    year = year_of(two_weeks, [0, 1], 3, 2)
    pool = problem_of([(p, 0, 80) for p in range(20)], [1])
    lived = simulate(year, priced(pool, [1, 2] * 10, 3, Patience(0, 99, turn_after=0)))
    assert lived.value == 50


def test_an_empty_future_gives_the_prices_of_today(problem_of):
    """Three want two slots, 90, 70 and 40: a slot is worth between 40 and 70, and the bound is tight at 160."""
    batch = problem_of([(0, 0, 90), (1, 0, 70), (2, 0, 40)], [2])
    policy = priced(batch, [0, 0, 0], 4)
    now = Now(3, 4, batch, np.zeros(3, int), np.zeros(3, bool), 3, np.zeros(1, int))
    weighed = policy.weigh(now)
    assert 39 <= weighed.prices[0] <= 71
    today = relax(batch, Monitor(Limits()))
    assert batch.bound(weighed.prices) == pytest.approx(today.bound, abs=2)
    np.testing.assert_allclose(weighed.now, weighed.wait, atol=1e-9)


def test_near_the_best_policy_where_all_can_be_enumerated(problem_of):
    """One slot, week 0: one person of value 60. Week 1: nobody, or one of value 100, with chance q each year.

    The best policy places 60 when 60 ≥ 100 q, else it lets 60 wait, and gets max(60, 100 q + 60 (1 - q)) when 60 may
    stay. With staying: waiting gives 60 + 40 q ≥ 60 always, so the best value is 60 + 40 q.
    """
    pool = problem_of([(p, 0, 100) for p in range(4)], [1])
    values = {}
    for comes in (False, True):
        options = [(0, 0, 60), (1, 0, 100)] if comes else [(0, 0, 60)]
        year = year_of(problem_of(options, [1]), [0, 1] if comes else [0], 2, 1)
        values[comes] = simulate(year, priced(pool, [1, 1, 1, 1], 2)).value
    for q in (0.1, 0.5, 0.9):
        assert (1 - q) * values[False] + q * values[True] == pytest.approx(60 + 40 * q)


def test_without_staying_the_rule_follows_the_chance(problem_of):
    """Who leaves unless placed: 60 is placed where the slot is worth less than 60 later, and let go where it is more.

    A pool with two people who want the slot, 70 and 10, equally often: with one of them expected, the slot is worth
    about 40 later, less than 60. With a pool that only has people of 70 it is worth about 70.
    """
    year = year_of(problem_of([(0, 0, 60)], [1]), [0], 2, 0)
    mild = problem_of([(p, 0, 10) for p in range(20)], [1])
    keen = problem_of([(p, 0, 70) for p in range(20)], [1])
    assert simulate(year, priced(mild, [1] * 20, 2)).value == 60
    assert simulate(year, priced(keen, [1] * 20, 2)).value == 0
