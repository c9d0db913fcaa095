"""The whole engine on one screen: from an instance to a matching with reasons and a proven bound."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from instances.schema.solution import Finding, MatchingSolution, Said
from instances.tables import Instance
from matching.eligibility import Screening
from matching.engines import Choice, choose, named
from matching.engines.engine import Engine, EngineResult, Limits, Monitor, Progress, priced
from matching.engines.fill import Chosen
from matching.engines.relaxation import relax
from matching.floors import solve_with_floors
from matching.keeping import placed_first, together
from matching.opened import OpenInstance
from matching.options import judge_all, write_problem
from matching.policies import OWN
from matching.problem import AssignmentProblem
from matching.replanning import Replan
from matching.report import Run, Timings, report

AUTO = "auto"


@dataclass(frozen=True)
class SolveOptions:
    """How to run.

    `engine`: a name from `matching.engines`, or `auto` to let the data decide. `policy`: a name from
    `matching.policies`, or `instance` for the instance's own. `replan`: what was before, where the
    engine starts, and perhaps how many people may lose it; none = match as if for the first time.
    """

    engine: str = AUTO
    limits: Limits = field(default_factory=Limits)
    policy: str = OWN
    replan: Replan | None = None

    def choice(self, problem: AssignmentProblem) -> Choice:
        """The engine for a problem.

        Raises:
            PolicyError: none is called so, or it cannot take this problem.
        """
        return choose(problem) if self.engine == AUTO else named(self.engine, problem)


@dataclass(frozen=True)
class Prepared:
    """An instance that is judged, written as a problem, with those who come first in their place.

    `kept`: the matching of those who come first; `rest`: what is left to decide; `free`: the option of `problem` that
    each option of `rest` is.
    """

    opened: OpenInstance
    screening: Screening
    problem: AssignmentProblem
    kept: Chosen
    rest: AssignmentProblem
    free: NDArray[np.intp]

    @property
    def weighed(self) -> AssignmentProblem:
        """The rest, with the value of the kept in every objective and bound: a gap asked for is then of the whole."""
        return replace(self.rest, settled=self.problem.objective(self.kept))

    def concluded(self, result: EngineResult, run: Run) -> MatchingSolution:
        """Join what was found for the rest with what was kept, and report it all; `result` must have prices."""
        whole = together(self.problem, self.kept, self.free, result)
        run.timings.mark("prices")
        return report(self.opened, self.screening, self.problem, whole, run)


def prepare(instance: Instance, timings: Timings, policy: str = OWN) -> Prepared:
    """Open under a policy, judge all candidate pairs, write the problem, place first who comes first.

    Raises:
        PolicyError: no policy is called so, or it names a rule or mode that does not exist.
    """
    opened = OpenInstance.of(instance, policy=policy)
    timings.mark("open")
    screening = judge_all(opened)
    timings.mark("rules")
    problem = write_problem(opened, screening)
    kept = placed_first(problem, screening.protected, screening.promised)
    rest, free = problem.around(kept)
    timings.mark("problem")
    return Prepared(opened, screening, problem, kept, rest, free)


def solve(
    instance: Instance,
    options: SolveOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
) -> MatchingSolution:
    """Match all participants of an instance jointly.

    Places that the law protects and promises that can be kept come first (`matching.keeping`); what the termination
    proves, it proves of all matchings that keep these, and that keep to the limit on changes where there is one.
    Unplaced is an answer with a reason, never an error. Setting `cancelled` from another thread stops the run and
    keeps the best so far.

    Raises:
        PolicyError: no policy is called so, it names a rule or mode that does not exist, no engine is called so, or
            it cannot take this problem.
        SolverFailure: the solver broke down.
    """
    options = options or SolveOptions()
    monitor, timings = Monitor(options.limits, on_progress, cancelled), Timings()
    monitor.report("rules", 0, float("inf"))
    ready = prepare(instance, timings, options.policy)
    replan, rest = options.replan, ready.weighed
    if replan is not None and replan.max_changes is not None:
        return _within(replan.max_changes, ready, options, replan, monitor, timings)
    choice = options.choice(rest)
    start = None if replan is None else replan.start(rest, replan.workplace_of(instance))
    result = choice.engine.solve(rest, options.limits, monitor, start)
    timings.mark("engine")
    if result.prices is None:
        result = priced(rest, result, relax(rest, monitor).prices)
    solution = ready.concluded(result, run_of(choice, options, timings, replan.asked if replan is not None else None))
    return solution if replan is None else _with(solution, replan.told(solution))


def _within(
    max_changes: int, ready: Prepared, options: SolveOptions, replan: Replan, monitor: Monitor, timings: Timings
) -> MatchingSolution:
    """Match again, with a limit on the changes."""
    place = replan.workplace_of(ready.opened.instance)
    first = ready.kept[ready.kept >= 0]
    kept = int((ready.problem.workplace[first] == place[ready.problem.participant[first]]).sum())
    chosen: list[Choice] = []

    def pick(problem: AssignmentProblem) -> Engine:
        chosen.append(options.choice(problem))
        return chosen[-1].engine

    start = replan.start(ready.rest, place)
    answer = solve_with_floors(ready.rest, [replan.floor(ready.rest, place, kept, max_changes)], pick, monitor, start)
    timings.mark("engine")
    solution = ready.concluded(answer.result, run_of(chosen[-1], options, timings, replan.asked))
    return _with(solution, replan.told(solution, impossible=answer.impossible))


def _with(solution: MatchingSolution, told: Finding) -> MatchingSolution:
    return solution.model_copy(update={"findings": (told, *solution.findings)})


def run_of(
    choice: Choice, options: SolveOptions, timings: Timings, asked: Mapping[str, str | float | None] | None = None
) -> Run:
    """How a run was made."""
    return Run(choice.engine.NAME, Said(nl=choice.nl, en=choice.en), options.limits, timings, asked or {})
