"""Where people were last, and which organisations are one house: what the rules on continuity look up."""

import numpy as np
import pytest

from matching.data import MatchingData, houses, last_places
from matching.examples import PARTICIPANT, WORKPLACE, example_instance
from matching.rule import Example

NEEDS = ("placements", "organisation.successor_of")
PLACES = ("w", "w2", "w3")


def last(*rows):
    """Id of the last place of the one participant, with these placements; None where there is none."""
    instance = example_instance(Example("track", 0)).replace(
        workplaces=[{**WORKPLACE, "id": one} for one in PLACES],
        placements=[{"participant": "p", **row} for row in rows],
    )
    (found,) = last_places(MatchingData.of(instance, NEEDS))
    return PLACES[found] if found >= 0 else None


NOW = {"workplace": "w", "status": "current", "start_on": "2020-01-01"}
LATER = {"workplace": "w2", "status": "current", "start_on": "2026-01-01"}
OVER = {"workplace": "w3", "status": "ended", "start_on": "2024-01-01", "end_on": "2026-08-31"}


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ((), None),
        (({**NOW, "status": "promised"},), None),
        ((OVER,), "w3"),
        ((OVER, NOW), "w"),  # now goes before over, however long it lasts
        ((NOW, LATER), "w2"),
        ((LATER, {**LATER, "workplace": "w"}), "w"),  # begun on one day: the first by its id
        (({**OVER, "end_on": "2025-09-02"},), "w3"),  # 364 days before 1 September 2026, 12 months are 365.25
        (({**OVER, "end_on": "2025-08-31"},), None),  # 366 days
        (({**OVER, "end_on": None},), None),  # no end known: judged by its start
    ],
)
def test_the_last_place(rows, place):
    assert last(*rows) == last(*rows[::-1]) == place


@pytest.mark.parametrize(
    ("successors", "alike"),
    [
        ({}, [["a"], ["b"], ["c"]]),
        ({"b": "a"}, [["a", "b"], ["c"]]),
        ({"b": "a", "c": "b"}, [["a", "b", "c"]]),
        ({"a": "b", "b": "a"}, [["a", "b"], ["c"]]),  # a circle, which the doors refuse, stops nothing here
    ],
)
def test_houses(successors, alike):
    rows = [{"id": one, "name": one, "kind": "partner", "successor_of": successors.get(one)} for one in "abc"]
    instance = example_instance(Example("houses", 0)).replace(
        organisations=rows, workplaces=[], participants=[{**PARTICIPANT, "coach": None}], coaches=[], placements=[]
    )
    found = houses(MatchingData.of(instance, NEEDS))
    groups = [[one for one, house in zip("abc", found, strict=True) if house == number] for number in np.unique(found)]
    assert sorted(groups) == alike
