"""What an engine is: it takes a problem, watches its limits, and says what it found and can prove.

One solver, one file, one status table. An engine module has `NAME`, `supports(problem)` (empty string, or why not)
and `solve(problem, limits, monitor)`. Engines know arrays only: no people, no sentences, no clock but the monitor's.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from instances.schema.solution import Limit, Termination
from matching.bounds import integer_bound, relative_gap, terminated
from matching.problem import AssignmentProblem


@dataclass(frozen=True)
class Limits:
    """When to stop and how to run. `time_limit` seconds; `gap` a fraction; `workers` threads."""

    time_limit: float = 60.0
    gap: float = 0.0005
    seed: int = 1
    workers: int = 1


@dataclass(frozen=True)
class Progress:
    """A sign of life: seconds since the start, what is being done, best value so far, proven bound."""

    elapsed: float
    phase: str
    incumbent: float
    bound: float


class Monitor:
    """Keeps the clock, passes progress on, and tells an engine when to stop.

    `counts`: effort that no clock measures (iterations, nodes), by name; solvers add theirs to it.
    """

    def __init__(
        self, limits: Limits, on_progress: Callable[[Progress], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> None:  # fmt: skip
        self.limits = limits
        self.on_progress = on_progress
        self.cancelled = cancelled or threading.Event()
        self.started = time.monotonic()
        self.counts = Counter[str]()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left, never below zero."""
        return max(0.0, self.limits.time_limit - self.elapsed)

    @property
    def expired(self) -> bool:
        """Time is up or the run is cancelled: stop with what there is."""
        return self.cancelled.is_set() or self.left <= 0

    def within(self, share: float) -> "Monitor":
        """The same run on the same clock, with this share of the time that is left; it reports as this one does."""
        until = self.elapsed + share * self.left
        own = Monitor(replace(self.limits, time_limit=until), self.on_progress, self.cancelled)
        own.started, own.counts = self.started, self.counts
        return own

    def report(self, phase: str, incumbent: float, bound: float) -> None:
        """Tell whoever listens."""
        if self.on_progress is not None:
            self.on_progress(Progress(self.elapsed, phase, incumbent, bound))

    def why_stop(self, incumbent: int, bound: float) -> Limit | None:
        """Which limit is reached, if any; NONE means proven optimal."""
        if self.cancelled.is_set():
            return Limit.INTERRUPTED
        if incumbent >= integer_bound(bound):
            return Limit.NONE
        if relative_gap(incumbent, bound) <= self.limits.gap:
            return Limit.GAP
        return Limit.TIME if self.left <= 0 else None


@dataclass(frozen=True)
class EngineResult:
    """What an engine found.

    `chosen` int32 (P,): option of each participant, -1 = none; `prices` float64 (R,) >= 0, or None when the engine
    has none; `statistics`: counts and seconds by name, for those who tune.
    """

    chosen: NDArray[np.int32]
    termination: Termination
    prices: NDArray[np.float64] | None = None
    statistics: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """Where an earlier run stood, in terms of the problem at hand: small, plain, and no promise that it still holds.

    `prices` float64 (R,) >= 0, zero for a row that was not there; `chosen` int32 (P,): option of each participant here,
    -1 = none, or gone.
    """

    prices: NDArray[np.float64]
    chosen: NDArray[np.int32]


class Engine(Protocol):
    """The face of an engine module."""

    NAME: str

    def supports(self, problem: AssignmentProblem) -> str:
        """Empty when the engine can take the problem, else a sentence that says why not."""

    def solve(
        self, problem: AssignmentProblem, limits: Limits, monitor: Monitor, start: Start | None = None
    ) -> EngineResult:
        """Solve within the limits, from where an earlier run stood if that is known and of use."""


def priced(problem: AssignmentProblem, result: EngineResult, prices: NDArray[np.float64]) -> EngineResult:
    """Give a result prices that its engine did not have, and their bound where that is the better one."""
    known = result.termination
    bound = min(known.bound, problem.bound(prices))
    return replace(result, prices=prices, termination=terminated(known.objective, bound, known.limit))
