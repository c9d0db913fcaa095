"""Rows of results: measured one by one, each in a process of its own, and kept as CSV with versions and machine."""

import csv
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

from benchmarks.drivers.measure import surroundings
from benchmarks.family import Cell, Family, Figures, Run
from benchmarks.process import Stopped, in_own_process
from instances.errors import Problem, UnreadableDocument, Wanted

RESULTS = Path(__file__).parent / "results"
WANTED = Wanted("een CSV-bestand dat `leerwerk bench` schreef", "a CSV file that `leerwerk bench` wrote")


def measure(family: Family, runs: Iterable[Run]) -> Iterator[Figures]:
    """Measure runs one after the other; a run that dies, or does not stop, is a row with the status `stopped`.

    Raises:
        EngineError: a run cannot be done at all.
    """
    stamp = {"measured": datetime.now(UTC).strftime("%Y-%m-%d"), **surroundings()}
    for run in runs:
        spent = _spent()
        try:
            found = in_own_process(family.measure, run, patience=run.patience)
        except Stopped as error:
            found = {"status": "stopped", "why": str(error), "cpu_seconds": round(_spent() - spent, 3)}
        yield from ({**row, **stamp} for row in family.rows(run, found))


def _spent() -> float:
    """CPU seconds of processes that have ended."""
    ran = os.times()
    return ran.children_user + ran.children_system


def write(rows: Iterable[Figures], path: Path) -> None:
    """Write rows as CSV; a cell is empty where a row has no such figure."""
    kept = list(rows)
    names = list(dict.fromkeys(name for row in kept for name in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def read(path: Path) -> list[Figures]:
    """Read rows; what looks like a number is one, and an empty cell is None.

    Raises:
        UnreadableDocument: there is no such file, or its first line is not that of results.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [{name: _cell(text) for name, text in row.items()} for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableDocument([Problem(str(path), 0, "", str(error), WANTED)]) from error
    if not rows or "family" not in rows[0]:
        raise UnreadableDocument([Problem(str(path), 0, "family", "", WANTED)])
    return rows


def _cell(text: str | None) -> Cell:
    if text is None or text == "":
        return None
    if text in ("True", "False"):
        return text == "True"
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        return number if isfinite(number) else text
    return text
