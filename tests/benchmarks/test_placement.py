"""The placement case equals the one that the published figures were measured on; our engines reach those figures."""

import hashlib

import numpy as np
import pytest

from benchmarks.cases.placement import draw, problem
from matching.engines import by_name
from matching.engines.engine import Limits, Monitor
from matching.engines.presolve import reduce
from matching.engines.relaxation import relax

# people, workplaces, seed, options, optimum of the linear relaxation, best proven bound, best value found
PUBLISHED = [
    (200, 30, 11, 3_678, 90_113.24, 90_015, 90_015),
    (200, 30, 13, 3_453, 110_248.40, 110_131, 110_032),
    (1_000, 100, 1, 19_858, 564_409.51, 564_394, 564_304),
    (1_000, 100, 3, 19_330, 549_963.96, 549_948, 549_902),
]


@pytest.mark.parametrize(("people", "workplaces", "seed", "options", "linear", "bound", "best"), PUBLISHED)
def test_published_figures_are_met(people, workplaces, seed, options, linear, bound, best):
    case = problem(people, workplaces, seed)
    assert case.num_options == options
    assert relax(reduce(case).problem, Monitor(Limits())).bound == pytest.approx(linear, rel=2e-6)
    limits = Limits(gap=0.002)
    result = by_name("lp_core").solve(case, limits, Monitor(limits))
    assert case.feasible(result.chosen)
    assert result.termination.gap <= 0.002
    assert result.termination.objective <= bound
    assert result.termination.bound >= best


def test_the_draws_stay_what_they_are():
    """A fingerprint over all arrays of one case."""
    case = draw(200, 30, 11)
    arrays = (case.person, case.place, case.points, case.euro, case.hours, case.slots, case.budget)
    digest = hashlib.sha256(b"".join(np.ascontiguousarray(array, "<i8").tobytes() for array in arrays)).hexdigest()
    assert digest[:16] == "64aef618cf422692"


def test_hours_use_the_same_pairs():
    slots, hours = problem(50, 10, 4), problem(50, 10, 4, "hours")
    assert slots.value.tolist() == hours.value.tolist()
    assert set(hours.use.tocsr()[:10].data) <= {12, 16, 20, 24, 28, 32, 36}
    assert (hours.capacity[:10] == 24 * slots.capacity[:10]).all()
