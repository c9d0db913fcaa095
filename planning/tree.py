"""A scenario tree: what may happen, and when it becomes known.

A node is one period on one course of events; a decision of a node is taken once, before the branches below it are
told apart. A plan without uncertainty is a chain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planning.programme import Floats, Ints


@dataclass(frozen=True)
class Tree:
    """Nodes, parents before children: `parent` int (N,), -1 at the root; `probability` (N,) that a node comes about."""

    parent: Ints
    probability: Floats

    @classmethod
    def branching(cls, periods: int, branches: dict[int, Sequence[float]]) -> "Tree":
        """Build a tree in which every node of a period in `branches` comes in as many kinds as it has chances there.

        `branches`: period (from 1) -> the chances of its branches, which add up to 1. The branches are numbered in
        the order of the chances; see `branch`.
        """
        parent, probability = [-1], [1.0]
        front = [0]
        for period in range(1, periods):
            below = []
            for node in front:
                for chance in branches.get(period, (1.0,)):
                    below.append(len(parent))
                    parent.append(node)
                    probability.append(probability[node] * chance)
            front = below
        return cls(np.array(parent), np.array(probability))

    @property
    def num_nodes(self) -> int:
        """How many nodes."""
        return len(self.parent)

    @cached_property
    def period(self) -> Ints:
        """Periods since the root, (N,)."""
        found = np.zeros(self.num_nodes, np.int64)
        for node in range(1, self.num_nodes):
            found[node] = found[self.parent[node]] + 1
        return found

    @cached_property
    def branch(self) -> Ints:
        """Which of its parent's children a node is, from 0, (N,)."""
        seen = np.zeros(self.num_nodes, np.int64)
        found = np.zeros(self.num_nodes, np.int64)
        for node in range(1, self.num_nodes):
            found[node] = seen[self.parent[node]]
            seen[self.parent[node]] += 1
        return found

    @cached_property
    def leaves(self) -> Ints:
        """Nodes without children: one per course of events."""
        return np.setdiff1d(np.arange(self.num_nodes), self.parent)

    def path(self, node: int) -> Ints:
        """The nodes from the root to this one, both included."""
        way = [node]
        while self.parent[way[-1]] >= 0:
            way.append(int(self.parent[way[-1]]))
        return np.array(way[::-1])
