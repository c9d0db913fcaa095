"""Pack several places anew, all at once: the matching stays whole, and never gets worse.

A few places that compete for the same people are emptied; those people, and whoever has no place, are divided over
them by a dive (`packing.dive`) from the prices of the decomposition. The outcome stays when it fits in every row and is
worth at least as much: equal ones are welcome, they lead elsewhere. The first dive takes all places.
"""

from collections.abc import Callable

import numpy as np
from scipy import sparse

from matching.engines.decomposition import Multipliers, Places, gains
from matching.engines.engine import Monitor
from matching.engines.fill import Chosen
from matching.engines.packing import Whole, dive
from matching.problem import NO_OPTION, Floats

FEWEST, MOST = 3, 12  # places in one dive
ALL = 100  # places: with more, not even the first dive takes all of them
ROUNDS = 30  # of prices before each place is fixed
STEP = 0.3  # of what the second best option of a person costs
NEAR = 4.0  # times that: who is a rival for a place
PATIENCE = 200  # dives in a row that bring nothing
SHARE = 0.75  # of the time that is allowed


class Dives:
    """The places of a problem, at the prices of rows `prices` float64 (R,) and of the decomposition."""

    def __init__(self, places: Places, prices: Floats, known: Multipliers, seed: int) -> None:
        self._places, self._problem, self._people = places, places.problem, known.people
        self._person, self._gain = places.person, gains(places, known.shared)
        self._unit_price = np.where(places.row >= 0, prices[places.row], 0.0)
        slack = places.problem.slack(prices)
        second = _second_best(places, slack)
        self._step = STEP * second
        self._random = np.random.default_rng(seed)
        self._packed = np.flatnonzero(places.row >= 0).astype(np.int64)
        self._place = np.zeros(places.problem.num_options, np.int64)  # of each option
        self._place[places.option] = np.repeat(np.arange(len(places.row)), np.diff(places.start))
        near = (slack <= NEAR * second)[places.option]
        marks = np.ones(int(near.sum())), (self._place[places.option[near]], self._person[near])
        shape = (len(places.row), places.problem.num_participants)
        by_place = sparse.csr_array(marks, shape=shape)
        self._rivals = (by_place @ by_place.T).tocsr()

    def improve(self, chosen: Chosen, monitor: Monitor, done: Callable[[int], bool]) -> Chosen:
        """Dive until `done` with the value, out of time or out of luck."""
        value, idle = self._problem.objective(chosen), 0
        if len(self._packed) <= ALL:
            chosen, value = self._try(chosen, value, self._packed)
        until = SHARE * monitor.limits.time_limit
        while idle < PATIENCE and monitor.elapsed < until and not monitor.expired and not done(value):
            before = value
            chosen, value = self._try(chosen, value, self._some())
            idle = 0 if value > before else idle + 1
        return chosen

    def _try(self, chosen: Chosen, value: int, some: Whole) -> tuple[Chosen, int]:
        """Empty these places and dive; keep what was when that is better."""
        places, problem = self._places, self._problem
        placed = chosen != NO_OPTION
        free = ~placed
        free[placed] = np.isin(self._place[chosen[placed]], some)
        taken = np.zeros(len(places.option), bool)
        dive(
            places.start, self._person, places.weight, places.capacity, self._gain, self._unit_price, self._people,
            some, free, ROUNDS, self._step, self._random.random(len(places.row)), taken,
        )  # fmt: skip
        found = np.where(free, NO_OPTION, chosen).astype(np.int32)
        found[self._person[taken]] = places.option[taken]
        worth = problem.objective(found)
        return (found, worth) if worth >= value and problem.feasible(found) else (chosen, value)

    def _some(self) -> Whole:
        """Draw places that compete: one at random, and others by how many near people they share with it."""
        first = int(self._random.choice(self._packed))
        entries = slice(self._rivals.indptr[first], self._rivals.indptr[first + 1])
        others, shared = self._rivals.indices[entries], self._rivals.data[entries]
        rivals = (others != first) & (self._places.row[others] >= 0)
        others, shared = others[rivals], shared[rivals]
        size = min(len(others), int(self._random.integers(FEWEST, MOST + 1)) - 1)
        if not size:
            return np.array([first])
        return np.append(self._random.choice(others, size, replace=False, p=shared / shared.sum()), first)


def _second_best(places: Places, slack: Floats) -> float:
    """What the best option that is not the very best costs a person, on average."""
    problem = places.problem
    some = np.flatnonzero(np.diff(problem.first))
    least = np.minimum.reduceat(np.where(slack > 1e-6, slack, np.inf), problem.first[some])
    least = least[np.isfinite(least)]
    return float(least.mean()) if len(least) else 0.0
