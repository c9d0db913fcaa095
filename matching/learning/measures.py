"""How good chances are: in numbers, and in a table that a person can read.

c_i is the chance that was said, y_i is 1 where it came true, n the number of cases:

    brier    = 1/n Σ_i (c_i - y_i)²                                        0 is perfect
    log loss = -1/n Σ_i ln(c_i if y_i else 1 - c_i)                        0 is perfect
    ece      = Σ_b n_b/n |mean c_b - mean y_b|                             over ten bins of chances of equal width
    auc      = P(c_i > c_j) + ½ P(c_i = c_j)   for y_i = 1, y_j = 0        ½ is guessing, 1 is perfect order
    psi      = Σ_b (a_b - e_b) ln(a_b / e_b)     a, e: shares now and then, in bins of a tenth of then
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

BINS = 10
LEAST_SHARE = 1e-4  # of an empty bin, so that the logarithm exists
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bin:
    """Cases whose chance lies in one tenth: how many, the mean chance that was said, the share that came true."""

    low: float
    count: int
    said: float
    came: float


def reliability(chances: Floats, came: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """The reliability table: ten bins of equal width, empty ones left out."""
    spot = np.minimum((chances * BINS).astype(np.int64), BINS - 1)
    return tuple(
        Bin(number / BINS, int(mine.sum()), float(chances[mine].mean()), float(came[mine].mean()))
        for number in range(BINS)
        if (mine := spot == number).any()
    )


def brier(chances: Floats, came: NDArray[np.bool_]) -> float:
    """Mean squared distance between chance and outcome."""
    return float(np.mean((chances - came) ** 2))


def log_loss(chances: Floats, came: NDArray[np.bool_]) -> float:
    """Mean surprise; chances of 0 and 1 are moved a little inward."""
    safe = np.clip(chances, 1e-12, 1 - 1e-12)
    return float(-np.mean(np.log(np.where(came, safe, 1 - safe))))


def calibration_error(chances: Floats, came: NDArray[np.bool_]) -> float:
    """Expected calibration error."""
    return sum(one.count * abs(one.said - one.came) for one in reliability(chances, came)) / len(chances)


def auc(scores: Floats, came: NDArray[np.bool_]) -> float:
    """How often a case that came true has the higher score; needs cases of both."""
    ranks: Any = rankdata(scores)
    num = int(came.sum())
    return float((ranks[came].sum() - num * (num + 1) / 2) / (num * (len(came) - num)))


def stability_index(then: Floats, now: Floats) -> float:
    """Population stability index of one fact; unknown values (NaN) are left out."""
    then, now = then[~np.isnan(then)], now[~np.isnan(now)]
    edges = np.unique(np.quantile(then, np.arange(1, BINS) / BINS))
    expected, actual = (
        np.maximum(np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1), 0) / len(values)
        for values in (then, now)
    )
    expected, actual = np.maximum(expected, LEAST_SHARE), np.maximum(actual, LEAST_SHARE)
    return float(np.sum((actual - expected) * np.log(actual / expected)))
