"""Decide for a while, see what comes, and decide again: what that costs beside foresight.

At moment t the plan is made anew with what is known by then: what was decided before stands, the rest is forecast. What
is kept of it are the decisions up to the next moment. At the end the decisions are paid at what really came:

    regret = cost of the decisions as they were taken  -  cost of the best ones, had everything been known

A plan that looks less far ahead than the horizon (myopia) is the same with a forecast that leaves the rest out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engines.engine import Monitor
from planning.backend.highs import Live
from planning.backend.outcome import Outcome
from planning.programme import Floats, Ints, Programme


@dataclass(frozen=True)
class Rolled:
    """What was decided (k,) and what it cost; `foresight`: the best with everything known.

    `outcomes`: of each moment that planned. `cost` is infinite where a moment, or the end, left no plan.
    """

    decisions: Floats
    cost: float
    foresight: float
    outcomes: tuple[Outcome, ...]

    @property
    def regret(self) -> float:
        """What not knowing cost, as a fraction of the best."""
        return (self.cost - self.foresight) / max(1.0, abs(self.foresight))


def roll(
    known_at: Callable[[int], Programme], truth: Programme, decided: Ints, period: Ints, moments: Sequence[int],
    monitor: Monitor | None = None,
) -> Rolled:  # fmt: skip
    """Plan at each of the moments (periods, the first one 0), and keep what is decided until the next one.

    `known_at(t)`: the programme as it looks at t, with the columns of `truth`; `decided` (k,): columns that are
    decisions, of which the rest follows; `period` (k,): in which one each is taken.
    """
    taken = np.full(len(decided), np.nan)
    outcomes: list[Outcome] = []
    foresight = Live(truth, monitor).solve().objective
    for now, until in zip(moments, [*moments[1:], int(period.max(initial=0)) + 1], strict=True):
        live = Live(known_at(now), monitor)
        before, fresh = period < now, (period >= now) & (period < until)
        live.change_bounds(decided[before], taken[before], taken[before])
        outcomes.append(live.solve())
        if not outcomes[-1].found:
            return Rolled(taken, np.inf, foresight, tuple(outcomes))
        taken[fresh] = outcomes[-1].x[decided[fresh]]
    live = Live(truth, monitor)
    live.change_bounds(decided, taken, taken)
    return Rolled(taken, live.solve().objective, foresight, tuple(outcomes))
