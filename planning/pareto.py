"""Two aims that pull against each other: the front of plans on which neither can do better without the other.

    min  first x + slope second x    s.t.  second x ≤ limit,   limit from its best to where it costs nothing more

The small `slope` makes each point efficient: of plans that are equally good in the first, the one that is best in the
second. The dual of the limit is the price at that point: what one less of the second costs of the first. The **knee**
is the point furthest below the straight line between the ends: beyond it each next step buys less.
"""

from dataclasses import dataclass

import numpy as np

from planning.backend.highs import Live
from planning.backend.lexicographic import cap, lexicographic
from planning.backend.outcome import Outcome
from planning.programme import Floats

SLOPE = 1e-4  # of the exchange rate between the ends of the front


@dataclass(frozen=True)
class Point:
    """One plan of the front: both aims, and the `price` of the second in units of the first, per unit less (>= 0).

    At the ends the price is that of one step inwards (left) and zero (right).
    """

    first: float
    second: float
    price: float
    outcome: Outcome


def front(live: Live, first: Floats, second: Floats, points: int = 8) -> list[Point]:
    """Draw the front from the best of the second aim to the best of the first, evenly spaced in the second.

    Fewer points where the aims do not pull against each other (then one), or a solve does not end with a plan.
    The model comes back as it was, its own cost included.
    """
    now = live.programme
    columns, own, rows = np.arange(now.num_columns), now.cost.copy(), now.num_rows
    ends = [lexicographic(live, order)[-1] for order in ((second, first), (first, second))]
    if not all(end.found for end in ends):
        return []
    best, loosest = (float(second @ end.x) for end in ends)
    dearest, cheapest = (float(first @ end.x) for end in ends)
    if loosest - best <= 1e-6 * max(1.0, abs(best)):
        return [Point(cheapest, best, 0.0, ends[1])]
    slope = SLOPE * max(dearest - cheapest, 0.0) / (loosest - best)
    scale = float(abs(second).max())
    live.change_cost(columns, first + slope * second)
    row = cap(live, second, loosest)
    found = []
    for limit in np.linspace(best, loosest, points)[1:-1]:
        live.change_rows(np.array([row]), -np.inf, limit / scale)
        outcome = live.solve()
        if outcome.found:
            price = max(0.0, -float(outcome.duals[row]) / scale + slope) if len(outcome.duals) else np.nan
            found.append(Point(float(first @ outcome.x), float(second @ outcome.x), price, outcome))
    live.drop_rows(rows)
    live.change_cost(columns, own)
    steep = (dearest - found[0].first) / (found[0].second - best) if found else dearest - cheapest
    return [Point(dearest, best, steep, ends[0]), *found, Point(cheapest, loosest, 0.0, ends[1])]


def knee(points: list[Point]) -> int:
    """Which point lies furthest below the line between the ends, both aims scaled from 0 to 1; the first of equals."""
    first, second = np.array([(point.first, point.second) for point in points]).T
    across, down = (np.ptp(values) or 1.0 for values in (second, first))
    line = (second - second[0]) / across + (first - first[-1]) / down
    return int(np.argmin(line))
