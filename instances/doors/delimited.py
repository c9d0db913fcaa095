"""CSV: UTF-8 with or without byte order mark; comma, semicolon (as Dutch Excel writes it) or tab between the cells.

The separator is the one under which the header holds most known fields. In a file with semicolons a list such as
mon;tue stands between quotes, which spreadsheets do by themselves.

A cell of free text that begins with = + - @, a tab or a line end could be run as a formula by a spreadsheet. It is
written with an apostrophe in front, and reading takes that apostrophe away.
"""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from instances.doors.encoding import as_utf8, read_bytes
from instances.doors.report import Report
from instances.doors.sheet import Sheet
from instances.errors import UnreadableDocument
from instances.tables import Column, columns

SEPARATORS = ",;\t"
_FORMULA = r"'*[=+\-@\t\n]"
BLOCK_BYTES = 16 * 2**20  # pyarrow reads in blocks, and one row must fit in a block


def read_csv(path: Path, table: str, report: Report) -> Sheet | None:
    """Read one table from CSV; None and a problem if nothing can be made of it."""
    document = path.name
    data = read_bytes(path, document, report)
    data = None if data is None else as_utf8(data, document, report)
    if data is None:
        return None
    if data.count(b'"') % 2:
        report.tell(UnreadableDocument, document, 'a closing quote (") for every opening one; their number is odd')
        return None
    data = data.lstrip(b"\r\n")
    first_line = data[: _line_end(data)].decode()
    separator, names = max(
        ((mark, _split(first_line, mark)) for mark in SEPARATORS),
        key=lambda found: len({*found[1]} & {*columns(table)}),
    )
    cells, whole = _cells(data, names, separator, document, report)
    if cells is None:
        return None
    for name, column in columns(table).items():
        if _may_be_formula(column) and name in cells:
            cells[name] = cells[name].str.replace(f"^'({_FORMULA})", r"\1", regex=True)
    return Sheet(document, cells, whole)


def write_csv(frame: pd.DataFrame, path: Path, table: str) -> None:
    """Write one table as CSV with commas, UTF-8 and a header."""
    safe = frame.copy(deep=False)
    for name, column in columns(table).items():
        if _may_be_formula(column):
            safe[name] = safe[name].str.replace(f"^({_FORMULA})", r"'\1", regex=True)
    safe.to_csv(path, index=False, date_format="%Y-%m-%d", lineterminator="\n", encoding="utf-8")


def _may_be_formula(column: Column) -> bool:
    return column.kind == "string" and not column.pattern


def _line_end(data: bytes) -> int:
    ends = [end for end in (data.find(b"\n"), data.find(b"\r")) if end >= 0]
    return min(ends, default=len(data))


def _split(line: str, separator: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]


def _cells(
    data: bytes, names: list[str], separator: str, document: str, report: Report
) -> tuple[pd.DataFrame | None, bool]:
    """Read all cells as text. Rows of another length than the header are told and left out."""
    odd: dict[int, int] = {}  # row number -> cells

    def remember(row: pa.csv.InvalidRow) -> str:
        odd[row.number - 1] = row.actual_columns
        return "skip"

    fields = [str(position) for position in range(len(names))]
    try:
        read = pyarrow.csv.read_csv(
            io.BytesIO(data + b"\n"),
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False, block_size=BLOCK_BYTES, column_names=fields, skip_rows=1
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=remember
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                strings_can_be_null=False, column_types=dict.fromkeys(fields, pa.large_string())
            ),
        )
    except pa.ArrowInvalid as error:
        report.tell(UnreadableDocument, document, f"rows that can be told apart (a quote may be missing): {error}")
        return None, False
    cells = read.to_pandas()
    cells.columns = pd.Index(names, dtype="str")
    rows = np.arange(1, len(cells) + len(odd) + 1)
    cells.index = pd.Index(rows[~np.isin(rows, list(odd))])
    hint = "; a list such as mon;tue stands between quotes" if separator == ";" else ""
    wanted = f"{len(names)} cells, as in the header{hint}"
    report.tell_rows(
        UnreadableDocument,
        document,
        "",
        pd.Series({row: f"{count} cell{'s' * (count != 1)}" for row, count in odd.items()}, dtype=object),
        wanted,
    )
    return cells, not odd
