"""From prices to a proven matching: round, cut, move, solve a core, improve it part by part, prove it by growing cores.

The prices are those of the plain relaxation; all later steps use the tighter one, whose rows include cuts.
The reach of the core (see `core`) starts small, where an exact solver needs milliseconds, and doubles as long as that
pays; then it jumps to the reach that can prove the wanted gap, if such a core can be solved at all. After each core
the proof rule gives the bound

    optimum ≤ max(bound of the exact solver on the core, D(y) - reach)

so the solver's own bound is used only where it speaks about the core, and D(y) is our own arithmetic. A reach of
D(y) - (value of the best matching) is always enough: then the core holds every matching that is better.
Where a core cannot be settled and amounts differ, whole places are packed (`repacking`) before the cores go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from instances.schema.solution import Limit
from matching.bounds import integer_bound, terminated
from matching.engines import moves
from matching.engines.components import Part, join, split
from matching.engines.core import Core
from matching.engines.cuts import tighten
from matching.engines.engine import EngineResult, Monitor, Start
from matching.engines.fill import Chosen, by_rounding
from matching.engines.neighbourhoods import Neighbourhoods
from matching.engines.presolve import Reduced, reduce
from matching.engines.relaxation import LinearProgramme, Relaxation
from matching.engines.repacking import renumbered, repack
from matching.engines.smoothing import descend, typical_value
from matching.problem import NO_OPTION, AssignmentProblem, Floats

SHARE = 1 / 3  # of the time that is allowed, for prices and cuts: what is found must be improved too
FIRST_REACH = 1 / 256  # of the typical value
USABLE = 0.05  # gap: prices that prove less than that of what they resume are no place to start from
RESUME_REACH = 1 / 512  # of the typical value: what is weighed again after a small change
GROWTH = 2.0
ACCURACY = 0.25  # of the gap that is asked for: enough to call a core solved
MARGIN = 1.05  # over the reach outside of which nothing can spoil the gap that is asked for
PART_REACH = 1 / 16  # of the typical value: options that join when a part is improved
PART_ACCURACY = 1 / 100  # of the typical value: enough to call a part solved
PART_EFFORT = 0.5
PROVABLE = 60_000  # options: a larger core takes an exact solver minutes before it says anything


@dataclass(frozen=True)
class Task:
    """A core to solve, beginning at the matching `start`.

    `effort`: how hard to try, in units that no clock measures, so that a run can be repeated.

    `least_use` float64 (R,): lower limits of the rows, which every matching that is as good as `start` keeps.
    `bound`: proven for the whole problem; `outside`: proven for what is not in the core; `gap`: wanted, a fraction;
    `accuracy`: the gap at which the core by itself counts as solved.
    """

    core: Core
    start: Chosen
    least_use: Floats
    effort: float
    gap: float
    accuracy: float = 0.0
    bound: float = np.inf
    outside: float = -np.inf

    def enough(self, value: float, inside: float) -> bool:
        """Whether a matching of this value, with this bound inside the core, has the wanted gap."""
        known = min(self.bound, max(inside, self.outside))
        return value >= known - self.gap * abs(known)


@dataclass(frozen=True)
class Found:
    """The best matching of a core, if any; `bound` on the value of every matching in it; `solved`: nothing is left."""

    chosen: Chosen | None
    bound: float
    solved: bool


CoreSolver = Callable[[Task, Monitor], Found]


def solve_by_cores(
    problem: AssignmentProblem, monitor: Monitor, solve_core: CoreSolver, start: Start | None = None
) -> EngineResult:
    """Resume if there is a start; else reduce, and solve what shares nothing apart, until the monitor is content."""
    resumed = None if start is None else resume(problem, monitor, start)
    if resumed is not None and resumed.termination.limit is not Limit.METHOD:
        return resumed
    reduced, stood = reduce(problem), None
    if resumed is not None and resumed.prices is not None and resumed.termination.gap <= USABLE:
        stood = _inside(Start(resumed.prices, resumed.chosen), problem, reduced)
        stood = replace(stood, prices=stood.prices * reduced.divisor)
    parts = split(reduced.problem)
    if len(parts) > 1:
        found = _apart(reduced.problem, parts, monitor, solve_core, stood)
    else:
        found = _connected(reduced.problem, monitor, solve_core, stood)
    assert found.prices is not None
    found = replace(found, chosen=reduced.chosen(found.chosen), prices=reduced.prices(found.prices))
    return found if resumed is None else _best_of(found, resumed)


def _inside(stood: Start, whole: AssignmentProblem, some: Part | Reduced) -> Start:
    """Where an earlier run stood, in terms of some of the options and rows; those left out are nobody's."""
    position = np.full(whole.num_options, NO_OPTION)
    position[some.options] = np.arange(len(some.options))
    people = some.people if isinstance(some, Part) else np.arange(whole.num_participants)
    return Start(stood.prices[some.rows], renumbered(stood.chosen[people], position))


