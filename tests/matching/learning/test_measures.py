"""The measures by hand, on cases small enough to work out on paper."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.learning.measures import (
    auc,
    brier,
    calibration_error,
    log_loss,
    reliability,
    stability_index,
)

CHANCES = np.array([0.12, 0.18, 0.85, 0.85])
CAME = np.array([False, True, True, True])


def test_brier_and_log_loss():
    """(0.12² + 0.82² + 2 · 0.15²) / 4 = (0.0144 + 0.6724 + 0.045) / 4; -(ln 0.88 + ln 0.18 + 2 ln 0.85) / 4."""
    assert brier(CHANCES, CAME) == pytest.approx(0.7318 / 4)
    assert log_loss(CHANCES, CAME) == pytest.approx(-(math.log(0.88) + math.log(0.18) + 2 * math.log(0.85)) / 4)
    assert math.isfinite(log_loss(np.array([0.0, 1.0]), np.array([True, False])))


def test_reliability_and_its_error():
    """Tenth 1: said 0.15, came 1/2; tenth 8: said 0.85, came 1. ece = 2/4 · 0.35 + 2/4 · 0.15 = 0.25."""
    low, high = reliability(CHANCES, CAME)
    assert (low.low, low.count, low.said, low.came) == (0.1, 2, pytest.approx(0.15), 0.5)
    assert (high.low, high.count, high.said, high.came) == (0.8, 2, pytest.approx(0.85), 1.0)
    assert calibration_error(CHANCES, CAME) == pytest.approx(0.25)
    assert reliability(np.array([1.0]), np.array([True]))[0].low == 0.9


def test_auc_counts_pairs():
    """Of the pairs (came, did not): 0.5 beats 0.2, ties with 0.5, loses to none; 0.9 beats both: (1 + ½ + 2) / 4."""
    scores, came = np.array([0.2, 0.5, 0.5, 0.9]), np.array([False, False, True, True])
    assert auc(scores, came) == pytest.approx(3.5 / 4)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=40))
def test_auc_is_the_share_of_pairs_in_order(cases):
    scores, came = np.array([s for s, _ in cases]), np.array([c for _, c in cases])
    if came.all() or not came.any():
        return
    wins = [(a > b) + 0.5 * (a == b) for a in scores[came] for b in scores[~came]]
    assert auc(scores, came) == pytest.approx(np.mean(wins))


def test_stability_index_is_zero_for_the_same_and_grows_with_the_shift():
    then = np.random.default_rng(0).normal(size=5000)
    assert stability_index(then, then) == pytest.approx(0)
    shifts = [stability_index(then, then + shift) for shift in (0.1, 0.5, 1.0)]
    assert shifts == sorted(shifts)
    assert shifts[0] < 0.1 < 0.25 < shifts[2]


def test_stability_index_by_hand():
    """Halves then, three quarters and one quarter now: ¼ ln(0.75/0.5) - ¼ ln(0.25/0.5) = ¼ ln 3."""
    found = stability_index(np.array([0.0, 1.0, np.nan]), np.array([0.0, 0.0, 0.0, 1.0]))
    assert found == pytest.approx(0.25 * math.log(3))
