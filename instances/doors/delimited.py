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
from instances.errors import UnreadableDocument, Wanted
from instances.tables import Column, columns

SEPARATORS = ",;\t"
_FORMULA = r"'*[=+\-@\t\n]"
NUM_ROWS_SHOWN = 5
BLOCK_BYTES = 16 * 2**20  # pyarrow reads in blocks, and one row must fit in a block


def read_csv(path: Path, table: str, report: Report) -> Sheet | None:
    """Read one table from CSV; None and a problem if nothing can be made of it."""
    document = path.name
    data = read_bytes(path, document, report)
    data = None if data is None else as_utf8(data, document, report)
    if data is None:
        return None
    if data.count(b'"') % 2:
        report.tell(
            UnreadableDocument,
            document,
            Wanted(
                'bij elk aanhalingsteken (") ook een dat sluit; het aantal is oneven',
                'a closing quote (") for every opening one; their number is odd',
            ),
        )
        return None
    data = data.lstrip(b"\r\n")
    first_line = data[: _line_end(data)].decode()
    separator, names = max(
        ((mark, _split(first_line, mark)) for mark in SEPARATORS),
        key=lambda found: len({*found[1]} & {*columns(table)}),
    )
    found = _cells(data, names, separator, document, report)
    if found is None:
        return None
    cells, odd = found
    if not _tell_odd(odd, names, separator, table, all_odd=cells.empty, document=document, report=report):
        return None
    for name, column in columns(table).items():
        if _may_be_formula(column) and name in cells and len(cells):
            cells[name] = cells[name].str.replace(f"^'({_FORMULA})", r"\1", regex=True)
    return Sheet(document, cells, whole=not odd)


def write_csv(frame: pd.DataFrame, path: Path, table: str) -> None:
    """Write one table as CSV with commas, UTF-8 and a header."""
    safe = frame.copy(deep=False)
    for name, column in columns(table).items():
        if _may_be_formula(column) and len(frame):
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
) -> tuple[pd.DataFrame, dict[int, int]] | None:
    """Read all cells as text; rows of another length than the header are left out: {row number: cells}."""
    odd: dict[int, int] = {}

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
        report.tell(
            UnreadableDocument,
            document,
            Wanted(
                "rijen die uit elkaar te houden zijn (er mist misschien een aanhalingsteken)",
                "rows that can be told apart (a quote may be missing)",
            ),
            value=str(error),
        )
        return None
    cells = read.to_pandas()
    cells.columns = pd.Index(names, dtype="str")
    rows = np.arange(1, len(cells) + len(odd) + 1)
    cells.index = pd.Index(rows[~np.isin(rows, list(odd))])
    return cells, odd


def _tell_odd(
    odd: dict[int, int], names: list[str], separator: str, table: str, *, all_odd: bool, document: str, report: Report
) -> bool:
    """Tell the rows of another length, once if they have one cause; False when the header cannot be trusted."""
    lengths, num = {*odd.values()}, len(names)
    if all_odd and len(odd) > 1 and len(lengths) == 1:
        (length,) = lengths
        lacking = _lacking(length - num, names, table)
        if lacking or separator != ";" or length < num:
            wanted = Wanted(
                f"evenveel namen in de kop als cellen in de rijen: {num} namen, {length} cellen in elke rij"
                + (f"; in de kop mist {lacking}" if lacking else ""),
                f"as many names in the header as cells in the rows: {num} names, {length} cells in every row"
                + (f"; the header lacks {lacking}" if lacking else ""),
            )
            report.tell(UnreadableDocument, document, wanted)
            return False
    lists = [name for name in names if name in columns(table) and columns(table)[name].kind == "list"]
    if separator == ";" and lists:
        longer = [row for row, length in odd.items() if length > num]
        if longer:
            shown = ", ".join(map(str, longer[:NUM_ROWS_SHOWN])) + (", …" if len(longer) > NUM_ROWS_SHOWN else "")
            wanted = Wanted(
                f"{num} cellen in een rij, zoals in de kop; meer zijn er in rij {shown}; "
                f"bewaar het bestand met komma's tussen de cellen, "
                f"of zet lijsten zoals mon;tue tussen aanhalingstekens ({', '.join(lists)})",
                f"{num} cells in a row, as in the header; there are more in row {shown}; "
                f"save the file with commas between the cells, "
                f"or put lists such as mon;tue between quotes ({', '.join(lists)})",
            )
            report.tell(UnreadableDocument, document, wanted)
        odd = {row: length for row, length in odd.items() if length < num}
    values = pd.Series({row: str(count) for row, count in odd.items()}, dtype=object)
    report.tell_rows(
        UnreadableDocument,
        document,
        "",
        values,
        Wanted(f"{num} cellen, zoals in de kop", f"{num} cells, as in the header"),
    )
    return True


def _lacking(num: int, names: list[str], table: str) -> str:
    """Name the `num` fields that the header must have lost; "" where more than one answer is possible."""
    absent = [column for name, column in columns(table).items() if name not in names]
    for found in (absent, [column for column in absent if column.required]):
        if 0 < num == len(found):
            return ", ".join(column.name for column in found)
    return ""
