"""The guard: effort that no clock measures, on small cases, against what was kept; so that slipping is seen in CI.

The cases end at the gap or the optimum, never at the time limit, so equal code gives equal counts (memory: nearly).
"""

import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.compare import MEASURES, Comparison, compare
from benchmarks.family import Figures
from benchmarks.protocol import Plan
from benchmarks.registry import family
from benchmarks.results import RESULTS, read, write

KEPT = RESULTS / "guard.csv"
COUNTS = [one.name for one in MEASURES if not one.chance]

PLANS: Final[Sequence[Plan]] = (
    Plan("placement", {"people": 200, "workplaces": 30, "capacity": "slots"}, ("auto", "greedy"), (1, 2), gap=0.002),
    Plan("placement", {"people": 80, "workplaces": 12, "capacity": "hours"}, gap=0.03),
    Plan("preset", {"preset": "district"}, seeds=(2,)),
    Plan("gap", {"instance": "gap5-0"}, gap=0.0),
)


def measured() -> list[Figures]:
    """What was asked, and the counts; all in this process, while every allocation is traced.

    Every plan is run once before that: compiled functions are loaded at their first call, and stay.
    """
    rows = []
    for plan in PLANS:
        family(plan.family).measure(plan.runs()[0])
    tracemalloc.start()
    try:
        for plan in PLANS:
            for run in plan.runs():
                tracemalloc.reset_peak()
                known = family(plan.family)
                kept = (*known.asked(run), *COUNTS)
                for row in known.rows(run, known.measure(run)):
                    rows.append({name: row[name] for name in kept if name in row})
    finally:
        tracemalloc.stop()
    return rows


def renew(path: Path = KEPT) -> None:
    """Keep the counts of today."""
    write(measured(), path)


def slips(path: Path = KEPT) -> list[Comparison]:
    """Today against what was kept: every comparison."""
    return compare(read(path), measured(), counts_only=True)