def _apart(
    problem: AssignmentProblem, parts: Sequence[Part], monitor: Monitor, solve_core: CoreSolver, stood: Start | None
) -> EngineResult:
    """Solve parts that share nothing one after the other; each gets its share of the time that is left."""
    results: list[EngineResult] = []
    open_bound = [part.problem.bound(np.zeros(part.problem.num_rows)) for part in parts]
    waiting = problem.num_options
    for number, part in enumerate(parts):
        share = part.problem.num_options / max(1, waiting)
        limits = replace(monitor.limits, time_limit=monitor.elapsed + share * monitor.left)
        own = Monitor(limits, cancelled=monitor.cancelled)
        own.started = monitor.started
        own_start = None if stood is None else _inside(stood, problem, part)
        results.append(_connected(part.problem, own, solve_core, own_start))
        waiting -= part.problem.num_options
        known = [one.termination for one in results]
        bound = problem.settled + sum(one.bound for one in known) + sum(open_bound[number + 1 :])
        monitor.report("parts", problem.settled + sum(one.objective for one in known), bound)
    return join(problem, parts, results)


def _connected(
    problem: AssignmentProblem, monitor: Monitor, solve_core: CoreSolver, stood: Start | None
) -> EngineResult:
    """Relax, from prices and a matching that were right before if there are any; round, cut, solve growing cores."""
    warm = None if stood is None else descend(problem, monitor, start=stood.prices).y
    early = monitor.within(SHARE)
    linear = LinearProgramme(problem, early, warm)
    plain = linear.solve()
    statistics = {"relaxation_seconds": monitor.elapsed, "relaxation_bound": plain.bound}
    chosen = by_rounding(problem, plain.x, plain.prices)
    if stood is not None:
        chosen = _better(problem, chosen, stood.chosen)
    tight = tighten(linear, early, _within_gap(problem.objective(chosen), monitor))
    if tight is not plain:
        chosen = _better(linear.problem, chosen, by_rounding(linear.problem, tight.x, tight.prices))
    statistics |= {"cuts_seconds": monitor.elapsed, "cuts_bound": tight.bound}
    statistics["cuts"] = float(linear.problem.num_rows - problem.num_rows)
    rounded, chosen = chosen, moves.improve(problem, chosen, plain.prices, monitor)
    statistics["moves_gain"] = float(problem.objective(chosen) - problem.objective(rounded))
    grown = _grow(linear.problem, tight, tight.bound, chosen, monitor, solve_core, pause=True)
    if grown.limit is None:
        grown = _repacked(problem, linear.problem, plain, tight, grown, monitor, solve_core)
    ended = terminated(problem.objective(grown.chosen), grown.bound, grown.limit or Limit.METHOD)
    return EngineResult(grown.chosen, ended, plain.prices, statistics | grown.gained)


def _repacked(
    problem: AssignmentProblem, cut: AssignmentProblem, plain: Relaxation, tight: Relaxation, grown: "_Grown",
    monitor: Monitor, solve_core: CoreSolver,
) -> "_Grown":  # fmt: skip
    """A core of the problem with cuts could not be settled: pack whole places, and go on with what is left."""
    packed = repack(problem, plain, grown.bound, grown.chosen, monitor)
    if packed is None:
        rest = _grow(cut, tight, grown.bound, grown.chosen, monitor, solve_core)
        return replace(rest, gained=_summed(grown.gained, rest.gained))
    told = {"packings_seconds": monitor.elapsed, "packings_bound": packed.bound,
            "packings_gain": float(problem.objective(packed.chosen) - problem.objective(grown.chosen))}  # fmt: skip
    kept = cut.select(packed.kept)
    prices = Relaxation(tight.prices, kept.bound(tight.prices), tight.x[packed.kept])
    start = renumbered(packed.chosen, np.cumsum(packed.kept) - 1)
    rest = _grow(kept, prices, packed.bound, start, monitor, solve_core)
    chosen = renumbered(rest.chosen, np.flatnonzero(packed.kept))
    return _Grown(chosen, rest.bound, rest.limit, _summed(grown.gained, rest.gained) | told)


def _summed(first: dict[str, float], then: dict[str, float]) -> dict[str, float]:
    return {name: first[name] + then[name] for name in then} | {"rounded_value": first["rounded_value"]}


def _within_gap(value: int, monitor: Monitor) -> float:
    """The highest bound at which a matching of this value has the wanted gap."""
    return value / (1 - monitor.limits.gap if value > 0 else 1 + monitor.limits.gap)


