"""Plans that are nearly as good, and switches."""

import numpy as np
import pytest

from planning.alternatives import Setting, Way, near_optimal, switched, unlike
from planning.backend.highs import Live
from planning.backend.outcome import Method, Status


@pytest.fixture
def three(write):
    """a + b + c ≥ 10 at 1, 1.05 and 2 each (+ 5): 10 a at 15 is best; 1 % of that is 0.15, which buys 3 b or 0.15 c."""
    return write([1, 1.05, 2], [([1, 1, 1], 10, np.inf)], offset=5.0)


def test_the_room_of_a_direction(three):
    live = Live(three)
    best = live.solve()
    found = near_optimal(live, best, {"b": np.array([0.0, 1, 0]), "c": np.array([0.0, 0, 1])}, within=0.01)
    told = {(one.direction, one.way): one.amount for one in found}
    assert told == {
        ("b", Way.LEAST): pytest.approx(0, abs=1e-9), ("b", Way.MOST): pytest.approx(3),
        ("c", Way.LEAST): pytest.approx(0, abs=1e-9), ("c", Way.MOST): pytest.approx(0.15),
    }  # fmt: skip
    assert max(one.cost for one in found) == pytest.approx(15.15)
    assert live.solve().objective == pytest.approx(best.objective)
    assert live.programme.num_rows == 1


def test_below_zero_within_still_means_dearer(write):
    """max a ≤ 10 as min -a: within 10 % leaves 9 to 10."""
    live = Live(write([-1], [([1], 0, 10)]))
    least, most = near_optimal(live, live.solve(), {"a": np.ones(1)}, within=0.1)
    assert (least.amount, most.amount) == (pytest.approx(9), pytest.approx(10))


def test_no_alternative_leaves_the_room(stock_flow):
    live = Live(stock_flow.programme)
    best = live.solve()
    employers, cut = np.zeros((2, stock_flow.programme.num_columns))
    employers[stock_flow.columns["people"][..., 3::4].ravel()] = 1
    cut[stock_flow.columns["cut"].ravel()] = 1
    for one in near_optimal(live, best, {"employers": employers, "cut": cut}, within=0.02):
        assert one.outcome.status is Status.OPTIMAL
        assert one.cost <= best.objective * 1.02 + 1e-4
        lies_within = one.amount <= employers @ best.x + 1e-4 if one.direction == "employers" else True
        assert lies_within or one.way is Way.MOST


def test_unlike_plans(write):
    """a, b, c cost the same: after 10 a the least like it is 10 b or c, then the third; then nothing is new."""
    live = Live(write([1, 1, 1], [([1, 1, 1], 10, np.inf)], 10))
    best = live.solve()
    plans = [best, *unlike(live, best, np.arange(3), within=0.01, count=5)]
    assert sorted(int(plan.x.argmax()) for plan in plans[:3]) == [0, 1, 2]
    assert len(plans) <= 4  # what the cap leaves may give one mixed plan more


def test_a_switch(write):
    """Open two of three days: which one stays closed? 3 + 4, 2 + 4, 2 + 3."""
    live = Live(write([2, 3, 4], [([1, 1, 1], 2, np.inf)], 1))
    closed = {day: Setting(np.array([at]), np.zeros(1), np.zeros(1)) for at, day in enumerate(("mon", "tue", "wed"))}
    outcomes = switched(live, closed)
    assert [outcomes[day].objective for day in closed] == pytest.approx([7, 6, 5])
    assert live.programme.upper.tolist() == [1, 1, 1]


def test_both_ways_find_the_same_room(stock_flow):
    cut = np.zeros(stock_flow.programme.num_columns)
    cut[stock_flow.columns["cut"].ravel()] = 1
    found = []
    for method in (Method.SIMPLEX, Method.INTERIOR):
        live = Live(stock_flow.programme, method=method)
        found.append([one.amount for one in near_optimal(live, live.solve(), {"cut": cut}, within=0.05)])
    assert found[0] == pytest.approx(found[1], rel=1e-6)
    assert found[0][0] < found[0][1]
