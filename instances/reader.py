"""Reads an instance: a folder, an Excel workbook or a JSON document, all problems at once.

Three steps: a door gives the cells of each table, `values` turns each column into its type, `relations` checks what
must hold between them. Everything works on whole columns; documents are not made one by one.
"""

from pathlib import Path

import pandas as pd

from instances.doors.document import read_document
from instances.doors.folder import read_folder
from instances.doors.relations import Table, check_relations
from instances.doors.report import Report
from instances.doors.sheet import Sheet, closest
from instances.doors.values import defaults, parse, text
from instances.doors.workbook import read_workbook
from instances.errors import InvalidField, UnreadableDocument, Wanted
from instances.schema import REQUIRED, TABLES
from instances.tables import Instance, columns, empty

WORKBOOKS = (".xlsx", ".xlsm")


def read_instance(path: Path) -> Instance:
    """Read and check an instance.

    Raises:
        DocumentError: with every problem found, each with document, row, field, value and what was wanted.
    """
    report = Report()
    sheets = _open(path, report)
    if sheets or not report:  # a door that could not read anything has said so already
        for table in REQUIRED:
            if table not in sheets:
                report.tell(
                    UnreadableDocument,
                    path.name,
                    Wanted(
                        f"de tabel {table}; die mag leeg zijn, maar niet ontbreken",
                        f"the table {table}; it may be empty, but not absent",
                    ),
                )
    tables = {table: _typed(table, sheets.get(table), table in sheets, report) for table in TABLES}
    check_relations(tables, report)
    report.raise_if_any()
    return Instance.of({name: table.frame.reset_index(drop=True) for name, table in tables.items()})


def _open(path: Path, report: Report) -> dict[str, Sheet | None]:
    if path.is_dir():
        return read_folder(path, report)
    if not path.exists():
        report.tell(
            UnreadableDocument, str(path), Wanted("een map of bestand dat bestaat", "a folder or file that exists")
        )
    elif path.suffix in WORKBOOKS:
        return read_workbook(path, report)
    elif path.suffix == ".json":
        return read_document(path, report)
    else:
        wanted = Wanted(
            "een map met .csv- of .parquet-bestanden, een Excelbestand (.xlsx) of een JSON-document (.json)",
            "a folder with .csv or .parquet files, an Excel workbook (.xlsx) or a JSON document (.json)",
        )
        report.tell(UnreadableDocument, path.name, wanted)
    return {}


def _typed(table: str, sheet: Sheet | None, given: bool, report: Report) -> Table:
    """Parse every column of a sheet; a table that is not given is empty, one that cannot be read is not judged."""
    if sheet is None:
        return Table(table, empty(table), whole=not given and table not in REQUIRED)
    sheet = sheet.without_blank_rows()
    cells, document = sheet.cells, sheet.document
    cells = _known_columns(cells, table, document, report)
    if cells.empty and not any(column.required for name, column in columns(table).items() if name not in cells):
        return Table(document, empty(table), sheet.whole)
    frame = {}
    for name, column in columns(table).items():
        if name in cells:
            frame[name], failures = parse(cells[name], column)
            for failure in failures:
                report.tell_rows(InvalidField, document, name, text(cells.loc[failure.rows, name]), failure.wanted)
                if name != "id":  # a misspelled id still answers the references to it: one mistake, told once
                    frame[name] = frame[name].mask(failure.rows)
        elif column.required:
            report.tell(
                InvalidField,
                document,
                Wanted(f"een kolom {name}: {column.title}", f"a column {name}: {column.description}"),
                field=name,
            )
        else:
            frame[name] = defaults(column, cells.index)
    whole = sheet.whole and ("id" not in columns(table) or "id" in frame)
    return Table(document, pd.DataFrame(frame, index=cells.index), whole)


def _known_columns(cells: pd.DataFrame, table: str, document: str, report: Report) -> pd.DataFrame:
    """Leave out, and tell, columns that no document has and columns that are there twice."""
    known = columns(table)
    if cells.columns.is_unique and known.keys() >= {*cells.columns}:
        return cells
    free = [name for name in known if name not in cells.columns]
    for name in cells.columns[~cells.columns.isin(known)]:
        meant = closest(name, free) or closest(name, known)
        listed = ", ".join(known)
        wanted = Wanted(
            f"een veld van {table}; " + (f"is {meant} bedoeld?" if meant else f"dat zijn {listed}"),
            f"a field that {table} has; " + (f"did you mean {meant}?" if meant else f"{table} has {listed}"),
        )
        if name or not (cells[name].isna() | (cells[name] == "")).to_numpy().all():
            report.tell(InvalidField, document, wanted, field=name)
    double = cells.columns.duplicated()
    for name in cells.columns[double & cells.columns.isin(known)].unique():
        report.tell(
            InvalidField, document, Wanted("elk veld in één kolom", "each field in one column only"), field=name
        )
    return cells.loc[:, cells.columns.isin(known) & ~double]
