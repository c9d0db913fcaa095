"""The values of a solved plan as arrays: each variable of the model by its position."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planning.data import PlanData
from planning.programme import Floats

type Position = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Values:
    """`positions`: name and position (node first) of each column; `x` (n,): what it became."""

    positions: list[Position]
    x: Floats

    @cached_property
    def _columns(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for column, (name, _) in enumerate(self.positions):
            found.setdefault(name, []).append(column)
        return found

    def of(self, name: str, *shape: int) -> Floats:
        """The values of a variable as an array of this shape; zero where it does not exist."""
        found = np.zeros(shape)
        columns = self._columns.get(name, [])
        if columns:
            at = np.array([self.positions[column][1] for column in columns])
            found[tuple(at.T)] = self.x[columns]
        return found

    def people(self, data: PlanData) -> Floats:
        """People in places, (N, G, M, P)."""
        return self.of("x", data.calendar.num_nodes, len(data.groups), len(data.municipalities), len(data.places))

    def places(self, data: PlanData, name: str = "cap") -> Floats:
        """A variable of places, (N, P)."""
        return self.of(name, data.calendar.num_nodes, len(data.places))
