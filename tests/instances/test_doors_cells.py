"""Cells that do not fit: the exact problem, the same through CSV, Excel and JSON; and spellings that are accepted."""

import copy
import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from instances.errors import (
    DocumentError,
    InconsistentInstance,
    InvalidField,
    Problem,
    UnknownReference,
)
from instances.reader import read_instance
from instances.schema import REQUIRED
from instances.tables import Instance, columns
from instances.writer import write_instance

type Rows = dict[str, list[dict[str, str]]]
ID = "an id of at most 64 letters, digits and _ . : - that starts with a letter or digit"
DAYS = "items separated by ;, each one of: mon, tue, wed, thu, fri, sat, sun"
REGIMES = "one of: pw, pw_lks, sheltered, wsw_mtb, wsw_wozl, nugger, wajong"
ABOVE = "a value above from_time, which is 08:30 in the same row"
BELOW = "a value not below start_on, which is 2026-02-01 in the same row"
THOUSANDS = "a number without thousands separators, such as 1234.5 or 1234,5, in hours/week"


@pytest.fixture(scope="module")
def written(instance: Instance, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """All cells of an instance as text, as CSV holds them; of the tables without rows only those that must be there."""
    source = tmp_path_factory.mktemp("cells") / "source"
    write_instance(instance, source)
    found = {}
    for path in source.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            found[path.stem] = list(csv.DictReader(lines))
    return {table: records for table, records in found.items() if records or table in REQUIRED}


@pytest.fixture
def rows(written: Rows) -> Rows:
    """Those cells, to be changed."""
    return copy.deepcopy(written)


def as_csv(rows: Rows, place: Path) -> Path:
    folder = place / "folder"
    folder.mkdir()
    for table, records in rows.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns(table))
            writer.writeheader()
            writer.writerows(records)
    return folder


def as_excel(rows: Rows, place: Path) -> Path:
    with xlsxwriter.Workbook(place / "book.xlsx") as book:
        for table, records in rows.items():
            sheet = book.add_worksheet(table)
            sheet.write_row(0, 0, list(columns(table)))
            for number, record in enumerate(records, start=1):
                for position, cell in enumerate(record.values()):
                    sheet.write_string(number, position, cell)
    return place / "book.xlsx"


def as_json(rows: Rows, place: Path) -> Path:
    """Everything as text, but for lists and empty cells."""

    def cell(table: str, name: str, value: str) -> Any:
        if columns(table)[name].kind == "list":
            return value.split(";") if value else []
        return value or None

    content: dict[str, Any] = {
        table: [{name: cell(table, name, value) for name, value in record.items()} for record in records]
        for table, records in rows.items()
    }
    (place / "document.json").write_text(json.dumps({"leerwerk": 1, **content}), encoding="utf-8")
    return place / "document.json"


DOORS: dict[str, tuple[Callable[[Rows, Path], Path], str]] = {
    "csv": (as_csv, "{}.csv"),
    "excel": (as_excel, "book.xlsx, sheet {}"),
    "json": (as_json, "document.json, {}"),
}

BAD: list[tuple[type[DocumentError], str, int, str, str, str]] = [
    (InvalidField, "participants", 2, "hours_week", "veel", "a number, in hours/week"),
    (InvalidField, "participants", 2, "hours_week", "275", "at most 48 hours/week"),
    (InvalidField, "participants", 2, "hours_week", "-1", "at least 0 hours/week"),
    (InvalidField, "participants", 2, "hours_week", "inf", "a number, in hours/week"),
    (InvalidField, "participants", 2, "hours_week", "1e999", "at most 48 hours/week"),
    (InvalidField, "participants", 2, "hours_week", "1.234,5", THOUSANDS),
    (InvalidField, "participants", 2, "hours_week", "1,234", THOUSANDS),
    (InvalidField, "participants", 2, "capacity_sit", "2.5", "a whole number, in level 0-4"),
    (InvalidField, "participants", 1, "birth_year", "19900", "at most 2015 year"),
    (InvalidField, "participants", 1, "regime", "lks", REGIMES),
    (InvalidField, "participants", 1, "updated_on", "2026-02-30", "a date that exists, such as 2026-01-31"),
    (InvalidField, "participants", 1, "updated_on", "01/02/2026", "a date that exists, such as 2026-01-31"),
    (InvalidField, "participants", 1, "updated_on", "2026-01-01 08:30", "a date that exists, such as 2026-01-31"),
    (InvalidField, "participants", 1, "updated_on", "2206-01-01", "a date from 1900-01-01 to 2100-12-31"),
    (InvalidField, "participants", 1, "from_time", "25:00", "a time of day such as 08:30"),
    (InvalidField, "participants", 1, "target_group", "misschien", "true or false"),
    (InvalidField, "participants", 1, "municipality", "", "a value. Municipality that pays."),
    (InvalidField, "participants", 1, "postcode", "6211 AB", "a postcode such as 6211, BE-3600 or DE-52062"),
    (InvalidField, "municipalities", 3, "id", "0994", "a CBS code such as GM0935"),
    (InvalidField, "organisations", 5, "id", "de bakker", ID),
    (InvalidField, "organisations", 1, "name", "n" * 201, "at most 200 characters"),
    (InvalidField, "organisations", 1, "name", "a\x7fb", "text without control characters"),
    (InvalidField, "participants", 1, "days", "mon;mun", DAYS),
    (InvalidField, "participants", 1, "wished_lines", "in pak", f"items separated by ;, each {ID}"),
    (InvalidField, "courses", 1, "start_dates", "2026-2-2", "items separated by ;, each a date such as 2026-01-31"),
    (UnknownReference, "participants", 1, "coach", "K9", "an id that coaches has: K1"),
    (UnknownReference, "participants", 1, "vetoed_lines", "sewing", "an id that lines has: packing"),
    (UnknownReference, "participant_skills", 1, "skill", "juggling", "an id that skills has"),
    (UnknownReference, "placements", 1, "workplace", "W9", "an id that workplaces has: W1, W2"),
    (InconsistentInstance, "workplaces", 3, "id", "W1", "an id not used before: row 1 has the same"),
    (InconsistentInstance, "participants", 1, "until_time", "08:30", ABOVE),
    (InconsistentInstance, "placements", 1, "end_on", "2026-01-31", BELOW),
    (
        InconsistentInstance,
        "workplaces",
        1,
        "hours_max",
        "7.5",
        "a value not below hours_min, which is 8 in the same row",
    ),
]


