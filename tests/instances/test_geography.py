"""The postcodes are complete, lie where they lie, and their distances are right."""

import json
import re
from importlib import resources

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.geography import UNKNOWN_AREA_KM2, distance_km, geography
from instances.schema.base import MUNICIPALITY_PATTERN, POSTCODE_PATTERN

GEO = geography()
ANY_POSTCODE = st.integers(0, len(GEO) - 1)


def km(origin: str, destination: str) -> float:
    return float(distance_km(GEO, GEO.index([origin]), GEO.index([destination]))[0])


def test_all_postcodes_are_there_once_and_follow_the_documents():
    abroad = np.char.startswith(GEO.code, "BE-"), np.char.startswith(GEO.code, "DE-")
    assert (len(GEO), abroad[0].sum(), abroad[1].sum()) == (4368, 226, 57)
    assert len(set(GEO.code)) == len(GEO)
    assert all(re.fullmatch(POSTCODE_PATTERN, code) for code in GEO.code)
    assert all(place for place in GEO.place)


def test_zuid_limburg_has_141_postcodes_in_16_municipalities():
    names, counts = np.unique(GEO.subregion[GEO.subregion != ""], return_counts=True)
    assert dict(zip(names, counts, strict=True)) == {
        "Maastricht-Heuvelland": 55,
        "Parkstad": 55,
        "Westelijke Mijnstreek": 31,
    }
    region = GEO.municipalities[GEO.municipalities["subregion"] == "Maastricht-Heuvelland"]
    assert set(region["code"]) == {"GM0935", "GM0938", "GM0981", "GM0994", "GM1729", "GM1903"}
    assert len(GEO.municipalities) == 342
    assert (GEO.municipalities["subregion"] != "").sum() == 16


def test_municipalities_of_the_postcodes_exist_and_are_empty_abroad():
    assert set(GEO.municipality) - {""} == set(GEO.municipalities["code"])
    assert all(re.fullmatch(MUNICIPALITY_PATTERN, code) for code in GEO.municipalities["code"])
    foreign = np.char.find(GEO.code, "-") > 0
    assert (foreign == (GEO.municipality == "")).all()


def test_population_of_a_municipality_is_the_sum_of_its_postcodes():
    people = pd.Series(GEO.population).groupby(GEO.municipality).sum().drop("")
    given_people = GEO.municipalities.set_index("code")["population"]
    assert people["GM0935"] == given_people["GM0935"] == 120_225
    assert (people == given_people.reindex(people.index)).all()


def test_index_knows_what_it_does_not_know():
    found = GEO.index(["6211", "0000", "BE-3620", "6211AB"])
    assert found.dtype == np.int32
    assert found[1] == found[3] == -1
    assert list(GEO.code[found[[0, 2]]]) == ["6211", "BE-3620"]
    assert list(GEO.index(pd.Series([None, "DE-52062", np.nan], dtype="str")) >= 0) == [False, True, False]
    assert len(GEO.index([])) == 0


def test_known_distances():
    """Maastricht centre (50.85035, 5.68967) to Valkenburg (50.86486, 5.82477), by hand:
    north 0.01451 x 111.195 = 1.613 km; east 0.13510 x 111.195 x cos(50.8576) = 9.483 km; together 9.619 km.
    """
    assert km("6211", "6301") == pytest.approx(9.619, abs=0.005)
    assert km("6211", "1011") == pytest.approx(177, abs=1)  # Amsterdam
    assert km("6291", "DE-52062") == pytest.approx(6.2, abs=0.1)  # Vaals to Aachen


def test_within_a_postcode_it_is_the_mean_distance_of_two_random_points():
    """6211 measures 2.082 km2: 0.52 x sqrt(2.082) = 0.750 km; the factor is checked against random points."""
    assert km("6211", "6211") == pytest.approx(0.750, abs=0.001)
    assert km("BE-3620", "BE-3620") == pytest.approx(0.52 * UNKNOWN_AREA_KM2**0.5)
    ends = np.random.default_rng(1).random((2, 100_000, 2))
    assert np.linalg.norm(ends[0] - ends[1], axis=1).mean() == pytest.approx(0.52, abs=0.005)


def test_distance_to_an_unknown_postcode_is_unknown():
    here, nowhere = GEO.index(["6211", "0000", "0000"]), GEO.index(["0000", "6211", "0000"])
    assert np.isnan(distance_km(GEO, here, nowhere)).all()


@given(ANY_POSTCODE, ANY_POSTCODE)
@settings(deadline=None)
def test_distance_is_symmetric_and_follows_the_haversine(one: int, other: int):
    """Between different postcodes: 2 R asin sqrt(sin2(dlat/2) + cos lat cos lat' sin2(dlon/2))."""
    origin, destination = np.array([one], dtype=np.int32), np.array([other], dtype=np.int32)
    there, back = distance_km(GEO, origin, destination)[0], distance_km(GEO, destination, origin)[0]
    assert there == back
    if one != other:
        (lat, lat2), (lon, lon2) = np.radians(GEO.latitude[[one, other]]), np.radians(GEO.longitude[[one, other]])
        square = np.sin((lat - lat2) / 2) ** 2 + np.cos(lat) * np.cos(lat2) * np.sin((lon - lon2) / 2) ** 2
        assert there == pytest.approx(2 * 6371 * np.arcsin(np.sqrt(square)), abs=0.001)


def test_straight_lines_are_never_longer_than_arcs():
    """A search in `xyz` within a great-circle radius misses nothing."""
    origin = np.full(len(GEO), GEO.index(["6211"])[0])
    destination = np.arange(len(GEO), dtype=np.int32)
    chord = np.linalg.norm(GEO.xyz[origin] - GEO.xyz[destination], axis=1)
    assert (chord <= distance_km(GEO, origin, destination) + 0.001).all()


def test_the_shared_arrays_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        GEO.latitude[0] = 0


def test_outlines_are_those_of_the_municipalities_of_zuid_limburg():
    text = (resources.files("instances") / "data" / "gemeenten_zuid_limburg.geojson").read_text(encoding="utf-8")
    outlines = {feature["properties"]["code"] for feature in json.loads(text)["features"]}
    assert outlines == set(GEO.municipalities.query("subregion != ''")["code"])
