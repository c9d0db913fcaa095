"""From an instance to arrays: open the documents, let every block write, compile once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from instances.schema.plan_words import Goal
from instances.tables import Instance
from planning.blocks import BLOCKS
from planning.data import PlanData
from planning.model import Model, compiled
from planning.programme import Floats, Labels, Programme
from planning.scenarios import applied
from planning.values import Position, Values


@dataclass(frozen=True, eq=False)
class OpenPlan:
    """A plan, ready to solve.

    `programme`: with the weighted sum of all goals as its cost; `parts`: the weighed cost (n,) of each goal on its
    own; `positions`: which variable each column is. `labels` say what rows and columns mean.
    """

    data: PlanData
    programme: Programme
    labels: Labels
    parts: dict[Goal, Floats]
    positions: list[Position]

    @classmethod
    def of(cls, instance: Instance, scenario: str = "") -> "OpenPlan":
        """Open an instance under a scenario and write its plan.

        Raises:
            InconsistentInstance: there is no plan, no such scenario, or a patch that does not fit.
        """
        data = PlanData.of(applied(instance, scenario))
        with _without_collector():
            model = Model()
            for block in BLOCKS:
                block.write(model, data)
            costs = {goal: data.penalty(goal) * data.weight for goal in data.goals}
            programme, labels, parts = compiled(model, costs)
        return cls(data, programme, labels, parts, model.positions)

    def levels(self) -> list[Floats]:
        """The cost of each level of goals, the first in order first."""
        ranks = sorted({row.level for row in self.data.goals.values()})
        return [
            sum(
                (self.parts[goal] for goal, row in self.data.goals.items() if row.level == rank),
                0 * self.programme.cost,
            )
            for rank in ranks
        ]

    def amount(self, goal: Goal) -> Floats:
        """Units of a goal per unit of each column, expected over the tree and not discounted, (n,)."""
        node = np.array([variable.node for variable in self.labels.variables])
        weighed = self.data.penalty(goal) * self.data.weight[node]
        chance = self.data.calendar.tree.probability[node]
        amount: Floats = np.divide(self.parts[goal] * chance, weighed, out=np.zeros(len(node)), where=weighed > 0)
        return amount

    def values(self, x: Floats) -> Values:
        """What the variables became."""
        return Values(self.positions, x)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Writing makes a million small objects that all stay: looking for rubbish among them is a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
