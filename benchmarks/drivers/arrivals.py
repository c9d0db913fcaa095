"""A year of arrivals under one policy, beside the best that was possible in hindsight.

A `setting` says how long people stay: `strict` = who is not placed in the week of arrival leaves; `patient` = people
stay until they are placed, and the priced policy keeps them waiting no longer than the published policy says.
"""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from benchmarks.cases import arrivals
from benchmarks.cases.arrivals import Case
from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.family import Figures, Run
from matching.arrivals.chances import Chances
from matching.arrivals.hindsight import hindsight
from matching.arrivals.policy import Greedy, Patience, Policy, Priced, Weekly
from matching.arrivals.simulate import Lived, Year, simulate
from matching.arrivals.waiting import by_group

POLICIES = ("priced", "weekly", "greedy", "hindsight")


@dataclass(frozen=True, kw_only=True)
class YearRun(Run):
    """A year under a policy; the pool of the priced policy is of another year, with 1 / `factor` times as many."""

    engine: Annotated[str, "the policy"] = "priced"
    factor: Annotated[float, "how many come, beside the pool"] = 1.0
    setting: Annotated[Literal["strict", "patient"], "who is not placed: leaves, or stays"] = "patient"
    chances: Annotated[Literal["none", "published"], "refusals and early endings"] = "none"
    batch: Annotated[Literal["week", "one"], "decide for a week together, or one by one"] = "week"

    @abstractmethod
    def case(self) -> Case:
        """Make the year and the pool."""


@dataclass(frozen=True, kw_only=True)
class ArrivalsRun(YearRun):
    """People and places of the placement family."""

    people: Annotated[int, "of the pool"] = 1_000
    workplaces: Annotated[int, "where they can go"] = 100

    def case(self) -> Case:
        """Draw it."""
        return arrivals.placements(self.people, self.workplaces, self.seed, self.factor)


@dataclass(frozen=True, kw_only=True)
class PresetArrivalsRun(YearRun):
    """A preset under all rules."""

    preset: Annotated[Literal["district", "region", "province"], "size and story"] = "district"

    def case(self) -> Case:
        """Generate it."""
        return arrivals.preset(self.preset, self.seed, self.factor)


def run(wanted: YearRun) -> Figures:
    """Live one year; `cpu_seconds` are those of the policy, not of the hindsight optimum that it is held against."""
    case = wanted.case()
    certain = wanted.chances == "none"
    chances = Chances.none(case.problem) if certain else Chances.published(case.problem, case.yearly)
    stays = 0 if wanted.setting == "strict" else case.pool.weeks
    year = Year.of(case.problem, case.week, case.pool.weeks, stays, chances, wanted.seed)
    with stopwatch() as watch:
        best = hindsight(year)
    figures: Figures = {"bound": round(best.bound, 1)}
    value = best.value
    if wanted.engine != "hindsight":
        made: dict[str, Callable[[], Policy]] = {
            "greedy": Greedy,
            "weekly": Weekly,
            "priced": lambda: Priced.of(case.pool, chances, Patience.published(), wanted.seed),
        }
        with stopwatch() as watch:
            lived = simulate(year, made[wanted.engine](), singly=wanted.batch == "one")
        value = lived.value
        figures |= _waiting(case, year, lived)
    if value is not None:  # where there is none, only the bound is known
        figures |= {"objective": value, "share_of_hindsight": round(value / (best.value or best.bound), 5)}
        figures |= {"share_of_bound": round(value / best.bound, 5)}
    sizes = {"arrivals": case.problem.num_participants, "pool": case.pool.problem.num_participants}
    seconds = {"cpu_seconds": watch.cpu, "wall_seconds": watch.wall, "peak_mb": peak_mb()}
    return {"status": "done", **figures, **sizes, **seconds}


def _waiting(case: Case, year: Year, lived: Lived) -> Figures:
    """Who was placed, and how long that took, for all and per municipality."""
    placed = lived.chosen >= 0
    weeks = lived.waited[placed]
    groups = by_group(year.problem, lived.chosen, lived.waited, case.group)
    return {
        "placed": int(placed.sum()),
        "deferred": int((weeks > 0).sum()),
        "mean_weeks_to_place": round(float(weeks.mean()), 2) if len(weeks) else 0.0,
        "longest_weeks_to_place": int(weeks.max(initial=0)),
        "worst_group_weeks": round(max(one.mean_weeks for one in groups), 2),
        "worst_group_relative": round(min(one.relative for one in groups), 4),
        "best_group_relative": round(max(one.relative for one in groups), 4),
    }
