"""Journeys by hand, and what must hold for every journey: symmetric, rising with distance, within reach."""

import logging

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.errors import InvalidField
from instances.geography import distance_km, geography
from instances.schema.policy import TravelTime
from instances.schema.vocabulary import Mode
from instances.tables import Instance, frame
from instances.travel import EmbeddedTimes, ImportedTimes, Source, runs, travel_times

GEO = geography()
TIMES = EmbeddedTimes()
ZUID_LIMBURG = np.flatnonzero(GEO.subregion != "").astype(np.int32)
HOMES = st.sampled_from(ZUID_LIMBURG.tolist())
MODES = st.sampled_from(list(Mode))


def minutes(origin: str, destination: str, mode: Mode, times=TIMES) -> float:
    return float(times.minutes(GEO.index([origin]), GEO.index([destination]), mode)[0][0])


def listed(*rows: tuple[str, str, str, float, str, bool]) -> pd.DataFrame:
    names = ("origin", "destination", "mode", "minutes", "source", "estimate")
    return frame("travel_times", [TravelTime(**dict(zip(names, row, strict=True))) for row in rows])


@pytest.mark.parametrize(
    ("origin", "destination", "mode", "expected"),
    [
        # Maastricht centre to Valkenburg: 9.619 km; knots at 7.5 km x 1.36 = 10.200 and 15 km x 1.25 = 18.750 km of
        # road: 10.2 + (9.619 - 7.5) / 7.5 x 8.55 = 12.616 km; / 14.2 x 60 = 53.31 minutes; x 1.15 for the hills
        ("6211", "6301", Mode.BIKE, 61.30),
        # the same road at 19 km/h, x 1.05
        ("6211", "6301", Mode.EBIKE, 12.616 / 19 * 60 * 1.05),
        # the same road at 27 km/h, no hills
        ("6211", "6301", Mode.MOPED, 12.616 / 27 * 60),
        # beyond 5.588 km the country line: 3 + 4.2 + 1.46 x 9.619
        ("6211", "6301", Mode.CAR, 21.24),
        # rail axis: 8 + 2.2 x 9.619
        ("6211", "6301", Mode.PUBLIC_TRANSPORT, 29.16),
        # 6211 to 6221 (0.925 km): road at 0.5 km 0.695, at 1.5 km 2.010: 0.695 + 0.425 x 1.315 = 1.254; / 5 x 60
        ("6211", "6221", Mode.WALK, 15.05),
        # town line: 3 + 2.3 + 1.80 x 0.925
        ("6211", "6221", Mode.CAR, 6.965),
        # bus axis, Gulpen to Vaals, 9.112 km: 12 + 2.6 x 9.112
        ("6271", "6291", Mode.PUBLIC_TRANSPORT, 35.69),
        # bus axis from Maastricht to Gulpen, 14.620 km: 12 + 2.6 x 14.620
        ("6211", "6271", Mode.PUBLIC_TRANSPORT, 50.01),
        # off the axes, Epen to Vaals, 6.477 km: 12 + 15 + 2.6 x 6.477
        ("6285", "6291", Mode.PUBLIC_TRANSPORT, 43.84),
        # Valkenburg to Vaals, 16.478 km, an end on each axis, is off the axes: 12 + 15 + 2.6 x 16.478
        ("6301", "6291", Mode.PUBLIC_TRANSPORT, 69.84),
        # within 6211: 0.7503 km, road 0.695 + 0.2503 x 1.315 = 1.024; / 5 x 60
        ("6211", "6211", Mode.WALK, 12.29),
    ],
)
def test_journeys_by_hand(origin: str, destination: str, mode: Mode, expected: float):
    assert minutes(origin, destination, mode) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("mode", list(Mode))
def test_an_unknown_postcode_cannot_be_reached(mode: Mode):
    assert minutes("6211", "0000", mode) == np.inf
    assert minutes("0000", "6211", mode) == np.inf
    assert minutes("0000", "0000", mode) == np.inf


