"""A living HiGHS model: made once from a programme, then changed and solved again without being built anew.

    min  offset + Σ_j cost_j x_j    s.t.  row_lower ≤ A x ≤ row_upper,  lower ≤ x ≤ upper,  x_j whole where integral

Which way is fast depends on the model: stocks that flow over many periods take the simplex method ten times as long as
interior point; small models, and a change of a few sides or bounds, the other way round. So small models go by simplex,
and large ones by interior point unless there is a basis to go on from: then simplex gets a head start that is counted
in iterations (a run can be repeated). The log says what ran. A point becomes a plan only if it keeps every row and
bound by our own arithmetic: HiGHS hands back anything at all when its time is up.

One thread: HiGHS fixes its number of threads at the first solve in a process and refuses another one later.
"""

import logging
import time
from collections.abc import Collection
from dataclasses import replace

import highspy
import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from instances.errors import SolverFailure
from instances.schema.solution import Limit
from matching.engines.engine import Limits, Monitor
from planning.backend.outcome import Method, Outcome, Status
from planning.programme import Floats, Ints, Programme

STATUS = {
    highspy.HighsModelStatus.kOptimal: (Status.OPTIMAL, Limit.NONE),
    highspy.HighsModelStatus.kModelEmpty: (Status.OPTIMAL, Limit.NONE),
    highspy.HighsModelStatus.kInfeasible: (Status.INFEASIBLE, Limit.NONE),
    highspy.HighsModelStatus.kUnbounded: (Status.UNBOUNDED, Limit.NONE),
    highspy.HighsModelStatus.kTimeLimit: (Status.UNKNOWN, Limit.TIME),
    highspy.HighsModelStatus.kInterrupt: (Status.UNKNOWN, Limit.INTERRUPTED),
    highspy.HighsModelStatus.kHighsInterrupt: (Status.UNKNOWN, Limit.INTERRUPTED),
    highspy.HighsModelStatus.kIterationLimit: (Status.UNKNOWN, Limit.METHOD),
    highspy.HighsModelStatus.kSolutionLimit: (Status.UNKNOWN, Limit.METHOD),
    highspy.HighsModelStatus.kUnboundedOrInfeasible: (Status.UNKNOWN, Limit.METHOD),
    highspy.HighsModelStatus.kUnknown: (Status.UNKNOWN, Limit.METHOD),
}
STUCK = (highspy.HighsModelStatus.kSolveError, highspy.HighsModelStatus.kUnknown)
SOLVER = {Method.SIMPLEX: "simplex", Method.INTERIOR: "ipm", Method.BRANCHING: "choose"}
DUAL, PRIMAL = 1, 4  # ways of simplex, as HiGHS numbers them
TOLERANCE = 1e-6  # of a row or bound, relative to its size; HiGHS works at 1e-7
SMALL = 20_000  # entries up to which simplex is always quick enough
HEAD_START = 0.05  # iterations per row that simplex gets on a basis before interior point takes over
SIGN_OF_LIFE = 0.25  # seconds between two reports
logger = logging.getLogger(__name__)


