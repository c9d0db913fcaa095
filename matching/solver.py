"""The whole engine on one screen: from an instance to a matching with reasons and a proven bound."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from instances.schema.solution import MatchingSolution, Said
from instances.tables import Instance
from matching.candidates import candidates
from matching.eligibility import screen
from matching.engines import choose, named
from matching.engines.engine import Limits, Monitor, Progress, priced
from matching.engines.relaxation import relax
from matching.keeping import placed_first, together
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.policies import OWN
from matching.problem import AssignmentProblem
from matching.report import Run, Timings, report

AUTO = "auto"


@dataclass(frozen=True)
class SolveOptions:
    """How to run.

    `engine`: a name from `matching.engines`, or `auto` to let the data decide. `policy`: a name from
    `matching.policies`, or `instance` for the instance's own.
    """

    engine: str = AUTO
    limits: Limits = field(default_factory=Limits)
    policy: str = OWN


def solve(
    instance: Instance,
    options: SolveOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
) -> MatchingSolution:
    """Match all participants of an instance jointly.

    Places that the law protects and promises that can be kept come first (`matching.keeping`); what the termination
    proves, it proves of all matchings that keep these. Unplaced is an answer with a reason, never an error. Setting
    `cancelled` from another thread stops the run and keeps the best so far.

    Raises:
        PolicyError: no policy is called so, it names a rule or mode that does not exist, no engine is called so, or
            it cannot take this problem.
        SolverFailure: the solver broke down.
    """
    options = options or SolveOptions()
    monitor, timings = Monitor(options.limits, on_progress, cancelled), Timings()

    opened = OpenInstance.of(instance, policy=options.policy)
    timings.mark("open")
    monitor.report("rules", 0, float("inf"))
    screening = screen(opened.data, opened.rulebook, candidates(opened.data, opened.rulebook))
    timings.mark("rules")
    pairs = Pairs(opened.data, screening.p, screening.w)
    rows = [(rule.CARD.code, rule.rows(pairs)) for rule in opened.rulebook.row_rules]
    problem = AssignmentProblem.of(
        opened.data.num_participants, screening.p, screening.w, screening.value.astype(np.int64), rows
    )
    timings.mark("problem")
    kept = placed_first(problem, screening.protected, screening.promised)
    rest, free = problem.around(kept)
    choice = choose(rest) if options.engine == AUTO else named(options.engine, rest)
    result = choice.engine.solve(rest, options.limits, monitor)
    timings.mark("engine")
    if result.prices is None:
        result = priced(rest, result, relax(rest, monitor).prices)
    result = together(problem, kept, free, result)
    timings.mark("prices")
    return report(
        opened,
        screening,
        problem,
        result,
        Run(choice.engine.NAME, Said(nl=choice.nl, en=choice.en), options.limits, timings),
    )