def resume(problem: AssignmentProblem, monitor: Monitor, start: Start) -> EngineResult:
    """What the prices and the matching of an earlier run are still worth, after one small linear programme.

    The options that are nearly best at the prices known are weighed again, once; the earlier matching, repaired, is
    what the outcome must beat. Limit METHOD: that is not yet as near as is asked for.
    """
    stood = np.zeros(problem.num_options)
    stood[start.chosen[start.chosen >= 0]] = 1.0
    relaxation = LinearProgramme(problem, monitor, start.prices, RESUME_REACH).solve(rounds=1)
    chosen = by_rounding(problem, stood, start.prices)
    chosen = _better(problem, chosen, by_rounding(problem, relaxation.x, relaxation.prices))
    value, bound = problem.objective(chosen), relaxation.bound
    monitor.report("resumed", value, bound)
    statistics = {"resumed_seconds": monitor.elapsed, "resumed_value": float(value), "resumed_bound": bound}
    limit = monitor.why_stop(value, bound) or Limit.METHOD
    return EngineResult(chosen, terminated(value, bound, limit), relaxation.prices, statistics)


def _best_of(found: EngineResult, resumed: EngineResult) -> EngineResult:
    """The better matching with the better bound: a run that was stopped early may not have reached what it resumed."""
    one, other = found.termination, resumed.termination
    better = found if one.objective >= other.objective else resumed
    known = terminated(max(one.objective, other.objective), min(one.bound, other.bound), one.limit)
    return replace(found, chosen=better.chosen, termination=known, statistics=resumed.statistics | found.statistics)


@dataclass(frozen=True)
class _Grown:
    """What growing cores found; `limit` None: a core could not be settled, and something else should be tried."""

    chosen: Chosen
    bound: float
    limit: Limit | None
    gained: dict[str, float]


def _grow(
    problem: AssignmentProblem, relaxation: Relaxation, bound: float, start: Chosen, monitor: Monitor,
    solve_core: CoreSolver, *, pause: bool = False,
) -> _Grown:  # fmt: skip
    """Solve growing cores, and improve the matching part by part where a core could not be settled.

    `pause`: end there instead.
    """
    prices, typical = relaxation.prices, typical_value(problem)
    chosen, value, slack = start, problem.objective(start), problem.slack(prices)
    gained = {"rounded_value": float(value), "cores": 0.0, "cores_gain": 0.0, "parts_gain": 0.0}  # points
    parts = Neighbourhoods(problem, prices, PART_REACH * typical, monitor.limits.seed)
    reach, wanted = FIRST_REACH * typical, np.inf
    while (limit := monitor.why_stop(value, bound)) is None:
        monitor.report("core", value, bound)
        missing = relaxation.bound - value
        reach = min(reach, missing)
        core = Core.of(problem, prices, reach, chosen)
        found = solve_core(
            Task(
                core,
                chosen,
                core.least_use(prices, missing),
                effort=np.inf if reach >= wanted else 1.0 + gained["cores"],
                gap=monitor.limits.gap,
                accuracy=ACCURACY * monitor.limits.gap,
                bound=bound,
                outside=relaxation.bound - reach,
            ),
            monitor,
        )
        inside = integer_bound(found.bound) if np.isfinite(found.bound) else found.bound
        bound = min(bound, max(inside, relaxation.bound - reach))
        before, after_core = value, _better(problem, chosen, found.chosen)
        settled = found.solved or pause
        chosen = after_core if settled else _improve(problem, parts, after_core, bound, typical, monitor, solve_core)
        value = problem.objective(chosen)
        gained["cores"] += 1
        gained["cores_gain"] += problem.objective(after_core) - before
        gained["parts_gain"] += value - problem.objective(after_core)
        bound = max(float(value), bound)
        if reach >= missing and found.solved:
            limit = monitor.why_stop(value, bound) or Limit.METHOD
            break
        if pause and not found.solved:
            return _Grown(chosen, bound, monitor.why_stop(value, bound), gained)
        wanted = MARGIN * (relaxation.bound - _within_gap(value, monitor))
        provable = int((slack <= wanted).sum()) <= PROVABLE
        reach = max(GROWTH * reach, wanted) if provable and not (found.solved and value > before) else GROWTH * reach
    monitor.report("done", value, bound)
    return _Grown(chosen, bound, limit, gained)


def _better(problem: AssignmentProblem, chosen: Chosen, found: Chosen | None) -> Chosen:
    return found if found is not None and problem.objective(found) > problem.objective(chosen) else chosen


def _improve(
    problem: AssignmentProblem, parts: Neighbourhoods, chosen: Chosen, bound: float, typical: float, monitor: Monitor,
    solve_core: CoreSolver,
) -> Chosen:  # fmt: skip
    """Improve a matching part by part; each part is solved to a small share of one person's value."""
    no_limit = np.full(problem.num_rows, -np.inf)
    accuracy = PART_ACCURACY * typical / max(1, problem.objective(chosen))

    def solve(core: Core, start: Chosen) -> Chosen | None:
        return solve_core(Task(core, start, no_limit, PART_EFFORT, gap=0.0, accuracy=accuracy), monitor).chosen

    return parts.improve(chosen, monitor, solve, lambda value: monitor.why_stop(value, bound) is not None)
