"""Small cases in which every line is tried: the pricing, the bound and the value against plain loops."""

import numpy as np
import pytest

from instances.schema.solution import Reason
from matching.engines.engine import Limits
from matching.trajectories.checker import check_trajectories
from matching.trajectories.pricing import Pricing
from matching.trajectories.solver import solve_trajectories

MONTHS = 7


def errors(instance, solution):
    return [finding for finding in check_trajectories(instance, solution) if finding.severity == "error"]


@pytest.mark.parametrize("seed", range(15))
def test_the_best_line_at_any_prices_is_that_of_trying_all(seed, random_instance, parts, everything):
    made = parts(random_instance(seed), MONTHS)
    if not len(made.legs):
        return
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 1200, (len(made.legs), MONTHS)) * (rng.random((len(made.legs), MONTHS)) < 0.5)
    priced = Pricing(made.legs, made.opening.open, made.opening.entry).solve(cost.astype(float), most=3)
    tried = everything(made)
    for p in range(len(tried.people)):
        nets = [
            points - sum(int(cost[pair, start:stop].sum()) for pair, start, stop in line)
            for line, points in tried.lines(p)
        ]
        assert priced.best[p] == pytest.approx(max([0, *nets]))
    # each line that is told is one of those that were tried, and worth what is said
    for line, net in zip(priced.lines, priced.net, strict=True):
        legs = [tuple(map(int, leg)) for leg in line if leg[0] >= 0]
        points = dict((tuple(one), points) for one, points in tried.lines(int(made.legs.pairs.p[legs[0][0]])))
        paid = sum(int(cost[pair, start:stop].sum()) for pair, start, stop in legs)
        assert points[tuple(legs)] - paid == pytest.approx(net)
        assert made.legs.points(line[None])[0] == points[tuple(legs)]


@pytest.mark.parametrize("seed", [0, 2, 3, 4, 6, 14, 15, 16, 19, 20, 22, 28, 32, 38, 39])
def test_the_value_is_that_of_trying_all_and_the_bound_holds(seed, random_instance, parts, everything):
    instance = random_instance(seed)
    solution = solve_trajectories(instance, MONTHS, Limits(time_limit=20, gap=0.0))
    best = everything(parts(instance, MONTHS)).best()
    said = solution.termination
    assert said.objective == best
    assert best <= said.bound + 1e-6
    assert (said.reason is Reason.OPTIMAL) == (said.bound - said.objective < 1)
    assert errors(instance, solution) == []
