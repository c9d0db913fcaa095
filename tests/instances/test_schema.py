"""The documents themselves: every field explained, bounded and free of what may not be known about people."""

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from instances.schema import REQUIRED, TABLES, vocabulary
from instances.schema.vocabulary import Word
from instances.tables import Column, columns

FIELDS = [(table, column) for table in TABLES for column in columns(table).values()]
every_field = pytest.mark.parametrize(("table", "column"), FIELDS, ids=[f"{t}.{c.name}" for t, c in FIELDS])

# Words of fields that no document about people may have, Dutch and English; matched on whole words of name and title.
NOT_ASKED = """
bsn sofinummer burgerservicenummer ssn surname lastname firstname forename achternaam voornaam initials
diagnosis diagnoses diagnose ziekte illness disease disorder stoornis handicap disability medication
nationality nationaliteit citizenship ethnicity etniciteit race afkomst origin_country herkomst migration
religion religie geloof sex gender geslacht sexuality politics union vakbond
email mail telephone telefoon phone mobile street straat housenumber huisnummer address adres city
birthday birth_date geboortedatum iban bank photo foto
"""
FORBIDDEN = set(NOT_ASKED.split())
SIDE = ("couples", "placements", "overrides", "decisions", "outcomes")
ABOUT_PEOPLE = [table for table in TABLES if table.startswith("participant") or table in SIDE]


@every_field
def test_a_field_says_what_it_is(table: str, column: Column) -> None:
    """Dutch title, English description that ends as a sentence, and the keys `unit` and `to`."""
    info = TABLES[table].model_fields[column.name]
    assert column.title
    assert column.description.endswith(".")
    assert isinstance(info.json_schema_extra, dict)
    assert set(info.json_schema_extra) == {"unit", "to"}


@every_field
def test_a_number_has_a_unit_and_a_range(table: str, column: Column) -> None:
    """A seed is the one number without unit. Whole numbers stay below 2^53, so that every door can carry them."""
    numeric = column.kind in ("integer", "number")
    assert (column.minimum is not None and column.maximum is not None) == numeric
    if numeric:
        assert column.minimum is not None
        assert column.maximum is not None
        assert 0 <= column.minimum < column.maximum < 2**53
        assert column.unit or (table, column.name) == ("instance", "seed")


@every_field
def test_an_empty_cell_has_one_meaning(table: str, column: Column) -> None:
    """Unknown, or the default: a text that may be unknown is never "", and only an unknown has no default."""
    assert column.required == TABLES[table].model_fields[column.name].is_required()
    if column.nullable:
        assert column.kind != "list"
        assert column.default is None
        assert column.kind != "string" or column.pattern or column.min_length
    elif not column.required:
        assert column.default is not None


@every_field
def test_a_reference_points_to_an_earlier_table(table: str, column: Column) -> None:
    order = list(TABLES)
    if column.to in TABLES:
        assert "id" in columns(column.to)
        assert order.index(column.to) < order.index(table) or (column.to == table and column.nullable)
    else:
        assert column.to in ("", "skills", "rules")


@every_field
def test_nothing_is_asked_that_may_not_be_known(table: str, column: Column) -> None:
    """Also `name` is a field of organisations, lines and the like only; a postcode is all there is of an address."""
    words = set(re.findall(r"[a-z]+", f"{column.name} {column.name.replace('_', ' ')} {column.title}".lower()))
    assert not (words | {column.name}) & FORBIDDEN
    assert table not in ABOUT_PEOPLE or not words & {"name", "naam"}
    assert table != "coaches" or column.name != "name"


def test_the_guard_sees_a_field_that_may_not_be() -> None:
    """The guard above would fail for these."""
    for name in ("bsn", "diagnosis", "nationality", "gender", "birth_date", "phone"):
        assert name in FORBIDDEN


def word_lists() -> list[type[Word]]:
    return [thing for thing in vars(vocabulary).values() if isinstance(thing, type) and issubclass(thing, Word)]


@pytest.mark.parametrize("words", [words for words in word_lists() if words is not Word])
def test_words_have_both_labels_and_fit_in_a_list(words: type[Word]) -> None:
    assert len(words) > 1
    for word in words:
        assert word.label("nl")
        assert word.label("en")
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", word.value), "no separator, comma or formula sign"
    assert len({word.nl for word in words}) == len(words)


def test_required_tables_exist() -> None:
    assert set(REQUIRED) <= set(TABLES)


@every_field
def test_columns_and_documents_bound_the_same_values(table: str, column: Column) -> None:
    """What `columns` reads from a field is what pydantic enforces: just past a limit is refused."""
    bad: list[Any] = []
    if column.kind in ("integer", "number"):
        bad = [(column.minimum or 0) - 1, (column.maximum or 0) + 1]
    elif column.kind == "word":
        bad = ["no word of the list"]
    elif column.kind == "list":
        bad = [("no item of the list",)]
    elif column.pattern:
        bad = ["does not fit"]
    elif column.max_length:
        bad = ["x" * (column.max_length + 1)]
    elif column.kind == "date":
        bad = ["2026-02-30"]
    elif column.kind == "boolean":
        bad = ["perhaps"]
    for value in bad:
        with pytest.raises(ValueError, match=column.name):
            TABLES[table].model_validate({column.name: value})
    assert bad or column.kind == "string"
    assert pd.Series([], dtype=column.dtype).dtype == column.dtype
    assert column.kind != "date" or not isinstance(column.default, date)
