"""Pairs look fields up on both sides, and know journeys, shared hours and first days."""

import numpy as np
import pytest

from instances.schema.vocabulary import Mode
from matching.data import MatchingData
from matching.examples import JOURNEY, PARTICIPANT, WORKPLACE, example_instance
from matching.pairs import (
    ADVICE_NEEDS,
    JOURNEY_NEEDS,
    LIMIT_NEEDS,
    MODES,
    SHELTER_NEEDS,
    SHIFT_NEEDS,
    START_NEEDS,
    Pairs,
    advice_holds,
    legal_limit_minutes,
    personal_limit_minutes,
)
from matching.rule import Example

NEEDS = (*JOURNEY_NEEDS, *LIMIT_NEEDS, *SHIFT_NEEDS, *START_NEEDS)
DAY = 24 * 60


def pairs_of(people, places=({},), times=None, needs=NEEDS):
    """Every person with every place; `people` and `places` are changes to the ordinary ones."""
    tables = {} if times is None else {"travel_times": times}
    instance = example_instance(Example("pairs", 0, tables=tables)).replace(
        participants=[{**PARTICIPANT, "id": f"p{number}", **change} for number, change in enumerate(people)],
        workplaces=[{**WORKPLACE, "id": f"w{number}", **change} for number, change in enumerate(places)],
    )
    p, w = np.divmod(np.arange(len(people) * len(places), dtype=np.int32), np.int32(len(places)))
    return Pairs(MatchingData.of(instance, needs), p, w)


def modes(journey):
    return [MODES[code] if code >= 0 else None for code in journey.mode]


def test_fields_of_both_sides():
    """Person, place, the organisation where the place is and the municipality that pays."""
    needs = ["participant.hours_week", "workplace.slots", "organisation.staff", "municipality.wsw_organisation"]
    pairs = pairs_of([{}, {"hours_week": 30.0, "municipality": "GM0981"}], [{}, {"slots": 3}], needs=needs)
    assert len(pairs) == 4
    assert pairs.participant("hours_week").tolist() == [24, 24, 30, 30]
    assert pairs.workplace("slots").tolist() == [1, 3, 1, 3]
    assert pairs.organisation("staff").tolist() == [50] * 4
    assert pairs.municipality("wsw_organisation").tolist() == [0, 0, 1, 1]  # mtb, wozl


def test_fastest_way_to_travel():
    """Listed: 110 on foot, 25 by bike, 20 by public transport. Walking is always possible."""
    people = [{"modes": ()}, {"modes": ("bike",)}, {"modes": ("bike", "public_transport")}, {"postcode": "1000"}]
    journey = pairs_of(people).journey
    assert journey.minutes.tolist() == [110, 25, 20, np.inf]
    assert modes(journey) == [Mode.WALK, Mode.BIKE, Mode.PUBLIC_TRANSPORT, None]


def test_source_of_a_time():
    """Each time carries its source: the table where it lists the journey, else the model."""
    pairs = pairs_of([{"modes": ()}, {"modes": ("car",)}])
    sources = pairs.data.travel.sources
    assert [sources[code].name == "example" for code in pairs.journey.source] == [True, False]
    assert [sources[code].estimate for code in pairs.journey.source] == [False, True]


def test_same_postcode_on_foot_by_hand():
    """6211 is 1.4 km² or so: mean distance 0.52 √area, road 1.39 times that, at 5 km an hour."""
    pairs = pairs_of([{"modes": ()}], [{"postcode": "6211"}], times=())
    geography = pairs.data.travel.geography
    km = 0.5214 * np.sqrt(geography.area_km2[geography.code == "6211"][0])
    detour = 1.39  # below the middle of the first band the road rises straight from 0
    assert pairs.journey.minutes[0] == pytest.approx(60 * km * detour / 5, rel=0.05)


@pytest.mark.parametrize(
    ("person", "place", "expected"),
    [
        ({}, {"from_time": "08:00"}, 20),
        ({}, {"from_time": "06:35"}, 20),  # leaves at 06:15, the first departure
        ({}, {"from_time": "06:34"}, 110),  # would have to leave at 06:14
        ({"from_time": "08:45"}, {"from_time": "05:00"}, 20),  # starts later than the place opens
        ({}, {"from_time": "15:00", "until_time": "23:30"}, 20),  # the last departure
        ({}, {"from_time": "15:00", "until_time": "23:31"}, 110),
        ({"until_time": "22:00"}, {"until_time": "23:59"}, 20),
        ({}, {"from_time": "22:00", "until_time": "06:00"}, 110),  # home at six, before the first departure
        ({}, {"from_time": "22:00", "until_time": "07:00"}, 20),
        ({"days": ("sun",)}, {"days": ("sun",), "from_time": "08:19"}, 110),  # on Sundays from 08:00
        ({"days": ("sun",)}, {"days": ("sun",), "from_time": "08:20"}, 20),
        ({"days": ("mon",)}, {"days": ("mon", "sun"), "from_time": "07:00"}, 20),  # not there on Sundays
        ({"days": ("mon", "sun")}, {"days": ("mon", "sun"), "from_time": "07:00"}, 20),  # can come on Mondays
    ],
)
def test_journey_at_shift_times(person, place, expected):
    """20 minutes by public transport where it runs at both ends of the work, else 110 on foot."""
    pairs = pairs_of([{"modes": ("public_transport",), **person}], [place])
    assert pairs.journey.minutes.tolist() == [20]
    assert pairs.shift_journey.minutes.tolist() == [expected]


