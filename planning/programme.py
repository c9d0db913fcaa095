"""A mathematical programme as arrays: what the model is compiled to, once, and what a backend solves.

    minimise    offset + Σ_j cost_j x_j
    subject to  row_lower_i <= Σ_j matrix_ij x_j <= row_upper_i        ∀ rows i
                lower_j <= x_j <= upper_j                              ∀ columns j
                x_j whole                                              ∀ j with integral_j

A programme knows no names. `Labels` stands beside it and says of each row which block wrote it, for what and for which
node of the scenario tree, and of each column which variable it is. Repeated work (another cost, bound or right-hand
side) makes a new programme with `dataclasses.replace`; the matrix is shared.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Mask = NDArray[np.bool_]
type Key = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Programme:
    """N columns, I rows; `lower` and the row bounds may be -inf, `upper` and the row bounds +inf.

    `cost`, `lower`, `upper` (N,); `matrix` (I, N); `row_lower`, `row_upper` (I,); `integral` (N,): which columns must
    be whole; `offset`: what the objective is before any decision. All in the units of the model (money in k euro).
    """

    cost: Floats
    lower: Floats
    upper: Floats
    matrix: sparse.csc_array
    row_lower: Floats
    row_upper: Floats
    integral: Mask
    offset: float = 0.0

    @property
    def num_columns(self) -> int:
        """How many decisions."""
        return len(self.cost)

    @property
    def num_rows(self) -> int:
        """How many rows."""
        return len(self.row_lower)


class Row(NamedTuple):
    """Which block wrote a row, for what (ids in the order that the block's card names), and for which node."""

    block: str
    key: Key
    node: int


class Variable(NamedTuple):
    """Which variable a column is: its name in the formulas, its index (ids), and its node."""

    name: str
    key: Key
    node: int


@dataclass(frozen=True, eq=False)
class Labels:
    """What the rows and columns of a programme mean, in their order."""

    rows: tuple[Row, ...]
    variables: tuple[Variable, ...]
