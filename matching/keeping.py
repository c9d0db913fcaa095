"""People whose place the law protects: they keep it, and everybody else is matched around them.

A protected pair (see `ProtectingRule`) is no choice. It takes its share of the scarce rows first, also where that
leaves a row overfull; what remains is a smaller problem of the same form, and its proof is a proof for the whole.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.bounds import terminated
from matching.engines.engine import EngineResult
from matching.engines.fill import Chosen, nobody
from matching.problem import AssignmentProblem


def protected(problem: AssignmentProblem, marked: NDArray[np.bool_]) -> Chosen:
    """The matching of the protected: the first option of each that is `marked` bool (n,)."""
    kept = nobody(problem)
    options = np.flatnonzero(marked)[::-1]
    kept[problem.participant[options]] = options
    return kept


def together(problem: AssignmentProblem, kept: Chosen, free: NDArray[np.intp], result: EngineResult) -> EngineResult:
    """Join what was kept with what was found around it (`problem.around`): the value of the kept adds to both sides."""
    chosen, placed = kept.copy(), result.chosen >= 0
    chosen[placed] = free[result.chosen[placed]]
    value, known = problem.objective(kept), result.termination
    return replace(
        result, chosen=chosen, termination=terminated(known.objective + value, known.bound + value, known.limit)
    )
