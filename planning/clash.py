"""When no plan exists: how much is short, and which demands cannot go together.

First the amounts. Every side may give way, at a weight per unit that says how unwelcome that is (infinite: never):

    min  Σ_i weight_i (over_i + under_i)    s.t.  row_lower - under ≤ A x ≤ row_upper + over,  lower ≤ x ≤ upper

The cheapest relaxation is zero only where a plan exists. Its duals combine rows into one demand that cannot be met
(Farkas), so the rows with a dual are in conflict by themselves; together with the bounds they lean on they are few.
A deletion filter then takes away one after the other: what can be missed without a plan becoming possible is no part
of the clash. What is left is minimal: let go of any of them and the others fit.

Rows that cannot be let go are `given` and never named: a balance (what there is, is what there was plus what came) is
no demand. Neither is a lower bound of zero: no fewer than no people.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from matching.engines.engine import Monitor
from planning.backend.highs import Live
from planning.backend.outcome import Method, Status
from planning.programme import Floats, Ints, Mask, Programme

SHORT = 1e-6  # an amount below this is rounding in the solver


@dataclass(frozen=True)
class Relaxation:
    """The cheapest way to make a plan possible: by how much which rows give way.

    `amounts` (k,): above zero the upper side of the row has to rise by so much, below zero its lower side to fall.
    `total`: the weighted sum. `complete`: it does make a plan possible; the rows that never give way do not clash.
    """

    rows: Ints
    amounts: Floats
    total: float
    complete: bool


@dataclass(frozen=True)
class Clash:
    """Demands that cannot be met together: `rows`, and upper or non-zero lower bounds of `columns`.

    `is_minimal`: proven by letting go of each in turn.
    """

    rows: Ints
    columns: Ints
    is_minimal: bool


def relaxation(programme: Programme, weights: Floats, monitor: Monitor | None = None) -> Relaxation:
    """Find the cheapest relaxation; `weights` (m,) per unit of each row, infinite where it may never give way."""
    soft = np.flatnonzero(np.isfinite(weights))
    outcome = Live(_elastic(programme, soft, weights[soft]), monitor).solve()
    if not outcome.found:
        return Relaxation(np.empty(0, np.int64), np.empty(0), np.inf, False)
    over, under = outcome.x[programme.num_columns :].reshape(2, -1)
    amounts = over - under
    felt = abs(amounts) > SHORT * (1 + abs(_side(programme)[soft]))
    return Relaxation(soft[felt], amounts[felt], outcome.objective, True)


def minimal_clash(programme: Programme, given: Mask | None = None, monitor: Monitor | None = None) -> Clash | None:
    """Find demands that cannot go together; None where a plan exists. `given` (m,): rows that cannot be let go.

    Whole numbers are let go: a clash that only exists because of them is not found, and then this gives None too.
    """
    linear = replace(programme, integral=np.zeros_like(programme.integral))
    everything = np.arange(programme.num_rows)
    outcome = Live(_elastic(linear, everything, np.ones(len(everything))), monitor).solve()
    if outcome.found and outcome.objective <= SHORT:
        return None
    rows = np.flatnonzero(abs(outcome.duals) > SHORT) if outcome.status is Status.OPTIMAL else everything
    return _filtered(linear, rows, np.zeros(len(everything), np.bool_) if given is None else given, monitor)


def _filtered(programme: Programme, rows: Ints, given: Mask, monitor: Monitor | None) -> Clash:
    """Leave out one demand after the other, for as long as the rest still clash."""
    part = programme.matrix.tocsr()[rows]
    columns = np.unique(part.indices)
    live = Live(
        Programme(
            np.zeros(len(columns)), programme.lower[columns], programme.upper[columns], part.tocsc()[:, columns],
            programme.row_lower[rows], programme.row_upper[rows], np.zeros(len(columns), np.bool_),
        ),
        monitor, Method.SIMPLEX,
    )  # fmt: skip
    kept_rows, sure = [], True
    for index in np.flatnonzero(~given[rows]):
        at = np.array([index])
        live.change_rows(at, -np.inf, np.inf)
        verdict = live.solve()
        sure &= verdict.settled
        if verdict.status is not Status.INFEASIBLE:
            live.change_rows(at, programme.row_lower[rows[at]], programme.row_upper[rows[at]])
            kept_rows.append(rows[index])
    kept_columns = []
    lower, upper = np.minimum(programme.lower[columns], 0.0), programme.upper[columns]
    named = np.isfinite(upper) | (programme.lower[columns] > 0)
    for index in np.flatnonzero(named):
        at = np.array([index])
        live.change_bounds(at, lower[at], np.inf)
        verdict = live.solve()
        sure &= verdict.settled
        if verdict.status is not Status.INFEASIBLE:
            live.change_bounds(at, programme.lower[columns[at]], upper[at])
            kept_columns.append(columns[index])
    return Clash(np.array(kept_rows, np.int64), np.array(kept_columns, np.int64), sure)


def _elastic(programme: Programme, soft: Ints, weights: Floats) -> Programme:
    """The programme with a column over and a column under for every soft row, and no other cost."""
    count = len(soft)
    ones = sparse.csc_array((np.ones(count), (soft, np.arange(count))), (programme.num_rows, count))
    return Programme(
        np.concatenate([np.zeros_like(programme.cost), weights, weights]),
        np.concatenate([programme.lower, np.zeros(2 * count)]),
        np.concatenate([
            programme.upper,
            np.where(np.isfinite(programme.row_upper[soft]), np.inf, 0.0),
            np.where(np.isfinite(programme.row_lower[soft]), np.inf, 0.0),
        ]),
        sparse.hstack([programme.matrix, -ones, ones], format="csc"),
        programme.row_lower, programme.row_upper,
        np.concatenate([programme.integral, np.zeros(2 * count, np.bool_)]),
    )  # fmt: skip


def _side(programme: Programme) -> Floats:
    """A finite side of each row, or zero."""
    upper = np.where(np.isfinite(programme.row_upper), programme.row_upper, 0.0)
    return np.where(np.isfinite(programme.row_lower), programme.row_lower, upper)
