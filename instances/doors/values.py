"""One column of cells to one typed column, with a sentence for each cell that does not fit.

Each distinct text of a column is judged once (`cells`): a column has few. Numbers and days that a format gives as such
are judged as arrays. An empty cell is "unknown" where the field allows it, and otherwise the default of the field.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api import types

from instances.doors.cells import FIRST_DAY, LAST_DAY, REAL_DAY, USUAL_DAY, judge, limits
from instances.errors import Wanted
from instances.tables import SEPARATOR, Column

type Cells = pd.Series[Any]
type Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Failure:
    """Rows whose cell does not fit, and what was wanted instead."""

    rows: Mask
    wanted: Wanted


def parse(raw: Cells, column: Column) -> tuple[Cells, list[Failure]]:
    """Turn cells into the type of the column: values (missing where a cell fails, but texts stay) and failures.

    Without failures the values have exactly `column.dtype`.
    """
    if raw.empty:
        return raw.astype(column.dtype), []
    if column.kind in ("integer", "number") and types.is_numeric_dtype(raw) and not types.is_bool_dtype(raw):
        values, blank, failures = _numbers(raw, column)
    elif column.kind == "date" and types.is_datetime64_dtype(raw):
        values, blank, failures = _days(raw)
    else:
        values, blank, failures = _texts(raw, column)
    if not column.nullable and blank.any():
        if column.required:
            failures.append(Failure(blank, Wanted(f"een waarde voor {column.title}", f"a value. {column.description}")))
        elif column.kind == "list":
            wanted = Wanted("een lijst; een lege lijst betekent: geen", "a list; an empty list means none")
            failures.append(Failure(blank, wanted))
        else:
            values = values.where(~blank, column.default)
    return (values if failures else values.astype(column.dtype)), failures


def defaults(column: Column, index: "pd.Index[int]") -> Cells:
    """Make the column of a field that no row gives."""
    return pd.Series(default_cell(column), index=index, dtype=object).astype(column.dtype)


def default_cell(column: Column) -> Any:
    """Give the default of a field as it stands in a cell."""
    return SEPARATOR.join(column.default) if column.kind == "list" else column.default


def text(raw: Cells) -> Cells:
    """Write typed cells as text, so that any type may stand where text is wanted; NaN stays NaN."""
    if types.is_string_dtype(raw.dtype) and not types.is_object_dtype(raw.dtype):
        return raw
    if types.is_datetime64_dtype(raw):
        return raw.map(_day_text, na_action="ignore").astype("str")
    return raw.map(cell_text, na_action="ignore").astype("str")


def cell_text(value: Any) -> str:
    """Write one cell as text: `true`, `5` for 5.0, ISO dates and times."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _day_text(moment: pd.Timestamp) -> str:
    return moment.isoformat().removesuffix("T00:00:00")


def _texts(raw: Cells, column: Column) -> tuple[Cells, Mask, list[Failure]]:
    codes, distinct = pd.factorize(text(raw))  # code -1: no cell, which is also what the added last entry says
    free, judged = column.kind == "string" and not column.pattern, judge(column)
    cells = [cell.replace("\r\n", "\n") if free else cell.strip() for cell in distinct.tolist()]
    found = [judged(cell) if cell or column.kind == "list" else None for cell in cells] + [None]
    left = cells if column.kind == "string" else [None] * len(cells)
    wanted = {one: None for one in found if isinstance(one, Wanted)}
    blank = np.array([one is None for one in found])[codes]
    kept = [other if isinstance(one, Wanted) else one for one, other in zip(found, [*left, None], strict=True)]
    values = _laid_out(kept, codes, raw.index, column)
    failures = [Failure(np.array([one == each for one in found])[codes], each) for each in wanted]
    return values, blank, failures


def _laid_out(found: list[Any], codes: NDArray[np.intp], index: "pd.Index[int]", column: Column) -> Cells:
    """The values of the rows, in a type that can hold missing ones."""
    if column.kind in ("integer", "number"):
        return pd.Series(np.array(found, dtype=float)[codes], index=index)
    if column.kind == "date":
        return pd.Series(np.array(found, dtype="datetime64[s]")[codes], index=index)
    held = "boolean" if column.kind == "boolean" else "str"
    return pd.Series(np.array(found, dtype=object)[codes], index=index, dtype=held)


def _numbers(raw: Cells, column: Column) -> tuple[Cells, Mask, list[Failure]]:
    values = raw.astype("float64")
    numbers = values.to_numpy()
    left, failures = ~np.isnan(numbers), []
    for wanted, wrong in limits(column):
        with np.errstate(invalid="ignore"):  # infinity has no remainder
            rows = left & wrong(numbers)
        left &= ~rows
        failures.append(Failure(rows, wanted))
    return values, np.isnan(numbers), [failure for failure in failures if failure.rows.any()]


def _days(raw: Cells) -> tuple[Cells, Mask, list[Failure]]:
    filled = raw.notna().to_numpy()
    real = filled & (raw == raw.dt.normalize()).to_numpy()
    usual = raw.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(LAST_DAY)).to_numpy()
    failures = [Failure(filled & ~real, REAL_DAY), Failure(real & ~usual, USUAL_DAY)]
    return raw, ~filled, [failure for failure in failures if failure.rows.any()]
