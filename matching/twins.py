"""Hypothetical copies: one document many times over, each copy with other changes, so that all are judged at once.

    instance with p, w  and N sets of changes   ->   an instance with p_1 ... p_N and w_1 ... w_N, judged as N pairs

Copies have the side rows of the original (skills, certificates, placements, overrides); a side row about p and w both
becomes one row per copy. So a change is never guessed at: the ordinary rules judge documents that hold it. `changed`
makes the same changes in the whole instance, for the last word.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from instances.schema import TABLES
from instances.tables import Column, Instance, columns, frame
from matching.better import OVERRIDE, Change
from matching.data import TABLE_OF

type Frames = Mapping[str, pd.DataFrame]
SIDES = {"participants": "participant", "workplaces": "workplace"}
MARK = "~"


def twins(instance: Instance, ids: Mapping[str, str], sets: Sequence[Sequence[Change]]) -> Instance:
    """N copies of the documents `ids` (by table: participants, workplaces, or both), copy i with changes i.

    Of a copied side only the copies and whoever their side rows name are kept; the other side stays as it is.
    """
    made = {name: _side_rows(instance, name, ids, len(sets)) for name in TABLES if name not in SIDES}
    for table in SIDES:
        frame = instance[table]
        if table in ids:
            copies = _copies(frame[frame["id"] == ids[table]], len(sets))
            named = {one for name in made for column in _references(name, table) for one in made[name][column]}
            others = frame[frame["id"].isin(named - set(copies["id"]))]
            made[table] = pd.concat([copies, others], ignore_index=True)
        else:
            made[table] = frame
    for table, key in ids.items():
        made[table] = _with_changes(made[table], table, sets, [_twin(key, i) for i in range(len(sets))], instance)
    rows = [_new_rows(change, _pair(ids, i), instance) for i, found in enumerate(sets) for change in found]
    return Instance.of(_with_rows(made, rows))


def changed(instance: Instance, ids: Mapping[str, str], changes: Sequence[Change]) -> Instance:
    """The whole instance with these changes to the documents `ids` (by table)."""
    made = dict(instance.tables)
    for table, key in ids.items():
        made[table] = _with_changes(made[table], table, [changes], [key], instance)
    pair = {SIDES[table]: key for table, key in ids.items()}
    return Instance.of(_with_rows(made, [_new_rows(change, pair, instance) for change in changes]))


def now(instance: Instance, change_field: str, item: str, ids: Mapping[str, str]) -> tuple[Column, Any]:
    """The column that a field means, and its present cell; of a side table, the items of the person joined."""
    owner, _, field = change_field.partition(".")
    if not field:
        frame = instance[owner]
        own = frame[frame["participant"] == ids["participants"]]
        return columns(owner)[item], ";".join(own[item])
    table = TABLE_OF[owner]
    frame = instance[table]
    return columns(table)[field], frame.loc[frame["id"] == ids[table], field].iat[0]


def _twin(key: str, number: int) -> str:
    return f"{key}{MARK}{number}"


def _pair(ids: Mapping[str, str], number: int) -> dict[str, str]:
    return {SIDES[table]: _twin(key, number) for table, key in ids.items()}


def _references(name: str, table: str) -> list[str]:
    """Columns of a table whose cells are ids of another table."""
    return [column.name for column in columns(name).values() if column.to == table and column.kind != "list"]


def _copies(row: pd.DataFrame, count: int) -> pd.DataFrame:
    copies = row.loc[row.index.repeat(count)].reset_index(drop=True)
    return copies.assign(id=[_twin(key, i) for i, key in enumerate(copies["id"])])


def _side_rows(instance: Instance, name: str, ids: Mapping[str, str], count: int) -> pd.DataFrame:
    """The rows of a side table about a copied document, once per copy; rows about others of a copied side go."""
    frame = instance[name]
    about = {column: key for table, key in ids.items() for column in _references(name, table)}
    if not about or frame.empty:
        return frame
    hits = {column: (frame[column] == key).to_numpy() for column, key in about.items()}
    own = np.logical_or.reduce(list(hits.values()))
    copies = frame.loc[frame.index[own].repeat(count)].reset_index(drop=True)
    number = np.tile(np.arange(count), int(own.sum()))
    for column, key in about.items():
        hit = np.repeat(hits[column][own], count)
        cells = copies[column].to_numpy(object, copy=True)
        cells[hit] = [_twin(key, i) for i in number[hit]]
        copies = copies.assign(**{column: pd.Series(cells, index=copies.index).astype(copies[column].dtype)})
    if len(ids) == len(SIDES):
        return copies
    both: pd.DataFrame = pd.concat([frame[~own], copies], ignore_index=True)
    return both


def _with_changes(
    frame: pd.DataFrame, table: str, sets: Sequence[Sequence[Change]], keys: Sequence[str], instance: Instance
) -> pd.DataFrame:
    """Write the changes of set i in the row with id `keys[i]`."""
    row_of = {key: row for row, key in enumerate(frame["id"])}
    cells: dict[str, list[tuple[int, Any]]] = {}
    for key, found in zip(keys, sets, strict=True):
        for change in found:
            owner, _, field = change.field.partition(".")
            if TABLE_OF.get(owner) == table and field:
                cells.setdefault(field, []).append((row_of[key], change.value))
                if change.better.dated:
                    cells.setdefault(change.better.dated, []).append((row_of[key], _today(instance)))
    made = {}
    for field, new in cells.items():
        values = frame[field].to_numpy(object, copy=True)
        for row, value in new:
            values[row] = value
        made[field] = pd.Series(values, index=frame.index, dtype=object).astype(columns(table)[field].dtype)
    return frame.assign(**made)


def _new_rows(change: Change, pair: Mapping[str, str], instance: Instance) -> tuple[str, list[dict[str, Any]]]:
    """The side rows that a change adds: an override, or an item of a side table."""
    if change.field.startswith(OVERRIDE):
        decided = {"by": "hypothetical", "reason": "what if", "on": _today(instance)}
        return "overrides", [{**pair, "rule": change.value, **decided}]
    if change.better.item:
        items = change.value.split(";")
        return change.field, [{"participant": pair["participant"], change.better.item: item} for item in items]
    return change.field, []


def _with_rows(made: Frames, rows: Sequence[tuple[str, list[dict[str, Any]]]]) -> dict[str, pd.DataFrame]:
    """Append new rows to side tables, columns filled by their defaults."""
    found = dict(made)
    for table in {name for name, new in rows if new}:
        records = [record for name, some in rows if name == table for record in some]
        found[table] = pd.concat([found[table], frame(table, records)], ignore_index=True)
    return found


def _today(instance: Instance) -> date:
    return instance.info.reference_date