def with_cell(rows: Rows, table: str, row: int, field: str, cell: str) -> Rows:
    """Change one cell; one row past the end adds a copy of the first row."""
    records = rows[table] + ([dict(rows[table][0])] if row > len(rows[table]) else [])
    records[row - 1] |= {field: cell}
    return rows | {table: records}


def in_english(problem: Problem) -> Problem:
    """The problem with only the English of what was wanted, to be written short."""
    return replace(problem, wanted=problem.wanted.en)


def problems(path: Path) -> tuple[type[DocumentError], list[Problem]]:
    with pytest.raises(DocumentError) as caught:
        read_instance(path)
    return type(caught.value), [in_english(problem) for problem in caught.value.problems]


EVERYWHERE = [(door, *case) for door in DOORS for case in (BAD if door == "csv" else BAD[::4])]


@pytest.mark.parametrize(("door", "kind", "table", "row", "field", "cell", "wanted"), EVERYWHERE)
def test_a_bad_cell_is_told_with_its_place_and_what_was_wanted(
    door: str,
    kind: type[DocumentError],
    table: str,
    row: int,
    field: str,
    cell: str,
    wanted: str,
    rows: Rows,
    tmp_path: Path,
) -> None:
    write, document = DOORS[door]
    rows = with_cell(rows, "workplaces", 1, "hours_min", "8")
    shown = cell if len(cell) <= 80 else cell[:79] + "…"
    expected = Problem(document.format(table), row, field, shown, wanted)
    assert problems(write(with_cell(rows, table, row, field, cell), tmp_path)) == (kind, [expected])


def test_everything_wrong_is_told_at_once_by_document_and_row(rows: Rows, tmp_path: Path) -> None:
    for table, row, field, cell in (
        ("participants", 2, "postcode", "x"),
        ("participants", 1, "hours_week", "x"),
        ("participants", 1, "coach", "x"),
        ("coaches", 1, "hours_week", "275"),
    ):
        rows = with_cell(rows, table, row, field, cell)
    kind, found = problems(as_csv(rows, tmp_path))
    places = [(problem.document, problem.row, problem.field) for problem in found]
    assert kind is InconsistentInstance, "problems of several sorts"
    assert places == [
        ("coaches.csv", 1, "hours_week"),
        ("participants.csv", 1, "hours_week"),
        ("participants.csv", 1, "coach"),
        ("participants.csv", 2, "postcode"),
    ]


def test_a_bad_id_is_told_once_and_not_again_by_every_reference(rows: Rows, tmp_path: Path) -> None:
    rows = with_cell(rows, "participants", 1, "id", "Jan Jansen")
    for table in ("participant_skills", "participant_certificates", "couples", "placements"):
        rows = with_cell(rows, table, 1, "participant", "Jan Jansen")
    _, found = problems(as_csv(rows, tmp_path))
    unknown = [problem for problem in found if problem.wanted.startswith("an id that")]
    assert unknown == []


def test_a_double_key_of_several_fields_is_told(rows: Rows, tmp_path: Path) -> None:
    rows["budgets"] *= 3
    wanted = "municipality and stream and year that together are not used before: row 1 has the same"
    fields, value = "municipality, stream, year", "GM0935, reintegration, 2026"
    expected = [Problem("budgets.csv", row, fields, value, wanted) for row in (2, 3)]
    assert problems(as_csv(rows, tmp_path)) == (InconsistentInstance, expected)


