"""Writes an instance: whole or not at all, and so that reading it gives the same instance back."""

from pathlib import Path
from typing import Literal

from xlsxwriter.exceptions import FileCreateError

from instances.doors.cells import FORBIDDEN
from instances.doors.document import begins_as_document, write_document
from instances.doors.folder import write_folder
from instances.doors.report import Report
from instances.doors.workbook import strange_sheet, write_workbook
from instances.errors import InconsistentInstance, InvalidField, Problem, UnreadableDocument, Wanted
from instances.schema import TABLES
from instances.tables import Instance, columns

type Format = Literal["csv", "parquet", "excel", "json"]
SUFFIXES: dict[str, Format] = {".xlsx": "excel", ".json": "json"}


def write_instance(instance: Instance, path: Path, format: Format | None = None) -> None:  # noqa: A002
    """Write to a folder (`csv`, `parquet`), a workbook or a JSON document.

    Without a format the name decides: .xlsx, .json, otherwise a folder of CSV. What is there already is replaced only
    if it holds nothing but an older instance.

    Raises:
        DocumentError: the instance or the place is not fit to write; nothing was changed.
    """
    chosen: Format = format or SUFFIXES.get(path.suffix, "csv")
    _check(instance, path, chosen)
    try:
        _check_replaced(path, chosen)
        if chosen == "excel":
            write_workbook(instance, path)
        elif chosen == "json":
            write_document(instance, path)
        else:
            write_folder(instance, path, chosen)
    except (OSError, FileCreateError) as error:
        found = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise UnreadableDocument(
            [Problem(str(path), 0, "", found, Wanted("een plek waar te schrijven is", "a place that can be written"))]
        ) from error


def _check(instance: Instance, path: Path, chosen: Format) -> None:
    report = Report()
    suffix = next((suffix for suffix, name in SUFFIXES.items() if name == chosen), "")
    if suffix and (path.suffix != suffix or path.is_dir()):
        report.tell(
            UnreadableDocument,
            str(path),
            Wanted(f"de naam van een bestand die eindigt op {suffix}", f"the name of a file that ends with {suffix}"),
        )
    if not suffix and path.suffix in SUFFIXES:
        report.tell(UnreadableDocument, str(path), Wanted("de naam van een map", "the name of a folder"))
    if len(instance["instance"]) != 1:
        report.tell(
            InconsistentInstance,
            "instance",
            Wanted("precies één rij die zegt wat dit geheel is", "exactly one row that says what this instance is"),
        )
    for table in (table for table in TABLES if len(instance[table])):
        for name, column in columns(table).items():
            if column.kind == "string" and not column.pattern:
                cells = instance[table][name]
                bad = cells[cells.str.contains(FORBIDDEN, regex=True).fillna(False)]
                bad.index = bad.index + 1
                report.tell_rows(
                    InvalidField,
                    table,
                    name,
                    bad,
                    Wanted("tekst zonder stuurtekens", "text without control characters"),
                )
    report.raise_if_any()


def _check_replaced(path: Path, chosen: Format) -> None:
    """Refuse to take the place of a file that holds anything but an instance; an empty file holds nothing."""
    if not path.is_file() or not path.stat().st_size:
        return
    report = Report()
    if chosen == "json" and not begins_as_document(path):
        report.tell(
            UnreadableDocument,
            str(path),
            Wanted(
                "een nieuw bestand, of een ouder geheel van leerwerk; dit is een ander JSON-bestand",
                "a new file, or an older instance; this is another JSON file",
            ),
        )
    if chosen == "excel" and (found := strange_sheet(path)):
        report.tell(
            UnreadableDocument,
            str(path),
            Wanted(
                "een nieuw bestand, of een ouder geheel van leerwerk met niets anders erin",
                "a new file, or an older instance with nothing else in it",
            ),
            value=found,
        )
    report.raise_if_any()
