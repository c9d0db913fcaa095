"""How many people are still to come: what the pool says, corrected by what came so far.

The pool tells how many people came in each week of another year, e_w. This year has θ times as many:

    θ ~ Gamma(a, a), mean 1, a = 1 / spread²;      arrivals of week w ~ Poisson(θ e_w)

After n arrivals in the weeks up to now, of which the pool had E = Σ_{w ≤ now} e_w, θ is Gamma(a + n, a + E), and the
number still to come is negative binomial with a + n successes at chance (a + E) / (a + E + F), F = Σ_{w > now} e_w.
To hedge, futures are drawn at several levels of that distribution, not at its mean.
Source: Gamma-Poisson shrinkage; that the number matters more than the mix: Ahani, Gölz, Procaccia, Teytelboym, Trapp,
Operations Research 72(3), 2024.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

from matching.problem import Floats


@dataclass(frozen=True)
class Count:
    """`by_week` float64 (W,): arrivals in each week of the pool's year; `spread` > 0: of θ, a fraction."""

    by_week: Floats
    spread: float

    def to_come(self, week: int, arrived: int, levels: Floats) -> NDArray[np.int64]:
        """People still to come after `week`, at these levels (0..1) of what is likely, int64 (k,)."""
        before, after = float(self.by_week[: week + 1].sum()), float(self.by_week[week + 1 :].sum())
        if after <= 0:
            return np.zeros(len(levels), np.int64)
        sure = 1 / self.spread**2
        found: NDArray[np.int64] = nbinom.ppf(levels, sure + arrived, (sure + before) / (sure + before + after)).astype(
            np.int64
        )
        return found
