"""Who is placed before anything is weighed: people whose place the law protects, then promises that can be kept.

A protected pair (see `ProtectingRule`) is no choice. It takes its share of the scarce rows first, also where that
leaves a row overfull. A promised pair (`PromisingRule`) comes next, where nothing blocks it and every row has room:
what a named person decided first, then older promises, in the order of the rule catalogue.
What remains is a smaller problem of the same form; the bound of the whole holds for all matchings that keep these.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.bounds import terminated
from matching.engines.engine import EngineResult
from matching.engines.fill import Chosen, fill, nobody
from matching.problem import AssignmentProblem

Marks = NDArray[np.bool_]
Turns = NDArray[np.int8]


def placed_first(problem: AssignmentProblem, protected: Marks, promised: Turns) -> Chosen:
    """The matching of these people; `protected` bool (n,) marks options, the first of each person counts.

    `promised` int8 (n,): 0 = not promised; options of turn 1 come before those of turn 2, and so on.
    """
    kept = nobody(problem)
    options = np.flatnonzero(protected)[::-1]
    kept[problem.participant[options]] = options
    order = np.flatnonzero(promised)
    return fill(problem, kept, order[np.argsort(promised[order], kind="stable")])


def together(problem: AssignmentProblem, kept: Chosen, free: NDArray[np.intp], result: EngineResult) -> EngineResult:
    """Join what was kept with what was found around it (`problem.around`), and count the kept where nobody did yet."""
    chosen, placed = kept.copy(), result.chosen >= 0
    chosen[placed] = free[result.chosen[placed]]
    known, value = result.termination, problem.objective(chosen)
    return replace(
        result, chosen=chosen, termination=terminated(value, known.bound + value - known.objective, known.limit)
    )
