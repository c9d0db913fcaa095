"""The values of a solved plan as arrays: each variable of the model by its position."""

from dataclasses import dataclass

import numpy as np

from planning.data import PlanData
from planning.programme import Floats

type Position = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Values:
    """`positions`: name and position (node first) of each column; `x` (n,): what it became."""

    positions: list[Position]
    x: Floats

    def of(self, name: str, *shape: int) -> Floats:
        """The values of a variable as an array of this shape; zero where it does not exist."""
        found = np.zeros(shape)
        at = [(column, position) for column, (own, position) in enumerate(self.positions) if own == name]
        if at:
            columns, positions = zip(*at, strict=True)
            found[tuple(np.array(positions).T)] = self.x[list(columns)]
        return found

    def people(self, data: PlanData) -> Floats:
        """People in places, (N, G, M, P)."""
        return self.of("x", data.calendar.num_nodes, len(data.groups), len(data.municipalities), len(data.places))

    def places(self, data: PlanData, name: str = "cap") -> Floats:
        """A variable of places, (N, P)."""
        return self.of(name, data.calendar.num_nodes, len(data.places))
