"""The bound of places packed one by one: people and shared rows are priced, the knapsack of each place is exact.

Take rows that share no option as places b (an option outside all of them is a place of its own); the other rows are
shared. For prices u ≥ 0 of people and w ≥ 0 of shared rows

    L(u, w) = Σ_p u_p + Σ_r w_r b_r + Σ_b max { Σ_o (v_o - u_p(o) - Σ_r w_r a_ro) z_o : z fits in b }  ≥  the optimum

At its best this is the bound of column generation over packings, which the linear relaxation with every cut of one row
reaches too. The least L is approached from the prices of the linear relaxation by subgradient steps with a memory;
every step is a valid bound. Forcing one option in costs its place `loss`: a matching with it is worth ≤ L - loss.
Source: Lagrangian decomposition (Fisher, Jaikumar, Van Wassenhove 1986); deflected subgradient (Camerini et al. 1975).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.engines.engine import Monitor
from matching.engines.packing import Whole, forced_all, pack_all
from matching.problem import AssignmentProblem, Floats

MOST_WORK = 60_000_000  # Σ entries x units: beyond it one round takes about a tenth of a second
STEPS = 600
AHEAD = 0.003  # of the bound: how far below it the optimum is taken to be, for the length of a step
MEMORY = 0.7
IDLE = 20  # steps without a better bound: shorter ones from the best prices
SHORTER = 0.66
SHORTEST = 0.002


@dataclass(frozen=True)
class Places:
    """Options by place. Place b has the entries start[b] to start[b + 1]: `option`, `weight` units; `capacity` (B,).

    `row` (B,): the row of each place, -1 where it is one option alone. `shared`: the other rows.
    """

    problem: AssignmentProblem
    start: Whole
    option: Whole
    weight: Whole
    capacity: Whole
    row: Whole
    shared: NDArray[np.intp]

    @classmethod
    def of(cls, problem: AssignmentProblem, prices: Floats) -> "Places | None":
        """Take the rows with fewest options first, of equal ones the dearest; None when of no use, or too big."""
        use = problem.use.tocsr()
        size = np.diff(use.indptr)
        free, rows = np.ones(problem.num_options, bool), []
        for row in np.lexsort((-prices * problem.capacity, size)).tolist():
            options = use.indices[use.indptr[row] : use.indptr[row + 1]]
            if len(options) and free[options].all():
                free[options] = False
                rows.append(row)
        weighs = any(np.ptp(use.data[use.indptr[row] : use.indptr[row + 1]]) > 0 for row in rows)
        if not weighs or int(size[rows] @ problem.capacity[rows]) > MOST_WORK:
            return None
        alone = np.flatnonzero(free)
        packed = use[rows]
        nothing = np.zeros(len(alone), np.int64)
        return cls(
            problem,
            np.append(packed.indptr, packed.nnz + 1 + np.arange(len(alone))).astype(np.int64),
            np.append(packed.indices, alone).astype(np.int64),
            np.append(packed.data, nothing),
            np.append(problem.capacity[rows], nothing),
            np.append(rows, nothing - 1).astype(np.int64),
            np.setdiff1d(np.arange(problem.num_rows), rows),
        )

    @property
    def person(self) -> Whole:
        """The participant of each entry."""
        return self.problem.participant[self.option].astype(np.int64)


@dataclass(frozen=True)
class Multipliers:
    """Prices `people` (P,) and `shared` (of the shared rows), and the `bound` L that they prove."""

    people: Floats
    shared: Floats
    bound: float


def gains(places: Places, shared: Floats) -> Floats:
    """Value of each entry, minus what it takes of shared rows at these prices."""
    problem = places.problem
    prices = np.zeros(problem.num_rows)  # zero for the rows of places: slicing the matrix at every step costs far more
    prices[places.shared] = shared
    gain: Floats = problem.net(prices)[places.option]
    return gain


def descend(places: Places, prices: Floats, monitor: Monitor) -> Multipliers:
    """Lower L from the prices of rows, float64 (R,); give the best that was seen."""
    problem, person = places.problem, places.person
    use = sparse.csc_array(problem.use[places.shared]).astype(np.float64)
    capacity = problem.capacity[places.shared].astype(np.float64)
    entries = np.bincount(use.indices, minlength=use.shape[0])
    unit = np.sqrt(np.maximum(1, entries) / np.maximum(1.0, np.bincount(use.indices, use.data**2, use.shape[0])))
    people, shared = problem.best_net(prices), prices[places.shared]
    best = Multipliers(people, shared, np.inf)
    taken = np.zeros(len(places.option), bool)
    slope, slope_shared = np.zeros(len(people)), np.zeros(len(shared))
    step, idle = 1.0, 0
    for _ in range(STEPS):
        if monitor.expired or step < SHORTEST:
            break
        worth = gains(places, shared) - people[person]
        packed = pack_all(places.start, places.weight, places.capacity, worth, taken)
        bound = problem.settled + float(people.sum() + shared @ capacity) + packed
        idle += 1
        if bound < best.bound - 1e-6:
            best, idle = Multipliers(people, shared, bound), 0
        elif idle >= IDLE:
            step, idle, people, shared = SHORTER * step, 0, best.people, best.shared
            slope, slope_shared = np.zeros_like(slope), np.zeros_like(slope_shared)
            continue
        ahead = 1 - np.bincount(person[taken], minlength=len(people))
        mark = np.bincount(places.option[taken], minlength=problem.num_options)
        slope = MEMORY * slope + (1 - MEMORY) * ahead
        slope_shared = MEMORY * slope_shared + (1 - MEMORY) * (capacity - use @ mark) * unit
        length = slope @ slope + slope_shared @ slope_shared
        if length <= 0:
            break
        pace = step * (bound - best.bound + AHEAD * max(1.0, abs(best.bound))) / length
        people = np.maximum(0.0, people - pace * slope)
        shared = np.maximum(0.0, shared - pace * slope_shared * unit)
    return best


def losses(places: Places, known: Multipliers) -> Floats:
    """What a matching with each option must lose against L, float64 (n,)."""
    loss = np.zeros(places.problem.num_options)
    worth = gains(places, known.shared) - known.people[places.person]
    loss[places.option] = forced_all(places.start, places.weight, places.capacity, worth)
    return loss
