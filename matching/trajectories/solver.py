"""Matching over months on one screen: from an instance to a line for everybody with reasons and a proven bound.

1. The pair rules judge pairs as always; the row rules give rows over months (`rows`).
2. What the law protects and what was promised stands first (`opening`).
3. Column generation finds the few lines worth weighing, and a bound over all lines (`master`, `pricing`).
4. The integer engine of the single places chooses among these lines. Its own bound speaks of the lines it was given
   only: it counts where these are all that there are, as in small instances. Else the bound over all lines counts.
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
from matching.trajectories.legs import NEEDS, NO_LEG, Legs, Lines
from matching.trajectories.master import Master, Mastered
from matching.trajectories.opening import Opening
from matching.trajectories.report import Teller, month_prices
from matching.trajectories.rows import MonthRows

REASON = Said(
    nl="Lijnen over maanden: kolomgeneratie met een exacte prijsstap, daarna geheel over de gevonden lijnen.",
    en="Lines over months: column generation with exact pricing, then whole numbers over the lines that were found.",
)
NOWHERE = (
    "Binnen de gevraagde maanden kan de deelnemer op geen enkele passende plek beginnen.",
    "Within the months asked for the participant cannot begin at any place that fits.",
)
PROMISING = 0.03  # of the typical value of a line: of many lines, those further behind the best stay out
HARVEST = 10_000  # lines: so many are always weighed
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
    lines, limit, tried, bound = _choose(master, found, monitor)
    timings.mark("engine")
    stands = int(opening.kept_points.sum())
    value = int(legs.points(lines).sum())
    spread = found.blocks.spread(found.prices, rows.num_rows, months)
    run = Run(lp_core.NAME, REASON, limits, timings, {"horizon_months": months})
    statistics = {
        "num_options": float(len(found.known.value)), "num_pairs": float(len(opening.open)),
        "num_rows": float(len(rows.fine(master.binding).row)), "rounds": float(found.rounds), "num_tried": float(tried),
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


def _choose(master: Master, found: Mastered, monitor: Monitor) -> tuple[Lines, Limit, int, float]:
    """Whole lines of everybody who has one, by participant; why the engine stopped; lines weighed; the bound."""
    opening = master.opening
    known, all_there_are = master.harvested(found, HARVEST)
    slack = master.problem(known, found.blocks).slack(found.prices)
    if not all_there_are and len(slack) > HARVEST:
        known = known.select(slack <= PROMISING * master.typical)
    problem = master.problem(known, opening.rows.fine(master.binding))
    stands = float(opening.kept_points.sum())

    def show(step: Progress) -> None:
        monitor.report(step.phase, step.incumbent + int(stands), found.bound + stands)

    rest = Monitor(replace(monitor.limits, time_limit=monitor.left), show, monitor.cancelled)
    result = lp_core.solve(problem, rest.limits, rest)
    lines = opening.kept.copy()
    who = np.flatnonzero(result.chosen >= 0)
    lines[who] = opening.whole(known.lines[result.chosen[who]], who.astype(np.int32))
    bound = min(found.bound, result.termination.bound) if all_there_are else found.bound
    limit = monitor.why_stop(int(problem.objective(result.chosen) + stands), bound + stands)
    return lines[lines[:, 0, 0] != NO_LEG], limit or Limit.METHOD, len(known.value), bound


def _used(rows: MonthRows, lines: Lines) -> NDArray[np.int64]:
    """Units that lines use of each row and month, int64 (R, H)."""
    months = rows.room.shape[1]
    single = np.zeros((rows.num_rows, months), np.int64)
    for pair, start, stop in lines[lines[:, :, 0] != NO_LEG]:
        span = slice(rows.use.indptr[pair], rows.use.indptr[pair + 1])
        single[rows.use.indices[span], start:stop] += rows.use.data[span][:, None]
    held = (rows.start[:, None] <= np.arange(months)) & (np.arange(months) < rows.stop[:, None])
    return single * held


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
    here = (rows.start <= month) & (month < rows.stop)
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
