"""From prices to whole lines for everybody: fill once in the order of net value, then ruin and recreate (`recreate`).

The temperature falls with the moves that were made, out of so many for each person, or with the time that has passed
where that goes faster; so a run can be repeated unless the clock cuts it short.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.engines.engine import Monitor
from matching.problem import Floats
from matching.trajectories.legs import LAST_STEP, NO_LEG, Lines
from matching.trajectories.opening import Opening
from matching.trajectories.pricing import Pricing
from matching.trajectories.programme import Table
from matching.trajectories.recreate import Plan, Scarce, give_all, improve

MOVES = 400  # for each person
CHUNK = 1_000  # moves between two looks at the clock
HOT, COLD = 1.0, 0.02  # temperature, in months of the mean pair


def whole_lines(
    opening: Opening, pricing: Pricing, prices: Floats, monitor: Monitor, enough: Callable[[float], bool]
) -> Lines:
    """The line of each participant beside what stands, (P, LAST_STEP, 3).

    `prices` float64 (R, H) of the rows of `opening`; `enough` says of points when to stop.
    """
    chart, table = pricing.chart, Table.of(len(opening.legs), opening.legs.months)
    scarce, plan = _scarce(opening, prices), _nothing(opening)
    free = np.unique(opening.legs.pairs.p[opening.open]).astype(np.int64)
    net = pricing.solve(opening.rows.use @ prices).best[free]
    random = np.random.default_rng(monitor.limits.seed)
    give_all(chart, scarce, table, plan, free[np.argsort(-net, kind="stable")], random)
    best = Plan(plan.lines.copy(), plan.points.copy(), plan.room)
    mean = float(opening.legs.value[opening.open].mean()) if len(opening.open) else 0.0
    started, time, made, whole = monitor.elapsed, monitor.left, 0, MOVES * len(free)
    while made < whole and not monitor.expired and not enough(best.points.sum()):
        done = [max(moves / whole, (monitor.elapsed - started) / time) for moves in (made, made + CHUNK)]
        hot, cold = (mean * HOT * (COLD / HOT) ** min(1.0, part) for part in done)
        improve(chart, scarce, table, plan, best, free, CHUNK, hot, cold, random)
        made += CHUNK
        monitor.report("whole lines", float(best.points.sum()), np.inf)
    return best.lines


def _scarce(opening: Opening, prices: Floats) -> Scarce:
    legs, rows = opening.legs, opening.rows
    place = legs.pairs.w[opening.open]
    order = np.argsort(place, kind="stable")
    at = np.searchsorted(place[order], np.arange(legs.pairs.data.num_workplaces + 1))
    return Scarce(
        _whole(rows.use.indptr), _whole(rows.use.indices), _whole(rows.use.data), rows.yearly, _whole(rows.start),
        _whole(rows.stop), np.ascontiguousarray(prices), legs.value, _whole(legs.pairs.p), _whole(legs.pairs.w),
        _whole(at), _whole(opening.open[order]),
    )  # fmt: skip


def _nothing(opening: Opening) -> Plan:
    """Nobody has a line, and everything that is left is there."""
    rows, people = opening.rows, len(opening.kept)
    room = rows.room.copy()
    room[rows.yearly, 0] = np.maximum(0, rows.room[rows.yearly].sum(1))
    lines = np.full((people, LAST_STEP, 3), NO_LEG, np.int32)
    return Plan(lines, np.zeros(people), _whole(room))


def _whole(values: NDArray[np.generic]) -> NDArray[np.int64]:
    return np.ascontiguousarray(values, dtype=np.int64)
