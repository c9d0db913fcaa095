"""Old results against new ones: better, worse, the same, or unclear; per case, engine and figure, paired over seeds.

Rows are a pair when all that was asked is equal; rows that differ in the seed alone are compared together. Of each
pair of a figure x the change is d = new - old, and d counts when |d| > tolerance · |old| + least.

- Counts (options, rows, iterations, nodes, cores, cuts, megabytes allocated) know no chance: equal seeds give equal
  counts. So one pair is enough, and of several the sums are compared. A problem of another size (options, rows) is no
  longer the same case: worse, either way.
- Seconds, memory, values and gaps do know chance (the machine, the clock). The verdict is the sign of the median change
  when that is out of tolerance and the Wilcoxon signed-rank test, two-sided and exact, gives p ≤ 0.05. With n pairs
  p is never below 2 / 2ⁿ: with fewer than 6 pairs nothing can be concluded, and the verdict is `unclear`.

Many figures are tested at once, each at 5 %: a single `worse` among many may be chance; look again with other seeds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import PermutationMethod, wilcoxon

from benchmarks.family import Figures
from benchmarks.registry import family

type Floats = NDArray[np.float64]
type Group = dict[object, Figures]  # rows by seed

LIMITS = ("wanted_gap", "time_limit", "workers")
P_VALUE = 0.05
FEWEST_PAIRS = 6  # 2 / 2^6 = 0.031 is the first below 0.05


class Verdict(StrEnum):
    """What can be said of the new figure."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Measure:
    """A figure that is compared. `sign`: +1 more is better, -1 less is better, 0 must not change.

    `tolerance`: a fraction of the old figure, and `least`, in its unit, that do not count. `chance`: whether equal
    seeds may give unequal figures.
    """

    name: str
    sign: int
    tolerance: float = 0.0
    least: float = 0.0
    chance: bool = False


MEASURES: Final[Sequence[Measure]] = (
    Measure("gap", -1, 0.05, 1e-6, chance=True),
    Measure("objective", +1, 1e-6, 0.5, chance=True),
    Measure("cpu_seconds", -1, 0.10, 0.02, chance=True),
    Measure("peak_mb", -1, 0.05, 5, chance=True),
    Measure("options", 0),
    Measure("rows", 0),
    Measure("iterations", -1, 0.25, 10),
    Measure("nodes", -1, 0.25, 10),
    Measure("cores", -1, 0.25, 1),
    Measure("cuts", -1, 0.25, 5),
    Measure("allocated_mb", -1, 0.25, 1),
)


@dataclass(frozen=True)
class Comparison:
    """One figure of one case and engine: `old` and `new` are medians over the pairs; `p_value` where it was tested."""

    case: str
    engine: str
    measure: str
    pairs: int
    old: float
    new: float
    verdict: Verdict
    p_value: float | None = None


def compare(old: Iterable[Figures], new: Iterable[Figures], counts_only: bool = False) -> list[Comparison]:
    """Compare all rows that both have, in the order of the new ones; `counts_only`: nothing that knows chance."""
    before, after = _grouped(old), _grouped(new)
    return [
        _compared(case, engine, measure, pairs)
        for (case, engine), rows in after.items()
        for measure in _measures(rows)
        if not (counts_only and measure.chance)
        and (pairs := _pairs(before.get((case, engine), {}), rows, measure.name))
    ]


def unmatched(old: Iterable[Figures], new: Iterable[Figures]) -> list[str]:
    """The cases and engines that only one of the two has."""
    return [f"{case} {engine}".strip() for case, engine in sorted(_grouped(old).keys() ^ _grouped(new).keys())]


def _grouped(rows: Iterable[Figures]) -> dict[tuple[str, str], Group]:
    """Rows by case (with its limits) and engine, then by seed."""
    groups: dict[tuple[str, str], Group] = defaultdict(dict)
    for row in rows:
        known = family(str(row["family"]))
        limits = (f"{name} {row[name]}" for name in LIMITS if row.get(name) is not None)
        case = ", ".join([known.case(row), *limits])
        groups[case, str(row.get(known.who) or "")][row["seed"]] = row
    return groups


def _measures(rows: Group) -> list[Measure]:
    """What to compare; where the objective is a cost, less of it is better."""
    minimise = family(str(next(iter(rows.values()))["family"])).minimise
    return [replace(one, sign=-1) if one.name == "objective" and minimise else one for one in MEASURES]


def _pairs(before: Group, after: Group, name: str) -> list[tuple[float, float]]:
    """What both have of a figure, (old, new) per seed."""
    both = ((before[seed].get(name), row.get(name)) for seed, row in after.items() if seed in before)
    return [(float(old), float(new)) for old, new in both if old is not None and new is not None]


def _compared(case: str, engine: str, measure: Measure, pairs: list[tuple[float, float]]) -> Comparison:
    old, new = np.array(pairs).T
    middle = float(np.median(old)), float(np.median(new))
    verdict, p_value = _judged(measure, old, new)
    return Comparison(case, engine, measure.name, len(pairs), *middle, verdict, p_value)


def _judged(measure: Measure, old: Floats, new: Floats) -> tuple[Verdict, float | None]:
    """The verdict on pairs (n,), and the p-value where a test was needed."""
    change = new - old
    counts = np.abs(change) > measure.tolerance * np.abs(old) + measure.least
    if not counts.any():
        return Verdict.SAME, None
    if not measure.chance:
        moved = new.sum() - old.sum()
        if abs(moved) <= measure.tolerance * abs(old.sum()) + measure.least:
            return Verdict.SAME, None
        return _direction(measure, moved), None
    if len(change) < FEWEST_PAIRS:
        return Verdict.UNCLEAR, None
    p_value = float(wilcoxon(change, method=PermutationMethod(n_resamples=9999, rng=0)).pvalue)
    middle = float(np.median(change))
    if p_value > P_VALUE:
        return Verdict.UNCLEAR, p_value
    if abs(middle) <= measure.tolerance * float(np.median(np.abs(old))) + measure.least:
        return Verdict.SAME, p_value
    return _direction(measure, middle), p_value


def _direction(measure: Measure, change: float) -> Verdict:
    return Verdict.BETTER if change * measure.sign > 0 else Verdict.WORSE
