"""Honest files that another program wrote: separators, marks, typed cells, real lists, mixed folders."""

import datetime
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from instances.errors import DocumentError, Problem
from instances.reader import read_instance
from instances.tables import Instance
from instances.writer import write_instance


@pytest.fixture
def folder(instance: Instance, tmp_path: Path) -> Path:
    write_instance(instance, tmp_path / "region")
    return tmp_path / "region"


def in_english(problem: Problem) -> Problem:
    """The problem with only the English of what was wanted, to be written short."""
    return replace(problem, wanted=problem.wanted.en)


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(DocumentError) as caught:
        read_instance(folder)
    return [in_english(problem) for problem in caught.value.problems]


def test_semicolons_as_dutch_excel_writes_them_and_lists_between_quotes(folder: Path, instance: Instance) -> None:
    (folder / "courses.csv").write_text(
        "\ufeffid;name_nl;name_en;line;weeks;start_dates;certificate\r\n"
        'C1;Heftruck;Forklift;packing;4;"2026-02-02;2026-09-07";forklift\r\n;;;;;;\r\n',
        encoding="utf-8",
    )
    assert read_instance(folder).digest == instance.digest


def test_tabs_between_the_cells(folder: Path, instance: Instance) -> None:
    file = folder / "coaches.csv"
    file.write_text(file.read_text().replace(",", "\t"))
    assert read_instance(folder).digest == instance.digest


def test_lists_without_quotes_among_semicolons_are_told_once(folder: Path) -> None:
    rows = [f"C{row};H;F;4;2026-02-02;2026-09-07" + ";2026-10-05" * (row % 2) for row in range(1, 9)]
    (folder / "courses.csv").write_text("\n".join(["id;name_nl;name_en;weeks;start_dates", *rows, "C9;H", ""]))
    first, second = problems(folder)
    assert first.wanted == (
        "5 cells in a row, as in the header; there are more in row 1, 2, 3, 4, 5, …; "
        "save the file with commas between the cells, "
        "or put lists such as mon;tue between quotes (start_dates)"
    )
    assert (first.row, first.value) == (0, "")
    assert (second.row, second.value, second.wanted) == (9, "2", "5 cells, as in the header")


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("id,organisation,aftercare_hours", "; the header lacks hours_week"),
        ("id,hours_week", "; the header lacks organisation, aftercare_hours"),
        ("id,organisation,hours_week,aftercare_hours,a", ""),
    ],
)
def test_a_header_of_another_length_than_all_rows_is_told_once(header: str, hint: str, folder: Path) -> None:
    (folder / "coaches.csv").write_text(f"{header}\nK1,MTB,8,0\nK2,MTB,8,0\nK3,MTB,8,0\n")
    (found,) = problems(folder)
    num = header.count(",") + 1
    assert found.wanted == (
        f"as many names in the header as cells in the rows: {num} names, 4 cells in every row{hint}"
    )
    assert (found.document, found.row) == ("coaches.csv", 0)


def test_a_required_name_that_the_header_lost_is_named_among_fields_left_out_on_purpose(folder: Path) -> None:
    (folder / "organisations.csv").write_text("id,kind\nMTB,MTB,wsw_company\nMOB,MOB,wsw_company\n")
    (found,) = problems(folder)
    assert found.wanted.endswith("; the header lacks name")


def test_a_folder_without_package_and_with_both_formats(folder: Path, instance: Instance, tmp_path: Path) -> None:
    write_instance(instance, tmp_path / "other", "parquet")
    (folder / "datapackage.json").unlink()
    for table in ("participants", "lines"):
        (folder / f"{table}.csv").unlink()
        (tmp_path / "other" / f"{table}.parquet").rename(folder / f"{table}.parquet")
    (folder / "notes.txt").write_text("left alone")
    assert read_instance(folder).digest == instance.digest


def test_tables_that_are_absent_are_empty(folder: Path) -> None:
    (folder / "datapackage.json").unlink()
    for table in ("policy", "overrides", "travel_times", "budgets"):
        (folder / f"{table}.csv").unlink()
    found = read_instance(folder)
    assert [len(found[table]) for table in ("policy", "overrides", "travel_times", "budgets")] == [0, 0, 0, 0]


