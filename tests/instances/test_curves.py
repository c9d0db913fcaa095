"""Curves rise, pass through what was calibrated, and can be read both ways."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.curves import Curve, along_road, lower_of
from instances.errors import EngineError


@given(st.lists(st.floats(0, 60), min_size=2, max_size=20).map(sorted))
@settings(deadline=None)
def test_falling_detours_still_give_a_rising_curve(distances: list[float]):
    """Taken literally these bands make 10.1 km (12.6 of road) shorter than 9.9 km (13.5 of road)."""
    curve = along_road([(1, 1.43), (2, 1.39), (5, 1.42), (10, 1.36), (999, 1.25)], 14.2)
    assert (np.diff(curve.at(np.array(distances, dtype=np.float32))) >= 0).all()
    for km in distances:
        assert curve.reach_km(float(curve.at(np.array([km], dtype=np.float32))[0])) == pytest.approx(km, abs=0.001)


def test_road_in_the_middle_of_a_band_is_as_calibrated():
    """Middle of 2 to 5 km: 3.5 x 1.42 / 14.2 x 60 = 21 minutes; at 30 km the last detour: 30 x 1.25 / 14.2 x 60."""
    curve = along_road([(1, 1.43), (2, 1.39), (5, 1.42), (10, 1.36), (999, 1.25)], 14.2)
    assert curve.at(np.array([3.5, 30], dtype=np.float32)) == pytest.approx([21, 158.45], abs=0.01)


def test_the_lower_line_counts():
    """2 + 2 km against 4 + 1 km: they cross at 2 km."""
    curve = lower_of((2, 2), (4, 1), extra=1)
    assert curve.at(np.array([0, 1, 2, 3], dtype=np.float32)) == pytest.approx([3, 5, 7, 8])


def test_a_curve_that_falls_is_refused():
    with pytest.raises(EngineError, match="farther must take longer"):
        Curve([0, 1, 2], [0, 10, 9])
