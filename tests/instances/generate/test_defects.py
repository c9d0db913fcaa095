"""Planted defects: the shares that were asked for, and nothing else touched."""

import pandas as pd
import pytest

from instances.geography import geography
from instances.tables import Instance


def test_stale_facts(faulty: Instance) -> None:
    age = pd.Timestamp("2026-01-05") - faulty["participants"]["updated_on"]
    assert (age > pd.Timedelta(days=183)).mean() == pytest.approx(0.12, abs=0.01)


def test_nothing_is_stale_without_defects(region: Instance) -> None:
    age = pd.Timestamp("2026-01-05") - region["participants"]["updated_on"]
    assert age.max() <= pd.Timedelta(days=183)


def test_missing_wage_values(region: Instance, faulty: Instance) -> None:
    before = region["participants"]["wage_value"].notna()
    after = faulty["participants"]["wage_value"].head(len(before)).notna()
    assert (before & ~after).sum() / before.sum() == pytest.approx(0.08, abs=0.01)


def test_wrong_postcodes_do_not_exist_or_lie_elsewhere(region: Instance, faulty: Instance) -> None:
    geo = geography()
    people = faulty["participants"].head(len(region["participants"]))
    found = geo.index(people["postcode"])
    wrong = (found < 0) | (geo.municipality[found] != people["municipality"].to_numpy(dtype=str))
    assert wrong.mean() == pytest.approx(0.05, abs=0.005)
    assert 0.3 < (found[wrong] < 0).mean() < 0.7


def test_duplicates_are_the_same_person_under_another_id(region: Instance, faulty: Instance) -> None:
    people = faulty["participants"]
    num = len(region["participants"])
    assert len(people) / num == pytest.approx(1.03, abs=0.001)
    again = people.iloc[num:].reset_index(drop=True)
    first = people.set_index("id").loc[again["id"].str.removesuffix("-2")].reset_index()
    pd.testing.assert_frame_equal(again.drop(columns="id"), first.drop(columns="id"))
    skills = faulty["participant_skills"]
    assert (skills["participant"] == again["id"][0]).sum() == (skills["participant"] == first["id"][0]).sum() > 0


def test_people_with_a_place_are_not_doubled(faulty: Instance) -> None:
    seated = faulty["placements"].query("status != 'ended'")["participant"]
    assert not (seated + "-2").isin(faulty["participants"]["id"]).any()


def test_the_note_counts_them(faulty: Instance) -> None:
    assert "62 duplicates" in faulty.info.note
    assert "made up" in faulty.info.note