@pytest.mark.parametrize("mode", list(Mode))
def test_many_journeys_equal_the_same_journeys_one_by_one(mode: Mode):
    """More pairs than fit in one chunk, in float32 and int8."""
    rng = np.random.default_rng(3)
    origin, destination = rng.integers(-1, len(GEO), (2, 250_000), dtype=np.int32)
    total, source = TIMES.minutes(origin, destination, mode)
    assert (total.dtype, source.dtype) == (np.float32, np.int8)
    for pair in (0, 99_999, 100_000, 249_999):
        alone, alone_source = TIMES.minutes(origin[[pair]], destination[[pair]], mode)
        assert (alone[0], alone_source[0]) == (total[pair], source[pair])


@given(HOMES, HOMES, MODES)
@settings(deadline=None)
def test_there_is_as_long_as_back(one: int, other: int, mode: Mode):
    origin, destination = np.array([one, other]), np.array([other, one])
    there, back = TIMES.minutes(origin, destination, mode)[0]
    assert there == back
    assert there > 0


@pytest.mark.parametrize("mode", list(Mode))
def test_farther_is_never_faster_between_like_places(mode: Mode):
    """From one home, among places of one class: in the hills or not, on the same axes."""
    home = np.full(len(GEO), GEO.index(["6221"])[0])
    places = np.arange(len(GEO), dtype=np.int32)
    km, (total, _) = distance_km(GEO, home, places), TIMES.minutes(home, places, mode)
    classes = TIMES._hilly + 2 * TIMES._on_rail + 4 * TIMES._on_bus
    for like in np.unique(classes):
        order = np.argsort(km[classes == like])
        assert (np.diff(total[classes == like][order]) >= 0).all()


@given(HOMES, HOMES, MODES, st.floats(0, 200))
@settings(deadline=None)
def test_no_journey_within_the_time_is_beyond_reach(one: int, other: int, mode: Mode, limit: float):
    origin, destination = np.array([one]), np.array([other])
    took = float(TIMES.minutes(origin, destination, mode)[0][0])
    km = float(distance_km(GEO, origin, destination)[0])
    assert took > limit or km <= TIMES.reach_km(mode, limit)
    assert km <= TIMES.reach_km(mode, took)


def test_reach_is_not_needlessly_wide():
    """In 60 minutes: car (60 - 7.2) / 1.46 = 36.16 km, train (60 - 8) / 2.2 = 23.64 km, plus 10 m."""
    assert TIMES.reach_km(Mode.CAR, 60) == pytest.approx(36.174, abs=0.001)
    assert TIMES.reach_km(Mode.PUBLIC_TRANSPORT, 60) == pytest.approx(23.646, abs=0.001)
    assert TIMES.reach_km(Mode.CAR, 5) == pytest.approx(0.01)


def test_every_embedded_time_is_an_estimate_and_assumptions_say_so():
    home = GEO.index(["6211"])
    names = {mode: TIMES.sources[TIMES.minutes(home, home, mode)[1][0]] for mode in Mode}
    assert all(source.estimate for source in names.values())
    assert "calibrated" in names[Mode.BIKE].name
    assert "assumed" in names[Mode.EBIKE].name
    assert "no timetable" in names[Mode.PUBLIC_TRANSPORT].name
    assert TIMES.listed() is None


def test_public_transport_keeps_its_hours():
    """Weekdays from 06:15 (375) to 23:30 (1410), Sundays from 08:00 (480)."""
    at = np.array([-10, 374, 375, 479, 480, 1410, 1411])
    assert runs(Mode.PUBLIC_TRANSPORT, at, np.False_).tolist() == [False, False, True, True, True, True, False]
    assert runs(Mode.PUBLIC_TRANSPORT, at, np.True_).tolist() == [False, False, False, False, True, True, False]
    assert runs(Mode.BIKE, at, np.True_).all()
    by_day = runs(Mode.PUBLIC_TRANSPORT, at[:, None], np.array([False, True]))
    assert by_day.shape == (7, 2)
    assert by_day[2].tolist() == [True, False]


