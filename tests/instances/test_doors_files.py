"""Files that are not what they should be are answered with a sentence that helps; odd but honest files are read."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from instances.errors import DocumentError, InconsistentInstance, InvalidField, Problem, UnreadableDocument
from instances.reader import read_instance
from instances.tables import Instance
from instances.writer import write_instance

UTF8 = 'save it again as UTF-8 (in Excel: "CSV UTF-8"; in Notepad: "Save as", encoding UTF-8)'


@pytest.fixture
def folder(instance: Instance, tmp_path: Path) -> Path:
    write_instance(instance, tmp_path / "region")
    return tmp_path / "region"


def in_english(problem: Problem) -> Problem:
    """The problem with only the English of what was wanted, to be written short."""
    return replace(problem, wanted=problem.wanted.en)


def problems(path: Path) -> tuple[type[DocumentError], list[Problem]]:
    with pytest.raises(DocumentError) as caught:
        read_instance(path)
    return type(caught.value), [in_english(problem) for problem in caught.value.problems]


def edited(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


BAD_BYTES: list[tuple[str, Callable[[bytes], bytes], str, str]] = [
    ("empty", lambda _: b"", "", "a file with contents; this one is empty"),
    ("blank lines", lambda _: b"\n\n", "", "a file with contents; this one is empty"),
    (
        "latin-1",
        lambda data: data.replace(b"Inpakken", "Café".encode("latin-1")),
        "W1,Café,MTB,line_slot,,,62",
        f"text in UTF-8; line 2 looks like Windows-1252 or Latin-1: {UTF8}",
    ),
    ("utf-16", lambda data: data.decode().encode("utf-16"), "", f"text in UTF-8; this looks like UTF-16: {UTF8}"),
    (
        "utf-16 without mark",
        lambda data: data.decode().encode("utf-16-le"),
        "",
        f"text in UTF-8; this looks like UTF-16: {UTF8}",
    ),
    ("workbook", lambda _: b"PK\x03\x04...", "", "text; this is a zip file or an Excel workbook: name it .xlsx"),
    (
        "open quote",
        lambda data: data.replace(b"Inpakken", b'"Inpakken'),
        "",
        'a closing quote (") for every opening one; their number is odd',
    ),
]


@pytest.mark.parametrize(("change", "value", "wanted"), [case[1:] for case in BAD_BYTES], ids=[c[0] for c in BAD_BYTES])
def test_a_csv_that_is_no_text(change: Callable[[bytes], bytes], value: str, wanted: str, folder: Path) -> None:
    """Only the file itself is told: rows that point into it are not called unknown."""
    file = folder / "workplaces.csv"
    file.write_bytes(change(file.read_bytes().replace(b"line_slot,packing", b"line_slot,")))
    kind, found = problems(folder)
    assert kind is UnreadableDocument
    assert found == [Problem("workplaces.csv", 0, "", value, wanted)]


def test_rows_of_another_length_are_told_by_number(folder: Path) -> None:
    (folder / "lines.csv").write_text("id,name_nl,name_en\npacking,Inpak,Packing\nx,y\n\nz,Z,Z,Z\nw,W,W\n")
    expected = [
        Problem("lines.csv", 2, "", "2", "3 cells, as in the header"),
        Problem("lines.csv", 3, "", "4", "3 cells, as in the header"),
    ]
    assert problems(folder) == (UnreadableDocument, expected)


def test_row_numbers_stay_right_below_a_row_that_could_not_be_read(folder: Path) -> None:
    (folder / "coaches.csv").write_text("id,organisation,hours_week\nK1,MTB,8\nx\n\nK3,MTB,400\n")
    _, found = problems(folder)
    assert [(problem.row, problem.value) for problem in found] == [(2, "1"), (3, "400")]


def test_columns_missing_unknown_and_double(folder: Path) -> None:
    (folder / "coaches.csv").write_text(
        "id,organisation,hours_wek,aftercare_hours,aftercare_hours,shoe\nK1,MTB,8,1,2,43\n"
    )
    expected = [
        ("hours_wek", "a field that coaches has; did you mean hours_week?"),
        ("shoe", "a field that coaches has; coaches has id, organisation, hours_week, aftercare_hours"),
        ("aftercare_hours", "each field in one column only"),
        ("hours_week", "a column hours_week: Direct hours with people."),
    ]
    kind, found = problems(folder)
    assert kind is InvalidField
    assert [(problem.field, problem.wanted) for problem in found] == expected
    assert {(problem.document, problem.row) for problem in found} == {("coaches.csv", 0)}


def test_a_table_that_must_be_there(folder: Path) -> None:
    (folder / "organisations.csv").rename(folder / "organisation.csv")
    (folder / "datapackage.json").unlink()
    expected = [
        Problem("organisation.csv", 0, "", "", "the name of a table; did you mean organisations?"),
        Problem("region", 0, "", "", "the table organisations; it may be empty, but not absent"),
    ]
    assert problems(folder) == (UnreadableDocument, expected)


def test_a_file_that_the_package_names_and_that_is_gone(folder: Path) -> None:
    (folder / "coaches.csv").unlink()
    kind, found = problems(folder)
    assert kind is UnreadableDocument
    assert found == [Problem("coaches.csv", 0, "", "", "the file coaches.csv that datapackage.json names for coaches")]


def test_one_table_in_two_files(folder: Path) -> None:
    shutil.copy(folder / "lines.csv", folder / "lines.parquet")
    expected = Problem("lines.parquet", 0, "", "", "one file for lines; lines.csv holds it too")
    assert problems(folder) == (UnreadableDocument, [expected])


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "https://example.org/x.csv", "a\\..\\..\\x", ""])
def test_a_package_cannot_point_outside_its_folder(path: str, folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text())
    package["resources"][3]["path"] = path
    (folder / "datapackage.json").write_text(json.dumps(package))
    _, found = problems(folder)
    wanted = "a resource with the name of a table and the path of one file in this folder"
    assert found == [Problem("datapackage.json", 4, "resources", path, wanted)]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("{", "JSON that can be read"),
        ("[]", "a list `resources` that names the files of the tables"),
        ('{"leerwerk": 2, "resources": []}', "format version 1"),
    ],
)
def test_a_package_that_cannot_be_read(content: str, wanted: str, folder: Path) -> None:
    (folder / "datapackage.json").write_text(content)
    kind, (found,) = problems(folder)
    assert (kind, found.document, found.wanted) == (UnreadableDocument, "datapackage.json", wanted)


def test_paths_that_hold_no_instance(tmp_path: Path) -> None:
    tables = "instance, organisations, municipalities, participants, workplaces"
    (tmp_path / "empty").mkdir()
    (tmp_path / "one.csv").write_text("id\n")
    (tmp_path / "old.xls").write_text("x")
    (tmp_path / "book.xlsx").write_text("id,name\n")
    one = "a folder with .csv or .parquet files, an Excel workbook (.xlsx) or a JSON document (.json)"
    wanted = {
        "empty": f"a folder with the tables {tables} as .csv or .parquet files",
        "nowhere": "a folder or file that exists",
        "one.csv": one,
        "old.xls": one,
        "book.xlsx": "an Excel workbook (.xlsx)",
    }
    for name, sentence in wanted.items():
        kind, (found,) = problems(tmp_path / name)
        assert (kind, found.wanted) == (UnreadableDocument, sentence)


BAD_JSON = [
    ('{"leerwerk": 1,\n "lines": [}', "", "JSON; line 2, column 12: Expecting value"),
    ("[1, 2]", '"list"', 'an object that begins with {"leerwerk": 1, ...}'),
    ('{"leerwerk": "2"}', '"2"', 'an object that begins with {"leerwerk": 1, ...}'),
    ('{"leerwerk": 1, "x": "\\ud800"}', "", "characters in Unicode; there is half of a surrogate pair (\\ud800)"),
    (
        '{"leerwerk": 1, "lines": [], "lines": []}',
        "lines",
        "each key once in an object",
    ),
    ("[" * 100_000, None, "JSON that can be read"),
    ("1" * 5_000, None, "JSON that can be read"),
]


@pytest.mark.parametrize(
    ("content", "value", "wanted"), BAD_JSON, ids=["syntax", "list", "version", "surrogate", "twice", "deep", "long"]
)
def test_a_json_document_that_is_none(content: str, value: str | None, wanted: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(content)
    kind, (found,) = problems(tmp_path / "x.json")
    assert kind is UnreadableDocument
    assert (found.document, found.wanted) == ("x.json", wanted)
    assert found.value if value is None else found.value == value


def test_json_values_of_the_wrong_shape(instance: Instance, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    write_instance(instance, path)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["coaches"] = {"id": "K1"}
    content["lines"].append("sewing")
    content["participants"][0] |= {"days": "mon", "hours_week": [27], "modes": None}
    content["participants"][1] |= {"days": ["mon;tue"], "vetoed_lines": [["packing"]], "hours_weak": 8}
    content["particpants"] = []
    path.write_text(json.dumps(content))
    kind, found = problems(path)
    assert kind is InconsistentInstance
    assert [(problem.document, problem.row, problem.field, problem.value, problem.wanted) for problem in found] == [
        ("x.json, lines", 2, "", '"sewing"', "an object with fields"),
        ("x.json, coaches", 0, "", '{"id": "K1"}', "a list of rows"),
        ("x.json, participants", 0, "hours_weak", "", "a field that participants has; did you mean hours_week?"),
        ("x.json, participants", 1, "hours_week", "[27]", "a single value"),
        ("x.json, participants", 1, "days", '"mon"', 'a list, such as [] or ["…"]'),
        ("x.json, participants", 1, "modes", "", "a list; an empty list means none"),
        ("x.json, participants", 2, "days", '["mon;tue"]', "a list of words or ids without ;"),
        ("x.json, participants", 2, "vetoed_lines", '[["packing"]]', "a list of words or ids without ;"),
        ("x.json, particpants", 0, "", "", "the name of a table; did you mean participants?"),
    ]


def test_a_misspelled_and_an_empty_sheet(instance: Instance, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        for table in ("instance", "organisations", "municipalities", "participants", "workplaces"):
            instance[table].head(0 if table == "workplaces" else None).to_excel(book, sheet_name=table, index=False)
        pd.DataFrame().to_excel(book, sheet_name="lines", index=False)
        pd.DataFrame().to_excel(book, sheet_name="Coaches", index=False)
        pd.DataFrame().to_excel(book, sheet_name="Notities", index=False)
    _, found = problems(path)
    assert [(problem.document, problem.wanted) for problem in found if "id that" not in problem.wanted] == [
        ("book.xlsx, sheet Coaches", "a sheet named after a table; did you mean coaches?"),
        ("book.xlsx, sheet lines", "a first row with the names of the fields; this sheet is empty"),
    ]