def test_an_organisation_cannot_succeed_itself_by_a_detour(rows: Rows, tmp_path: Path) -> None:
    """MTB follows MOB in a loop; WOZL follows MTB, which is no loop of its own."""
    rows = with_cell(rows, "organisations", 1, "successor_of", "MOB")
    rows = with_cell(rows, "organisations", 3, "successor_of", "MTB")
    wanted = "a predecessor that does not lead back to the organisation itself"
    expected = [
        Problem("organisations.csv", 1, "successor_of", "MOB", wanted),
        Problem("organisations.csv", 2, "successor_of", "MTB", wanted),
    ]
    assert problems(as_csv(rows, tmp_path)) == (InconsistentInstance, expected)


def test_a_couple_is_two_people_and_stands_there_once(rows: Rows, tmp_path: Path) -> None:
    (couple,) = rows["couples"]
    rows["couples"] += [
        {**couple, "participant": "P2", "other": "P1", "kind": "apart"},
        {**couple, "participant": "P2", "other": "P2"},
    ]
    expected = [
        Problem("couples.csv", 3, "other", "P2", "another person than the participant"),
        Problem(
            "couples.csv", 2, "participant, other", "P2, P1",
            "a couple that does not stand there yet; it does, the other way round",
        ),
    ]  # fmt: skip
    kind, found = problems(as_csv(rows, tmp_path))
    assert kind is InconsistentInstance
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_a_couple_names_people_who_exist(rows: Rows, tmp_path: Path) -> None:
    rows = with_cell(rows, "couples", 1, "other", "P9")
    kind, (found,) = problems(as_csv(rows, tmp_path))
    assert kind is UnknownReference
    assert (found.document, found.row, found.field, found.value) == ("couples.csv", 1, "other", "P9")


def test_the_instance_itself_is_one_row(rows: Rows, tmp_path: Path) -> None:
    rows["instance"] *= 2
    wanted = "exactly one row that says what this instance is; there are 2"
    assert problems(as_csv(rows, tmp_path)) == (InconsistentInstance, [Problem("instance.csv", 0, "", "", wanted)])


def test_of_very_many_problems_the_first_thousand_are_shown_and_all_are_counted(rows: Rows, tmp_path: Path) -> None:
    """1,200 people with an impossible week: the rows are unique, so there are exactly 1,200 problems."""
    first = rows["participants"][0]
    rows["participants"] += [first | {"id": f"X{number}", "hours_week": "400"} for number in range(1_200)]
    kind, found = problems(as_csv(rows, tmp_path))
    assert kind is InvalidField
    assert [problem.row for problem in found[:1_000]] == list(range(3, 1_003))
    wanted = "a document without problems: there are 1,200, of which the first 1,000 are shown"
    assert found[1_000:] == [Problem("participants.csv", 0, "", "", wanted)]


ACCEPTED = [
    ("hours_week", "27,5", 27.5),
    ("hours_week", " 27.5 ", 27.5),
    ("hours_week", "2.75e1", 27.5),
    ("hours_week", "0,125", 0.125),
    ("capacity_sit", "3.0", 3),
    ("updated_on", "1-12-2025", "2025-12-01"),
    ("updated_on", "2025-12-01 00:00:00", "2025-12-01"),
    ("from_time", "8:30", "08:30"),
    ("from_time", "08:30:00", "08:30"),
    ("target_group", "Ja", True),
    ("target_group", "ONWAAR", False),
    ("days", "mon ; tue", "mon;tue"),
    ("regime", " pw_lks ", "pw_lks"),
]


def test_what_people_and_spreadsheets_write_is_understood(rows: Rows, tmp_path: Path) -> None:
    """One row for each spelling."""
    first = rows["participants"][0]
    rows["participants"] = [
        first | {"id": f"X{number}", field: cell} for number, (field, cell, _) in enumerate(ACCEPTED)
    ]
    kept = {table: rows[table] for table in ("instance", "organisations", "municipalities", "lines", "coaches")}
    kept |= {"participants": rows["participants"], "workplaces": []}
    found = read_instance(as_csv(kept, tmp_path))["participants"]
    for number, (field, cell, value) in enumerate(ACCEPTED):
        read = found[field].iloc[number]
        assert value in (read, str(read)[:10]), (field, cell)


def test_an_empty_cell_is_unknown_or_the_default_and_never_a_silent_zero(rows: Rows, tmp_path: Path) -> None:
    for field in ("hours_week", "capacity_sit", "guidance_hours", "days", "stage"):
        rows = with_cell(rows, "participants", 1, field, "")
    person = next(read_instance(as_csv(rows, tmp_path)).documents("participants")).model_dump()
    assert person["hours_week"] is None
    assert person["capacity_sit"] is None
    assert (person["guidance_hours"], person["days"], person["stage"]) == (0.0, (), "development")
