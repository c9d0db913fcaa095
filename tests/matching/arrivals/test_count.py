"""The number still to come: worked by hand, and held against simulated years."""

import numpy as np

from matching.arrivals.count import Count

LEVELS = np.array([0.05, 0.5, 0.95])


def test_nothing_is_left_after_the_last_week():
    assert Count(np.full(4, 10.0), 0.2).to_come(3, 44, LEVELS).tolist() == [0, 0, 0]


def test_few_arrivals_lower_what_is_expected():
    """Spread 0.2: a = 25. After 20 of an expected 40, θ has mean 45 / 65 = 0.692: 60 to come become 41.5."""
    count = Count(np.full(10, 10.0), 0.2)
    levels = (np.arange(4000) + 0.5) / 4000
    assert abs(count.to_come(3, 20, levels).mean() - 60 * 45 / 65) < 0.1
    assert count.to_come(3, 60, levels).mean() > 60


def test_a_small_spread_keeps_to_the_pool():
    count = Count(np.full(10, 10.0), 0.001)
    assert abs(count.to_come(3, 20, np.array([0.5]))[0] - 60) <= 1


def test_levels_cover_what_comes():
    """In years whose θ is drawn from the prior, 90 % of what came lies between the levels 5 % and 95 %."""
    rng, by_week = np.random.default_rng(5), np.full(52, 10.0)
    count, inside, years = Count(by_week, 0.2), 0, 600
    for _ in range(years):
        arrivals = rng.poisson(rng.gamma(25, 1 / 25) * by_week)
        low, _, high = count.to_come(12, int(arrivals[:13].sum()), LEVELS)
        inside += low <= arrivals[13:].sum() <= high
    assert abs(inside / years - 0.9) < 0.04  # three standard errors: 3 √(0.09 / 600) = 0.037
