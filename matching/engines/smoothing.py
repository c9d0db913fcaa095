"""Prices from a smoothed dual: no linear programme, no object per option, every price vector gives a valid bound.

The Lagrangian bound D(y) of `matching.problem` has a kink wherever a participant likes two options equally. With a
temperature t > 0 it becomes smooth, and never lower:

    D_t(y) = Σ_p t log(1 + Σ_{o of p} exp(net_o / t)) + Σ_r b_r y_r,      net_o = v_o - Σ_r a_ro y_r
    ∂D_t/∂y_r = b_r - Σ_o a_ro x_o,      x_o = exp(net_o / t) / (1 + Σ_{o' of p} exp(net_o' / t))

L-BFGS-B minimises it over y ≥ 0, at falling temperatures. Rows are scaled by √(t / (mean amount · b_r)), about the
inverse root of the second derivative. At the first temperature some of the participants speak for all, with their part
of the capacity. After that, options that are far behind their participant's best are left out of the arithmetic; prices
then move within a box, so that these stay behind, and where a price comes to its side the stage is done again from
there. The bound is always recomputed over all options.

Source: entropic smoothing (Nesterov 2005), limited-memory quasi-Newton (Byrd, Lu, Nocedal, Zhu 1995; scipy).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from matching.engines.engine import Monitor
from matching.problem import AssignmentProblem, Floats

COOLING = (16, 64, 256, 1024)  # temperature = mean best value / this
FLAT = (1e-6, 1e-7, 1e-8, 1e-9)  # relative gain of one step below which a stage ends
STEPS = 100  # of L-BFGS-B
KEPT = 20.0  # temperatures that an option may stay behind the best: its share is then below e^-20
SIDE = 0.5  # of that: how far a price may move before the options are looked up again; twice as far the next time
TURNS = 4  # of one stage
SPEAKERS = 4_000  # participants at least that speak for all at the first temperature
FOR = 8  # participants at most that one speaks for


@dataclass(frozen=True)
class Prices:
    """Prices `y` float64 (R,) >= 0 and what they prove: no matching is worth more than `bound`."""

    y: Floats
    bound: float


def typical_value(problem: AssignmentProblem) -> float:
    """Mean over participants (with options) of their best value, points; 1 without options."""
    best = problem.best_net(np.zeros(problem.num_rows))
    return float(best[best > 0].mean()) if problem.num_options else 1.0


def descend(problem: AssignmentProblem, monitor: Monitor, stages: int = len(COOLING)) -> Prices:
    """Minimise the smoothed dual; give the best prices seen. Stops early when time is up or the run is cancelled.

    `stages`: how many of the temperatures.
    """
    best = Prices(np.zeros(problem.num_rows), problem.bound(np.zeros(problem.num_rows)))
    if not problem.num_options or not problem.num_rows:
        return best
    typical = typical_value(problem)
    y = _first(problem, typical / COOLING[0], monitor)
    for cooling, flat in tuple(zip(COOLING, FLAT, strict=True))[1:stages]:
        y = settle(problem, y, typical / cooling, STEPS, monitor, flat)
        bound = problem.bound(y)
        if bound < best.bound:
            best = Prices(y, bound)
        monitor.report("prices", 0, best.bound)
        if monitor.expired:
            break
    return best


def _first(problem: AssignmentProblem, temperature: float, monitor: Monitor) -> Floats:
    """Prices at the first temperature, by every n-th participant for all."""
    num_for = int(np.clip(problem.num_participants // SPEAKERS, 1, FOR))
    speak = np.flatnonzero(problem.participant % num_for == 0)
    smoothed = _Smoothed.of(problem, speak, 1 / num_for)
    return smoothed.minimise(np.zeros(problem.num_rows), temperature, STEPS, monitor, FLAT[0])


def settle(
    problem: AssignmentProblem, y: Floats, temperature: float, steps: int, monitor: Monitor, flat: float = FLAT[-1]
) -> Floats:
    """Prices at one temperature (points) from `y`, over the options near there; at most `steps` steps a turn."""
    for turn in range(TURNS):
        near = np.flatnonzero(problem.slack(y) <= KEPT * temperature)
        if not len(near) or monitor.expired:
            break
        smoothed = _Smoothed.of(problem, near)
        side = 2**turn * SIDE * KEPT * temperature / smoothed.mean
        moved = smoothed.minimise(y, temperature, steps, monitor, flat, side)
        done = (np.abs(moved - y) < 0.99 * side).all()
        y = moved
        if done:
            break
    return y


@dataclass(frozen=True)
class _Smoothed:
    """The arrays of D_t over some options: of the k participants that have one, `start` is the first option."""

    value: Floats
    use: sparse.csc_array
    capacity: Floats
    mean: Floats
    start: NDArray[np.intp]
    count: NDArray[np.intp]

    @classmethod
    def of(cls, problem: AssignmentProblem, kept: NDArray[np.intp], share: float = 1.0) -> "_Smoothed":
        """Take the options `kept` (increasing positions) with `share` of the capacity."""
        use = sparse.csc_array(problem.use[:, kept].astype(np.float64))
        entries = np.bincount(problem.use.indices, minlength=problem.num_rows)
        total = np.bincount(problem.use.indices, problem.use.data, problem.num_rows)
        mean = np.where(entries > 0, total / np.maximum(entries, 1), 1.0)
        capacity = share * problem.capacity.astype(np.float64)
        start = np.flatnonzero(np.diff(problem.participant[kept], prepend=-1))
        return cls(
            problem.value[kept].astype(np.float64), use, capacity, mean, start, np.diff(start, append=len(kept)),
        )  # fmt: skip

    def minimise(
        self, y: Floats, temperature: float, steps: int, monitor: Monitor, flat: float, side: Floats | float = np.inf
    ) -> Floats:
        """Give the prices after at most `steps` steps of L-BFGS-B from `y`, each within ± side."""
        scale = np.sqrt(temperature / (self.mean * np.maximum(self.capacity, self.mean)))

        def function(scaled: Floats) -> tuple[float, Floats]:
            bound, slope = self.bound(scaled * scale, temperature)
            return bound, slope * scale

        def watch(intermediate_result: Any) -> None:  # scipy tells by this name what it passes
            if monitor.expired:
                raise StopIteration

        found = optimize.minimize(
            function, y / scale, jac=True, method="L-BFGS-B", callback=watch,
            bounds=optimize.Bounds(np.maximum(0.0, y - side) / scale, (y + side) / scale),
            options={"maxiter": steps, "ftol": flat, "gtol": 0.0},
        )  # fmt: skip
        prices: Floats = np.maximum(0.0, found.x * scale)
        return prices

    def bound(self, y: Floats, temperature: float) -> tuple[float, Floats]:
        """D_t and its slope."""
        net = (self.value - self.use.T @ y) / temperature
        best = np.maximum(np.maximum.reduceat(net, self.start), 0.0)
        weight = np.exp(net - np.repeat(best, self.count))
        total = np.add.reduceat(weight, self.start) + np.exp(-best)
        share = weight * np.repeat(1 / total, self.count)
        bound = temperature * float((best + np.log(total)).sum()) + float(self.capacity @ y)
        return bound, self.capacity - self.use @ share
