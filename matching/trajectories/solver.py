"""Matching over months on one screen: from an instance to a line for everybody with reasons and a proven bound.

1. The pair rules judge pairs as always; the row rules give rows over months (`rows`).
2. What the law protects and what was promised stands first (`opening`).
3. Column generation finds prices of everything in every month, and a bound over all lines (`master`,
   `pricing`).
4. Where there are few lines, as in small instances, the engine of the single places chooses among all of them, and its
   bound counts too. Else whole lines are built and rebuilt at these prices (`annealing`, `recreate`).
"""

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from instances.schema.solution import Finding, Limit, Said, Unmatched
from instances.schema.trajectory import Trajectory, TrajectorySolution
from instances.tables import Instance
from matching.bounds import terminated
from matching.eligibility import Screening
from matching.engines import lp_core
from matching.engines.engine import EngineResult, Limits, Monitor, Progress
from matching.opened import OpenInstance
from matching.options import judge_all
from matching.pairs import Pairs
from matching.policies import OWN
from matching.problem import NO_OPTION, AssignmentProblem, Floats
from matching.reasons import Outcome, plain, why_unmatched
from matching.report import Run, Timings, provenance
from matching.trajectories.annealing import whole_lines
from matching.trajectories.legs import NEEDS, NO_LEG, Legs, Lines
from matching.trajectories.master import Master, Mastered
from matching.trajectories.opening import Opening
from matching.trajectories.report import Teller, month_prices
from matching.trajectories.rows import MonthRows

ANNEALING = "ruin_recreate"
REASONS = {
    lp_core.NAME: Said(
        nl="Er zijn zo weinig lijnen mogelijk dat ze allemaal zijn gewogen.",
        en="So few lines are possible that all of them were weighed.",
    ),
    ANNEALING: Said(
        nl="Eerst zijn de prijzen bepaald. Daarna is telkens een deel van de lijnen opnieuw gekozen, tot het niet beter"
        " werd, of de tijd om was.",
        en="First the prices were found. Then some lines were chosen anew, again and again, until nothing got better or"
        " the time was over.",
    ),
}
NOWHERE = (
    "Binnen de gevraagde maanden kan de deelnemer op geen enkele passende plek beginnen.",
    "Within the months asked for the participant cannot begin at any place that fits.",
)
FEW = 10_000  # lines: so many are all weighed
MANY = 2**60  # room of a row in a month in which it does not hold


def solve_trajectories(
    instance: Instance,
    months: int,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
    *,
    policy: str = OWN,
) -> TrajectorySolution:
    """Match all participants jointly over so many months, the month of the reference date first.

    `policy`: a name from `matching.policies`, or `instance` for the instance's own.

    Raises:
        PolicyError: no policy is called so, or it names a rule or mode that does not exist.
        SolverFailure: the solver broke down.
    """
    limits = limits or Limits()
    monitor, timings = Monitor(limits, on_progress, cancelled), Timings()
    opened = OpenInstance.of(instance, policy=policy, also=NEEDS)
    monitor.report("rules", 0, float("inf"))
    screening = judge_all(opened)
    timings.mark("rules")
    pairs = Pairs(opened.data, screening.p, screening.w)
    legs = Legs.of(pairs, screening.value, opened.rulebook, months)
    rows = MonthRows.of(legs, opened.rulebook.row_rules)
    opening = Opening.of(legs, rows, screening.protected, screening.promised)
    master = Master.of(opening)
    timings.mark("problem")
    found = master.generate(monitor)
    timings.mark("lines")
    spread = master.told(found)
    lines, limit, engine, bound = _choose(master, found, spread, monitor)
    timings.mark("engine")
    stands = int(opening.kept_points.sum())
    value = int(legs.points(lines).sum())
    run = Run(engine, REASONS[engine], limits, timings, {"horizon_months": months})
    statistics = {
        "num_options": float(len(found.known.value)), "num_pairs": float(len(opening.open)),
        "num_rows": float(len(rows.fine(master.binding).row)), "rounds": float(found.rounds),
    }  # fmt: skip
    told = {
        "trajectories": _told(opened, legs, lines),
        "unmatched": _unmatched(opened, screening, opening, rows, lines, spread),
        "prices": month_prices(opened, rows, _used(rows, lines), spread),
    }
    timings.mark("reasons")
    return TrajectorySolution(
        horizon_months=months,
        termination=terminated(value, bound + stands, limit),
        engine=run.engine,
        engine_reason=run.reason,
        seconds=round(timings.total, 4),
        statistics=statistics | timings.seconds,
        provenance=provenance(opened, run),
        **told,
    )


