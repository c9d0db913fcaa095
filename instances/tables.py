"""An instance in memory: one pandas frame per table, columns derived from the documents.

The pydantic documents are the only place where a field is declared. `columns(table)` reads from them what readers,
writers, checks and the engine need (kind, range, words, references, unit), so 100,000 rows are handled as columns
without 100,000 objects. Kinds and their pandas types:

    string, word, clock   str, NaN = unknown            integer   int64, or Int64 where it may be unknown
    list                  str, items joined by ";"      number    float64, NaN = unknown
    date                  datetime64[s], NaT = unknown  boolean   bool, or boolean where it may be unknown
"""

import hashlib
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Literal, Self

import annotated_types
import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype
from pydantic.fields import FieldInfo

from instances.schema import TABLES, Document
from instances.schema.base import CLOCK_PATTERN
from instances.schema.policy import InstanceInfo
from instances.schema.vocabulary import Word

Kind = Literal["string", "word", "clock", "list", "integer", "number", "boolean", "date"]
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Column:
    """What one field of a document means for a column; `item` describes the elements of a list."""

    name: str
    kind: Kind
    required: bool
    nullable: bool
    default: Any
    title: str
    description: str
    unit: str = ""
    to: str = ""
    minimum: float | None = None
    maximum: float | None = None
    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    words: type[Word] | None = None
    item: Kind | None = None

    @property
    def dtype(self) -> Any:
        """The pandas type of the column."""
        if self.kind == "integer":
            return _dtype("Int64" if self.nullable else "int64")
        if self.kind == "boolean":
            return _dtype("boolean" if self.nullable else "bool")
        return _dtype({"number": "float64", "date": "datetime64[s]"}.get(self.kind, "str"))


_dtype = cache(pandas_dtype)  # pandas looks a type up by its name for a long time, and small tables have many columns


@cache
def columns(table: str) -> dict[str, Column]:
    """Give the columns of a table by name, in the order of the document."""
    return {name: _column(name, info) for name, info in TABLES[table].model_fields.items()}


def _column(name: str, info: FieldInfo) -> Column:
    extra = typing.cast("dict[str, str]", info.json_schema_extra)
    limits: dict[str, Any] = {"minimum": None, "maximum": None, "min_length": 0, "max_length": None, "pattern": None}
    core, nullable = _without_none(info.annotation)
    metadata = list(info.metadata)
    core, inner = _unwrap(core)
    metadata += inner
    kind, words, item = _kind(core), None, None
    if kind == "list":
        element, inner = _unwrap(typing.get_args(core)[0])
        metadata += inner
        item = _kind(element)
        words = element if item == "word" else None
    elif kind == "word":
        words = core
    for entry in metadata:
        _take_limit(entry, limits)
    if limits["pattern"] == CLOCK_PATTERN:
        kind = "clock"
    default = None if info.is_required() else info.default
    return Column(
        name, kind, info.is_required(), nullable, default, info.title or "", info.description or "",
        extra["unit"], extra["to"], words=words, item=item, **limits,
    )  # fmt: skip


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        (core,) = [part for part in typing.get_args(annotation) if part is not type(None)]
        return core, True
    return annotation, False


def _unwrap(annotation: Any) -> tuple[Any, list[Any]]:
    if typing.get_origin(annotation) is typing.Annotated:
        core, *metadata = typing.get_args(annotation)
        return core, metadata
    return annotation, []


def _kind(core: Any) -> Kind:
    if typing.get_origin(core) is tuple:
        return "list"
    if issubclass(core, Word):
        return "word"
    kinds: dict[type, Kind] = {bool: "boolean", int: "integer", float: "number", date: "date", str: "string"}
    return kinds[core]


def _take_limit(entry: Any, limits: dict[str, Any]) -> None:
    if isinstance(entry, annotated_types.Ge):
        limits["minimum"] = entry.ge
    elif isinstance(entry, annotated_types.Le):
        limits["maximum"] = entry.le
    else:
        for key in ("min_length", "max_length", "pattern"):
            found = getattr(entry, key, None)
            if found is not None:
                limits[key] = found


@cache
def empty(table: str) -> pd.DataFrame:
    """Give the table without rows, with the right columns and types; it is made once, as frames do not change."""
    return pd.DataFrame({name: pd.Series(dtype=column.dtype) for name, column in columns(table).items()})


def frame(table: str, rows: Iterable[Document | Mapping[str, Any]]) -> pd.DataFrame:
    """Turn documents (or mappings of field values) of one table into its frame; defaults fill what is not given."""
    records = [dict(row) for row in rows]
    if not records:
        return empty(table)
    cells = {}
    for name, column in columns(table).items():
        values = [_cell(record.get(name, column.default)) for record in records]
        cells[name] = pd.array(values, dtype=column.dtype)
    return pd.DataFrame(cells)


def _cell(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return SEPARATOR.join(str(item) for item in value)
    if isinstance(value, Word):
        return value.value
    return value


@dataclass(frozen=True)
class Instance:
    """All tables of one instance. Frozen: `replace` gives a new one; frames must not be changed in place."""

    tables: Mapping[str, pd.DataFrame]

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame | Iterable[Document | Mapping[str, Any]]]) -> Self:
        """Build an instance from frames or documents; tables that are not given are empty."""
        made = {}
        for name in TABLES:
            given = tables.get(name, ())
            made[name] = given if isinstance(given, pd.DataFrame) else frame(name, given)
        return cls(made)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    @cached_property
    def info(self) -> InstanceInfo:
        """The one row that says what this instance is."""
        return typing.cast("InstanceInfo", next(self.documents("instance")))

    def documents(self, table: str) -> Iterator[Document]:
        """Walk the rows of a table as documents."""
        kinds = columns(table)
        for row in self.tables[table].to_dict("records"):
            yield TABLES[table].model_validate(
                {str(name): _value(cell, kinds[str(name)]) for name, cell in row.items()}
            )

    def replace(self, **tables: pd.DataFrame | Iterable[Document | Mapping[str, Any]]) -> "Instance":
        """Give an instance with some tables exchanged."""
        return Instance.of({**self.tables, **tables})

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all tables: equal documents in equal order give an equal digest."""
        total = hashlib.sha256()
        for name, table in self.tables.items():
            total.update(f"{name}:{len(table)};".encode())
            for _, cells in table.items():
                values = cells.to_numpy() if isinstance(cells.dtype, np.dtype) else cells.array
                total.update(pd.util.hash_array(values).tobytes())
        return total.hexdigest()


def _value(cell: Any, column: Column) -> Any:
    if column.kind == "list":
        return tuple(cell.split(SEPARATOR)) if isinstance(cell, str) and cell else ()
    if pd.isna(cell):
        return None
    return cell.date() if column.kind == "date" else cell
