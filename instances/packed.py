"""An instance as one row of bytes, to be kept by a program and read back fast: a zip with a Parquet file per table.

Unlike the doors it checks nothing but that what comes out is what went in: who keeps the bytes keeps the digest too.
Tables without rows are left out.
"""

import io
import zipfile
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from instances.doors.parquet import write_parquet
from instances.errors import Problem, UnreadableDocument
from instances.schema import TABLES
from instances.tables import Instance, columns

_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def pack(instance: Instance) -> bytes:
    """Write an instance; Parquet is small already, so the zip only holds the files together."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for table in TABLES:
            if len(instance[table]):
                file = io.BytesIO()
                write_parquet(instance[table], file)
                archive.writestr(f"{table}.parquet", file.getvalue())
    return target.getvalue()


def unpack(body: bytes, digest: str) -> Instance:
    """Read what `pack` wrote.

    Raises:
        UnreadableDocument: these are not the bytes of the instance with this digest.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
            found = Instance.of({name: _read(archive, name) for name in TABLES if f"{name}.parquet" in names})
    except (zipfile.BadZipFile, pa.ArrowException, OSError, KeyError, ValueError) as error:
        raise UnreadableDocument([Problem("packed instance", 0, "", str(error), "what `pack` wrote")]) from error
    if found.digest != digest:
        raise UnreadableDocument([Problem("packed instance", 0, "digest", found.digest, digest)])
    return found


def _read(archive: zipfile.ZipFile, table: str) -> pd.DataFrame:
    read = pyarrow.parquet.read_table(io.BytesIO(archive.read(f"{table}.parquet")))
    cells: dict[str, Any] = {}
    for name, column in columns(table).items():
        stored = read.column(name)
        if column.kind == "date":
            stored = stored.cast(pa.timestamp("s"))
        cells[name] = stored.to_pandas(types_mapper=_NULLABLE.get).astype(column.dtype)
    return pd.DataFrame(cells)
