"""`datapackage.json`: the folder described for people and programs that do not know leerwerk.

Follows the Data Package standard 2.0 (datapackage.org): one tabular resource per table, its schema derived from the
documents. Own properties, which the standard allows: `unit` of a field, `itemEnum` and `itemPattern` of the items of
a list, and `leerwerk`, the version of the format. Nothing depends on the clock: `created` is the reference date.
"""

import json
from pathlib import Path, PurePosixPath
from typing import Any

from instances.doors.encoding import as_utf8, read_bytes
from instances.doors.relations import key
from instances.doors.report import Report
from instances.doors.sheet import meant_table
from instances.errors import UnreadableDocument, Wanted
from instances.schema import TABLES
from instances.schema.policy import InstanceInfo
from instances.tables import SEPARATOR, Column, Kind, columns

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
VERSION = 1  # of the format of all three doors
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_TYPES: dict[Kind, str] = {"word": "string", "clock": "string"}


def descriptor(info: InstanceInfo, paths: dict[str, str]) -> dict[str, Any]:
    """Describe a folder that holds the tables at `paths` (table -> file name)."""
    return {
        "$schema": PROFILE,
        "name": info.name,
        "title": info.title,
        "description": ("Synthetic: people and places are made up. " if info.synthetic else "") + info.note,
        "created": f"{info.reference_date}T00:00:00Z",
        "leerwerk": VERSION,
        "resources": [_resource(table, path) for table, path in paths.items()],
    }


def _resource(table: str, path: str) -> dict[str, Any]:
    suffix = path.rpartition(".")[2]
    foreign = [
        {
            "fields": [name],
            "reference": {"fields": ["id"]} if column.to == table else {"resource": column.to, "fields": ["id"]},
        }
        for name, column in columns(table).items()
        if column.to in TABLES and column.kind != "list"
    ]
    schema: dict[str, Any] = {"fields": [_field(table, column) for column in columns(table).values()]}
    if key(table):
        schema["primaryKey"] = list(key(table))
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": table,
        "type": "table",
        "path": path,
        "format": suffix,
        "mediatype": MEDIA_TYPES[suffix],
        "encoding": "utf-8",
        "description": (TABLES[table].__doc__ or "").strip(),
        "schema": schema,
    }


def _field(table: str, column: Column) -> dict[str, Any]:
    words = [word.value for word in column.words or ()]
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.kind, column.kind),
        "title": column.title,
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if key(table) == (column.name,):
        constraints["unique"] = True
    limits = {"minimum": column.minimum, "maximum": column.maximum}
    constraints |= {
        name: int(limit) if column.kind == "integer" else limit for name, limit in limits.items() if limit is not None
    }
    if column.kind == "list":
        field |= {"delimiter": SEPARATOR, "itemType": _TYPES.get(column.item or "string", column.item)}
        field |= {"itemEnum": words} if words else {}
        field |= {"itemPattern": column.pattern} if column.pattern else {}
    else:
        lengths = {"minLength": column.min_length or None, "maxLength": column.max_length, "pattern": column.pattern}
        constraints |= {name: limit for name, limit in lengths.items() if limit is not None}
        constraints |= {"enum": words} if words else {}
    if column.words:
        field["categories"] = [{"value": word.value, "label": word.nl} for word in column.words]
    return field | ({"constraints": constraints} if constraints else {})


def read_paths(folder: Path, report: Report) -> dict[str, Path] | None:
    """Give the files of the tables that the package names; None where there is no package that can be read."""
    file = folder / NAME
    data = read_bytes(file, NAME, report) if file.exists() else None
    data = None if data is None else as_utf8(data, NAME, report)
    if data is None:
        return None
    try:
        package = json.loads(data)
    except (ValueError, RecursionError) as error:
        report.tell(UnreadableDocument, NAME, Wanted("JSON die te lezen is", "JSON that can be read"), value=str(error))
        return None
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        report.tell(
            UnreadableDocument,
            NAME,
            Wanted(
                "een lijst `resources` met de bestanden van de tabellen",
                "a list `resources` that names the files of the tables",
            ),
        )
        return None
    version = package.get("leerwerk", VERSION)
    if version != VERSION:
        report.tell(
            UnreadableDocument,
            NAME,
            Wanted(f"versie {VERSION} van de indeling", f"format version {VERSION}"),
            field="leerwerk",
            value=str(version),
        )
    paths = {}
    for number, resource in enumerate(resources, start=1):
        table, path = (resource.get(name) for name in ("name", "path")) if isinstance(resource, dict) else (None, None)
        if not isinstance(table, str) or not isinstance(path, str) or not _inside(path):
            wanted = Wanted(
                "een onderdeel met de naam van een tabel en het pad van één bestand in deze map",
                "a resource with the name of a table and the path of one file in this folder",
            )
            report.tell(UnreadableDocument, NAME, wanted, row=number, field="resources", value=str(path))
        elif table in TABLES:
            paths[table] = folder / path
        elif meant_table(table):
            wanted = Wanted(
                f"de naam van een tabel; is {meant_table(table)} bedoeld?",
                f"the name of a table; did you mean {meant_table(table)}?",
            )
            report.tell(UnreadableDocument, NAME, wanted, row=number, field="name", value=table)
    return paths


def _inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and parts[0] != "/" and ".." not in parts and path.isprintable() and not set(path) & {*"\\:"}
