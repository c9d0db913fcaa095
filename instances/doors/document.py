"""One JSON document: {"leerwerk": 1, "instance": [...], "participants": [{"id": ..., ...}, ...], ...}.

Lists are JSON lists, unknown is null, days are "2026-01-31". A field that is left out has its default. Other keys on
the first level are left alone, unless they look like a misspelled table.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from instances.doors.atomic import replaced_file
from instances.doors.encoding import as_utf8, read_bytes
from instances.doors.package import VERSION
from instances.doors.report import Report
from instances.doors.sheet import Sheet, meant_table
from instances.doors.values import cell_text, default_cell
from instances.errors import InvalidField, UnreadableDocument, Wanted
from instances.schema import TABLES
from instances.tables import SEPARATOR, Instance, columns

_BEGIN = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*"leerwerk"\s*:')
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # may be half of a character; whether it is, shows when it is encoded


def read_document(path: Path, report: Report) -> dict[str, Sheet | None]:
    """Read every table that the document holds."""
    data = read_bytes(path, path.name, report)
    data = None if data is None else as_utf8(data, path.name, report)
    if data is None:
        return {}
    try:
        content = json.loads(data, object_pairs_hook=_once)
        if _HALF.search(data):
            json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        report.tell(
            UnreadableDocument,
            path.name,
            Wanted(
                "tekens in Unicode; er staat de helft van een paar (\\ud800)",
                "characters in Unicode; there is half of a surrogate pair (\\ud800)",
            ),
        )
        return {}
    except json.JSONDecodeError as error:
        report.tell(
            UnreadableDocument,
            path.name,
            Wanted(
                f"JSON; regel {error.lineno}, kolom {error.colno} klopt niet",
                f"JSON; line {error.lineno}, column {error.colno}: {error.msg}",
            ),
        )
        return {}
    except LookupError as error:
        wanted = Wanted("elke sleutel één keer in een object", "each key once in an object")
        report.tell(UnreadableDocument, path.name, wanted, value=str(error.args[0]))
        return {}
    except (ValueError, RecursionError) as error:
        report.tell(
            UnreadableDocument, path.name, Wanted("JSON die te lezen is", "JSON that can be read"), value=str(error)
        )
        return {}
    if not isinstance(content, dict) or content.get("leerwerk") != VERSION:
        found = content.get("leerwerk") if isinstance(content, dict) else type(content).__name__
        wanted = Wanted(
            f'een object dat begint met {{"leerwerk": {VERSION}, ...}}',
            f'an object that begins with {{"leerwerk": {VERSION}, ...}}',
        )
        report.tell(UnreadableDocument, path.name, wanted, value=_shown(found))
        return {}
    sheets: dict[str, Sheet | None] = {}
    for name, rows in content.items():
        document = f"{path.name}, {name}"
        if name in TABLES:
            sheets[name] = _sheet(name, rows, document, report)
        elif name != "leerwerk" and meant_table(name):
            report.tell(
                UnreadableDocument,
                document,
                Wanted(
                    f"de naam van een tabel; is {meant_table(name)} bedoeld?",
                    f"the name of a table; did you mean {meant_table(name)}?",
                ),
            )
    return sheets


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object with the same key twice, of which JSON readers keep one in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise LookupError(next(name for name in names if names.count(name) > 1))
    return found


def _sheet(table: str, rows: Any, document: str, report: Report) -> Sheet | None:
    if not isinstance(rows, list):
        report.tell(UnreadableDocument, document, Wanted("een lijst van rijen", "a list of rows"), value=_shown(rows))
        return None
    records = {number: row for number, row in enumerate(rows, start=1) if isinstance(row, dict)}
    for number, row in enumerate(rows, start=1):
        if number not in records:
            report.tell(
                UnreadableDocument,
                document,
                Wanted("een object met velden", "an object with fields"),
                row=number,
                value=_shown(row),
            )
    names = dict.fromkeys(
        [*(columns(table) if not records else ()), *(name for row in records.values() for name in row)]
    )
    cells = {
        name: [_cell(table, name, row, number, document, report) for number, row in records.items()] for name in names
    }
    frame = pd.DataFrame(cells, index=pd.Index(records, dtype="int64"), dtype="str")
    return Sheet(document, frame, whole=len(records) == len(rows))


def _cell(table: str, name: str, row: dict[str, Any], number: int, document: str, report: Report) -> str | None:
    """Write one value as the text of a cell; None = unknown. Lists only where the field is a list."""
    column = columns(table).get(name)
    is_list = column is not None and column.kind == "list"
    if column is not None and is_list and name not in row:
        return str(default_cell(column))
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, list) and is_list:
        items = [cell_text(item) for item in value if isinstance(item, str | int | float)]
        if len(items) == len(value) and not any(SEPARATOR in item or not item for item in items):
            return SEPARATOR.join(items)
        wanted = Wanted(
            f"een lijst van woorden of codes zonder {SEPARATOR}", f"a list of words or ids without {SEPARATOR}"
        )
    elif is_list:
        wanted = Wanted('een lijst, zoals [] of ["…"]', 'a list, such as [] or ["…"]')
    elif isinstance(value, list | dict):
        wanted = Wanted("één losse waarde", "a single value")
    else:
        return cell_text(value)
    report.tell(InvalidField, document, wanted, row=number, field=name, value=_shown(value))
    return default_cell(column) if column is not None and not column.required else None


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def begins_as_document(path: Path) -> bool:
    """Tell whether a file begins as `write_document` begins it; the rest, which may be huge, is not read."""
    with path.open("rb") as stream:
        return bool(_BEGIN.match(stream.read(100)))


def write_document(instance: Instance, path: Path) -> None:
    """Write all tables as one document, one row a line."""
    with replaced_file(path) as target, target.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'{{\n"leerwerk": {VERSION}')
        for table in TABLES:
            stream.write(f',\n"{table}": [')
            for number, row in enumerate(_rows(instance[table], table)):
                stream.write((",\n" if number else "\n") + json.dumps(row, ensure_ascii=False))
            stream.write("]")
        stream.write("\n}\n")


def _rows(frame: pd.DataFrame, table: str) -> Iterator[dict[str, Any]]:
    cells = []
    for name, column in columns(table).items():
        values = frame[name]
        if column.kind == "date":
            values = values.dt.strftime("%Y-%m-%d").astype("str")
        plain = values.astype(object).where(values.notna(), None).tolist()
        cells.append([value.split(SEPARATOR) if value else [] for value in plain] if column.kind == "list" else plain)
    for row in zip(*cells, strict=True):
        yield dict(zip(frame.columns, row, strict=True))
