"""Reading what was written gives the same instance back, through every door; and nothing is ever half-written."""

import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from instances.errors import InvalidField, Problem, UnreadableDocument, Wanted
from instances.reader import read_instance
from instances.schema import TABLES
from instances.tables import Instance
from instances.writer import Format, write_instance

NAMES: dict[Format, str] = {"csv": "folder", "parquet": "folder", "excel": "book.xlsx", "json": "document.json"}
every_door = pytest.mark.parametrize("door", NAMES)
calmly = settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow])


def assert_same(found: Instance, wanted: Instance) -> None:
    for table in TABLES:
        assert_frame_equal(found[table], wanted[table], check_exact=True)
        assert list(found[table].dtypes) == list(wanted[table].dtypes)
    assert found.digest == wanted.digest


@every_door
def test_an_instance_comes_back_as_it_was(door: Format, instance: Instance, tmp_path: Path) -> None:
    """Lists, unknowns beside zeros, quotes, days and half hours included."""
    write_instance(instance, tmp_path / NAMES[door], door)
    assert_same(read_instance(tmp_path / NAMES[door]), instance)


@every_door
@calmly
@given(data=st.data())
def test_any_instance_comes_back_as_it_was(
    door: Format, data: st.DataObject, instances: st.SearchStrategy[Instance], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The inverse holds for every value that the documents allow."""
    wanted = data.draw(instances)
    path = tmp_path_factory.mktemp("door") / NAMES[door]
    write_instance(wanted, path, door)
    found = read_instance(path)
    assert_same(found, wanted)
    for table in TABLES:
        assert list(found.documents(table)) == list(wanted.documents(table))


@every_door
def test_writing_twice_gives_the_same_bytes(door: Format, instance: Instance, tmp_path: Path) -> None:
    """No clock and no chance in what is written; a second instance takes the place of the first."""
    path = tmp_path / NAMES[door]
    write_instance(instance.replace(policy=[]), path, door)
    write_instance(instance, path, door)
    first = contents(path)
    write_instance(read_instance(path), path, door)
    assert contents(path) == first
    assert [left.name for left in tmp_path.iterdir()] == [path.name], "nothing is left beside it"


def test_a_workbook_bears_the_reference_date_rather_than_the_clock(instance: Instance, tmp_path: Path) -> None:
    write_instance(instance, tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as book:
        assert book.read("docProps/core.xml").count(b"2026-01-01T00:00:00Z") == 2


def contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (path.iterdir() if path.is_dir() else [path])}


LAST_STEPS: dict[Format, str] = {
    "csv": "instances.doors.folder.descriptor",
    "parquet": "instances.doors.folder.descriptor",
    "excel": "instances.doors.workbook._write_explanation",
    "json": "json.dumps",
}


@every_door
def test_a_write_that_fails_changes_nothing(
    door: Format, instance: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when nearly all has been written."""
    path = tmp_path / NAMES[door]
    write_instance(instance, path, door)
    first = contents(path)

    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(LAST_STEPS[door], full)
    with pytest.raises(UnreadableDocument) as caught:
        write_instance(instance.replace(policy=[]), path, door)
    wanted = Wanted("een plek waar te schrijven is", "a place that can be written")
    assert caught.value.problems == (Problem(str(path), 0, "", "disk full", wanted),)
    assert contents(path) == first
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


def test_a_folder_of_something_else_is_left_alone(instance: Instance, tmp_path: Path) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    (folder / "photo.jpg").write_text("x")
    with pytest.raises(UnreadableDocument) as caught:
        write_instance(instance, folder)
    wanted = "a new or empty folder, or one with nothing else in it"
    (problem,) = caught.value.problems
    assert (problem.document, problem.value, problem.wanted.en) == (str(folder), "photo.jpg", wanted)
    assert (folder / "photo.jpg").exists()


def test_an_older_instance_is_not_replaced_with_what_people_put_beside_it(instance: Instance, tmp_path: Path) -> None:
    write_instance(instance, tmp_path / "region")
    (tmp_path / "region" / "solution.json").write_text("{}")
    with pytest.raises(UnreadableDocument):
        write_instance(instance, tmp_path / "region")
    assert (tmp_path / "region" / "solution.json").exists()


@pytest.mark.parametrize(
    ("name", "door", "wanted"),
    [
        ("book.csv", "excel", "the name of a file that ends with .xlsx"),
        ("book", "json", "the name of a file that ends with .json"),
        ("book.xlsx", "csv", "the name of a folder"),
    ],
)
def test_a_name_that_the_reader_would_not_understand(
    name: str, door: Format, wanted: str, instance: Instance, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        write_instance(instance, tmp_path / name, door)
    assert [problem.wanted.en for problem in caught.value.problems] == [wanted]


def test_text_that_no_door_keeps_is_not_written(instance: Instance, tmp_path: Path) -> None:
    changed = instance.replace(instance=instance["instance"].assign(note="a\rb"))
    with pytest.raises(InvalidField) as caught:
        write_instance(changed, tmp_path / "x")
    wanted = Wanted("tekst zonder stuurtekens", "text without control characters")
    assert caught.value.problems == (Problem("instance", 1, "note", "a\rb", wanted),)


@pytest.mark.parametrize("note", ["x" * 32_768, "_x005F_x0041_"])
def test_text_that_excel_cannot_hold_is_told_and_goes_through_the_other_doors(
    note: str, instance: Instance, tmp_path: Path
) -> None:
    changed = instance.replace(instance=instance["instance"].assign(note=pd.Series([note], dtype="str")))
    with pytest.raises(UnreadableDocument) as caught:
        write_instance(changed, tmp_path / "book.xlsx")
    assert [(problem.document, problem.row) for problem in caught.value.problems] == [("book.xlsx, sheet instance", 1)]
    write_instance(changed, tmp_path / "x.json")
    assert_same(read_instance(tmp_path / "x.json"), changed)


def test_text_cannot_act_as_a_formula(instance: Instance, tmp_path: Path) -> None:
    """In CSV it starts with an apostrophe, in a workbook it is a text cell; both read back as it was."""
    evil = '=HYPERLINK("http://x","y")'
    changed = instance.replace(lines=instance["lines"].assign(name_nl=pd.Series([evil], dtype="str")))
    write_instance(changed, tmp_path / "folder")
    write_instance(changed, tmp_path / "book.xlsx")
    assert "packing,\"'=HYPERLINK" in (tmp_path / "folder" / "lines.csv").read_text()
    with zipfile.ZipFile(tmp_path / "book.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == len(TABLES) + 1
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert_same(read_instance(tmp_path / "folder"), changed)
    assert_same(read_instance(tmp_path / "book.xlsx"), changed)


def test_json_keeps_lists_and_unknowns_as_json_has_them(instance: Instance, tmp_path: Path) -> None:
    write_instance(instance, tmp_path / "x.json")
    content = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert list(content) == ["leerwerk", *TABLES]
    first, second = content["participants"]
    assert (first["days"], second["modes"], first["birth_year"]) == (["mon", "tue"], [], 1990)
    assert (second["birth_year"], second["hours_week"]) == (None, 0.0)


@every_door
def test_a_place_below_a_file_cannot_be_written(door: Format, instance: Instance, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    path = tmp_path / "file" / NAMES[door]
    with pytest.raises(UnreadableDocument) as caught:
        write_instance(instance, path, door)
    (problem,) = caught.value.problems
    assert (problem.document, problem.wanted.en) == (str(path), "a place that can be written")
    assert problem.value
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize("content", ['{"assignments": []}', "[]", "no json"])
def test_a_json_file_of_something_else_is_left_alone(content: str, instance: Instance, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(UnreadableDocument) as caught:
        write_instance(instance, path)
    wanted = "a new file, or an older instance; this is another JSON file"
    (problem,) = caught.value.problems
    assert (problem.document, problem.value, problem.wanted.en) == (str(path), "", wanted)
    assert path.read_text() == content


@pytest.mark.parametrize(
    ("sheets", "found"), [([*TABLES, "mijn werk"], "sheet mijn werk"), (["uren"], "no sheet instance"), ([], None)]
)
def test_a_workbook_of_something_else_is_left_alone(
    sheets: list[str], found: str | None, instance: Instance, tmp_path: Path
) -> None:
    """Also one that is no workbook at all."""
    path = tmp_path / "x.xlsx"
    if sheets:
        with xlsxwriter.Workbook(path) as book:
            for name in sheets:
                book.add_worksheet(name)
    else:
        path.write_text("x")
    before = path.read_bytes()
    with pytest.raises(UnreadableDocument) as caught:
        write_instance(instance, path)
    (problem,) = caught.value.problems
    assert problem.value == found if found else problem.value
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["x.json", "x.xlsx"])
def test_an_empty_file_may_be_replaced(name: str, instance: Instance, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    write_instance(instance, tmp_path / name)
    assert_same(read_instance(tmp_path / name), instance)
