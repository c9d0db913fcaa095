"""Parquet: typed columns, read as they are; lists may be text joined by ";" or real lists."""

from pathlib import Path
from typing import Any, BinaryIO, cast

import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from instances.doors.report import Report
from instances.doors.sheet import Sheet
from instances.errors import InvalidField, UnreadableDocument
from instances.tables import SEPARATOR


def read_parquet(path: Path, report: Report) -> Sheet | None:
    """Read one table from Parquet; None and a problem if it is not Parquet."""
    document = path.name
    try:
        if not path.stat().st_size:
            report.tell(UnreadableDocument, document, "a file with contents; this one is empty")
            return None
        with pyarrow.parquet.ParquetFile(path, page_checksum_verification=True) as file:
            read = file.read()
        read.validate(full=True)
        cells = [_plain(column) for column in read.columns]
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        report.tell(UnreadableDocument, document, f"a Parquet file: {error}")
        return None
    for position, column in enumerate(read.columns):
        if cells[position] is None:
            wanted = "plain values or a list of plain values"
            name = read.column_names[position]
            report.tell(InvalidField, document, wanted, field=name, value=str(column.type))
            cells[position] = pd.Series([None] * len(column), dtype="str")
    frame = pd.concat(cells, axis=1) if cells else pd.DataFrame(index=range(read.num_rows))
    frame.columns = pd.Index(read.column_names, dtype="str")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return Sheet(document, frame)


def write_parquet(frame: pd.DataFrame, path: Path | BinaryIO) -> None:
    """Write one table as Parquet: strings, int64, float64, bool and date32, missing = null."""
    arrays = []
    for name in frame.columns:
        column = pa.array(frame[name], from_pandas=True)
        arrays.append(column.cast(pa.date32()) if pa.types.is_timestamp(column.type) else column)
    table = pa.table(arrays, names=list(frame.columns))
    pyarrow.parquet.write_table(table, path, compression="zstd", write_page_checksum=True)


def _plain(column: pa.ChunkedArray) -> "pd.Series[Any] | None":
    """Give text, float64, int64, bool, boolean or datetime64[s] cells; None for a type that has no place in a table."""
    kind, mapper = column.type, None
    if pa.types.is_dictionary(kind):
        return _plain(column.cast(kind.value_type))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        if not _is_text(kind.value_type):
            return None
        column = pyarrow.compute.binary_join(column, SEPARATOR)
    elif pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None):
        column = column.cast(pa.timestamp("us"))
    elif pa.types.is_boolean(kind):
        mapper = {kind: pd.BooleanDtype()}.get
    elif pa.types.is_decimal(kind):
        column = column.cast(pa.float64())
    elif pa.types.is_null(kind) or pa.types.is_time(kind):
        column = column.cast(pa.string())
    elif not (_is_text(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return None
    return cast("pd.Series[Any]", column.to_pandas(types_mapper=mapper))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
