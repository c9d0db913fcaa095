"""What an upload may be, measured while it unfolds and not believed from what it says of itself."""

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.web.problems import Refusal
from api.web.uploads import MOST_FILES, Limits, read_upload, suffix_of
from instances.errors import DocumentError
from instances.generate import generate
from instances.schema import REQUIRED
from instances.writer import write_instance


@pytest.fixture(scope="module")
def tiny():
    return generate("tiny")


@pytest.fixture
def limits(tmp_path: Path) -> Limits:
    return Limits(tmp_path, 10_000_000, 10_000, 100)


@pytest.fixture(scope="module")
def files(tiny, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("tiny") / "tiny"
    write_instance(tiny, folder, "csv")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def refused(content: bytes, name: str, tmp_path: Path, limits: Limits) -> Refusal:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        read_upload(path, limits)
    return caught.value


def test_each_way_to_bring_an_instance_gives_the_same_documents(tiny, files, tmp_path: Path, limits: Limits) -> None:
    for suffix in (".json", ".xlsx"):
        write_instance(tiny, tmp_path / f"tiny{suffix}")
    (tmp_path / "flat.zip").write_bytes(zipped(files))
    (tmp_path / "deep.zip").write_bytes(zipped({f"tiny/{name}": content for name, content in files.items()}))
    for name in ("tiny.json", "tiny.xlsx", "flat.zip", "deep.zip"):
        assert read_upload(tmp_path / name, limits).digest == tiny.digest


def test_more_rows_than_allowed_are_refused(tiny, tmp_path: Path) -> None:
    write_instance(tiny, tmp_path / "tiny.json")
    with pytest.raises(Refusal) as caught:
        read_upload(tmp_path / "tiny.json", Limits(tmp_path, 10**7, 20, 100))
    assert caught.value.code == "too-large"


def test_a_zip_that_unfolds_too_far_is_refused(files, tmp_path: Path, limits: Limits) -> None:
    bomb = zipped({**files, "participants.csv": b"a" * 20_000_000})  # deflate makes a thousandth of it
    assert refused(bomb, "bomb.zip", tmp_path, limits).code == "too-large"


def test_a_workbook_that_unfolds_too_far_is_refused(tmp_path: Path, limits: Limits) -> None:
    bomb = zipped({"xl/workbook.xml": b" " * 20_000_000})
    assert refused(bomb, "bomb.xlsx", tmp_path, limits).code == "too-large"


def test_a_workbook_with_a_cell_far_out_is_refused_before_it_is_read(tmp_path: Path, limits: Limits) -> None:
    """One cell in XFD1048576 would make a reader reserve 17 thousand million cells."""
    sheet = b'<worksheet><sheetData><row><c r="A1"/><c r="XFD1048576"/></row></sheetData></worksheet>'
    far = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})
    assert refused(far, "far.xlsx", tmp_path, limits).code == "too-large"


def test_a_far_cell_on_the_edge_of_two_blocks_is_seen(tmp_path: Path, limits: Limits) -> None:
    for shift in range(65_520, 65_540):
        sheet = b" " * shift + b'<c r="XFD1048576"/>'
        far = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/s.xml": sheet}, zipfile.ZIP_STORED)
        assert refused(far, "far.xlsx", tmp_path, limits).code == "too-large"


@pytest.mark.parametrize(
    "name", ["../out.csv", "/out.csv", "a/../../out.csv", "a/b/c.csv", "a\\..\\out.csv", "run.exe", "x.parquet"]
)
def test_names_that_lead_elsewhere_or_are_no_tables_are_refused(
    name: str, files, tmp_path: Path, limits: Limits
) -> None:
    found = refused(zipped({**files, name: b"x"}), "bad.zip", tmp_path, limits)
    assert found.code == "invalid-document"
    assert not (tmp_path.parent / "out.csv").exists()


def test_too_many_files_are_refused(tmp_path: Path, limits: Limits) -> None:
    many = zipped({f"{number}.csv": b"" for number in range(MOST_FILES + 1)})
    assert refused(many, "many.zip", tmp_path, limits).code == "too-large"


def test_a_document_without_any_table_is_refused(tmp_path: Path, limits: Limits) -> None:
    (tmp_path / "upload.json").write_text('{"leerwerk": 1}')
    with pytest.raises(DocumentError) as caught:
        read_upload(tmp_path / "upload.json", limits)
    assert len(caught.value.problems) == len(REQUIRED)


def test_other_sorts_of_files_are_refused_by_their_media_type() -> None:
    assert suffix_of("application/zip") == ".zip"
    for kind in ("", "text/csv", "application/x-tar", "multipart/form-data"):
        with pytest.raises(Refusal) as caught:
            suffix_of(kind)
        assert caught.value.code == "unsupported-media-type"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=8), suffix=st.sampled_from([".zip", ".xlsx", ".json"])
)
def test_damaged_uploads_are_refused_and_nothing_else_happens(
    place: float, junk: bytes, suffix: str, tiny, files, tmp_path: Path, limits: Limits
) -> None:
    path = tmp_path / f"upload{suffix}"
    path.unlink(missing_ok=True)
    if suffix == ".zip":
        path.write_bytes(zipped(files))
    else:
        write_instance(tiny, path)
    content = bytearray(path.read_bytes())
    at = int(place * (len(content) - len(junk)))
    content[at : at + len(junk)] = junk
    path.write_bytes(content)
    inside = tmp_path / "upload"
    for one in inside.iterdir() if inside.exists() else ():
        one.unlink()
    if inside.exists():
        inside.rmdir()
    with contextlib.suppress(Refusal, DocumentError):
        read_upload(path, limits)
