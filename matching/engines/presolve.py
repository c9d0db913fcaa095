"""Make a problem smaller without changing its optimum, and find the way back.

1. An option that does not fit even when it is alone goes.
2. A row is divided by the greatest common divisor g of its amounts: Σ (a/g) x ≤ ⌊b/g⌋ (euro cents become what
   they are: multiples of a price).
3. A row that cannot bind goes: Σ_p max_{o of p} a_ro ≤ b_r.
4. Of rows with the same amounts for the same options the one with the least capacity stays.

A price of a reduced row, divided by g, is a price of the row it came from; rows that went have price zero. Only a row
without any capacity gets the price at which nobody wants it: that costs the bound nothing, since b_r = 0.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.problem import AssignmentProblem, Floats, RowBlock

Chosen = NDArray[np.int32]


@dataclass(frozen=True)
class Reduced:
    """The smaller `problem`; `options` (n',) and `rows` (R',) are positions in the `original`; `divisor` (R',)."""

    original: AssignmentProblem
    problem: AssignmentProblem
    options: NDArray[np.intp]
    rows: NDArray[np.intp]
    divisor: NDArray[np.int64]

    def chosen(self, chosen: Chosen) -> Chosen:
        """Translate a matching to positions in the original."""
        back = np.full(len(chosen), -1, np.int32)
        placed = chosen >= 0
        back[placed] = self.options[chosen[placed]]
        return back

    def prices(self, prices: Floats) -> Floats:
        """Translate prices to the rows of the original, points per unit of the row."""
        original = self.original
        back = np.zeros(original.num_rows)
        back[self.rows] = prices / self.divisor
        return back + _prices_of_nothing(original, back)


def reduce(problem: AssignmentProblem) -> Reduced:
    """Apply the four reductions."""
    options = np.flatnonzero(problem.fits_alone())
    small = problem.select(options)
    use = small.use.tocsr()
    divisor = np.ones(small.num_rows, np.int64)
    used = np.flatnonzero(np.diff(use.indptr) > 0)
    if len(used):
        divisor[used] = np.gcd.reduceat(use.data, use.indptr[used])
    use.data = use.data // np.repeat(divisor, np.diff(use.indptr))
    capacity = problem.capacity // divisor
    small = with_rows(small, use, capacity, np.arange(problem.num_rows))
    rows = _without_copies(use, capacity, np.flatnonzero(small.binding()))
    return Reduced(problem, with_rows(small, use, capacity, rows), options, rows, divisor[rows])


def with_rows(
    problem: AssignmentProblem, use: sparse.csr_array, capacity: NDArray[np.int64], rows: NDArray[np.intp]
) -> AssignmentProblem:
    """The same options over some of the rows."""
    blocks: list[RowBlock] = []
    start = 0
    for block in problem.blocks:
        inside = rows[(rows >= block.start) & (rows < block.stop)]
        blocks.append(RowBlock(block.code, tuple(block.keys[row - block.start] for row in inside), start))
        start += len(inside)
    kept = sparse.csc_array(use[rows])
    return replace(problem, use=kept, capacity=capacity[rows], blocks=tuple(blocks))


def _without_copies(use: sparse.csr_array, capacity: NDArray[np.int64], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Of rows with equal entries keep the tightest."""
    tightest: dict[tuple[bytes, bytes], int] = {}
    for row in rows.tolist():
        entries = slice(use.indptr[row], use.indptr[row + 1])
        key = (use.indices[entries].tobytes(), use.data[entries].tobytes())
        if key not in tightest or capacity[row] < capacity[tightest[key]]:
            tightest[key] = row
    return np.array(sorted(tightest.values()), np.intp)


def _prices_of_nothing(problem: AssignmentProblem, prices: Floats) -> Floats:
    """What makes nobody want a row that has no capacity: max over its options of (net - best net) / amount."""
    extra = np.zeros(problem.num_rows)
    option = np.repeat(np.arange(problem.num_options), np.diff(problem.use.indptr))
    row = problem.use.indices
    empty = problem.capacity[row] == 0
    if not empty.any():
        return extra
    fits = problem.fits_alone()
    net = problem.net(prices)
    best = np.zeros(problem.num_participants)
    np.maximum.at(best, problem.participant[fits], net[fits])
    missed = (net - best[problem.participant])[option[empty]] / problem.use.data[empty]
    np.maximum.at(extra, row[empty], missed)
    return extra
