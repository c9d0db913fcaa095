"""All figures of the protocol, one after the other, each in a process of its own; written to `results/`."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.drivers.engines import Figures
from benchmarks.drivers.measure import surroundings

RESULTS = Path(__file__).parents[1] / "results"
ENGINES = ("greedy", "lp_core", "cpsat", "plain_highs_mip", "plain_cpsat", "plain_highs_lp")
# People, workplaces, variant, seconds allowed.
PLACEMENTS = ((1_000, 100, "slots", 60), (1_000, 100, "hours", 60), (10_000, 1_000, "slots", 60))
# Preset, seconds allowed; by our engine and by the peers.
ARRAYS = (("province", 120),)
RIVALS = ("lp_core", "plain_highs_mip", "plain_cpsat")
PRESETS = ("region", "province")
GAP = "0.0005"
SHOWN = ("engine", "people", "preset", "participants", "variant", "status", "proven_gap", "cpu_seconds", "wall_seconds",
         "peak_mb")  # fmt: skip


def in_own_process(*arguments: str) -> Figures:
    """Run one benchmark command and take its JSON.

    One thread for the linear algebra, so that CPU seconds mean the same for everyone.

    Raises:
        CalledProcessError: it failed; its own words are on the error stream.
    """
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments, "--json"],
        check=True, stdout=subprocess.PIPE, text=True, env=os.environ | one_thread,
    )  # fmt: skip
    figures: Figures = json.loads(told.stdout)
    return figures


def measure(
    placements: Iterable[tuple[int, int, str, int]] = PLACEMENTS, engines: Sequence[str] = ENGINES,
    arrays: Iterable[tuple[str, int]] = ARRAYS, presets: Iterable[str] = PRESETS, seed: int = 1,
    results: Path = RESULTS,
) -> dict[str, list[Figures]]:  # fmt: skip
    """Run everything, print each line as it comes, write one CSV per family."""
    tables: dict[str, list[Figures]] = {"placement": [], "arrays": [], "whole": []}
    for people, workplaces, variant, seconds in placements:
        for engine in engines:
            case = ("--people", str(people), "--workplaces", str(workplaces), "--variant", variant)
            limits = ("--seed", str(seed), "--engine", engine, "--gap", GAP, "--time-limit", str(seconds))
            tables["placement"].append(_shown(in_own_process("placement", *case, *limits)))
    for preset, seconds in arrays:
        for engine in RIVALS:
            limits = ("--seed", str(seed), "--engine", engine, "--gap", GAP, "--time-limit", str(seconds))
            tables["arrays"].append(_shown(in_own_process("arrays", preset, *limits)))
    for preset in presets:
        tables["whole"].append(_shown(in_own_process(preset, "--seed", str(seed), "--gap", GAP, "--time-limit", "120")))
    for name, table in tables.items():
        _write(table, results / f"{name}.csv")
    return tables


def _shown(figures: Figures) -> Figures:
    print("  ".join(f"{name} {figures[name]}" for name in SHOWN if name in figures), flush=True)
    return figures


def _write(table: list[Figures], path: Path) -> None:
    if not table:
        return
    stamp = {"measured": datetime.now(UTC).strftime("%Y-%m-%d"), **surroundings()}
    names = list(dict.fromkeys(name for figures in table for name in (*figures, *stamp)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**figures, **stamp} for figures in table)
