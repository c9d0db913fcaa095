"""A fair spread over groups: the worst group as well off as can be, then the next, at the least loss of value.

Groups g: municipalities, or classes of waiting time. Counted are the n_g people of g for whom there is something to
choose (an option, and no place that comes first). The average of g in a matching x, points, unplaced people 0:

    A_g(x) = (1 / n_g) Σ_{o of p in g} v_o x_o

Level 1 looks for the highest t with A_g ≥ t ∀ g, level 2 fixes the group that holds t down at what it reached and looks
for the highest t of the others, and so on (leximin). For one t the floors are rows (`matching.floors`), so each step is
one run of an engine that maximises the total value; halving on t gives the highest floor reached. What is proven: for
any weights w_g ≥ 0 and prices y ≥ 0

    Σ_g w_g n_g A_g(x) ≤ D_w(y) = Σ_p max(0, max_{o of p} (w_g v_o - Σ_r a_ro y_r)) + Σ_r b_r y_r

and where A_g ≥ t in open groups and A_g ≥ f_g in fixed ones,

    t ≤ (D_w(y) - Σ_{fixed g} w_g n_g f_g) / Σ_{open g} w_g n_g.

With w = 1 any bound on the total value will do: the worst group is never above the best average of all. The prices λ
of the floors give w = 1 + λ.
Source: domain.md section 5, rule 33 (CVDR 2016 art. 1); max-min fairness and its price: Bertsimas, Farias and
Trichakis 2011.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from instances.parameters import figure
from instances.schema.solution import Finding, MatchingSolution
from instances.schema.vocabulary import Word
from instances.tables import Instance
from matching.data import DAYS_MONTH
from matching.engines.engine import Engine, EngineResult, Monitor, Progress, priced
from matching.engines.relaxation import relax
from matching.floors import Floor, most_given, solve_with_floors
from matching.problem import AssignmentProblem, Floats, Ints
from matching.report import Timings
from matching.solver import SolveOptions, prepare, run_of
from matching.words import LANGUAGES, number, quantity

LEVELS: Final = 3
STEPS: Final = 3  # runs for each level
CLOSE = 0.005  # relative: a floor this near its bound is not raised any more


class Fair(Word):
    """Over which groups the spread is fair."""

    MUNICIPALITY = "municipality", "gemeente", "municipality"
    WAITING = "waiting", "wachttijd", "waiting time"


@dataclass(frozen=True)
class Groups:
    """`of` int32 (P,): group of each participant; `names` nl and en; `size` int64 (G,): people who are counted."""

    of: Ints
    names: tuple[tuple[str, str], ...]
    size: NDArray[np.int64]

    @property
    def live(self) -> NDArray[np.intp]:
        """Groups with people who are counted."""
        return np.flatnonzero(self.size)

    def average(self, problem: AssignmentProblem, chosen: Ints) -> Floats:
        """A_g of a matching, float64 (G,)."""
        taken = chosen[chosen >= 0]
        total = np.bincount(self.of[problem.participant[taken]], problem.value[taken], len(self.names))
        return total / np.maximum(1, self.size)

    def placed(self, problem: AssignmentProblem, chosen: Ints) -> NDArray[np.int64]:
        """How many people of each group have a place, int64 (G,)."""
        return np.bincount(self.of[problem.participant[chosen[chosen >= 0]]], minlength=len(self.names))


@dataclass(frozen=True)
class Level:
    """`group` that holds the floor down, the floor `reached` by all open groups, and the `bound` on any such floor."""

    group: int
    reached: float
    bound: float


@dataclass(frozen=True)
class Spread:
    """The fair matching of a problem and what is known of each level."""

    result: EngineResult
    levels: tuple[Level, ...]


def groups_of(instance: Instance, problem: AssignmentProblem, by: Fair) -> Groups:
    """Sort the participants of an instance into groups; people without options in `problem` are not counted."""
    people = instance["participants"]
    if by is Fair.MUNICIPALITY:
        towns = instance["municipalities"]
        group = pd.Index(towns["id"]).get_indexer(pd.Index(people["municipality"])).astype(np.int32)
        names = tuple((name, name) for name in towns["name"])
    else:
        borders = figure("fairness.waiting_months").value
        assert isinstance(borders, list)
        months = (pd.Timestamp(instance.info.reference_date) - people["waiting_since"]).dt.days / DAYS_MONTH
        group = np.where(months.isna(), len(borders) + 1, np.searchsorted(borders, months, "right")).astype(np.int32)
        names = _waiting_names(borders)
    return Groups(group, names, np.bincount(group[np.diff(problem.first) > 0], minlength=len(names)))


def _waiting_names(borders: list[int]) -> tuple[tuple[str, str], ...]:
    steps = zip([0, *borders[:-1]], borders, strict=True)
    spans = [(f"{low} tot {high} maanden", f"{low} to {high} months") for low, high in steps]
    last = (f"{borders[-1]} maanden of langer", f"{borders[-1]} months or longer")
    return (*spans, last, ("wachttijd onbekend", "waiting time not known"))


def spread(
    problem: AssignmentProblem, groups: Groups, start: EngineResult, pick: Callable[[AssignmentProblem], Engine],
    monitor: Callable[[], Monitor],
) -> Spread:  # fmt: skip
    """Raise the floors level by level from the matching `start`, which has prices and a bound of its own."""
    best, fixed, levels = start, dict[int, float](), list[Level]()
    while len(levels) < LEVELS and len(fixed) < len(groups.live):
        open_ = np.array([g for g in groups.live if g not in fixed])
        worst = float(groups.average(problem, best.chosen)[open_].min())
        weights = np.ones(len(groups.names))
        bound = ceiling = max(worst, _highest_floor(groups, fixed, weights, start.termination.bound))
        for _ in range(STEPS):
            if ceiling - worst <= CLOSE * max(1.0, ceiling):
                break
            aim = (worst + ceiling) / 2
            wanted = {**fixed, **dict.fromkeys(open_.tolist(), aim)}
            answer = solve_with_floors(problem, _floors(problem, groups, wanted), pick, monitor())
            for group in groups.live:
                weights[group] = 1 + answer.result.statistics[f"price_{group}"]
            dual = _dual(problem, groups, weights, answer.result)
            bound = min(bound, _highest_floor(groups, fixed, weights, dual))
            if answer.met:
                best = answer.result
                worst = float(groups.average(problem, best.chosen)[open_].min())
            else:
                ceiling = aim
                bound = min(bound, aim) if answer.impossible else bound
            bound, ceiling = max(worst, bound), max(worst, min(ceiling, bound))
        average = groups.average(problem, best.chosen)
        lowest = int(open_[np.argmin(average[open_])])
        fixed[lowest] = worst
        levels.append(Level(lowest, worst, bound))
    return Spread(best, tuple(levels))


def _floors(problem: AssignmentProblem, groups: Groups, wanted: dict[int, float]) -> list[Floor]:
    of = groups.of[problem.participant]
    return [
        Floor(str(group), np.where(of == group, problem.value, 0), ceil(floor * groups.size[group] - 1e-6))
        for group, floor in wanted.items()
    ]


def _dual(problem: AssignmentProblem, groups: Groups, weights: Floats, result: EngineResult) -> float:
    """D_w at the prices of a result, points."""
    assert result.prices is not None
    net = weights[groups.of[problem.participant]] * problem.value - problem.use.T @ result.prices
    return float(np.maximum(0.0, most_given(problem, net)).sum() + problem.capacity @ result.prices)


def _highest_floor(groups: Groups, fixed: dict[int, float], weights: Floats, dual: float) -> float:
    """Proven: no matching that keeps the fixed floors lifts all open groups above this, points."""
    heavy = weights * groups.size
    given = sum(float(heavy[group]) * floor for group, floor in fixed.items())
    return (dual - given) / float(sum(heavy[group] for group in groups.live if group not in fixed))


def solve_fairly(
    instance: Instance, by: Fair, options: SolveOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None, cancelled: threading.Event | None = None,
) -> MatchingSolution:  # fmt: skip
    """Match jointly with a fair spread over groups; the findings tell what it costs against matching without.

    The termination speaks of matchings that meet the floors reached. The time limit counts for all runs together.
    Setting `cancelled` from another thread stops all of them and keeps the best so far.

    Raises:
        PolicyError, SolverFailure: as `matching.solver.solve`.
    """
    options, timings = options or SolveOptions(), Timings()
    ready = prepare(instance, timings, options.policy)
    groups = groups_of(instance, ready.rest, by)
    runs = 2 + LEVELS * STEPS  # the first run may take the time of two
    limits = replace(options.limits, time_limit=options.limits.time_limit / runs)
    choice = options.choice(ready.rest)
    first = Monitor(replace(limits, time_limit=2 * limits.time_limit), on_progress, cancelled)
    start = choice.engine.solve(ready.rest, first.limits, first)
    if start.prices is None:
        start = priced(ready.rest, start, relax(ready.rest, first).prices)

    def pick(problem: AssignmentProblem) -> Engine:
        return options.choice(problem).engine

    found = spread(ready.rest, groups, start, pick, lambda: Monitor(limits, on_progress, cancelled))
    timings.mark("engine")
    solution = ready.concluded(found.result, run_of(choice, options, timings, {"fair": by.value}))
    told = tuple(_told(ready.rest, groups, start, found, by))
    return solution.model_copy(update={"findings": (*told, *solution.findings)})


SENTENCES: Final = {
    "nl": {
        "fairness": "Eerlijk verdeeld naar {by}: de slechtste groep gaat van gemiddeld {low} naar {high} punten. Dat"
        " kost {lost} punten van het geheel ({share} %) en {placed} plaatsingen.",
        "fair_level": "Stap {step}: {group} blijft het laagst, op gemiddeld {reached} punten. Bewezen is dat geen"
        " verdeling boven {bound} komt.",
        "fair_group": "{group}: {people}, gemiddeld {old} -> {new} punten, geplaatst {had} -> {has}.",
    },
    "en": {
        "fairness": "Fairly spread over {by}: the worst group goes from {low} to {high} points on average. That costs"
        " {lost} points of the whole ({share} %) and {placed} placements.",
        "fair_level": "Step {step}: {group} stays lowest, at {reached} points on average. It is proven that no spread"
        " gets above {bound}.",
        "fair_group": "{group}: {people}, average {old} -> {new} points, placed {had} -> {has}.",
    },
}


def _told(problem: AssignmentProblem, groups: Groups, start: EngineResult, found: Spread, by: Fair) -> list[Finding]:
    """With and without: the whole, each level, each group."""
    before, after = (groups.average(problem, one.chosen) for one in (start, found.result))
    had, has = (groups.placed(problem, one.chosen) for one in (start, found.result))
    value, live = start.termination.objective, groups.live
    lost, placed = value - found.result.termination.objective, int(had.sum() - has.sum())
    if not len(live):
        return []
    whole = {
        "low": float(before[live].min()), "high": float(after[live].min()), "lost": lost,
        "share": 100 * lost / max(1, value), "placed": placed,
    }  # fmt: skip
    told = [_finding("fairness", lost, "points", whole, by=(by.nl, by.en))]
    for step, level in enumerate(found.levels, 1):
        numbers = {"step": step, "reached": level.reached, "bound": level.bound}
        told.append(_finding("fair_level", step, "steps", numbers, group=groups.names[level.group]))
    for g in map(int, live):
        numbers = {"old": float(before[g]), "new": float(after[g]), "had": int(had[g]), "has": int(has[g])}
        count = int(groups.size[g])
        people = (quantity(count, "people", "nl"), quantity(count, "people", "en"))
        told.append(_finding("fair_group", count, "people", numbers, group=groups.names[g], people=people))
    return told


def _finding(code: str, amount: int, unit: str, numbers: dict[str, float], **words: tuple[str, str]) -> Finding:
    """Fill the sentences of `code` with numbers, and with words in Dutch and English."""
    said = {
        lang: SENTENCES[lang][code].format(
            **{name: number(float(shown), lang) for name, shown in numbers.items()},
            **{name: pair[side] for name, pair in words.items()},
        )
        for side, lang in enumerate(LANGUAGES)
    }
    facts = {name: number(float(shown), "en") for name, shown in numbers.items()}
    facts |= {name: pair[1] for name, pair in words.items()}
    return Finding(code=code, severity="info", amount=amount, unit=unit, facts=facts, nl=said["nl"], en=said["en"])
