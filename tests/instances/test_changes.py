"""What changed from one instance to the next, and what an instance holds about one person."""

import dataclasses

import pandas as pd
import pytest

from instances.changes import TableChange, changes
from instances.generate import generate
from instances.persons import naming, rows_about, without
from instances.schema import TABLES

TINY = generate("tiny")


def test_nothing_changed():
    assert changes(TINY, generate("tiny")) == {}


def test_rows_added_gone_and_changed_are_told():
    """One of eight people gone, one with other hours, one new; the certificate of nobody moves."""
    people = TINY["participants"]
    newcomer = people.iloc[[1]].assign(id="newcomer")
    changed = people.assign(hours_week=people["hours_week"].where(people["id"] != "vaals-first", 12.0))
    after = TINY.replace(
        participants=pd.concat([changed[changed["id"] != "out-of-reach"], newcomer], ignore_index=True)
    )
    assert changes(TINY, after) == {
        "participants": TableChange(1, 1, 1, ("newcomer",), ("out-of-reach",), ("vaals-first",), {"hours_week": 1})
    }


def test_a_key_of_several_fields_is_joined():
    after = TINY.replace(placements=TINY["placements"].iloc[:1])
    assert changes(TINY, after)["placements"].gone == ("promised-garden/garden-centre/2026-02-02",)


def test_unknown_became_known_is_a_change_and_unknown_stayed_is_none():
    people = TINY["participants"]
    assert people["dutch"].isna().any()
    after = TINY.replace(participants=people.assign(dutch=people["dutch"].fillna("B1")))
    assert changes(TINY, after)["participants"].fields == {"dutch": int(people["dutch"].isna().sum())}


def test_the_one_row_that_says_what_it_is():
    after = TINY.replace(instance=TINY["instance"].assign(title="Anders"))
    assert changes(TINY, after)["instance"].changed == ("instance",)


def test_keys_are_capped_and_counts_are_not():
    after = TINY.replace(participants=TINY["participants"].iloc[:0])
    change = changes(TINY, after, cap=3)["participants"]
    assert (change.num_gone, len(change.gone)) == (8, 3)


def test_what_is_told_can_be_stored():
    assert dataclasses.asdict(changes(TINY, TINY.replace(decisions=()))["decisions"])["num_gone"] == 1


def test_every_table_that_can_name_a_person_is_known():
    """Added by hand, so that a new one is thought about: does it name a person without saying so?"""
    assert {table: naming(table) for table in TABLES if naming(table)} == {
        "participants": ["id"],
        "participant_skills": ["participant"],
        "participant_certificates": ["participant"],
        "couples": ["participant", "other"],
        "placements": ["participant"],
        "overrides": ["participant"],
        "decisions": ["participant"],
    }


def test_all_about_one_person():
    told = rows_about(TINY, "vetoes-green")
    assert {table: len(rows) for table, rows in told.items()} == {
        "participants": 1, "participant_skills": 1, "participant_certificates": 1, "couples": 1, "decisions": 1,
    }  # fmt: skip
    assert told["decisions"][0]["on"] == "2025-12-11"


@pytest.mark.parametrize("participant", TINY["participants"]["id"])
def test_without_someone_nothing_names_them(participant):
    left = without(TINY, (participant,))
    assert rows_about(left, participant) == {}
    assert not any((left[table].astype(str) == participant).to_numpy().any() for table in TABLES)
    assert len(left["participants"]) == 7
