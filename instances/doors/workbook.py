"""One Excel workbook: a sheet per table with field names in the first row, and a sheet that explains every field.

Text is always written as text, so that nothing in it can act as a formula. Numbers of more than 16 digits and days
before 1 March 1900, which Excel cannot hold exactly, are written as text as well; reading takes either. Sheets with
other names are left alone, unless the name looks like a misspelled table.
"""

import re
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from instances.doors.atomic import replaced_file
from instances.doors.encoding import read_bytes
from instances.doors.report import Report
from instances.doors.sheet import Sheet, meant_table
from instances.doors.values import cell_text
from instances.errors import UnreadableDocument, Wanted
from instances.schema import REQUIRED, TABLES
from instances.tables import Instance, columns

EXPLANATION = "uitleg"
MAX_CELL, MAX_ROWS = 32_767, 1_048_575  # Excel's limits: characters in a cell, rows below the header
FIRST_DAY = date(1900, 3, 1)  # Excel believes in 29 February 1900
# Excel writes special characters as _x000D_; two such codes that share an underscore cannot be told apart.
_OVERLAPPING = re.compile(r"_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
_DROP_DOWN = 255  # characters that Excel allows for the words of a drop-down list


def read_workbook(path: Path, report: Report) -> dict[str, Sheet | None]:
    """Read every sheet that bears the name of a table."""
    data = read_bytes(path, path.name, report)
    if data is None:
        return {}
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        names = workbook.sheet_names
        rows = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names if name in TABLES
        }
    except CalamineError as error:
        report.tell(
            UnreadableDocument,
            path.name,
            Wanted("een Excelbestand (.xlsx)", "an Excel workbook (.xlsx)"),
            value=str(error),
        )
        return {}
    for name in names:
        if name not in TABLES and meant_table(name):
            wanted = Wanted(
                f"een blad met de naam van een tabel; is {meant_table(name)} bedoeld?",
                f"a sheet named after a table; did you mean {meant_table(name)}?",
            )
            report.tell(UnreadableDocument, f"{path.name}, sheet {name}", wanted)
    if not rows and not report:
        report.tell(
            UnreadableDocument,
            path.name,
            Wanted(
                f"een Excelbestand met de bladen {', '.join(REQUIRED)}",
                f"a workbook with the sheets {', '.join(REQUIRED)}",
            ),
        )
    return {name: _sheet(f"{path.name}, sheet {name}", cells, report) for name, cells in rows.items()}


def strange_sheet(path: Path) -> str:
    """Name something in an Excel file that leerwerk did not write; "" where everything is an instance."""
    try:
        names = CalamineWorkbook.from_path(path).sheet_names
    except CalamineError as error:
        return str(error)
    missing = [name for name in REQUIRED if name not in names]
    strange = [name for name in names if name not in TABLES and name != EXPLANATION]
    return f"no sheet {missing[0]}" if missing else f"sheet {strange[0]}" if strange else ""


def _sheet(document: str, rows: list[list[Any]], report: Report) -> Sheet | None:
    if not rows:
        report.tell(
            UnreadableDocument,
            document,
            Wanted(
                "een eerste rij met de namen van de velden; dit blad is leeg",
                "a first row with the names of the fields; this sheet is empty",
            ),
        )
        return None
    names, *records = rows
    cells = pd.DataFrame(records, columns=range(len(names)), index=range(1, len(records) + 1), dtype=object)
    cells = cells.map(cell_text).astype("str")
    cells.columns = pd.Index([cell_text(name).strip() for name in names], dtype="str")
    return Sheet(document, cells)


def write_workbook(instance: Instance, path: Path) -> None:
    """Write all tables to one workbook.

    Raises:
        UnreadableDocument: Excel cannot hold so many rows, or so long a text.
    """
    report = Report()
    for table in TABLES:
        _check_limits(instance[table], f"{path.name}, sheet {table}", table, report)
    report.raise_if_any()
    with replaced_file(path) as target, xlsxwriter.Workbook(target, {"constant_memory": True}) as workbook:
        day_of = datetime.combine(instance.info.reference_date, time())  # not the clock: equal input, equal bytes
        workbook.set_properties({"title": instance.info.title, "created": day_of})
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
        for table in TABLES:
            _write_table(workbook.add_worksheet(table), table, instance[table], bold, day)
        _write_explanation(workbook.add_worksheet(EXPLANATION), bold)


def _check_limits(frame: pd.DataFrame, document: str, table: str, report: Report) -> None:
    if len(frame) > MAX_ROWS:
        wanted = Wanted(
            f"hoogstens {MAX_ROWS} rijen, want meer past er niet in Excel; schrijf liever Parquet",
            f"at most {MAX_ROWS:,} rows, which is all that Excel holds; write Parquet instead",
        )
        report.tell(UnreadableDocument, document, wanted, value=str(len(frame)))
    for name, column in columns(table).items():
        if column.kind in ("string", "list"):
            cells = frame[name]
            heavy = cells[(cells.str.len() > MAX_CELL) | cells.str.contains(_OVERLAPPING)]
            heavy.index = heavy.index + 1
            wanted = Wanted(
                f"tekst van hoogstens {MAX_CELL} tekens die in Excel past; schrijf liever CSV, Parquet of JSON",
                f"text of at most {MAX_CELL:,} characters that Excel can hold; write CSV, Parquet or JSON instead",
            )
            report.tell_rows(UnreadableDocument, document, name, heavy, wanted)


def _write_table(sheet: Worksheet, table: str, frame: pd.DataFrame, bold: Format, day: Format) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(frame.columns) - 1, 14)
    for position, (name, column) in enumerate(columns(table).items()):
        words = [word.value for word in column.words or ()]
        if column.kind == "word" and len(",".join(words)) <= _DROP_DOWN:
            sheet.data_validation(1, position, MAX_ROWS, position, {"validate": "list", "source": words})
        sheet.write_string(0, position, name, bold)
    days = {name for name, column in columns(table).items() if column.kind == "date"}
    cells = [_dates(frame[name]) if name in days else frame[name].astype(object).tolist() for name in frame.columns]
    for number, row in enumerate(zip(*cells, strict=True), start=1):
        for position, value in enumerate(row):
            _write_cell(sheet, number, position, value, day)


def _dates(column: "pd.Series[Any]") -> list[Any]:
    return [None if pd.isna(value) else value.date() for value in column]


def _write_cell(sheet: Worksheet, row: int, position: int, value: Any, day: Format) -> None:
    if isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, position, value, day)
    elif isinstance(value, bool):
        sheet.write_boolean(row, position, value)
    elif isinstance(value, int | float) and float(f"{value:.16G}") == value:
        sheet.write_number(row, position, value)
    elif not pd.isna(value) and value != "":
        sheet.write_string(row, position, cell_text(value))


def _write_explanation(sheet: Worksheet, bold: Format) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 3, 22)
    sheet.set_column(4, 5, 60)
    for position, head in enumerate(("tabel", "veld", "titel", "eenheid", "uitleg (Engels)", "woorden")):
        sheet.write_string(0, position, head, bold)
    number = 0
    for table in TABLES:
        for name, column in columns(table).items():
            number += 1
            words = "; ".join(f"{word.value} = {word.nl}" for word in column.words or ())
            cells = (table, name, column.title, column.unit, column.description, words)
            for position, cell in enumerate(cells):
                sheet.write_string(number, position, cell)
