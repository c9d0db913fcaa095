"""Scenarios are patches on the documents, never code: the same engine reads another document.

A patch names a table of the plan, rows (parts of the key joined by `/`, with `*` for any; empty = every row; years from
and until where the table has years), a field, and what happens to it: it becomes, is multiplied by, or gets added.
"""

from fnmatch import fnmatchcase

import pandas as pd

from instances.doors.relations import key
from instances.errors import InconsistentInstance, Problem, Wanted, one_of
from instances.schema import PLAN_TABLES
from instances.schema.plan_scenarios import PlanPatch
from instances.schema.plan_words import Operation
from instances.tables import Column, Instance, columns

PATCHABLE = tuple(table for table in PLAN_TABLES if table not in ("plan_scenarios", "plan_patches"))


def scenarios(instance: Instance) -> list[str]:
    """The ids of all scenarios."""
    return [str(scenario) for scenario in instance["plan_scenarios"]["id"]]


def applied(instance: Instance, scenario: str) -> Instance:
    """Give the instance as the scenario has it; an empty name is the documents as they are.

    Raises:
        InconsistentInstance: no scenario is called so, or a patch names what does not exist; all problems at once.
    """
    if not scenario:
        return instance
    if scenario not in scenarios(instance):
        none = Wanted("geen, want de tabel plan_scenarios is leeg", "none, the table plan_scenarios is empty")
        wanted = one_of(scenarios(instance)) if scenarios(instance) else none
        raise InconsistentInstance([Problem("plan_scenarios", 0, "id", scenario, wanted)])
    return patched(instance, of_scenario(instance, scenario))


def of_scenario(instance: Instance, scenario: str) -> list[PlanPatch]:
    """The patches of a scenario in their order; none of an empty name."""
    patches = [patch for patch in instance.documents("plan_patches") if isinstance(patch, PlanPatch)]
    return sorted((patch for patch in patches if patch.scenario == scenario), key=lambda patch: patch.order)


def patched(instance: Instance, patches: list[PlanPatch]) -> Instance:
    """Give the instance with patches applied one after the other.

    Raises:
        InconsistentInstance: a patch names a table, row or field that does not exist, or a value that does not fit.
    """
    problems = []
    for patch in patches:
        try:
            instance = _patched(instance, patch)
        except ValueError as error:
            field, found, wanted = error.args
            problems.append(Problem(f"plan_patches {patch.scenario}", patch.order, field, found, wanted))
    if problems:
        raise InconsistentInstance(problems)
    return instance


def _patched(instance: Instance, patch: PlanPatch) -> Instance:
    if patch.table not in PATCHABLE:
        raise ValueError("table", patch.table, one_of(PATCHABLE))
    column = columns(patch.table).get(patch.field)
    if column is None:
        raise ValueError("field", patch.field, one_of(columns(patch.table)))
    frame = instance[patch.table]
    rows = _rows(frame, patch)
    if not rows.any():
        raise ValueError(
            "row",
            patch.row,
            Wanted(
                f"een sleutel van {patch.table}: {' / '.join(key(patch.table))}",
                f"a key of {patch.table}: {' / '.join(key(patch.table))}",
            ),
        )
    cells = frame[patch.field].copy()
    if patch.operation is Operation.SET:
        cells[rows] = _typed(patch.value, column)
    else:
        amount = _number(patch.value, column)
        found = cells[rows].astype("float64")
        changed = found * amount if patch.operation is Operation.MULTIPLY else found + amount
        cells[rows] = changed.round() if column.kind == "integer" else changed
    _check_range(cells[rows], column, patch.value)
    return instance.replace(**{patch.table: frame.assign(**{patch.field: cells})})


def _rows(frame: pd.DataFrame, patch: PlanPatch) -> "pd.Series[bool]":
    """Which rows a patch means."""
    mask = pd.Series(True, index=frame.index)
    fields = key(patch.table)
    if patch.row:
        parts = patch.row.split("/")
        if len(parts) > len(fields):
            raise ValueError(
                "row",
                patch.row,
                Wanted(f"hoogstens de delen {' / '.join(fields)}", f"at most the parts {' / '.join(fields)}"),
            )
        for field, part in zip(fields, parts, strict=False):
            mask &= frame[field].astype("str").map(lambda cell, part=part: fnmatchcase(cell, part)).astype("bool")
    if "year" in frame:
        mask &= frame["year"] >= (patch.from_year or 0)
        mask &= frame["year"] <= (patch.until_year or 9999)
    return mask


def _typed(value: str, column: Column) -> object:
    if column.kind == "date":
        try:
            return pd.Timestamp(value)
        except ValueError:
            raise ValueError("value", value, Wanted("een datum zoals 2027-01-01", "a date as in 2027-01-01")) from None
    if column.kind == "boolean":
        if value not in ("true", "false"):
            raise ValueError("value", value, Wanted("true of false", "true or false"))
        return value == "true"
    if column.kind in ("integer", "number"):
        return _number(value, column)
    if column.words is not None and value not in list(column.words):
        raise ValueError("value", value, one_of(column.words))
    return value


def _number(value: str, column: Column) -> float:
    if column.kind not in ("integer", "number"):
        raise ValueError(
            "operation", value, Wanted(f"`set`: {column.name} is geen getal", f"`set`: {column.name} is no number")
        )
    try:
        return int(value) if column.kind == "integer" and "." not in value else float(value)
    except ValueError:
        raise ValueError("value", value, Wanted("een getal", "a number")) from None


def _check_range(cells: "pd.Series[float]", column: Column, value: str) -> None:
    if column.kind in ("integer", "number"):
        numbers = cells.dropna().astype("float64")
        if not numbers.between(column.minimum or 0.0, float("inf") if column.maximum is None else column.maximum).all():
            raise ValueError(
                "value",
                value,
                Wanted(
                    f"{column.name} van {column.minimum:g} tot en met {column.maximum:g}",
                    f"{column.name} from {column.minimum:g} to {column.maximum:g}",
                ),
            )
