"""Whatever is thrown at a door: an instance, or a DocumentError whose problems say where. Never anything else."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instances.errors import DocumentError
from instances.reader import read_instance
from instances.schema import TABLES
from instances.tables import Instance
from instances.writer import write_instance

calmly = settings(
    deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
cells = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["", "0", "-1", "1e400", "nan", "27,5", "2026-13-01", "99:99", "mon;", "a;b", '"', "P1", "W1", "ja"]
    ),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def opened(path: Path) -> Instance | None:
    """Read; whatever is accepted must also be accepted by the documents themselves."""
    try:
        found = read_instance(path)
    except DocumentError as error:
        problems = error.problems
    else:
        for table in TABLES:
            list(found.documents(table))
        return found
    assert problems
    assert all(problem.document and problem.wanted.nl and problem.row >= 0 for problem in problems)
    return None


@pytest.mark.parametrize("name", ["folder/participants.csv", "folder/participants.parquet", "x.xlsx", "x.json"])
@calmly
@given(data=st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_files_of_random_bytes(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    assert opened(path.parent if "/" in name else path) is None


@pytest.mark.parametrize("door", ["csv", "parquet", "excel", "json"])
@calmly
@given(data=st.data())
def test_files_with_a_few_damaged_bytes(door: Any, data: st.DataObject, instance: Instance, tmp_path: Path) -> None:
    path = tmp_path / {"excel": "x.xlsx", "json": "x.json"}.get(door, "folder")
    if not path.exists():
        write_instance(instance, path, door)
    file = path / f"workplaces.{door}" if path.is_dir() else path
    whole = file.read_bytes()
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(damaged[: data.draw(st.sampled_from([len(whole), len(whole) // 2]))])
    opened(path)
    file.write_bytes(whole)


@pytest.mark.parametrize("table", ["participants", "workplaces", "courses", "placements"])
@calmly
@given(data=st.data())
def test_csv_with_a_few_other_cells(table: str, data: st.DataObject, instance: Instance, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    if not folder.exists():
        write_instance(instance, folder)
    file = folder / f"{table}.csv"
    whole = file.read_text(encoding="utf-8")
    rows = [line.split(",") for line in whole.splitlines()]
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(cells)
    file.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8", errors="replace")
    opened(folder)
    file.write_text(whole, encoding="utf-8")


@calmly
@given(data=st.data())
def test_json_with_a_few_other_values(data: st.DataObject, instance: Instance, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    write_instance(instance, path)
    content = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        table = data.draw(st.sampled_from(sorted(TABLES)))
        rows = content[table]
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            rows[0][data.draw(st.sampled_from(sorted(rows[0])) | st.text(max_size=5))] = data.draw(values)
        else:
            content[table] = data.draw(values)
    path.write_text(json.dumps(content), encoding="utf-8")
    opened(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook><sheets>")
    assert opened(tmp_path / "x.xlsx") is None
