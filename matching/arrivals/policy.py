"""Policies: whom to propose what this week, and whom to let wait.

`Greedy` gives each in turn the best that is free. `Weekly` finds the best matching of those who wait, as if nobody came
later. `Priced` takes the expected price of later off first:

    now_p  = max(0, max_o (v_o - Σ_r a_ro E y_r))        worth of choosing now
    wait_p = E max(0, max_o (v_o - Σ_r a_ro y_r))        worth of choosing when the future is known, never less

p waits where wait_p - now_p is more than `worth_waiting`, or where no option is worth its price; the others are matched
jointly by value minus price. Who leaves unless placed, or has waited `most_waiting` weeks, does not wait for what later
weeks may teach. Who has waited `turn_after` weeks is matched by value alone, before the others; so is everybody in the
last week, when nothing comes any more.
"""

from dataclasses import dataclass, field, replace
from typing import Protocol, Self

import numpy as np

from instances.parameters import figure
from matching.arrivals.chances import Chances
from matching.arrivals.count import Count
from matching.arrivals.crowd import gathered
from matching.arrivals.expected import Expectation, Now, Pool
from matching.engines import lp_core
from matching.engines.engine import Limits, Monitor
from matching.engines.fill import Chosen, fill, nobody
from matching.problem import AssignmentProblem, Floats

FINE = 100  # net values count in hundredths of a point
WEEK_LIMITS = Limits(time_limit=20.0, gap=1e-4)


class Policy(Protocol):
    """Chooses an option of `now.batch` for each who waits, int32 (B,); -1 = nothing this week."""

    name: str

    def choose(self, now: Now) -> Chosen:
        """Choose, so that every row of the batch has room."""


class Greedy:
    """Each in turn the best that is free."""

    name = "greedy"

    def choose(self, now: Now) -> Chosen:
        """Go by person, then by value."""
        batch = now.batch
        return fill(batch, nobody(batch), np.lexsort((-batch.value, batch.participant)))


class Weekly:
    """The best matching of those who wait, as if nobody came later."""

    name = "weekly"

    def choose(self, now: Now) -> Chosen:
        """Match the batch jointly."""
        return _matched(now.batch)


@dataclass(frozen=True)
class Patience:
    """When to let someone wait: see above."""

    worth_waiting: float
    most_waiting: int
    turn_after: int

    @classmethod
    def published(cls) -> Self:
        """The policy choice in `instances/parameters/arrivals.toml`."""
        weeks = (int(figure(f"arrivals.{name}").number()) for name in ("most_waiting", "turn_after"))
        return cls(figure("arrivals.worth_waiting").number(), *weeks)


@dataclass(frozen=True)
class Weighed:
    """What a week's choice rests on: `prices` float64 (R,); `now` and `wait` float64 (B,) as above; `net` (n,)."""

    prices: Floats
    net: Floats
    now: Floats
    wait: Floats


@dataclass
class Priced:
    """By value minus expected price; the prices are made anew in the first choice of every week."""

    expectation: Expectation
    patience: Patience
    name: str = "priced"
    _week: int = field(default=-1, init=False)
    _prices: Floats = field(default_factory=lambda: np.empty((0, 0)), init=False)

    @classmethod
    def of(cls, pool: Pool, chances: Chances, patience: Patience, seed: int = 1, by_week: Floats | None = None) -> Self:
        """With the number of futures and the spread of the count in `instances/parameters/arrivals.toml`.

        `by_week` float64 (W,): people expected in each week; none = as many as in the pool.
        """
        count = Count(pool.by_week() if by_week is None else by_week, figure("arrivals.count_spread").number())
        futures = int(figure("arrivals.futures").number())
        return cls(Expectation(pool, chances, count, futures, seed), patience)

    def choose(self, now: Now) -> Chosen:
        """Let those wait for whom that is better, match the others by value minus price."""
        batch, weighed = now.batch, self.weigh(now)
        self.expectation.meet(gathered(batch, np.flatnonzero(now.waited == 0)))
        may_wait = ~now.last & (now.waited < self.patience.most_waiting)
        waits = (weighed.wait - weighed.now > self.patience.worth_waiting) & may_wait
        net = np.where(waits[batch.participant], 0.0, weighed.net)
        by_value = (now.waited >= self.patience.turn_after)[batch.participant] | (now.weeks_left == 0)
        return _matched(batch, np.where(by_value, batch.value, net))

    def weigh(self, now: Now) -> Weighed:
        """Expected prices of this week, and what choosing now and waiting are worth at them."""
        if self._week != now.week:
            self._week, self._prices = now.week, self.expectation.prices(now)
        batch, prices = now.batch, self._prices.mean(0)
        fits = batch.select(batch.fits_alone())
        wait = np.mean([fits.best_net(one) for one in self._prices], axis=0)
        return Weighed(prices, batch.net(prices), fits.best_net(prices), wait)


def _matched(batch: AssignmentProblem, net: Floats | None = None) -> Chosen:
    """The best matching by `net` float64 (n,), of options with a net above zero; by value where it is not given."""
    chosen = nobody(batch)
    worth = batch.value if net is None else np.rint(FINE * net).astype(np.int64)
    keep = np.flatnonzero(batch.fits_alone() & (worth > 0))
    if len(keep):
        small = replace(batch.select(keep), value=worth[keep])
        found = lp_core.solve(small, WEEK_LIMITS, Monitor(WEEK_LIMITS)).chosen
        chosen[found >= 0] = keep[found[found >= 0]]
    return chosen
