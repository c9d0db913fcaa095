"""A folder: one CSV or Parquet file per table, mixed as one likes, and a `datapackage.json` that describes them.

Tables are found under the names that the package gives and under their own name (`participants.csv`,
`participants.parquet`); the package may be absent. Other files are left alone, unless their name looks like a
misspelled table.
"""

import json
from pathlib import Path
from typing import Literal

from instances.doors.atomic import replaced_folder
from instances.doors.delimited import read_csv, write_csv
from instances.doors.package import NAME, descriptor, read_paths
from instances.doors.parquet import read_parquet, write_parquet
from instances.doors.report import Report
from instances.doors.sheet import Sheet, meant_table
from instances.errors import UnreadableDocument, Wanted
from instances.schema import REQUIRED, TABLES
from instances.tables import Instance

FORMATS = (".csv", ".parquet")


def read_folder(folder: Path, report: Report) -> dict[str, Sheet | None]:
    """Read every table that the folder holds; None for one that cannot be read."""
    named = read_paths(folder, report) or {}
    for table, path in named.items():
        if not path.is_file():
            wanted = Wanted(
                f"het bestand {path.name}, dat {NAME} noemt voor {table}",
                f"the file {path.name} that {NAME} names for {table}",
            )
            report.tell(UnreadableDocument, path.name, wanted)
    found = {path for path in folder.iterdir() if path.suffix in FORMATS and path.is_file()}
    for path in sorted(found - {*named.values()}):
        table = path.stem
        if table in TABLES and table in named:
            wanted = Wanted(
                f"één bestand voor {table}; {named[table].name} is er ook een",
                f"one file for {table}; {named[table].name} holds it too",
            )
            report.tell(UnreadableDocument, path.name, wanted)
        elif table in TABLES:
            named[table] = path
        elif meant_table(table):
            report.tell(
                UnreadableDocument,
                path.name,
                Wanted(
                    f"de naam van een tabel; is {meant_table(table)} bedoeld?",
                    f"the name of a table; did you mean {meant_table(table)}?",
                ),
            )
    if not named and not report:
        wanted = Wanted(
            f"een map met de tabellen {', '.join(REQUIRED)} als .csv- of .parquet-bestanden",
            f"a folder with the tables {', '.join(REQUIRED)} as .csv or .parquet files",
        )
        report.tell(UnreadableDocument, folder.name or str(folder), wanted)
    return {table: _read(path, table, report) for table, path in named.items()}


def _read(path: Path, table: str, report: Report) -> Sheet | None:
    if not path.is_file():
        return None
    return read_parquet(path, report) if path.suffix == ".parquet" else read_csv(path, table, report)


def write_folder(instance: Instance, folder: Path, file_format: Literal["csv", "parquet"]) -> None:
    """Write all tables and the package. An older leerwerk folder is replaced; any other one is left alone.

    Raises:
        UnreadableDocument: the folder holds something that leerwerk did not write.
    """
    report = Report()
    for name in _strange(folder):
        report.tell(
            UnreadableDocument,
            str(folder),
            Wanted(
                "een nieuwe of lege map, of een met niets anders erin",
                "a new or empty folder, or one with nothing else in it",
            ),
            value=name,
        )
    report.raise_if_any()
    paths = {table: f"{table}.{file_format}" for table in TABLES}
    with replaced_folder(folder) as target:
        for table, path in paths.items():
            if file_format == "csv":
                write_csv(instance[table], target / path, table)
            else:
                write_parquet(instance[table], target / path)
        package = json.dumps(descriptor(instance.info, paths), ensure_ascii=False, indent=2)
        (target / NAME).write_text(package + "\n", encoding="utf-8")


def _strange(folder: Path) -> list[str]:
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [folder.name]
    ours = {NAME, *(f"{table}{suffix}" for table in TABLES for suffix in FORMATS)}
    names = {path.name for path in folder.iterdir()}
    return sorted(names - ours if NAME in names else names)
