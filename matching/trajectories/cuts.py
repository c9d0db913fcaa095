"""Rows that whole people keep and fractions break: how many of those who take much of something fit together.

Of a row per moment with room b in some months, and any whole d > 0, whole y keeps

    Σ_i ⌊a_ri / d⌋ y_it ≤ ⌊b / d⌋        ∀ months t in which the room is b

With d = ⌊b / (k + 1)⌋ + 1 it says: of those who take more than a (k + 1)th of the room at most k fit, and who takes
twice as much counts double. Such a row is a row over pairs like every other, so the exact programme prices it and the
bound over all lines stays exact. It stands beside the row that it comes from, for a run of months with equal room.

Source: rounding of rows (Gomory 1958, Chvátal 1973); the divisors are those of dual feasible functions (Fekete and
Schepers 2001).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.problem import Floats, RowBlock
from matching.trajectories.rows import MonthRows

MOST_FIT = 4  # k


@dataclass(frozen=True)
class Tightened:
    """`rows`: R rows of before and C cuts after them; cut c rounds row `origin`[c] with divisor `divisor`[c]."""

    rows: MonthRows
    origin: NDArray[np.int64]
    divisor: NDArray[np.int64]

    @classmethod
    def of(cls, rows: MonthRows, pairs: NDArray[np.intp], person: NDArray[np.int32]) -> "Tightened":
        """All cuts that can bind for these pairs; `person` int32 (n,) of all."""
        use, found = sparse.csc_array(rows.use[pairs]), []
        for row in np.flatnonzero(~rows.yearly & (np.diff(use.indptr) > 1)).tolist():
            entries = slice(use.indptr[row], use.indptr[row + 1])
            pair, amount = pairs[use.indices[entries]], use.data[entries]
            for start, stop, room in _runs(rows.room[row]):
                for divisor in sorted({room // (k + 1) + 1 for k in range(1, MOST_FIT + 1)}):
                    share, most = amount // divisor, room // divisor
                    if _can_bind(share, most, person[pair]) and (share * divisor < amount).any():
                        found.append((row, divisor, start, stop, most, pair[share > 0], share[share > 0]))
        return cls(_beside(rows, found), *(np.array([one[k] for one in found], np.int64) for k in (0, 1)))

    def told(self, spread: Floats) -> Floats:
        """Prices per unit of the rows of before, (R, H), out of those of all: a cut counts in parts of d units."""
        num = len(spread) - len(self.origin)
        told = spread[:num].copy()
        np.add.at(told, self.origin, spread[num:] / self.divisor[:, None])
        return told


def _runs(room: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Months start to stop with equal room above nothing."""
    edges = np.r_[0, np.flatnonzero(np.diff(room)) + 1, len(room)]
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if room[start] > 0:
            yield start, stop, int(room[start])


def _can_bind(share: NDArray[np.int64], most: int, person: NDArray[np.int32]) -> bool:
    """Whether all people together could ask for more (pairs stand by person)."""
    first = np.flatnonzero(np.diff(person, prepend=-1))
    return bool(np.maximum.reduceat(share, first).sum() > most)


type Found = tuple[int, int, int, int, int, NDArray[np.intp], NDArray[np.int64]]


def _beside(rows: MonthRows, found: list[Found]) -> MonthRows:
    """Put cuts (row, divisor, start, stop, most, pairs and their shares) after the rows."""
    months, num = rows.room.shape[1], len(found)
    start, stop, most = (np.array([one[k] for one in found], np.int64) for k in (2, 3, 4))
    column = np.repeat(np.arange(num), [len(one[5]) for one in found])
    pair = np.concatenate([np.empty(0, np.intp), *(one[5] for one in found)])
    share = np.concatenate([np.empty(0, np.int64), *(one[6] for one in found)])
    cuts = sparse.csr_array((share, (pair, column)), shape=(rows.use.shape[0], num))
    inside = (start[:, None] <= np.arange(months)) & (np.arange(months) < stop[:, None])
    return replace(
        rows, use=sparse.csr_array(sparse.hstack([rows.use, cuts], format="csr")),
        room=np.concatenate([rows.room, most[:, None] * inside]), start=np.concatenate([rows.start, start]),
        stop=np.concatenate([rows.stop, stop]), yearly=np.concatenate([rows.yearly, np.zeros(num, bool)]),
        blocks=(*rows.blocks, RowBlock("cuts", ("",) * num, rows.num_rows)),
    )  # fmt: skip