def test_columns_that_are_absent_have_their_default(folder: Path) -> None:
    (folder / "lines.csv").write_text("name_en,id,name_nl\nPacking,packing,Inpak\n")
    (line,) = read_instance(folder).documents("lines")
    assert line.model_dump() == {
        "id": "packing", "name_nl": "Inpak", "name_en": "Packing", "sector": "other", "organisation": None,
    }  # fmt: skip


def test_parquet_types_of_other_programs(folder: Path, instance: Instance) -> None:
    """Real lists, dictionaries, small integers, timestamps and nulls."""
    (folder / "courses.csv").unlink()
    (folder / "datapackage.json").unlink()
    table = pa.table(
        {
            "id": pa.array(["C1"]).dictionary_encode(),
            "name_nl": ["Heftruck"],
            "name_en": pa.array(["Forklift"], pa.large_string()),
            "line": ["packing"],
            "weeks": pa.array([4], pa.int8()),
            "start_dates": [["2026-02-02", "2026-09-07"]],
            "teaches": pa.array([[]], pa.list_(pa.string())),
            "certificate": ["forklift"],
            "min_dutch": pa.nulls(1),
            "price_cents": pa.array([0.0]),
        }
    )
    pq.write_table(table, folder / "courses.parquet")
    assert read_instance(folder).digest == instance.digest


def test_typed_parquet_columns_are_judged_like_text(folder: Path) -> None:
    (folder / "datapackage.json").unlink()
    (folder / "coaches.csv").unlink()
    people = {"id": ["K1", "K2", "K3"], "organisation": ["MTB"] * 3, "hours_week": [8.0, 275.0, None]}
    nested = [{"x": 1}] * 3
    pq.write_table(pa.table({**people, "aftercare_hours": [1, 2, 41], "more": nested}), folder / "coaches.parquet")
    assert [(problem.row, problem.field, problem.value, problem.wanted) for problem in problems(folder)] == [
        (0, "more", "struct<x: int64>", "plain values or a list of plain values"),
        (0, "more", "", "a field that coaches has; coaches has id, organisation, hours_week, aftercare_hours"),
        (2, "hours_week", "275", "at most 40 hours/week"),
        (3, "hours_week", "", "a value. Direct hours with people."),
        (3, "aftercare_hours", "41", "at most 40 hours/week"),
    ]


def test_a_parquet_file_that_is_none(folder: Path) -> None:
    (folder / "datapackage.json").unlink()
    (folder / "coaches.csv").rename(folder / "coaches.parquet")
    (folder / "lines.csv").unlink()
    (folder / "lines.parquet").write_bytes(b"")
    coaches, lines = problems(folder)
    assert (coaches.document, lines.document) == ("coaches.parquet", "lines.parquet")
    assert coaches.wanted == "a Parquet file"
    assert coaches.value
    assert lines.wanted == "a file with contents; this one is empty"


def test_typed_cells_of_a_spreadsheet(instance: Instance, tmp_path: Path) -> None:
    """Numbers for ids and postcodes, real dates and times, blank rows between."""
    path = tmp_path / "book.xlsx"
    write_instance(instance, path)
    sheets = pd.read_excel(path, sheet_name=None, dtype=object, engine="calamine", keep_default_na=False)
    with xlsxwriter.Workbook(path) as book:
        day, time = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [*cells.columns, ""])
            for number, row in enumerate(cells.itertuples(index=False), start=1):
                for position, (field, cell) in enumerate(zip(cells.columns, row, strict=True)):
                    if field in ("postcode", "origin") and cell:
                        sheet.write_number(2 * number, position, int(cell))
                    elif field == "from_time" and cell:
                        sheet.write_datetime(2 * number, position, datetime.time.fromisoformat(cell), time)
                    elif hasattr(cell, "date"):
                        sheet.write_datetime(2 * number, position, cell, day)
                    elif cell != "":
                        sheet.write(2 * number, position, cell)
    assert read_instance(path).digest == instance.digest
