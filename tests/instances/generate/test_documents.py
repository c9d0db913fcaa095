"""Whatever is generated obeys the schema: types, ranges, words, references and unique ids."""

import re

import pandas as pd
import pytest

from instances.geography import geography
from instances.schema import TABLES
from instances.schema.base import ID_PATTERN
from instances.skills import vocabulary
from instances.tables import SEPARATOR, Column, Instance, columns

WHOLE = ("region", "province", "faulty")


def test_every_row_of_the_district_is_a_valid_document(district: Instance) -> None:
    for name, table in district.tables.items():
        assert len(list(district.documents(name))) == len(table)


@pytest.mark.parametrize("name", [*WHOLE, "district"])
def test_columns_have_the_types_ranges_and_words_of_the_schema(name: str, request: pytest.FixtureRequest) -> None:
    instance: Instance = request.getfixturevalue(name)
    for table in TABLES:
        frame = instance[table]
        assert list(frame.columns) == list(columns(table))
        for column in columns(table).values():
            assert fault(frame[column.name], column) == "", f"{table}.{column.name}"


def fault(series: pd.Series, column: Column) -> str:
    """What is wrong with a column, "" for nothing."""
    if series.dtype != pd.Series(dtype=column.dtype).dtype:
        return f"type {series.dtype}"
    if series.isna().any() and not column.nullable:
        return "empty cells"
    known = series.dropna()
    if column.kind in ("integer", "number") and len(known):
        low, high = float(known.min()), float(known.max())
        if (column.minimum is not None and low < column.minimum) or (
            column.maximum is not None and high > column.maximum
        ):
            return f"range {low} - {high}"
    if column.kind in ("string", "word", "clock", "list"):
        items = set(known.unique())
        if column.kind == "list":
            items = {item for cell in items for item in cell.split(SEPARATOR) if cell}
        if column.words is not None and (stray := items - {word.value for word in column.words}):
            return f"words {sorted(stray)}"
        if column.pattern is not None and not all(re.match(column.pattern, item) for item in items):
            return "pattern"
    return ""


@pytest.mark.parametrize("name", WHOLE)
def test_ids_are_unique_and_well_formed(name: str, request: pytest.FixtureRequest) -> None:
    instance: Instance = request.getfixturevalue(name)
    for table in TABLES:
        if "id" in columns(table):
            assert instance[table]["id"].is_unique
            assert instance[table]["id"].str.match(ID_PATTERN).all()


@pytest.mark.parametrize("name", WHOLE)
def test_every_reference_resolves(name: str, request: pytest.FixtureRequest) -> None:
    instance: Instance = request.getfixturevalue(name)
    for table in TABLES:
        for column in columns(table).values():
            if not column.to or not len(instance[table]):
                continue
            known = set(vocabulary().index) if column.to == "skills" else set(instance[column.to]["id"])
            cells = instance[table][column.name].dropna().unique()
            items = {item for cell in cells for item in cell.split(SEPARATOR) if cell}
            assert items <= known, f"{table}.{column.name}"


@pytest.mark.parametrize("name", ["region", "province"])
def test_homes_lie_in_the_municipality_that_pays(name: str, request: pytest.FixtureRequest) -> None:
    instance: Instance = request.getfixturevalue(name)
    people = instance["participants"]
    home = geography().municipality[geography().index(people["postcode"])]
    assert (home == people["municipality"].to_numpy(dtype=str)).all()


@pytest.mark.parametrize("name", ["region", "province"])
def test_workplaces_have_a_known_postcode(name: str, request: pytest.FixtureRequest) -> None:
    instance: Instance = request.getfixturevalue(name)
    assert (geography().index(instance["workplaces"]["postcode"]) >= 0).all()


def test_a_skill_stands_once_with_a_person_and_once_with_a_place(region: Instance) -> None:
    assert not region["participant_skills"].duplicated(["participant", "skill"]).any()
    assert not region["workplace_skills"].duplicated(["workplace", "skill"]).any()
    assert not region["participant_certificates"].duplicated(["participant", "certificate"]).any()
