"""Other plans that are nearly as good, and the same plan with another switch.

    min / max  direction x    s.t.  cost x ≤ best + within |best|,  all rows of the plan

A direction is a count of something that people argue about (places at employers, redundancies). Its least and its most
tell what is still open once the costs are as good as settled. `unlike` asks for plans that share as little as possible
with all earlier ones (hop, skip and jump); `switched` tries the settings of a switch one by one, such as the quarter in
which a site closes: one programme each, exact, with the whole curve of what a date costs.

All on one living model, which comes back as it was.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planning.backend.highs import Live
from planning.backend.lexicographic import cap, room
from planning.backend.outcome import Outcome
from planning.programme import Floats, Ints

USED = 1e-6  # a column above this is in use


class Way(StrEnum):
    """Which end of a direction."""

    LEAST = "least"
    MOST = "most"


@dataclass(frozen=True)
class Alternative:
    """One end of a direction: how much of it there is (`amount`), what the plan costs, and how the solve ended.

    The amount and the cost are infinite where no plan was found; the bound of the outcome is on direction x, of the
    most on -direction x.
    """

    direction: str
    way: Way
    amount: float
    cost: float
    outcome: Outcome


@dataclass(frozen=True)
class Setting:
    """One setting of a switch: columns and the bounds that it puts on them, (k,) each."""

    columns: Ints
    lower: Floats
    upper: Floats


def near_optimal(live: Live, best: Outcome, directions: Mapping[str, Floats], within: float) -> list[Alternative]:
    """Find the least and the most of each direction (n,) among plans that cost at most the share `within` more."""
    found = []
    cost = live.programme.cost.copy()
    with _near(live, best, within):
        for name, direction in directions.items():
            for way, sign in ((Way.LEAST, 1.0), (Way.MOST, -1.0)):
                outcome = _towards(live, sign * direction)
                amount, price = (direction @ outcome.x, cost @ outcome.x) if outcome.found else (np.inf, np.inf)
                found.append(Alternative(name, way, float(amount), float(price) + live.programme.offset, outcome))
    return found


def unlike(live: Live, best: Outcome, columns: Ints, within: float, count: int) -> list[Outcome]:
    """Find plans, at most the share `within` dearer, that use as little as possible of what the earlier ones use.

    Only these columns count. Ends early when a plan is the same as one that was known. A step minimises the sum of the
    columns that any earlier plan used, each in units of the most that was used of it.
    """
    plans = [best]
    used = best.x[columns].copy()
    with _near(live, best, within):
        for _ in range(count):
            weights = np.zeros(live.programme.num_columns)
            weights[columns] = np.where(used > USED, 1.0 / np.maximum(used, USED), 0.0)
            outcome = _towards(live, weights)
            if not outcome.found or any(np.allclose(outcome.x[columns], plan.x[columns]) for plan in plans):
                break
            plans.append(outcome)
            used = np.maximum(used, outcome.x[columns])
    return plans[1:]


def switched(live: Live, settings: Mapping[str, Setting]) -> dict[str, Outcome]:
    """Solve under each setting of a switch."""
    outcomes = {}
    for name, setting in settings.items():
        lower = live.programme.lower[setting.columns].copy()
        upper = live.programme.upper[setting.columns].copy()
        live.change_bounds(setting.columns, setting.lower, setting.upper)
        outcomes[name] = live.solve()
        live.change_bounds(setting.columns, lower, upper)
    return outcomes


@contextmanager
def _near(live: Live, best: Outcome, within: float) -> Iterator[None]:
    """Cap the costs, and give the model back as it was."""
    now = live.programme
    cost, rows = now.cost.copy(), now.num_rows
    cap(live, cost, room(cost, best.objective, within) - now.offset)
    try:
        yield
    finally:
        live.drop_rows(rows)
        live.change_cost(np.arange(len(cost)), cost)


def _towards(live: Live, direction: Floats) -> Outcome:
    live.change_cost(np.arange(len(direction)), direction)
    return live.solve()
