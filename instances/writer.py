"""Writes an instance: whole or not at all, and so that reading it gives the same instance back."""

from pathlib import Path
from typing import Literal

from instances.doors.document import write_document
from instances.doors.folder import write_folder
from instances.doors.report import Report
from instances.doors.values import FORBIDDEN
from instances.doors.workbook import write_workbook
from instances.errors import InconsistentInstance, InvalidField, UnreadableDocument
from instances.schema import TABLES
from instances.tables import Instance, columns

type Format = Literal["csv", "parquet", "excel", "json"]
SUFFIXES: dict[str, Format] = {".xlsx": "excel", ".json": "json"}


def write_instance(instance: Instance, path: Path, format: Format | None = None) -> None:  # noqa: A002
    """Write to a folder (`csv`, `parquet`), a workbook or a JSON document.

    Without a format the name decides: .xlsx, .json, otherwise a folder of CSV. An existing file is replaced; an
    existing folder only if it holds nothing but an older instance.

    Raises:
        DocumentError: the instance or the place is not fit to write; nothing was changed.
    """
    chosen: Format = format or SUFFIXES.get(path.suffix, "csv")
    _check(instance, path, chosen)
    if chosen == "excel":
        write_workbook(instance, path)
    elif chosen == "json":
        write_document(instance, path)
    else:
        write_folder(instance, path, chosen)


def _check(instance: Instance, path: Path, chosen: Format) -> None:
    report = Report()
    suffix = next((suffix for suffix, name in SUFFIXES.items() if name == chosen), "")
    if suffix and (path.suffix != suffix or path.is_dir()):
        report.tell(UnreadableDocument, str(path), f"the name of a file that ends with {suffix}")
    if not suffix and path.suffix in SUFFIXES:
        report.tell(UnreadableDocument, str(path), "the name of a folder")
    if len(instance["instance"]) != 1:
        report.tell(InconsistentInstance, "instance", "exactly one row that says what this instance is")
    for table in TABLES:
        for name, column in columns(table).items():
            if column.kind == "string" and not column.pattern:
                cells = instance[table][name]
                bad = cells[cells.str.contains(FORBIDDEN, regex=True).fillna(False)]
                bad.index = bad.index + 1
                report.tell_rows(InvalidField, table, name, bad, "text without control characters")
    report.raise_if_any()
