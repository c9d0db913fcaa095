"""Expected prices: what a unit of a scarce thing is expected to be worth, to those who wait now and who come later.

Every week k futures are drawn: how many people still come (`count`), and who they are: people of the pool and of what
came so far this year, drawn with return, each with some proposals that are refused. For each future s the dual of

    max Σ v_o x_o   over the people who wait now and those of the future
    s.t. Σ_o a_ro x_o ≤ what is left of r                                              ∀ scarce rows r

gives prices y_s; the expected price is their mean. Where placements end early, rows are counted at the end of the
year: an option of someone who arrives in week w holds a_ro times the chance to last from w.
The draws of one future stay the same from week to week, so last week's prices are a good start for this week's.
Source: Ahani et al., Operations Research 72(3), 2024; smoothed dual in `matching.engines.smoothing`.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.arrivals.chances import PARTS, Chances
from matching.arrivals.count import Count
from matching.arrivals.crowd import gathered, joined
from matching.engines.engine import Limits, Monitor
from matching.engines.smoothing import descend, settle, typical_value
from matching.problem import AssignmentProblem, Floats

COOLING = 128  # temperature = mean best value / this: far below the spread between futures
STAGES, STEPS = 2, 60
LONGEST = 4  # a future has at most so many times the people of the pool


@dataclass(frozen=True)
class Now:
    """A week as a policy sees it: nothing of what comes.

    `batch`: who wait, with what is free this week as capacity; `waited` int64 (B,): weeks that each has waited;
    `last` bool (B,): who leaves when not placed this week; `arrived`: people so far this year; `held` int64 (R,): what
    those in place hold of it.
    """

    week: int
    weeks: int
    batch: AssignmentProblem
    waited: NDArray[np.int64]
    last: NDArray[np.bool_]
    arrived: int
    held: NDArray[np.int64]

    @property
    def weeks_left(self) -> int:
        """Weeks after this one."""
        return self.weeks - 1 - self.week


@dataclass(frozen=True)
class Pool:
    """A look-back pool: `problem` of its people over the rows of this year, `week` int (P,) in which each came."""

    problem: AssignmentProblem
    week: NDArray[np.int64]
    weeks: int

    def by_week(self) -> Floats:
        """Arrivals in each week, float64 (W,)."""
        return np.bincount(self.week, minlength=self.weeks).astype(np.float64)


class Expectation:
    """Draws futures and prices them; keeps what came so far and the prices of last week."""

    def __init__(self, pool: Pool, chances: Chances, count: Count, futures: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._known, self._chances, self._count, self._seed = pool.problem, chances, count, seed
        self._marks = rng.random((futures, 2, LONGEST * max(1, pool.problem.num_participants)))
        self._levels = rng.permutation((np.arange(futures) + 0.5) / futures)
        self._last: Floats | None = None

    def meet(self, new: AssignmentProblem) -> None:
        """Let people who came this year join the pool."""
        self._known = joined(self._known, new)

    def prices(self, now: Now) -> Floats:
        """Prices in each future, float64 (k, R)."""
        counts = self._count.to_come(now.week, now.arrived, self._levels)
        found = [self._price(number, int(count), now) for number, count in enumerate(counts)]
        self._last = np.array(found)
        return self._last

    def _price(self, number: int, count: int, now: Now) -> Floats:
        future, week = self._draw(number, count, now.week)
        whole = joined(now.batch, future)
        endings = self._chances.ending > 0
        if endings:
            whole = self._at_the_end(whole, np.concatenate([np.full(now.batch.num_participants, now.week), week]), now)
        whole = whole.select(whole.fits_alone())
        monitor = Monitor(Limits(time_limit=np.inf))
        scale = PARTS if endings else 1
        if self._last is None:
            return scale * descend(whole, monitor, STAGES).y
        return scale * settle(whole, self._last[number] / scale, typical_value(whole) / COOLING, STEPS, monitor)

    def _draw(self, number: int, count: int, week: int) -> tuple[AssignmentProblem, NDArray[np.int64]]:
        """The people of one future, without what they would refuse, and the weeks in which they come."""
        who_marks, week_marks = self._marks[number, :, :count]
        who = (who_marks * self._known.num_participants).astype(np.intp)
        people = gathered(self._known, who)
        if self._chances.refusal > 0:
            rng = np.random.default_rng((self._seed, number))
            people = people.select(rng.random(people.num_options) >= self._chances.refusal)
        later = np.cumsum(self._count.by_week[week + 1 :])
        weeks = week + 1 + np.searchsorted(later, week_marks * later[-1], "right") if len(who) else np.empty(0, int)
        return people, weeks.astype(np.int64)

    def _at_the_end(self, whole: AssignmentProblem, week: NDArray[np.int64], now: Now) -> AssignmentProblem:
        chances = self._chances
        counted = chances.at_the_end(whole, chances.lasting(now.weeks - 1 - week))
        freed = chances.frees * now.held * (1 - chances.lasting(np.array(now.weeks_left)))
        return replace(counted, capacity=counted.capacity + np.floor(PARTS * freed).astype(np.int64))
