"""Places packed one by one: the bound and the losses hold for every matching; dives keep a matching whole."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cases import gap
from matching.engines.decomposition import Places, descend, losses
from matching.engines.diving import Dives
from matching.engines.fill import by_value, nobody
from matching.engines.presolve import reduce
from matching.engines.relaxation import relax


def _drawn(seed: int):
    """A generalised assignment with amounts that differ."""
    rng = np.random.default_rng(seed)
    agents, jobs = int(rng.integers(2, 6)), int(rng.integers(6, 20))
    use = rng.integers(3, 20, (1, agents, jobs))
    capacity = (0.8 * use.sum(axis=2) / agents).astype(np.int64)
    return gap.problem(gap.Instance("drawn", rng.integers(5, 60, (agents, jobs)), use, capacity))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1_000_000))
def test_bound_and_losses(seed, random_problem, brute_force, monitor):
    problem = reduce(random_problem(seed)).problem
    plain = relax(problem, monitor())
    places = Places.of(problem, plain.prices)
    if places is None:
        return
    assert sorted(places.option.tolist()) == list(range(problem.num_options))
    known, best = descend(places, plain.prices, monitor()), brute_force(problem)
    assert known.bound >= best - 1e-6
    # A matching that must have the option: its participant has no other one, and is worth far more there.
    for option, loss in enumerate(losses(places, known)):
        forced = brute_force(
            problem.select(
                (problem.participant != problem.participant[option]) | (np.arange(problem.num_options) == option)
            )
        )
        if forced > known.bound - loss + 1e-6:  # then the best of these matchings leaves the participant out
            rest = brute_force(problem.select(problem.participant != problem.participant[option]))
            assert forced == rest


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1_000_000))
def test_dives_keep_what_fits(seed, random_problem, monitor):
    problem = reduce(random_problem(seed)).problem
    plain = relax(problem, monitor())
    places = Places.of(problem, plain.prices)
    if places is None:
        return
    start = by_value(problem)
    dives = Dives(places, plain.prices, descend(places, plain.prices, monitor()), seed=1)
    found = dives.improve(start, monitor(), lambda _: False)
    assert problem.feasible(found)
    assert problem.objective(found) >= problem.objective(start)


def test_the_bound_of_packings_is_the_better_one_and_dives_repeat(monitor):
    better = 0
    for seed in range(3):
        problem = _drawn(seed)
        plain = relax(problem, monitor())
        places = Places.of(problem, plain.prices)
        assert places is not None
        known = descend(places, plain.prices, monitor())
        assert known.bound <= plain.bound + 1e-6
        better += known.bound < plain.bound - 0.5
        once, twice = (
            Dives(places, plain.prices, known, seed=3).improve(nobody(problem), monitor(), lambda _: False)
            for _ in range(2)
        )
        assert once.tolist() == twice.tolist()
        assert problem.feasible(once)
        assert problem.objective(once) <= known.bound + 1e-6
    assert better >= 2
