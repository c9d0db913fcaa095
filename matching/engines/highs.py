"""HiGHS on arrays: one linear or integer programme in, an honest answer out.

    max  offset + Σ_j gain_j x_j    s.t.  lower ≤ A x ≤ upper,  0 ≤ x ≤ most        (x whole where `whole`)

Always one thread: HiGHS fixes its number of threads at the first solve in a process and refuses another one later.
HiGHS may overrun its own time limit, so the monitor is asked from within as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from itertools import count

import highspy
import numpy as np
from scipy import sparse

from instances.errors import SolverFailure
from matching.engines.engine import Monitor
from matching.problem import Floats


class Status(Enum):
    """What is known of the programme."""

    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


STATUS = {
    highspy.HighsModelStatus.kOptimal: Status.SOLVED,
    highspy.HighsModelStatus.kModelEmpty: Status.SOLVED,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kTimeLimit: Status.STOPPED,
    highspy.HighsModelStatus.kInterrupt: Status.STOPPED,
    highspy.HighsModelStatus.kIterationLimit: Status.STOPPED,
    highspy.HighsModelStatus.kSolutionLimit: Status.STOPPED,
}


@dataclass(frozen=True)
class Programme:
    """The arrays: `gain`, `most` (k,); `matrix` csc (m, k); `lower`, `upper` (m,)."""

    gain: Floats
    most: Floats
    matrix: sparse.csc_array
    lower: Floats
    upper: Floats
    offset: float = 0.0


@dataclass(frozen=True)
class Answer:
    """`x` float64 (k,), empty where none was found; `duals` float64 (m,), of a linear programme; `bound` on the gain.

    `bound` is the solver's own claim: infinite where it has none.
    """

    status: Status
    x: Floats
    duals: Floats
    bound: float


def maximise(
    programme: Programme, monitor: Monitor, whole: bool = False, checks: float = np.inf, gap: float = 0.0,
    enough: Callable[[float, float], bool] | None = None, start: Floats | None = None,
) -> Answer:  # fmt: skip
    """Solve it, whole or not.

    When to stop: after HiGHS asked so many times whether to go on (`checks`: no clock, so a run can be repeated), at
    `gap` (a fraction) to the solver's own bound, when `enough` says so of the best whole gain and its bound, or when
    the monitor does. `start`: a whole solution to begin with.

    Raises:
        SolverFailure: HiGHS refuses the arrays or ends in a state that means nothing to us.
    """
    if not len(programme.gain):
        return _nothing(programme)
    highs = highspy.Highs()
    options = {
        "output_flag": False, "threads": 1, "random_seed": monitor.limits.seed, "mip_rel_gap": gap,
        "mip_abs_gap": 0.99 if whole else 1e-6, "time_limit": monitor.left,
    }  # fmt: skip
    for name, value in options.items():
        _done(highs.setOptionValue(name, value), f"option {name}")
    _done(highs.passModel(_model(programme, whole)), "model")
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start
        _done(highs.setSolution(solution), "start")

    asked = count(1)

    def ask(event: highspy.highs.HighsCallbackEvent) -> None:
        known = event.data_out
        if (
            monitor.expired
            or next(asked) > checks
            or (enough is not None and enough(known.mip_primal_bound, known.mip_dual_bound))
        ):
            event.interrupt()

    (highs.cbMipInterrupt if whole else highs.cbSimplexInterrupt).subscribe(ask)
    ran = highs.run()
    status = STATUS.get(highs.getModelStatus())
    if ran == highspy.HighsStatus.kError or status is None:
        raise SolverFailure(f"HiGHS ended with {highs.modelStatusToString(highs.getModelStatus())}")
    info, solution = highs.getInfo(), highs.getSolution()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Answer(
        status,
        np.array(solution.col_value) if found else np.empty(0),
        np.array(solution.row_dual) if not whole else np.empty(0),
        _bound(status, info, whole),
    )


def _nothing(programme: Programme) -> Answer:
    """Without columns HiGHS gives a bound of zero, whatever the offset: answer ourselves."""
    if ((programme.lower > 0) | (programme.upper < 0)).any():
        return Answer(Status.INFEASIBLE, np.empty(0), np.empty(0), -np.inf)
    return Answer(Status.SOLVED, np.empty(0), np.zeros(len(programme.lower)), programme.offset)


def _model(programme: Programme, whole: bool) -> highspy.HighsLp:
    num_rows, num_cols = programme.matrix.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = num_cols, num_rows
    model.sense_, model.offset_ = highspy.ObjSense.kMaximize, programme.offset
    model.col_cost_, model.col_lower_, model.col_upper_ = programme.gain, np.zeros(num_cols), programme.most
    model.row_lower_, model.row_upper_ = programme.lower, programme.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = programme.matrix.indptr
    model.a_matrix_.index_ = programme.matrix.indices
    model.a_matrix_.value_ = programme.matrix.data
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * num_cols
    return model


def _bound(status: Status, info: highspy.HighsInfo, whole: bool) -> float:
    if status is Status.INFEASIBLE:
        return -np.inf
    if whole:
        return float(info.mip_dual_bound)
    return float(info.objective_function_value) if status is Status.SOLVED else np.inf


def _done(status: highspy.HighsStatus, what: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise SolverFailure(f"HiGHS refuses the {what}")
