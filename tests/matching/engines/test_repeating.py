"""One seed, one worker, no clock that ends it: two runs are equal to the last bit, through every stage."""

import numpy as np
import pytest

from benchmarks.cases.placement import problem as placement
from matching.engines import cpsat, diving, lp_core
from matching.engines.engine import Limits, Monitor
from matching.engines.search import Found, solve_by_cores

LIMITS = Limits(gap=0.0, time_limit=600)


def _told(result):
    """All that a run tells but its seconds."""
    counted = {name: amount for name, amount in result.statistics.items() if not name.endswith("_seconds")}
    return result.chosen.tolist(), result.prices.tobytes(), result.termination, counted


def _unsettled_at_first(solve_core):
    """A solver that can say nothing of the first core, so that places are packed and parts improved."""
    asked = []

    def solve(task, monitor):
        asked.append(task)
        return Found(None, np.inf, solved=False) if len(asked) == 1 else solve_core(task, monitor)

    return solve


@pytest.mark.parametrize("engine", [lp_core, cpsat], ids=lambda engine: engine.NAME)
def test_two_runs_are_one(engine):
    case = placement(24, 4, 1, "hours")
    once, twice = (engine.solve(case, LIMITS, Monitor(LIMITS)) for _ in range(2))
    assert min(once.statistics["cuts"], once.statistics["cores"]) > 0
    assert _told(once) == _told(twice)


def test_packings_repeat_too(monkeypatch):
    monkeypatch.setattr(diving, "PATIENCE", 5)
    case = placement(24, 4, 1, "hours")
    once, twice = (solve_by_cores(case, Monitor(LIMITS), _unsettled_at_first(lp_core.solve_core)) for _ in range(2))
    assert "packings_bound" in once.statistics
    assert _told(once) == _told(twice)
