"""Uploads: an instance as JSON document, Excel workbook or zipped folder of CSV, within limits, before it is read.

The body goes to a file as it comes in. What unfolds (a workbook is a zip too) is measured while unfolding, because
what a zip says of itself is only a claim: total size against its own size, names that stay inside the folder, and of a
workbook how far out its cells lie, since a reader reserves room for the whole rectangle.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from fastapi import Request

from api.settings import Settings
from api.web.problems import Refusal
from instances.reader import read_instance
from instances.schema import TABLES
from instances.tables import Instance

JSON = "application/json"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
SUFFIXES = {JSON: ".json", EXCEL: ".xlsx", ZIP: ".zip"}
BLOCK = 1 << 16
MOST_FILES = 500
MOST_CELLS = 20_000_000  # of one sheet, empty ones between others included
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_LONGEST_CELL = 16  # bytes of such a reference, for where two blocks meet


@dataclass(frozen=True)
class Limits:
    """What an upload may be."""

    folder: Path
    max_bytes: int
    max_rows: int
    max_ratio: int

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """The limits of the settings."""
        return cls(settings.data_folder, settings.max_upload_bytes, settings.max_upload_rows, settings.max_zip_ratio)


def media_type(request: Request) -> str:
    """The media type of the body, without its parameters."""
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    return message.get_content_type() if request.headers.get("content-type") else ""


async def received(request: Request, path: Path, max_bytes: int) -> None:
    """Write the body to a file as it comes in.

    Raises:
        Refusal: 413 as soon as it is too large.
    """
    size = 0
    with path.open("wb") as file:
        async for block in request.stream():
            size += len(block)
            if size > max_bytes:
                raise too_large(f"{max_bytes} bytes")
            file.write(block)


@contextmanager
def room(limits: Limits) -> Iterator[Path]:
    """A folder for one upload that is gone afterwards."""
    limits.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=limits.folder) as folder:
        yield Path(folder)


def suffix_of(kind: str) -> str:
    """How a file of this media type is called.

    Raises:
        Refusal: 415 where no instance comes as such.
    """
    if kind not in SUFFIXES:
        raise Refusal(
            "unsupported-media-type", f"Stuur {JSON}, {EXCEL} of {ZIP}.", f"Send {JSON}, {EXCEL} or {ZIP}.",
            headers={"Accept": ", ".join(SUFFIXES)},
        )  # fmt: skip
    return SUFFIXES[kind]


def read_upload(path: Path, limits: Limits) -> Instance:
    """Read and check an upload as a whole.

    Raises:
        Refusal: 413 where it is larger than allowed, unfolded or in rows; 400 where it is no zip at all.
        DocumentError: with every problem in the documents.
    """
    if path.suffix == ".zip":
        path = _unfolded(path, limits)
    elif path.suffix == ".xlsx":
        _measure_workbook(path, limits)
    instance = read_instance(path)
    if sum(len(instance[table]) for table in TABLES) > limits.max_rows:
        raise too_large(f"{limits.max_rows} rows")
    return instance


def too_large(most: str) -> Refusal:
    """The refusal of what is larger than `most`."""
    return Refusal("too-large", f"Hoogstens {most.replace('rows', 'rijen')}.", f"At most {most}.")


def _unfolded(path: Path, limits: Limits) -> Path:
    """Unfold a zipped folder; its files may lie in one folder within."""
    target = path.with_suffix("")
    target.mkdir()
    with _opened(path) as archive:
        names: set[str] = set()
        left = limits.max_ratio * path.stat().st_size
        for entry in archive.infolist():
            inside = PurePosixPath(entry.filename)
            if entry.is_dir():
                continue
            if inside.is_absolute() or ".." in inside.parts or len(inside.parts) > 2 or "\\" in entry.filename:
                raise _bad_zip(entry.filename, "a file in the zipped folder itself")
            if inside.suffix not in (".csv", ".json"):
                raise _bad_zip(entry.filename, "a .csv file or datapackage.json")
            if inside.name in names:
                raise _bad_zip(entry.filename, "each file once")
            names.add(inside.name)
            with archive.open(entry) as source, (target / inside.name).open("wb") as file:
                for block in _blocks(source, left, limits.max_ratio):
                    file.write(block)
                    left -= len(block)
    return target


def _measure_workbook(path: Path, limits: Limits) -> None:
    with _opened(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise _bad_zip(path.name, "an Excel workbook (.xlsx)")
        left = limits.max_ratio * path.stat().st_size
        for entry in archive.infolist():
            with archive.open(entry) as source:
                rows = columns = 1
                tail = b""
                for block in _blocks(source, left, limits.max_ratio):
                    left -= len(block)
                    if entry.filename.startswith("xl/worksheets/"):
                        for column, row in _CELL.findall(tail + block):
                            rows, columns = max(rows, int(row)), max(columns, _number(column))
                        tail = block[-_LONGEST_CELL:]
            if rows * columns > MOST_CELLS or rows > limits.max_rows:
                raise too_large(f"{min(limits.max_rows, MOST_CELLS // columns)} rows")


def _number(letters: bytes) -> int:
    """Number of a column: A = 1, AA = 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_FILES:
                raise too_large(f"{MOST_FILES} files")
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise _bad_zip(path.name, f"a zip file that can be read, without a password: {error}") from error
    except Exception as error:  # zlib.error, lzma.LZMAError: each compression has its own
        if isinstance(error, Refusal):
            raise
        raise _bad_zip(path.name, f"a zip file that can be read: {error}") from error


def _blocks(source: IO[bytes], left: int, ratio: int) -> Iterator[bytes]:
    while block := source.read(BLOCK):
        left -= len(block)
        if left < 0:
            raise too_large(f"{ratio} x")
        yield block


def _bad_zip(name: str, wanted: str) -> Refusal:
    return Refusal("invalid-document", errors=[{"in": name, "field": "", "wanted": wanted}])
