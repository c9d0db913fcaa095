"""Small cases in which every line is tried: the pricing, the bound and the value against plain loops."""

import numpy as np
import pytest

from instances.schema.solution import Reason
from matching.engines.engine import Limits
from matching.trajectories.checker import check_trajectories
from matching.trajectories.pricing import Pricing
from matching.trajectories.solver import solve_trajectories


def errors(instance, solution):
    return [finding for finding in check_trajectories(instance, solution) if finding.severity == "error"]


@pytest.mark.parametrize("seed", range(8))
def test_the_best_line_at_any_prices_is_that_of_trying_all(seed, parts, everything):
    made, tried = parts(seed), everything(seed)
    if not len(made.legs):
        return
    months = made.legs.months
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 1200, (len(made.legs), months)) * (rng.random((len(made.legs), months)) < 0.5)
    fits = rng.random((len(made.legs), months)) < 0.9
    priced = Pricing(made.legs, made.opening.open, made.opening.entry, fits).solve(cost.astype(float), most=3)
    for p in range(len(tried.people)):
        nets = [
            points - sum(int(cost[pair, start:stop].sum()) for pair, start, stop in line)
            for line, points in tried.lines(p)
            if all(fits[pair, start:stop].all() for pair, start, stop in line)
        ]
        assert priced.best[p] == pytest.approx(max([0, *nets]))
    # each line that is told is one of those that were tried, and worth what is said
    for line, net in zip(priced.lines, priced.net, strict=True):
        legs = [tuple(map(int, leg)) for leg in line if leg[0] >= 0]
        points = {tuple(one): points for one, points in tried.lines(int(made.legs.pairs.p[legs[0][0]]))}
        assert all(fits[pair, start:stop].all() for pair, start, stop in legs)
        paid = sum(int(cost[pair, start:stop].sum()) for pair, start, stop in legs)
        assert points[tuple(legs)] - paid == pytest.approx(net)
        assert made.legs.points(line[None])[0] == points[tuple(legs)]


@pytest.mark.parametrize("seed", range(8))
def test_a_pair_fits_alone_where_every_row_of_the_month_has_room_for_it(seed, parts):
    made = parts(seed)
    rows = made.opening.rows
    use, fits = rows.use.toarray(), rows.fits_alone()
    for pair in range(len(made.legs)):
        for month in range(made.legs.months):
            over = [
                row for row in range(rows.num_rows) if not rows.yearly[row] and use[pair, row] > rows.room[row, month]
            ]
            assert fits[pair, month] == (not over)


def as_set(lines):
    return {tuple(tuple(map(int, leg)) for leg in line if leg[0] >= 0) for line in lines}


@pytest.mark.parametrize("seed", range(8))
def test_all_lines_are_those_of_trying_all(seed, parts, everything):
    made, tried = parts(seed), everything(seed)
    wanted = {tuple(line) for p in range(len(tried.people)) for line, _ in tried.lines(p)}
    fits = np.ones((len(made.legs), made.legs.months), bool)
    pricing = Pricing(made.legs, made.opening.open, made.opening.entry, fits)
    assert as_set(pricing.every(10_000)) == wanted
    assert pricing.every(max(0, len(wanted) - 1)) is None or not wanted


@pytest.mark.parametrize("seed", [0, 4, 6, 14, 16, 19, 22, 28])
def test_the_value_is_that_of_trying_all_and_the_bound_holds(seed, random_instance, everything):
    instance = random_instance(seed)
    solution = solve_trajectories(instance, everything(seed).months, Limits(time_limit=20, gap=0.0))
    said = solution.termination
    assert said.objective == everything(seed).best()
    assert said.objective <= said.bound + 1e-6
    assert said.reason is Reason.OPTIMAL
    assert errors(instance, solution) == []


@pytest.mark.parametrize("seed", [0, 6, 14, 22, 28])
def test_ruin_and_recreate_finds_the_best_of_small_cases(seed, random_instance, everything, monkeypatch):
    """As in a region: the lines are too many to weigh them all, so the Lagrangian bound is all that is known."""
    monkeypatch.setattr("matching.trajectories.solver.FEW", 0)
    instance = random_instance(seed)
    solution = solve_trajectories(instance, everything(seed).months, Limits(time_limit=20, gap=0.0))
    best = everything(seed).best()
    assert 0.97 * best <= solution.termination.objective <= best <= solution.termination.bound + 1e-6
    assert errors(instance, solution) == []