@pytest.mark.parametrize(
    ("person", "place", "window"),
    [
        ((None, None), ("08:00", "17:00"), (480, 1020)),
        (("08:45", "14:45"), ("08:00", "17:00"), (525, 885)),
        (("08:45", None), ("22:00", "06:00"), (1320, DAY + 360)),
        ((None, "02:30"), ("22:00", "06:00"), (1320, 150)),
        (("20:00", "02:30"), ("22:00", "06:00"), (1320, DAY + 150)),
        (("13:00", "17:00"), ("08:00", "12:00"), (780, 720)),
        (("22:00", "06:00"), ("00:00", "06:00"), (0, 360)),  # free since the evening before
        (("22:00", "06:00"), ("22:00", "06:00"), (1320, DAY + 360)),
        (("22:00", "06:00"), ("05:00", "23:30"), (1320, 1410)),  # 90 minutes in the evening, 60 in the morning
        (("09:00", None), ("00:00", "06:00"), (540, 360)),  # no end is not over midnight
        ((None, None), ("00:00", "00:00"), (0, DAY)),
    ],
)
def test_hours_that_person_and_place_share(person, place, window):
    """Later start, earlier end, over midnight too; end before start where they do not meet."""
    pairs = pairs_of([dict(zip(("from_time", "until_time"), person, strict=True))],
                     [dict(zip(("from_time", "until_time"), place, strict=True))])  # fmt: skip
    start, end = pairs.window
    assert (start[0], end[0]) == window


def test_first_day():
    """The latest of today, the start of the place and the day the person is free; empty means at once."""
    people = [{"available_on": None}, {"available_on": "2026-10-01"}]
    places = [{"start_on": None}, {"start_on": "2026-01-01"}, {"start_on": "2026-11-02"}]
    expected = ["2026-09-01", "2026-09-01", "2026-11-02", "2026-10-01", "2026-10-01", "2026-11-02"]
    assert pairs_of(people, places).start.astype("datetime64[D]").astype(str).tolist() == expected


def test_structural_shelter_and_advice_that_holds():
    """Sheltered by kind or by purse, without an end; advice positive and dated on or before the reference date."""
    places = [
        {},
        {"kind": "sheltered_inside"},
        {"kind": "secondment", "stream": "sheltered"},
        {"kind": "sheltered_outside", "temporary_months": 6},
    ]
    people = [
        {"sheltered_advice": advice, "sheltered_advice_on": day}
        for advice, day in [
            ("positive", "2026-09-01"),
            ("positive", "2026-09-02"),
            ("positive", None),
            ("negative", "2026-03-01"),
            (None, "2026-03-01"),
        ]
    ]
    pairs = pairs_of(people, places, needs=(*SHELTER_NEEDS, *ADVICE_NEEDS))
    assert pairs.shelter.tolist() == [False, True, True, False] * len(people)
    assert advice_holds(pairs.data).tolist() == [True, False, False, False, False]


def test_travel_limits():
    """Own limit, else 60 minutes, else 30 with limited mobility; by law 90 one way."""
    people = [
        {"max_travel_minutes": 45},
        {"max_travel_minutes": None},
        {"max_travel_minutes": None, "limited_mobility": True},
        {"max_travel_minutes": 0, "limited_mobility": True},
    ]
    data = pairs_of(people).data
    assert personal_limit_minutes(data).tolist() == [45, 60, 30, 0]
    assert legal_limit_minutes(data).tolist() == [90] * 4


def test_listed_journey_counts_one_way_only():
    """A time listed from home to work says nothing about a home in the other postcode."""
    times = [{**JOURNEY, "mode": "walk", "minutes": 3}]
    pairs = pairs_of([{"modes": ()}, {"modes": (), "postcode": "6231"}], [{}, {"postcode": "6211"}], times=times)
    listed = pairs.journey.minutes
    assert listed[0] == 3
    assert listed[3] > 30
