"""From figures to rows of a plan: euro become cents, and every row is told where its figures come from."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from instances.parameters import figure
from instances.tables import frame

type Row = dict[str, Any]


def value(name: str) -> Any:
    """The value of a figure of the plan."""
    return figure(name).value


def row(name: str, fields: Mapping[str, Any]) -> Row:
    """Fields as a figure has them -> a row with the figure's source and status; `_euro` becomes `_cents`."""
    found = figure(name)
    told: Row = {"source": found.source, "status": found.status}
    for field, cell in fields.items():
        if field.endswith("_euro"):
            told[field.removesuffix("_euro") + "_cents"] = round(cell * 100)
        else:
            told[field] = cell
    return told


def named(name: str, field: str = "id") -> list[Row]:
    """A figure that holds fields by name -> one row for each name."""
    return [row(name, {field: key, **fields}) for key, fields in value(name).items()]


def tables(rows: Mapping[str, Iterable[Row]]) -> dict[str, pd.DataFrame]:
    """Rows by table -> frames."""
    return {table: frame(table, list(of_table)) for table, of_table in rows.items()}
