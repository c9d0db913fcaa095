"""Prices from a smoothed dual: no linear programme, no object per option, every price vector gives a valid bound.

The Lagrangian bound D(y) of `matching.problem` has a kink wherever a participant likes two options equally. With a
temperature t > 0 it becomes smooth, and never lower:

    D_t(y) = Σ_p t log(1 + Σ_{o of p} exp(net_o / t)) + Σ_r b_r y_r,      net_o = v_o - Σ_r a_ro y_r
    ∂D_t/∂y_r = b_r - Σ_o a_ro x_o,      x_o = exp(net_o / t) / (1 + Σ_{o' of p} exp(net_o' / t))

L-BFGS-B minimises it over y ≥ 0, at falling temperatures. Rows are scaled by √(t / (mean amount · b_r)), about the
inverse root of the second derivative. Between temperatures the options that are far from their participant's best
are left out of the arithmetic; the bound is always recomputed over all of them.

Source: entropic smoothing (Nesterov 2005), limited-memory quasi-Newton (Byrd, Lu, Nocedal, Zhu 1995; scipy).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from matching.engines.engine import Monitor
from matching.problem import AssignmentProblem, Floats

COOLING = (32, 128, 512, 2048)  # temperature = mean best value / this
STEPS = 100  # of L-BFGS-B per temperature
FLAT = 1e-9  # relative gain of one step below which a stage ends
KEPT = 60.0  # temperatures that an option may stay behind the best: its share is then below e^-60, and moves little


@dataclass(frozen=True)
class Prices:
    """Prices `y` float64 (R,) >= 0 and what they prove: no matching is worth more than `bound`."""

    y: Floats
    bound: float


def typical_value(problem: AssignmentProblem) -> float:
    """Mean over participants (with options) of their best value, points; 1 without options."""
    best = problem.best_net(np.zeros(problem.num_rows))
    return float(best[best > 0].mean()) if problem.num_options else 1.0


def descend(problem: AssignmentProblem, monitor: Monitor, stages: int = 4, steps: int = STEPS) -> Prices:
    """Minimise the smoothed dual; give the best prices seen. Stops early when time is up or the run is cancelled."""
    best = Prices(np.zeros(problem.num_rows), problem.bound(np.zeros(problem.num_rows)))
    if not problem.num_options or not problem.num_rows:
        return best
    typical = typical_value(problem)
    y = best.y
    for stage, cooling in enumerate(COOLING[:stages]):
        temperature = typical / cooling
        near = problem.slack(y) <= KEPT * temperature if stage else np.ones(problem.num_options, bool)
        y = _Smoothed.of(problem, near).minimise(y, temperature, steps, monitor)
        bound = problem.bound(y)
        if bound < best.bound:
            best = Prices(y, bound)
        monitor.report("prices", 0, best.bound)
        if monitor.expired:
            break
    return best


@dataclass(frozen=True)
class _Smoothed:
    """The arrays of D_t over some options: of the k participants that have one, `start` is the first option."""

    value: Floats
    use: sparse.csc_array
    by_option: sparse.csr_array
    capacity: Floats
    scale: Floats
    start: NDArray[np.intp]
    count: NDArray[np.intp]

    @classmethod
    def of(cls, problem: AssignmentProblem, keep: NDArray[np.bool_]) -> "_Smoothed":
        kept = np.flatnonzero(keep)
        use = sparse.csc_array(problem.use[:, kept].astype(np.float64))
        entries = np.bincount(problem.use.indices, minlength=problem.num_rows)
        total = np.bincount(problem.use.indices, problem.use.data, problem.num_rows)
        mean = np.where(entries > 0, total / np.maximum(entries, 1), 1.0)
        capacity = problem.capacity.astype(np.float64)
        start, count = np.unique(problem.participant[kept], return_index=True, return_counts=True)[1:]
        return cls(
            problem.value[kept].astype(np.float64), use, use.T.tocsr(), capacity,
            1 / np.sqrt(mean * np.maximum(capacity, mean)), start, count,
        )  # fmt: skip

    def minimise(self, y: Floats, temperature: float, steps: int, monitor: Monitor) -> Floats:
        """Give the prices after at most `steps` steps of L-BFGS-B from `y`."""
        scale = self.scale * np.sqrt(temperature)

        def function(scaled: Floats) -> tuple[float, Floats]:
            bound, slope = self.bound(scaled * scale, temperature)
            return bound, slope * scale

        def watch(intermediate_result: Any) -> None:  # scipy tells by this name what it passes
            if monitor.expired:
                raise StopIteration

        found = optimize.minimize(
            function, y / scale, jac=True, method="L-BFGS-B", bounds=optimize.Bounds(0, np.inf), callback=watch,
            options={"maxiter": steps, "ftol": FLAT, "gtol": 0.0},
        )  # fmt: skip
        prices: Floats = np.maximum(0.0, found.x * scale)
        return prices

    def bound(self, y: Floats, temperature: float) -> tuple[float, Floats]:
        """D_t and its slope."""
        net = (self.value - self.by_option @ y) / temperature
        best = np.maximum(np.maximum.reduceat(net, self.start), 0.0)
        weight = np.exp(net - np.repeat(best, self.count))
        total = np.add.reduceat(weight, self.start) + np.exp(-best)
        share = weight * np.repeat(1 / total, self.count)
        bound = temperature * float((best + np.log(total)).sum()) + float(self.capacity @ y)
        return bound, self.capacity - self.use @ share


def settle(problem: AssignmentProblem, y: Floats, temperature: float, steps: int, monitor: Monitor) -> Floats:
    """Prices after at most `steps` steps from `y` at one temperature (points), over the options that are near there."""
    near = problem.slack(y) <= KEPT * temperature
    return _Smoothed.of(problem, near).minimise(y, temperature, steps, monitor) if near.any() else y
