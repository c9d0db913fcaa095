"""A year of arrivals under each policy, beside the best that was possible in hindsight.

A `setting` says how long people stay: `strict` = who is not placed in the week of arrival leaves; `patient` = people
stay until they are placed, and the priced policy keeps them waiting no longer than the published policy says.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import mean, stdev

import numpy as np

from benchmarks.cases.arrivals import Case
from benchmarks.family import Figures
from matching.arrivals.chances import Chances
from matching.arrivals.hindsight import Hindsight, hindsight
from matching.arrivals.policy import Greedy, Patience, Policy, Priced, Weekly
from matching.arrivals.simulate import Year, simulate
from matching.arrivals.waiting import by_group

SETTINGS = ("strict", "patient")
POLICIES = ("greedy", "weekly", "priced")


@dataclass(frozen=True)
class ArrivalsRun:
    """What to run. `uncertain`: with refusals and early endings; `singly`: new arrivals one by one."""

    setting: str = "patient"
    seed: int = 1
    uncertain: bool = False
    singly: bool = False
    patience: Patience | None = None


def run(case: Case, named: Figures, wanted: ArrivalsRun) -> Iterator[Figures]:
    """One line per policy, and one for the hindsight optimum; `named`: what tells the case from others."""
    chances = Chances.published(case.problem, case.yearly) if wanted.uncertain else Chances.none(case.problem)
    stays = 0 if wanted.setting == "strict" else case.pool.weeks
    year = Year.of(case.problem, case.week, case.pool.weeks, stays, chances, wanted.seed)
    patience = wanted.patience or Patience.published()
    shared = {
        **named, "setting": wanted.setting, "seed": wanted.seed, "uncertain": wanted.uncertain, "singly": wanted.singly,
        "arrivals": case.problem.num_participants, "pool": case.pool.problem.num_participants,
    }  # fmt: skip
    started = time.process_time()
    best = hindsight(year)
    yield {**shared, "policy": "hindsight", **_shares(best.value, best), "cpu_seconds": _since(started)}
    made: dict[str, Callable[[], Policy]] = {
        "greedy": Greedy,
        "weekly": Weekly,
        "priced": lambda: Priced.of(case.pool, chances, patience, wanted.seed),
    }
    for name in POLICIES:
        started = time.process_time()
        lived = simulate(year, made[name](), singly=wanted.singly)
        placed = lived.chosen >= 0
        groups = by_group(year.problem, lived.chosen, lived.waited, case.group)
        yield {
            **shared,
            "policy": name,
            **_shares(lived.value, best),
            "placed": int(placed.sum()),
            "deferred": int((lived.waited[placed] > 0).sum()),
            "mean_weeks_to_place": round(float(lived.waited[placed].mean()), 2) if placed.any() else 0.0,
            "longest_weeks_to_place": int(lived.waited[placed].max(initial=0)),
            "worst_group_weeks": round(max(one.mean_weeks for one in groups), 2),
            "worst_group_relative": round(min(one.relative for one in groups), 4),
            "best_group_relative": round(max(one.relative for one in groups), 4),
            "cpu_seconds": _since(started),
        }


def _shares(value: int | None, best: Hindsight) -> Figures:
    """The value beside what was possible; without a value there is only a bound."""
    told: Figures = {"bound": round(best.bound, 1)}
    if value is not None:
        told |= {"value": value, "share_of_bound": round(value / best.bound, 5)}
        told["share_of_hindsight"] = round(value / (best.value or best.bound), 5)
    return told


def _since(started: float) -> float:
    return round(time.process_time() - started, 2)


def interval(shares: list[float]) -> tuple[float, float]:
    """Mean and half the width of its 95 % interval over seeds, by Student's t; 0 wide for one seed."""
    from scipy.stats import t

    if len(shares) < 2:
        return shares[0], 0.0
    return mean(shares), float(t.ppf(0.975, len(shares) - 1)) * stdev(shares) / np.sqrt(len(shares))
