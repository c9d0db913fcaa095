"""Columns become arrays: each kind, what is unknown in each, the fence, and lists of references."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.data
from instances.geography import geography
from instances.schema.vocabulary import Axis, PlacementStatus, Regime
from matching.data import IS_WSW, UNKNOWN_DAY, Listing, MatchingData, among, placements
from matching.examples import PARTICIPANT, example_instance
from matching.rule import Example

EPOCH = date(1970, 1, 1)


def encoded(field, *values):
    """The array of a participant field, one participant per value."""
    people = [{**PARTICIPANT, "id": f"p{number}", field: value} for number, value in enumerate(values)]
    instance = example_instance(Example("data", 0)).replace(participants=people)
    return MatchingData.of(instance, [f"participant.{field}"]).participants[field]


@pytest.mark.parametrize(
    ("field", "values", "expected", "dtype"),
    [
        ("hours_week", (27.5, 0.0, None), [27.5, 0, np.nan], np.float32),
        ("max_travel_minutes", (45, 0, None), [45, 0, np.nan], np.float32),
        ("protected_months_used", (3, 0), [3, 0], np.float32),
        ("budget_cents", (16_777_217, None), [16_777_217, np.nan], np.float64),  # 2^24 + 1: float32 cannot hold it
        ("limited_mobility", (True, False), [1, 0], np.int8),
        ("wsw_voluntary_move", (True, False, None), [1, 0, -1], np.int8),
        ("dutch", ("A0", "C2", None), [0, 6, -1], np.int8),
        ("days", (("mon",), ("tue", "sun"), ()), [1, 2 + 64, 0], np.int32),
        ("from_time", ("08:45", "00:00", None), [525, 0, -1], np.int16),
        ("waiting_since", (date(1970, 1, 2), date(2026, 9, 1), None), [1, 20_697, UNKNOWN_DAY], np.int32),
        ("coach", ("c", None), [0, -1], np.int32),
        ("municipality", ("GM0981", "GM0935"), [1, 0], np.int32),
    ],
)
def test_encoding(field, values, expected, dtype):
    """Each kind of column in its type, the unknown as a value of its own."""
    array = encoded(field, *values)
    assert array.dtype == dtype
    assert np.array_equal(array, np.array(expected, dtype), equal_nan=array.dtype.kind == "f")


def test_days_since_1970_by_hand():
    assert (date(2026, 9, 1) - EPOCH).days == 20_697


def test_postcodes_are_rows_of_the_geography():
    array = encoded("postcode", "6211", "1000")
    assert geography().code[array[0]] == "6211"
    assert array[1] == -1


def test_lists_of_references_give_ranks():
    """Rank in the list, 0 = first; -1 for what is not listed or not a line at all."""
    listing = encoded("wished_lines", ("groen", "verpakken"), ("verpakken",), ())
    owner = np.array([0, 0, 1, 1, 2, 0], np.int32)
    line = np.array([1, 0, 1, 0, 0, -1], np.int32)  # 0 verpakken, 1 groen, -1 no line
    assert listing.rank(owner, line).tolist() == [0, 1, -1, 0, -1, -1]
    assert listing.lists.tolist() == [True, True, False]


ENTRIES = st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 6), st.integers(0, 200)), max_size=30)


@settings(deadline=None)
@given(entries=ENTRIES)
def test_dense_and_sorted_listings_agree(entries):
    """Small listings are tables, large ones sorted keys: both give the first rank, as a plain dictionary does."""
    columns = np.array(entries, np.int32).reshape(-1, 3).T
    dense = Listing(columns[0], columns[1], columns[2], 6, 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching.data, "DENSE_CELLS", 0)
        keyed = Listing(columns[0], columns[1], columns[2], 6, 7)
    assert dense.dense is not None
    assert keyed.dense is None
    ranks = {}
    for owner, target, rank in entries:
        if target >= 0:
            ranks[owner, target] = min(ranks.get((owner, target), 127), rank)
    asked = [(owner, target) for owner in range(6) for target in range(-1, 7)]
    owner, target = (np.array(side, np.int32) for side in zip(*asked, strict=True))
    expected = [ranks.get(pair, -1) for pair in asked]
    assert dense.rank(owner, target).tolist() == keyed.rank(owner, target).tolist() == expected


def test_placements_by_status():
    """Who has a placement where, by its status."""
    rows = [
        {"participant": "p", "workplace": "w", "status": "current", "start_on": "2026-01-05"},
        {"participant": "p", "workplace": "w", "status": "ended", "start_on": "2024-01-08"},
    ]
    instance = example_instance(Example("data", 0, tables={"placements": rows}))
    data = MatchingData.of(instance, ["placements"])
    p = w = np.zeros(1, np.int32)
    assert placements(data, PlacementStatus.CURRENT).rank(p, w).tolist() == [0]
    assert placements(data, PlacementStatus.PROMISED).rank(p, w).tolist() == [-1]
    assert not placements(data, PlacementStatus.PROMISED).lists.any()


def test_fence():
    """Only what a rule asks for comes through, fields and tables alike; texts never do."""
    instance = example_instance(Example("data", 0))
    data = MatchingData.of(instance, ["participant.hours_week", "workplace.title"])
    assert data.participants["hours_week"].tolist() == [24.0]
    with pytest.raises(KeyError, match=r"participants\.dutch is not among the needs"):
        data.participants["dutch"]
    with pytest.raises(KeyError, match="participant_skills is not among the needs"):
        data.table("participant_skills")
    with pytest.raises(KeyError, match="text for people"):
        data.workplaces["title"]


def test_no_way_leads_around_the_fence():
    """The documents behind it hold no more than what was asked for: of a person an id and the fields that hold pairs.

    A rule that takes the documents in place of the arrays finds nothing there either.
    """
    data = MatchingData.of(example_instance(Example("data", 0)), ["participant.hours_week", "workplace_skills"])
    assert set(data.instance["participants"]) == {"id", "municipality", "coach", "hours_week"}
    assert list(data.instance["participant_skills"]) == list(data.instance["couples"]) == []
    assert len(data.instance["workplace_skills"].columns) > 2
    assert list(data.instance["organisations"]) == ["id", "name"]


def test_codes_of_words():
    """A table over codes: true for the chosen words, false for the unknown (-1)."""
    assert IS_WSW[[list(Regime).index(Regime.WSW_WOZL), 0, -1]].tolist() == [True, False, False]
    assert among(Axis, Axis.PACE).sum() == 1


def test_what_is_remembered_is_made_once():
    made = []
    data = MatchingData.of(example_instance(Example("data", 0)), [])

    def make(of, *more):
        made.append((of, *more))
        return len(more)

    for _ in range(2):
        assert data.remember(make) == 0
        assert data.remember(make, "a", "b") == 2
    assert made == [(data,), (data, "a", "b")]
    assert data.remember(lambda of: of.year) == 2026  # another function with the same arguments is another thing
    assert (data.num_participants, data.num_workplaces, data.year) == (1, 1, 2026)
    assert data.today == 20_697