def _choose(master: Master, found: Mastered, prices: Floats, monitor: Monitor) -> tuple[Lines, Limit, str, float]:
    """Whole lines of everybody who has one, by participant; why it stopped; what chose them; the bound."""
    opening, bound = master.opening, found.bound
    stands, every = int(opening.kept_points.sum()), master.every(FEW)

    def show(step: Progress) -> None:
        monitor.report(step.phase, step.incumbent + stands, found.bound + stands)

    def enough(points: float) -> bool:
        return monitor.why_stop(int(points) + stands, found.bound + stands) is not None

    rest = Monitor(replace(monitor.limits, time_limit=monitor.left), show, monitor.cancelled)
    if every is None:
        engine, added = ANNEALING, whole_lines(opening, master.pricing, prices, rest, enough)
    else:
        engine = lp_core.NAME
        problem = master.problem(every, opening.rows.fine(master.binding))
        result = lp_core.solve(problem, rest.limits, rest)
        bound = min(bound, result.termination.bound)
        added = np.full_like(opening.kept, NO_LEG)
        who = np.flatnonzero(result.chosen >= 0)
        added[who] = every.lines[result.chosen[who]]
    lines = opening.kept.copy()
    who = np.flatnonzero(added[:, 0, 0] != NO_LEG)
    lines[who] = opening.whole(added[who], who.astype(np.int32))
    lines = lines[lines[:, 0, 0] != NO_LEG]
    limit = monitor.why_stop(int(opening.legs.points(lines).sum()), bound + stands)
    return lines, limit or Limit.METHOD, engine, bound


def _used(rows: MonthRows, lines: Lines) -> NDArray[np.int64]:
    """Units that lines use of each row and month, int64 (R, H)."""
    months = rows.room.shape[1]
    single = np.zeros((rows.num_rows, months), np.int64)
    for pair, start, stop in lines[lines[:, :, 0] != NO_LEG]:
        span = slice(rows.use.indptr[pair], rows.use.indptr[pair + 1])
        single[rows.use.indices[span], start:stop] += rows.use.data[span][:, None]
    return single * rows.inside


def _told(opened: OpenInstance, legs: Legs, lines: Lines) -> tuple[Trajectory, ...]:
    there = lines[:, :, 0] != NO_LEG
    pairs, spot = np.unique(lines[:, :, 0][there], return_inverse=True)
    lines = lines.copy()
    lines[there, 0] = spot
    chosen = Pairs(opened.data, legs.pairs.p[pairs], legs.pairs.w[pairs])
    return Teller.of(opened, chosen, legs.months).trajectories(lines)


def _unmatched(
    opened: OpenInstance, screening: Screening, opening: Opening, rows: MonthRows, lines: Lines, spread: Floats
) -> tuple[Unmatched, ...]:
    """Who has no line and why: judged in the busiest month, at its prices."""
    legs, there = opening.legs, lines[lines[:, :, 0] != NO_LEG]
    busy = (there[:, 1:2] <= np.arange(legs.months)) & (np.arange(legs.months) < there[:, 2:])
    month = int(busy.sum(0).argmax()) if len(there) else 0
    here = rows.inside[:, month]
    problem = AssignmentProblem(
        len(opening.kept), legs.pairs.p, legs.pairs.w, legs.value, rows.use.T.tocsc(),
        np.where(here, rows.room[:, month], MANY), rows.blocks,
    )  # fmt: skip
    chosen = np.full(len(opening.kept), NO_OPTION, np.int32)
    now = there[busy[:, month], 0] if len(there) else there[:, 0]
    chosen[legs.pairs.p[now]] = now
    value = int(problem.objective(chosen))
    result = EngineResult(chosen, terminated(value, float(value), Limit.METHOD), np.where(here, spread[:, month], 0.0))
    outcome = Outcome(opened, screening, problem, result)
    without = np.ones(len(opening.kept), bool)
    without[legs.pairs.p[lines[:, 0, 0]]] = False
    can = np.zeros(len(without), bool)
    can[legs.pairs.p[opening.open]] = True
    has_pair = np.diff(legs.first) > 0

    def why(p: int) -> tuple[Finding, ...]:
        return (plain("horizon", NOWHERE),) if has_pair[p] and not can[p] else why_unmatched(outcome, p)

    ids = opened.wording.raw("participants", "id")
    return tuple(Unmatched(participant=ids[p], reasons=why(p)) for p in map(int, np.flatnonzero(without)))
