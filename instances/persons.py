"""Everything that an instance holds about one participant: to show it, or to take it out.

Which columns name a participant follows from the documents (`to="participants"`): a new table is covered as it comes.
"""

from collections.abc import Collection
from typing import Any

import pandas as pd

from instances.schema import TABLES
from instances.tables import Instance, columns


def naming(table: str) -> list[str]:
    """The columns of a table that name a participant."""
    named = [name for name, column in columns(table).items() if column.to == "participants"]
    return ["id", *named] if table == "participants" else named


def rows_about(instance: Instance, participant: str) -> dict[str, list[dict[str, Any]]]:
    """Give every row of every table that names the participant, as plain values; tables without such rows left out."""
    told = {}
    for table in TABLES:
        rows = instance[table][_about(instance[table], table, (participant,))]
        if len(rows):
            found = Instance.of({table: rows}).documents(table)
            told[table] = [document.model_dump(mode="json") for document in found]
    return told


def without(instance: Instance, participants: Collection[str]) -> Instance:
    """Give the instance without any row that names one of these participants."""
    kept = {}
    for table in TABLES:
        rows = _about(instance[table], table, participants)
        if rows.any():
            kept[table] = instance[table][~rows].reset_index(drop=True)
    return instance.replace(**kept)


def _about(frame: pd.DataFrame, table: str, participants: Collection[str]) -> "pd.Series[bool]":
    mask = pd.Series(False, index=frame.index)
    for name in naming(table):
        mask |= frame[name].isin(participants)
    return mask
