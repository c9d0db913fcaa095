"""Drawing many values at once: small numpy tools that the other modules of the generator share.

Arrays have one entry per row that is drawn (n); a code is a position in a list of words, -1 = not known.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from instances.parameters import figure
from instances.schema.vocabulary import Day
from instances.tables import SEPARATOR, columns

type Random = np.random.Generator
type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]
type Mask = NDArray[np.bool_]
type Dates = NDArray[np.datetime64]

DAYS = tuple(day.value for day in Day)
NEVER = np.datetime64("NaT", "s")


def number(name: str) -> float:
    """Give a figure of the generator that is a number."""
    return figure(f"generator.{name}").number()


def table(name: str) -> dict[str, Any]:
    """Give a figure of the generator that is a table."""
    value = figure(f"generator.{name}").value
    if not isinstance(value, dict):
        raise TypeError(f"generator.{name} is not a table: {value!r}")
    return value


def listed(name: str) -> list[Any]:
    """Give a figure of the generator that is a list."""
    value = figure(f"generator.{name}").value
    if not isinstance(value, list):
        raise TypeError(f"generator.{name} is not a list: {value!r}")
    return value


def rows_of(name: str, cells: Mapping[str, Any], num_rows: int) -> pd.DataFrame:
    """Make the frame of a table from columns of values; a column that is not given holds its default."""
    known = columns(name)
    if stray := set(cells) - set(known):
        raise KeyError(f"{name} has no {', '.join(sorted(stray))}")
    made = {}
    for field, column in known.items():
        value = cells.get(field, column.default)
        if isinstance(value, tuple):
            value = SEPARATOR.join(value)
        made[field] = pd.Series(value, index=range(num_rows), dtype=column.dtype)
    return pd.DataFrame(made)


def pick(random: Random, weights: Sequence[float] | Floats, num: int) -> Ints:
    """Draw codes with chances in proportion to `weights`, int64 (num,)."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    codes: Ints = np.searchsorted(edges, random.random(num) * edges[-1], side="right")
    return np.minimum(codes, len(edges) - 1)


def pick_by(random: Random, weights: Floats, rows: NDArray[np.integer[Any]]) -> Ints:
    """Draw a code for each entry of `rows` with the chances of that row of `weights` (R, K), int64 (n,)."""
    edges = np.cumsum(weights)  # all rows in one long line: a draw falls between the first and last edge of its row
    width = weights.shape[1]
    start, stop = np.r_[0.0, edges[width - 1 :: width][:-1]], edges[width - 1 :: width]
    spot = np.searchsorted(edges, start[rows] + random.random(len(rows)) * (stop - start)[rows], side="right")
    codes: Ints = np.clip(spot - rows * width, 0, width - 1)
    return codes


def chosen(random: Random, share: float | Floats, num: int) -> Mask:
    """Mark each of `num` entries with chance `share`, bool (num,)."""
    return random.random(num) < share


def normal(random: Random, shape: Floats) -> Floats:
    """Draw from normal distributions cut off at both ends; rows of `shape` (n, 4): mean, spread, lowest, highest."""
    return np.clip(random.normal(shape[:, 0], shape[:, 1]), shape[:, 2], shape[:, 3])


def even_normal(random: Random, groups: Ints) -> Floats:
    """Standard normal values in random order, spread evenly within each group, so that each mean is near 0."""
    order = random.permutation(len(groups))
    rank = np.empty(len(groups), np.int64)
    rank[order] = rank_within(groups[order])
    values: Floats = ndtri((rank + 0.5) / np.bincount(groups)[groups])
    return values


def halves(values: Floats) -> Floats:
    """Round to halves."""
    return np.round(values * 2) / 2


def apportion(total: int, weights: Sequence[float] | Floats) -> Ints:
    """Share `total` out in proportion to `weights`, whole and exact (largest remainders), int64 (len(weights),)."""
    ideal = np.asarray(weights, dtype=np.float64) * (total / np.sum(weights))
    parts = np.floor(ideal).astype(np.int64)
    parts[np.argsort(parts - ideal, kind="stable")[: total - int(parts.sum())]] += 1
    return parts


def days_before(random: Random, reference: date, lowest: int, highest: int, num: int) -> Dates:
    """Draw days between `lowest` and `highest` days before the reference date, both included."""
    back = random.integers(lowest, highest + 1, num)
    return (np.datetime64(reference, "D") - back.astype("timedelta64[D]")).astype("datetime64[s]")


def words(labels: Sequence[str], codes: NDArray[np.integer[Any]]) -> Any:
    """Turn codes into words; -1 becomes unknown."""
    return pd.array(list(labels), dtype="str").take(codes, allow_fill=True)


def joined(labels: Sequence[str], mask: Mask) -> Any:
    """Join the words that each row of `mask` (n, len(labels)) marks."""
    return joined_codes(labels, np.where(mask, np.arange(len(labels)), -1))


def joined_codes(labels: Sequence[str], codes: NDArray[np.integer[Any]]) -> Any:
    """Join the words of each row of `codes` (n, k) in their order, -1 left out; equal rows are joined once."""
    base = len(labels) + 1
    keys = (codes + 1) @ (base ** np.arange(codes.shape[1], dtype=np.int64))
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    texts = [SEPARATOR.join(labels[code] for code in row if code >= 0) for row in codes[first]]
    return words(texts, inverse)


def ids(prefix: str, num: int) -> Any:
    """Number ids from 1, all of equal length."""
    numbers = pd.Series(np.arange(1, num + 1)).astype("str").str.zfill(len(str(num)))
    return (prefix + numbers).array


def rank_within(groups: NDArray[np.integer[Any]]) -> Ints:
    """Number the members of each group from 0 in their order, int64 (n,)."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(groups) else np.empty(0, np.int64)
    rank = np.empty(len(groups), np.int64)
    rank[order] = np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))
    return rank
