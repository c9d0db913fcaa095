"""What one more unit is worth, how far that holds, and what binds.

    value_i = Δ objective / Δ side_i      k EUR per unit by which the right-hand side of row i grows; below 0: it saves

That is the one sign in the house: the objective is always minimised, so a budget of which one more euro saves a euro
has the value -1. A value belongs to a basis; it holds while the plan that follows the side keeps all other bounds:

    low ≤ side_i ≤ high,   the ends found by the ratio test along the response of the basis to side_i

In a degenerate plan the range may be a point. Then what really happens is measured: the model is solved again with one
step more and one step less.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planning.backend.highs import Live
from planning.backend.outcome import Outcome
from planning.programme import Floats, Ints, Programme

FELT = 1e-7  # a value below this is none, as the solver's own tolerance on duals


@dataclass(frozen=True)
class Worth:
    """What one more unit of a row's side is worth.

    `side`: the right-hand side as it stands; `value` k EUR per unit, which holds from `low` to `high`. `more`, `less`:
    measured, the change of the objective per unit over one `step` up and one `step` down, infinite where no plan is
    left. Where the value holds over the step they equal it.
    """

    row: int
    side: float
    value: float
    low: float
    high: float
    step: float
    more: float
    less: float

    @property
    def confirmed(self) -> bool:
        """Solved again with one step more, the objective changed as the value says."""
        return bool(abs(self.more - self.value) <= 1e-5 * max(1.0, abs(self.value)))


def binding(outcome: Outcome) -> Ints:
    """The rows whose side has a value, the strongest first."""
    felt = np.flatnonzero(abs(outcome.duals) > FELT)
    return felt[np.argsort(-abs(outcome.duals[felt]), kind="stable")]


def reach(live: Live, outcome: Outcome, rows: Iterable[int]) -> dict[int, tuple[float, float]]:
    """From and up to which side the values of these binding rows hold, by the basis of the last solve alone."""
    use = live.programme.matrix @ outcome.x
    return {int(row): _range(live, outcome.x, use, int(row)) for row in rows}


def worths(live: Live, outcome: Outcome, rows: Iterable[int], step: float = 1.0) -> list[Worth]:
    """Value these rows, which bind in the outcome of the last solve; the model comes back as it was, and solved."""
    use = live.programme.matrix @ outcome.x
    found = []
    for row, (low, high) in reach(live, outcome, rows).items():
        more, less = (_measured(live, outcome, row, sign * step) for sign in (1, -1))
        found.append(Worth(row, float(use[row]), float(outcome.duals[row]), low, high, step, more, less))
    live.solve()
    return found


def _range(live: Live, x: Floats, use: Floats, row: int) -> tuple[float, float]:
    """How far the side can go before the plan that follows it meets another bound."""
    now = live.programme
    columns, rows = live.response(row)
    rows[row] = 0.0  # the side itself moves freely
    change = np.concatenate([columns, rows])
    up = np.concatenate([now.upper - x, now.row_upper - use])
    down = np.concatenate([now.lower - x, now.row_lower - use])
    moving = abs(change) > 1e-9
    change, up, down = change[moving], np.maximum(up[moving], 0.0), np.minimum(down[moving], 0.0)
    further = np.where(change > 0, up, down) / change
    back = np.where(change > 0, down, up) / change
    return float(use[row] + back.max(initial=-np.inf)), float(use[row] + further.min(initial=np.inf))


def _measured(live: Live, outcome: Outcome, row: int, step: float) -> float:
    """Move the side, solve, and move it back."""
    at, now = np.array([row]), live.programme
    lower, upper = now.row_lower[at].copy(), now.row_upper[at].copy()
    live.change_rows(at, *_moved(now, row, outcome.duals[row], step))
    there = live.solve()
    live.change_rows(at, lower, upper)
    return (there.objective - outcome.objective) / step if there.found else float(np.copysign(np.inf, step))


def _moved(now: Programme, row: int, value: float, step: float) -> tuple[float, float]:
    """The sides of the row once the one that binds has moved; an equation moves as a whole."""
    lower, upper = float(now.row_lower[row]), float(now.row_upper[row])
    if lower == upper:
        return lower + step, upper + step
    if value > 0:  # a minimum: more of it costs
        return lower + step, max(upper, lower + step)
    return min(lower, upper + step), upper + step
