"""What fits together in one row: the multiple-choice knapsack by dynamic programming, exact in whole numbers.

    T[c, g] = max Σ_i worth_i z_i
    s.t.      Σ_i weight_i z_i ≤ g,   Σ_i z_i ≤ c,   Σ_{i of group} z_i ≤ 1 ∀ groups,   z ∈ {0, 1}

A row of a problem is such a knapsack: an item is an option, its weight the units that it takes, its group the
participant; the row may have a companion that counts its options (guidance hours, and the slots of the same place).
Source: Kellerer, Pferschy, Pisinger, Knapsack Problems (2004), chapter 11.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.problem import Floats

Table = NDArray[np.float64]
UNCOUNTED = -1


@dataclass(frozen=True)
class Knapsack:
    """`weight` int64 (k,) > 0, units; `group` (k,), not decreasing; `capacity` units; `most` items, -1 = any number."""

    weight: NDArray[np.int64]
    group: NDArray[np.int64]
    capacity: int
    most: int

    def only(self, items: NDArray[np.intp]) -> "Knapsack":
        """The same room for some of the items."""
        return replace(self, weight=self.weight[items], group=self.group[items])

    def beside(self, items: NDArray[np.intp]) -> "Knapsack | None":
        """The room that `items` leave, for all items; None when they do not fit together."""
        most = self.most if self.most == UNCOUNTED else self.most - len(items)
        capacity = self.capacity - int(self.weight[items].sum())
        fits = capacity >= 0 and (most >= 0 or self.most == UNCOUNTED)
        return replace(self, capacity=capacity, most=most) if fits else None

    def fit_alone(self) -> NDArray[np.bool_]:
        """Which items fit when each is the only one, bool (k,)."""
        return (self.weight <= self.capacity) & (self.most != 0)

    def left(self, table: Table, items: NDArray[np.intp]) -> float:
        """T in the room that `items` (which fit together) leave."""
        count = -1 if self.most == UNCOUNTED else self.most - len(items)
        return float(table[count, self.capacity - int(self.weight[items].sum())])

    def empty(self) -> Table:
        """The table of no items at all: (most + 1, capacity + 1), one line where items are not counted."""
        return np.zeros((1 if self.most == UNCOUNTED else self.most + 1, self.capacity + 1))

    def with_item(self, before: Table, weight: int, worth: float) -> Table:
        """What T would be when one more item is taken on top of `before`; -inf where it does not fit."""
        after = np.full_like(before, -np.inf)
        if weight <= self.capacity:
            left = self.capacity + 1 - weight
            if self.most == UNCOUNTED:
                after[:, weight:] = before[:, :left] + worth
            elif self.most:
                after[1:, weight:] = before[:-1, :left] + worth
        return after

    def pack(self, worth: Floats) -> tuple[Table, NDArray[np.intp]]:
        """Solve for `worth` float64 (k,): the whole table T, and the items (positions) of one best packing."""
        table, takes = self.empty(), []
        starts = np.flatnonzero(np.diff(self.group, prepend=-1))
        for first, last in zip(starts, np.append(starts[1:], len(self.group)), strict=True):
            taken, best = np.full(table.shape, -1, np.int32), table
            for item in range(first, last):
                if worth[item] > 0:
                    after = self.with_item(table, int(self.weight[item]), worth[item])
                    taken[after > best] = item
                    best = np.maximum(best, after)
            takes.append(taken)
            table = best
        return table, self._unwind(takes)

    def _unwind(self, takes: list[NDArray[np.int32]]) -> NDArray[np.intp]:
        """Walk back from the last cell through what was taken."""
        count, left, items = (0 if self.most == UNCOUNTED else self.most), self.capacity, []
        for taken in reversed(takes):
            item = int(taken[count, left])
            if item >= 0:
                items.append(item)
                left -= int(self.weight[item])
                count -= self.most != UNCOUNTED
        return np.array(items[::-1], np.intp)