def test_a_listed_time_counts_in_its_direction_and_mode_and_names_its_source():
    """The fast train is routed, the other row an estimate; all else falls back."""
    table = listed(
        ("6211", "6291", "public_transport", 31.5, "timetable 2026", False),
        ("6211", "6301", "bike", 55, "measured by hand", True),
    )
    times = ImportedTimes(table, TIMES)
    origin, destination = GEO.index(["6211", "6291", "6211", "0000"]), GEO.index(["6291", "6211", "6301", "6291"])
    total, source = times.minutes(origin, destination, Mode.PUBLIC_TRANSPORT)
    assert total[0] == 31.5
    assert times.sources[source[0]] == Source("timetable 2026", estimate=False)
    assert total[1] == minutes("6291", "6211", Mode.PUBLIC_TRANSPORT)
    assert total[2] == minutes("6211", "6301", Mode.PUBLIC_TRANSPORT)
    assert total[3] == np.inf
    assert [times.sources[code].estimate for code in source] == [False, True, True, True]
    assert minutes("6211", "6301", Mode.BIKE, times) == 55
    assert times.sources[: len(TIMES.sources)] == TIMES.sources


def test_a_listed_journey_is_within_reach_even_when_it_beats_the_model():
    """Vaals lies 23.72 km from Maastricht; by the model 40 minutes of cycling end at 7 km."""
    times = ImportedTimes(listed(("6211", "6291", "bike", 40, "a rocket", False)), TIMES)
    assert times.reach_km(Mode.BIKE, 39) == TIMES.reach_km(Mode.BIKE, 39) < 7.5
    assert 23.72 < times.reach_km(Mode.BIKE, 40) < 23.75
    assert times.reach_km(Mode.WALK, 40) == TIMES.reach_km(Mode.WALK, 40)


@given(
    st.lists(st.tuples(HOMES, HOMES, MODES, st.integers(0, 90)), min_size=1, max_size=12),
    st.integers(0, 90),
)
@settings(deadline=None)
def test_a_table_answers_like_a_dictionary(rows: list[tuple[int, int, Mode, int]], limit: int):
    """Against the plain reading of the rows, the last one counting; and everything listed lies within reach."""
    table = listed(*((GEO.code[a], GEO.code[b], mode.value, time, "list", False) for a, b, mode, time in rows))
    times = ImportedTimes(table, TIMES)
    wanted = {(a, b, mode): time for a, b, mode, time in rows}
    for (a, b, mode), time in wanted.items():
        pair = np.array([a], dtype=np.int32), np.array([b], dtype=np.int32)
        assert times.minutes(*pair, mode)[0][0] == time
        assert time > limit or distance_km(GEO, *pair)[0] <= times.reach_km(mode, limit)
        assert times.minutes(pair[1], pair[0], mode)[0][0] == wanted.get((b, a, mode), TIMES.minutes(*pair, mode)[0][0])
    usable = times.listed()
    assert len(usable) == len(wanted)
    assert set(zip(usable["origin"], usable["destination"], usable["mode"], strict=True)) == set(wanted)


def test_rows_with_an_unknown_postcode_are_counted_in_the_log(caplog: pytest.LogCaptureFixture):
    table = listed(("1235", "6211", "car", 9, "list", False), ("6211", "6221", "car", 9, "list", False))
    with caplog.at_level(logging.WARNING):
        assert len(ImportedTimes(table, TIMES).listed()) == 1
    assert "1 rows name an unknown postcode" in caplog.text


def test_a_table_without_usable_rows_changes_nothing():
    times = ImportedTimes(listed(("1235", "6211", "car", 9, "list", False)), TIMES)
    assert minutes("6211", "6221", Mode.CAR, times) == minutes("6211", "6221", Mode.CAR)
    assert times.reach_km(Mode.CAR, 30) == TIMES.reach_km(Mode.CAR, 30)


def test_a_source_for_every_journey_is_refused():
    rows = [("6211", str(code), "car", 9, f"journey {code}", False) for code in GEO.code[:200]]
    with pytest.raises(InvalidField) as caught:
        _ = ImportedTimes(listed(*rows), TIMES).sources
    assert "name the engine and its data" in str(caught.value.problems[0])


def test_an_instance_with_travel_times_uses_them_and_one_without_does_not():
    table = listed(("6211", "6221", "car", 3, "list", False))
    with_table, without = travel_times(Instance.of({"travel_times": table})), travel_times(Instance.of({}))
    assert minutes("6211", "6221", Mode.CAR, with_table) == 3
    assert minutes("6211", "6221", Mode.CAR, without) == minutes("6211", "6221", Mode.CAR)
    assert without.listed() is None