class Live:
    """The model, its arrays as they stand now, and the way that suits it (`method`: given, else by its size).

    Every change takes indices and values of equal length. `monitor` holds the clock, the wish to stop, the gap at
    which an integer programme may end, and who hears of progress.

    Raises:
        SolverFailure: HiGHS refuses the arrays or ends in a state that means nothing to us.
    """

    def __init__(self, programme: Programme, monitor: Monitor | None = None, method: Method | None = None) -> None:
        small = programme.matrix.nnz <= SMALL
        self.method = method or (Method.SIMPLEX if small else Method.INTERIOR)
        self._held = 0
        self._cost_changed = False
        self._monitor = monitor or Monitor(Limits(time_limit=np.inf, gap=1e-6))
        self._arrays = replace(
            programme, cost=_own(programme.cost), lower=_own(programme.lower), upper=_own(programme.upper),
            row_lower=_own(programme.row_lower), row_upper=_own(programme.row_upper),
        )  # fmt: skip
        self._integral = bool(programme.integral.any())
        self._reported = 0.0
        self._highs = highspy.Highs()
        self._set(output_flag=False, threads=1, random_seed=self._monitor.limits.seed)
        self._set(mip_rel_gap=self._monitor.limits.gap, mip_abs_gap=1e-9)
        _done(self._highs.passModel(_model(programme)), "model")
        for event in (self._highs.cbSimplexInterrupt, self._highs.cbIpmInterrupt, self._highs.cbMipInterrupt):
            event.subscribe(self._ask)

    @property
    def programme(self) -> Programme:
        """The arrays as they stand now; not to be changed from outside."""
        return self._arrays

    def change_cost(self, columns: Ints, cost: ArrayLike) -> None:
        """Give columns another cost."""
        cost = _values(cost, columns)
        _done(self._highs.changeColsCost(len(columns), columns.astype(np.int32), cost), "costs")
        self._arrays.cost[columns] = cost
        self._cost_changed = True

    def change_bounds(self, columns: Ints, lower: ArrayLike, upper: ArrayLike) -> None:
        """Give columns other bounds; equal ones fix them."""
        lower, upper = _values(lower, columns), _values(upper, columns)
        _done(self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper), "bounds")
        self._arrays.lower[columns], self._arrays.upper[columns] = lower, upper

    def change_rows(self, rows: Ints, lower: ArrayLike, upper: ArrayLike) -> None:
        """Give rows other sides."""
        lower, upper = _values(lower, rows), _values(upper, rows)
        _done(self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper), "sides")
        self._arrays.row_lower[rows], self._arrays.row_upper[rows] = lower, upper

    def add_row(self, entries: Floats, lower: float, upper: float) -> int:
        """Append lower ≤ Σ_j entries_j x_j ≤ upper, entries (n,); gives its index."""
        columns = np.flatnonzero(entries)
        values = entries[columns].astype(np.float64)
        _done(self._highs.addRow(lower, upper, len(columns), columns.astype(np.int32), values), "row")
        now = self._arrays
        self._arrays = replace(
            now, matrix=sparse.vstack([now.matrix, sparse.csr_array(entries[None, :])], format="csc"),
            row_lower=np.append(now.row_lower, lower), row_upper=np.append(now.row_upper, upper),
        )  # fmt: skip
        return now.num_rows

    def drop_rows(self, keep: int) -> None:
        """Take away all rows from index `keep` on, so that the model is again as it was before they came."""
        gone = np.arange(keep, self._arrays.num_rows, dtype=np.int32)
        _done(self._highs.deleteRows(len(gone), gone), "rows")
        now = self._arrays
        self._arrays = replace(
            now, matrix=now.matrix[:keep], row_lower=now.row_lower[:keep], row_upper=now.row_upper[:keep]
        )

    def solve(self, method: Method | None = None) -> Outcome:
        """Solve it as it stands: by `method`, else the way that suits it. Simplex goes on from the last basis.

        After a change of costs that basis is worth little: a model that interior point suits then starts afresh.
        """
        if self._integral:
            return self._solve(Method.BRANCHING)
        goes_on = self._based and not self._cost_changed
        if method is None and self.method is Method.INTERIOR and goes_on:
            return self._race()
        return self._solve(method or self.method)

    def fixed(self, outcome: Outcome) -> "Live":
        """Give the linear model with the whole numbers of a plan held: its duals hold while these choices stand."""
        whole = np.flatnonzero(self._arrays.integral)
        linear = Live(replace(self._arrays, integral=np.zeros_like(self._arrays.integral)), self._monitor)
        linear.change_bounds(whole, np.rint(outcome.x[whole]), np.rint(outcome.x[whole]))
        linear._held = len(whole)
        return linear

    def response(self, row: int) -> tuple[Floats, Floats]:
        """How x (n,) and A x (m,) change per unit by which the side of a binding row grows, on the last basis."""
        found, basic = self._highs.getBasicVariables()
        _done(found, "basis")
        found, change = self._highs.getBasisInverseCol(row)
        _done(found, "response")
        columns, rows = np.zeros(self._arrays.num_columns), np.zeros(self._arrays.num_rows)
        columns[basic[basic >= 0]] = change[basic >= 0]
        rows[-basic[basic < 0] - 1] = -change[basic < 0]  # a basic row stands in the basis with its sign turned
        return columns, rows

    @property
    def _based(self) -> bool:
        return bool(self._highs.getBasis().valid)

    def _race(self) -> Outcome:
        """Give simplex a head start; when it has not finished by then, interior point does the work."""
        self._set(simplex_iteration_limit=int(HEAD_START * self._arrays.num_rows))
        outcome = self._solve(Method.SIMPLEX)
        self._set(simplex_iteration_limit=highspy.kHighsIInf)
        return self._solve(Method.INTERIOR) if outcome.limit is Limit.METHOD else outcome

    def _solve(self, method: Method) -> Outcome:
        begun = time.monotonic()
        if method is not Method.SIMPLEX:
            _done(self._highs.clearSolver(), "fresh start")
        # Other costs leave the last plan possible, which is where the primal way starts; all else spoils it.
        self._set(simplex_strategy=PRIMAL if self._cost_changed and self._based else DUAL)
        self._set(solver=SOLVER[method], time_limit=self._highs.getRunTime() + self._monitor.left)
        state = self._run(forgiven=STUCK if method is Method.INTERIOR else ())
        if state in STUCK and method is Method.INTERIOR:
            logger.info("interior point is stuck, as it may be where no plan exists: simplex takes over")
            method = Method.SIMPLEX
            _done(self._highs.clearSolver(), "fresh start")
            self._set(solver=SOLVER[method])
            state = self._run()
        if state == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            self._set(presolve="off")
            state = self._run()
            self._set(presolve="choose")
        self._cost_changed = False
        status, limit = STATUS[state]
        if limit is Limit.INTERRUPTED and not self._monitor.cancelled.is_set():
            limit = Limit.TIME
        outcome = self._read(status, limit, method, time.monotonic() - begun)
        logger.info("%s: %s, objective %.9g, bound %.9g, %.2f s", method, outcome.status, outcome.objective,
                    outcome.bound, outcome.seconds)  # fmt: skip
        return outcome

    def _run(self, forgiven: Collection[highspy.HighsModelStatus] = ()) -> highspy.HighsModelStatus:
        ran, state = self._highs.run(), self._highs.getModelStatus()
        if state not in forgiven and (ran == highspy.HighsStatus.kError or state not in STATUS):
            raise SolverFailure(f"HiGHS ended with {self._highs.modelStatusToString(state)}")
        return state

    def _read(self, status: Status, limit: Limit, method: Method, seconds: float) -> Outcome:
        info, solution = self._highs.getInfo(), self._highs.getSolution()
        x = np.array(solution.col_value)
        kept = solution.value_valid and self._keeps(x)
        if status is Status.OPTIMAL and not kept:
            status, limit = Status.UNKNOWN, Limit.METHOD
        elif status is Status.UNKNOWN and kept:
            status = Status.FEASIBLE
        told = Outcome(status, limit, method, seconds, held=self._held)
        if not told.found:
            return told
        objective = self._arrays.offset + float(self._arrays.cost @ x)
        if method is Method.BRANCHING:
            told = replace(told, objective=objective, bound=float(info.mip_dual_bound), x=x)
            near = status is Status.OPTIMAL and told.gap > TOLERANCE
            return replace(told, status=Status.FEASIBLE, limit=Limit.GAP) if near else told
        if status is Status.FEASIBLE:
            return replace(told, objective=objective, x=x)
        duals, reduced = np.array(solution.row_dual), np.array(solution.col_dual)
        return replace(told, objective=objective, bound=objective, x=x, duals=duals, reduced=reduced)

    def _keeps(self, x: Floats) -> bool:
        """Does a point keep every bound and row, and is it whole where it has to be?"""
        now = self._arrays
        if len(x) != now.num_columns or not np.isfinite(x).all():
            return False
        use = now.matrix @ x
        size = 1.0 + abs(now.matrix) @ abs(x)
        return bool(
            (np.maximum(now.lower - x, x - now.upper) <= TOLERANCE * (1.0 + abs(x))).all()
            and (np.maximum(now.row_lower - use, use - now.row_upper) <= TOLERANCE * size).all()
            and (abs(x - np.rint(x))[now.integral] <= TOLERANCE).all()
        )

    def _ask(self, event: highspy.highs.HighsCallbackEvent) -> None:
        if self._monitor.expired:
            event.interrupt()
        if self._monitor.elapsed - self._reported >= SIGN_OF_LIFE:
            self._reported = self._monitor.elapsed
            known = event.data_out
            best, bound = (known.mip_primal_bound, known.mip_dual_bound) if self._integral else (np.inf, -np.inf)
            self._monitor.report(Method.BRANCHING if self._integral else self.method, best, bound)

    def _set(self, **options: float | str) -> None:
        for name, value in options.items():
            _done(self._highs.setOptionValue(name, value), f"option {name}")


def _own(values: Floats) -> Floats:
    """A copy to change; floats also where whole numbers came in, or a change would lose its fraction."""
    return values.astype(np.float64)


def _values(values: ArrayLike, at: Ints) -> Floats:
    return np.array(np.broadcast_to(np.asarray(values, np.float64), len(at)))


def _model(programme: Programme) -> highspy.HighsLp:
    num_rows, num_cols = programme.matrix.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_, model.offset_ = num_cols, num_rows, programme.offset
    model.col_cost_, model.col_lower_, model.col_upper_ = programme.cost, programme.lower, programme.upper
    model.row_lower_, model.row_upper_ = programme.row_lower, programme.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = programme.matrix.indptr
    model.a_matrix_.index_ = programme.matrix.indices
    model.a_matrix_.value_ = programme.matrix.data
    if programme.integral.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[whole] for whole in programme.integral.astype(int)]
    return model


def _done(status: highspy.HighsStatus, what: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise SolverFailure(f"HiGHS refuses the {what}")
