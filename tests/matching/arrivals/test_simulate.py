"""A year of any kind: never over capacity, never two places, nobody beats hindsight, the same seed the same year."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.arrivals.chances import Chances
from matching.arrivals.count import Count
from matching.arrivals.expected import Expectation, Pool
from matching.arrivals.hindsight import hindsight
from matching.arrivals.policy import Greedy, Patience, Priced, Weekly
from matching.arrivals.simulate import Year, simulate
from tests.matching.arrivals.conftest import made

WEEKS = 4
FATES = 10


def drawn(seed, refusal=0.0, ending=0.0, stays=WEEKS):
    """A year and a pool of the same small world, drawn from a seed."""
    rng = np.random.default_rng(seed)
    slots = rng.integers(1, 4, 3)

    def people(count):
        options = [(p, w, int(rng.integers(10, 100))) for p in range(count) for w in range(3) if rng.random() < 0.7]
        return made(options or [(0, 0, 10)], slots, count)

    problem, pool = people(12), people(12)
    chances = Chances(refusal, ending, np.ones(3, bool))
    year = Year.of(problem, rng.integers(0, WEEKS, 12), WEEKS, stays, chances, seed)
    return year, Pool(pool, rng.integers(0, WEEKS, 12), WEEKS)


def policies(year, pool):
    expectation = Expectation(pool, year.chances, Count(pool.by_week(), 0.2), futures=2, seed=1)
    return Greedy(), Weekly(), Priced(expectation, Patience(1, 99, 99))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.booleans())
def test_no_policy_beats_hindsight_and_every_row_holds(seed, refusals, singly):
    year, pool = drawn(seed, refusal=0.4 if refusals else 0.0)
    best = hindsight(year)
    for policy in policies(year, pool):
        lived = simulate(year, policy, singly=singly)
        assert year.problem.feasible(lived.chosen)
        assert lived.value <= best.bound + 1e-6
        placed = lived.chosen >= 0
        assert (lived.start[placed] >= year.week[placed]).all()
        assert not year.refused[lived.chosen[placed]].any()


def test_places_free_up_again():
    """With endings more people can be placed than there are slots; those in place at one time still fit."""
    year, pool = drawn(3, ending=0.6)
    for policy in policies(year, pool):
        lived = simulate(year, policy)
        ends = lived.start + np.where(lived.chosen >= 0, year.lasts[lived.chosen], 0)
        for week in range(WEEKS):
            there = np.where((lived.start >= 0) & (lived.start <= week) & (week < ends), lived.chosen, -1)
            assert year.problem.feasible(there.astype(np.int32))


@pytest.mark.parametrize("policy", [0, 2])
def test_what_policies_expect_stays_below_the_bound_with_endings(policy):
    """The bound is on the expected value: the mean over many fates keeps to it, within three standard errors."""
    year, pool = drawn(8, ending=0.3)
    bound, values = hindsight(year).bound, []
    for seed in range(FATES):
        fated = Year.of(year.problem, year.week, WEEKS, WEEKS, year.chances, seed)
        values.append(simulate(fated, policies(fated, pool)[policy]).value)
    assert np.mean(values) <= bound + 3 * np.std(values) / np.sqrt(FATES)


def test_who_does_not_stay_leaves():
    year, pool = drawn(5, stays=0)
    for policy in policies(year, pool):
        lived = simulate(year, policy)
        assert (lived.waited == 0).all()


def test_the_same_seed_gives_the_same_year():
    runs = []
    for _ in range(2):
        year, pool = drawn(9, refusal=0.3, ending=0.1)
        runs.append(simulate(year, policies(year, pool)[2]).chosen.tolist())
    assert runs[0] == runs[1]
