"""Cancelled at any stage, a run ends at the next look, with what it has and a bound that holds."""

import pytest

from benchmarks.cases.placement import problem as placement
from instances.schema.solution import Limit
from matching.engines import lp_core
from matching.engines.engine import Limits, Monitor

AFTER = 60  # looks that all stages together may still take, once it is cancelled


class Impatient(Monitor):
    """Cancels itself at the n-th look at the clock; counts the looks, whatever time they take."""

    def __init__(self, limits: Limits, patience: float) -> None:
        super().__init__(limits)
        self.looks, self.patience = 0, patience

    @property
    def expired(self) -> bool:
        """Count a look, and lose patience in time."""
        self.looks += 1
        if self.looks > self.patience:
            self.cancelled.set()
        return super().expired


@pytest.fixture(scope="module")
def case():
    return placement(40, 6, 1, "hours")


@pytest.fixture(scope="module")
def looks(case):
    """How often the stages look at the monitor in a run of which nobody loses patience."""
    limits = Limits(gap=0.0, time_limit=600)
    patient = Impatient(limits, float("inf"))
    best = lp_core.solve(case, limits, patient)
    assert min(best.statistics["cuts"], best.statistics["cores"]) > 0  # it went through all stages
    return patient.looks, best


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.05, 0.2, 0.5, 0.9])
def test_every_stage_looks_at_the_monitor(moment, case, looks):
    limits = Limits(gap=0.0, time_limit=600)
    patience = int(moment * looks[0])
    impatient = Impatient(limits, patience)
    result = lp_core.solve(case, limits, impatient)
    assert impatient.looks - patience <= AFTER
    assert case.feasible(result.chosen)
    assert result.termination.limit is Limit.INTERRUPTED
    assert result.termination.bound >= looks[1].termination.objective
