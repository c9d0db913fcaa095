"""What changed from one instance to the next, table by table: rows added, rows gone, rows with other values.

    added   = keys(after) \\ keys(before)        changed = {k ∈ keys(before) ∩ keys(after): some field differs}
    gone    = keys(before) \\ keys(after)

A row is named by its key, parts joined by `/` as patches of a plan name them. Unknown and unknown are equal.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from instances.doors.relations import key
from instances.doors.values import text
from instances.schema import TABLES
from instances.tables import Instance, columns

CAP = 100  # keys shown of each sort; the counts are never capped


@dataclass(frozen=True)
class TableChange:
    """What changed in one table: counts, the first keys of each sort, and how many rows differ in which field."""

    num_added: int
    num_gone: int
    num_changed: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    fields: dict[str, int]


def changes(before: Instance, after: Instance, cap: int = CAP) -> dict[str, TableChange]:
    """Tell every table that changed, in the order of the tables."""
    told = {table: _changed(table, before[table], after[table], cap) for table in TABLES}
    return {table: change for table, change in told.items() if change is not None}


def _changed(table: str, before: pd.DataFrame, after: pd.DataFrame, cap: int) -> TableChange | None:
    old, new = _by_key(table, before), _by_key(table, after)
    added, gone = new.index.difference(old.index, sort=False), old.index.difference(new.index, sort=False)
    both = new.index.intersection(old.index, sort=False)
    old, new = old.loc[both], new.loc[both]
    differs = pd.DataFrame({name: _differ(old[name], new[name]) for name in columns(table)}, index=both)
    changed = both[differs.any(axis="columns").to_numpy(bool)]
    if not len(added) + len(gone) + len(changed):
        return None
    fields = {str(name): int(count) for name, count in differs.sum().items() if count}
    shown = [tuple(keys[:cap]) for keys in (added, gone, changed)]
    return TableChange(len(added), len(gone), len(changed), shown[0], shown[1], shown[2], fields)


def _differ(old: "pd.Series[Any]", new: "pd.Series[Any]") -> NDArray[np.bool_]:
    same = (old == new).fillna(False) | (old.isna() & new.isna())
    return ~same.to_numpy(bool)


def _by_key(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows under their keys; the single row of `instance` is named by its table."""
    fields = key(table)
    if not fields:
        return frame.set_axis(pd.Index([table] * len(frame), dtype="str"))
    parts = [text(frame[field]) for field in fields]
    return frame.set_axis(pd.Index(["/".join(row) for row in zip(*parts, strict=True)], dtype="str"))
