"""HiGHS on arrays: the answer, and every way to stop."""

import threading

import numpy as np
import pytest
from scipy import sparse

from instances.errors import SolverFailure
from matching.engines.engine import Limits, Monitor
from matching.engines.highs import Programme, Status, maximise


@pytest.fixture
def programme() -> Programme:
    """max 1 + 5x + 4y, 2x + 3y ≤ 4, x, y ≤ 1: whole 1 + 5 = 6 (x); linear x = 1, y = 2/3: 1 + 5 + 8/3."""
    return Programme(
        np.array([5.0, 4.0]), np.ones(2), sparse.csc_array(np.array([[2.0, 3.0]])), np.array([-np.inf]),
        np.array([4.0]), offset=1.0,
    )  # fmt: skip


def test_linear(programme):
    answer = maximise(programme, Monitor(Limits()))
    assert answer.status is Status.SOLVED
    assert answer.x.tolist() == pytest.approx([1.0, 2 / 3])
    assert answer.bound == pytest.approx(6 + 8 / 3)
    assert answer.duals.tolist() == pytest.approx([4 / 3])


def test_whole(programme):
    answer = maximise(programme, Monitor(Limits()), whole=True, start=np.array([0.0, 1.0]))
    assert (answer.status, answer.x.tolist(), answer.bound) == (Status.SOLVED, [1.0, 0.0], pytest.approx(6.0))


def test_nothing_possible(programme):
    none = Programme(programme.gain, programme.most, programme.matrix, np.array([9.0]), np.array([9.0]))
    answer = maximise(none, Monitor(Limits()), whole=True)
    assert (answer.status, len(answer.x), answer.bound) == (Status.INFEASIBLE, 0, -np.inf)


def test_no_columns():
    empty = Programme(np.empty(0), np.empty(0), sparse.csc_array((0, 0)), np.empty(0), np.empty(0), offset=3.0)
    answer = maximise(empty, Monitor(Limits()), whole=True)
    assert (answer.status, answer.bound) == (Status.SOLVED, 3.0)
    full = Programme(np.empty(0), np.empty(0), sparse.csc_array((1, 0)), np.array([1.0]), np.array([1.0]))
    assert maximise(full, Monitor(Limits())).status is Status.INFEASIBLE


def test_cancelled():
    """A knapsack of 60 odd sizes that HiGHS cannot settle at once."""
    rng = np.random.default_rng(1)
    hard = Programme(
        rng.integers(1000, 2000, 200) + 0.0, np.ones(200), sparse.csc_array(rng.integers(1000, 2000, (40, 200)) + 0.0),
        np.full(40, -np.inf), np.full(40, 50_000.0),
    )  # fmt: skip
    cancelled = threading.Event()
    cancelled.set()
    answer = maximise(hard, Monitor(Limits(), cancelled=cancelled), whole=True)
    assert answer.status is Status.STOPPED
    assert answer.bound >= (answer.x @ hard.gain if len(answer.x) else 0)


def test_no_time(programme):
    answer = maximise(programme, Monitor(Limits(time_limit=0.0)), whole=True)
    assert answer.bound >= 6.0


def test_bad_arrays_are_refused(programme):
    matrix = sparse.csc_array(np.array([[np.inf, 3.0]]))
    bad = Programme(programme.gain, programme.most, matrix, programme.lower, programme.upper)
    with pytest.raises(SolverFailure):
        maximise(bad, Monitor(Limits()))
