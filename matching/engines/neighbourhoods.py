"""Large neighbourhoods: free a part of the matching where most is lost, and solve that part again.

At prices y the loss of a matching falls apart over people and rows:

    D(y) - value = Σ_p (best net_p - net of what p has) + Σ_r y_r · unused_r

A neighbourhood starts at a person or a row, drawn with a chance ∝ loss / (1 + times looked at)², and grows over the
options that are near their participant's best: from people to the rows of their options, from rows to the people who
could use them. Rows that a crowd shares, such as a municipality's money, are kept but do not spread it.
Source: large neighbourhood search (Shaw 1998; Pisinger and Ropke 2010).
"""

from collections import deque
from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.engines.core import Core
from matching.engines.engine import Monitor
from matching.engines.fill import Chosen
from matching.problem import NO_OPTION, AssignmentProblem, Floats

PEOPLE = 120  # in one neighbourhood
CROWD = 150  # people with a near option that use a row: from here on it does not spread a neighbourhood
PATIENCE = 40  # neighbourhoods in a row that bring nothing: stop looking

CoreImprover = Callable[[Core, Chosen], Chosen | None]


class Neighbourhoods:
    """The options within `reach` of the best at some prices, as a map from people to rows and back."""

    def __init__(self, problem: AssignmentProblem, prices: Floats, reach: float, seed: int) -> None:
        self._problem, self._prices, self._reach = problem, prices, reach
        self._slack, self._best = problem.slack(prices), problem.best_net(prices)
        self._looked = np.zeros(problem.num_participants + problem.num_rows)
        self._random = np.random.default_rng(seed)

    @cached_property
    def _rows(self) -> sparse.csr_array:
        """The rows that the near options of each person use, (P, R)."""
        problem, near = self._problem, np.flatnonzero(self._slack <= self._reach)
        entries = np.ones(len(near)), (problem.participant[near], np.arange(len(near)))
        by_person = sparse.csr_array(entries, shape=(problem.num_participants, len(near)))
        return sparse.csr_array(by_person @ problem.use[:, near].T.tocsr())

    @cached_property
    def _people(self) -> sparse.csr_array:
        """The people whose near options use each row, (R, P)."""
        return self._rows.T.tocsr()

    @cached_property
    def _crowded(self) -> NDArray[np.bool_]:
        crowded: NDArray[np.bool_] = np.diff(self._people.indptr) > CROWD
        return crowded

    def improve(self, chosen: Chosen, monitor: Monitor, solve: CoreImprover, done: Callable[[int], bool]) -> Chosen:
        """Look until `done` with the value, out of time, or out of luck."""
        problem, value, idle = self._problem, self._problem.objective(chosen), 0
        while idle < PATIENCE and not monitor.expired and not done(value):
            loss = self._loss(chosen)
            if loss.sum() <= 0:
                break
            people = self._grow(int(self._random.choice(len(loss), p=loss / loss.sum())))
            found = solve(Core.around(problem, self._slack, self._reach, chosen, people), chosen)
            better = found is not None and problem.objective(found) > value
            idle += 1
            if found is not None and better:
                chosen, value, idle = found, problem.objective(found), 0
        return chosen

    def _loss(self, chosen: Chosen) -> Floats:
        """Weight of each person, then of each row, as a place to start, float64 (P + R,)."""
        of_people, placed = self._best.copy(), chosen != NO_OPTION
        of_people[placed] = self._slack[chosen[placed]]
        of_rows = self._prices * (self._problem.capacity - self._problem.used(chosen))
        of_rows[self._crowded] = 0.0
        loss: Floats = np.maximum(0.0, np.concatenate([of_people, of_rows])) / (1 + self._looked) ** 2
        return loss

    def _grow(self, start: int) -> NDArray[np.bool_]:
        """The people of the neighbourhood around a person, or a row (counted from P), bool (P,)."""
        num_people = self._problem.num_participants
        people, seen, waiting = np.zeros(num_people, bool), {start}, deque([start])
        count = 0
        while waiting and count < PEOPLE:
            one = waiting.popleft()
            if one < num_people:
                people[one] = True
                count += 1
                rows = self._rows.indices[self._rows.indptr[one] : self._rows.indptr[one + 1]]
                ahead = rows[~self._crowded[rows]] + num_people
            else:
                row = one - num_people
                ahead = self._people.indices[self._people.indptr[row] : self._people.indptr[row + 1]]
            new = [other for other in self._random.permutation(ahead).tolist() if other not in seen]
            seen.update(new)
            waiting.extend(new)
        self._looked[:num_people] += people
        self._looked[start] += 1
        return people
