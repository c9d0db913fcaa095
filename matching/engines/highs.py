"""HiGHS on arrays: a linear or integer programme in, an honest answer out.

    max  offset + Σ_j gain_j x_j    s.t.  lower ≤ A x ≤ upper,  0 ≤ x ≤ most        (x whole where `whole`)

`maximise` solves one programme; a `Growing` linear programme gets more columns and rows, and goes on where it was.
Always one thread: HiGHS fixes its number of threads at the first solve in a process and refuses another one later.
HiGHS may overrun its own time limit, so the monitor is asked from within as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from itertools import count

import highspy
import numpy as np
from numpy.typing import NDArray
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
    highs = _quiet(monitor)
    _set(highs, mip_rel_gap=gap, mip_abs_gap=0.99 if whole else 1e-6, time_limit=monitor.left)
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
    status = _run(highs)
    info, solution = highs.getInfo(), highs.getSolution()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Answer(
        status,
        np.array(solution.col_value) if found else np.empty(0),
        np.array(solution.row_dual) if not whole else np.empty(0),
        _bound(status, info, whole),
    )


class Growing:
    """A linear programme max Σ gain_j x_j, A x ≤ upper, 0 ≤ x ≤ most that grows; a solve begins at the last basis.

    Raises:
        SolverFailure: as `maximise`.
    """

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._highs = _quiet(monitor)
        _done(self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize), "sense")
        self._highs.cbSimplexInterrupt.subscribe(lambda event: event.interrupt() if monitor.expired else None)

    @property
    def num_columns(self) -> int:
        """Columns so far."""
        return int(self._highs.getNumCol())

    @property
    def num_rows(self) -> int:
        """Rows so far."""
        return int(self._highs.getNumRow())

    def add_columns(self, gain: Floats, matrix: sparse.csc_array, most: float = np.inf) -> None:
        """Append columns; `gain` (k,), `matrix` csc (rows so far, k)."""
        nothing, ceiling = np.zeros(len(gain)), np.full(len(gain), most)
        arrays = matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32), matrix.data.astype(np.float64)
        _done(self._highs.addCols(len(gain), gain, nothing, ceiling, matrix.nnz, *arrays), "columns")

    def add_rows(self, matrix: sparse.csr_array, upper: Floats) -> None:
        """Append rows; `matrix` csr (k, columns so far), `upper` (k,)."""
        lower = np.full(len(upper), -np.inf)
        arrays = matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32), matrix.data.astype(np.float64)
        _done(self._highs.addRows(len(upper), lower, upper, matrix.nnz, *arrays), "rows")

    def change_bounds(self, rows: NDArray[np.int32], lower: Floats, upper: Floats) -> None:
        """Give some rows other limits."""
        _done(self._highs.changeRowsBounds(len(rows), rows, lower, upper), "limits")

    def change_gain(self, columns: NDArray[np.int32], gain: Floats) -> None:
        """Give some columns another gain."""
        _done(self._highs.changeColsCost(len(columns), columns, gain), "gains")

    def solve(self) -> Answer:
        """Solve it from where it stands."""
        _set(self._highs, time_limit=self._highs.getRunTime() + self._monitor.left)
        status = _run(self._highs)
        solution = self._highs.getSolution()
        return Answer(
            status,
            np.array(solution.col_value),
            np.array(solution.row_dual),
            _bound(status, self._highs.getInfo(), False),
        )


def _quiet(monitor: Monitor) -> highspy.Highs:
    highs = highspy.Highs()
    _set(highs, output_flag=False, threads=1, random_seed=monitor.limits.seed)
    return highs


def _set(highs: highspy.Highs, **options: float) -> None:
    for name, value in options.items():
        _done(highs.setOptionValue(name, value), f"option {name}")


def _run(highs: highspy.Highs) -> Status:
    ran = highs.run()
    status = STATUS.get(highs.getModelStatus())
    if ran == highspy.HighsStatus.kError or status is None:
        raise SolverFailure(f"HiGHS ended with {highs.modelStatusToString(highs.getModelStatus())}")
    return status


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
