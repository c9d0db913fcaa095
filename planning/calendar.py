"""The periods of a plan, and the tree of futures over them.

Without branches the tree is a chain: one node per period. A decision taken at a node works in its children.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from instances.schema.plan import PlanSettings
from instances.schema.plan_scenarios import PlanBranch
from planning.programme import Floats, Ints
from planning.tree import Tree

FACTORS = ("demand_percent", "leaves_percent", "wage_percent")


@dataclass(frozen=True, eq=False)
class YearEnd:
    """The end of a calendar year on one course of events: its last node, all its nodes, and the share of the year."""

    node: int
    year: int
    nodes: Ints
    share: float


@dataclass(frozen=True, eq=False)
class Calendar:
    """T periods, N nodes.

    `starts`: first day of each period; `names` (T,); `length`: years per period; `tree`; `branch` (N,): name of the
    branch of each node, empty on the trunk; `factors` (N, 3): demand, outflow and wages against the documents.
    """

    starts: tuple[date, ...]
    names: tuple[str, ...]
    months: int
    tree: Tree
    branch: tuple[str, ...]
    factors: Floats

    @classmethod
    def of(cls, settings: PlanSettings, branches: list[PlanBranch]) -> "Calendar":
        """Lay out the periods and let the branches grow."""
        months = settings.period_months
        first = settings.first_on
        counts = [first.month - 1 + months * period for period in range(settings.num_periods)]
        starts = tuple(date(first.year + count // 12, count % 12 + 1, 1) for count in counts)
        names = tuple(_name(start, months) for start in starts)
        parent, chance, branch, factors = [-1], [1.0], [""], [np.ones(len(FACTORS))]
        front = [0]
        for period in range(1, settings.num_periods):
            below = []
            for node in front:
                grown: list[PlanBranch | None] = [
                    found for found in branches
                    if (found.parent or "") == branch[node] and starts[period - 1] < found.from_on <= starts[period]
                ]  # fmt: skip
                for found in grown or [None]:
                    below.append(len(parent))
                    parent.append(node)
                    chance.append(chance[node] * (found.chance_percent / 100 if found else 1.0))
                    branch.append(found.id if found else branch[node])
                    factors.append(
                        np.array([getattr(found, name) / 100 for name in FACTORS]) if found else factors[node]
                    )
            front = below
        tree = Tree(np.array(parent), np.array(chance))
        return cls(starts, names, months, tree, tuple(branch), np.array(factors))

    @property
    def length(self) -> float:
        """Years per period."""
        return self.months / 12

    @property
    def num_nodes(self) -> int:
        """How many nodes."""
        return self.tree.num_nodes

    @property
    def nodes(self) -> range:
        """All nodes, parents first."""
        return range(self.num_nodes)

    def parent(self, node: int) -> int:
        """The node before, -1 at the root."""
        return int(self.tree.parent[node])

    def name(self, node: int) -> str:
        """Name of the period of a node."""
        return self.names[int(self.tree.period[node])]

    def start(self, node: int) -> date:
        """First day of the period of a node."""
        return self.starts[int(self.tree.period[node])]

    def year(self, node: int) -> int:
        """Calendar year of a node."""
        return self.start(node).year

    def next_start(self, node: int) -> date | None:
        """First day of the next period; None at the horizon."""
        after = int(self.tree.period[node]) + 1
        return self.starts[after] if after < len(self.starts) else None

    def back(self, node: int) -> list[int]:
        """The nodes before a node, its parent first."""
        return [int(found) for found in self.tree.path(node)[-2::-1]]

    @cached_property
    def year_ends(self) -> tuple[YearEnd, ...]:
        """The end of each year on each course of events, nodes in order."""
        children: dict[int, list[int]] = {}
        for node in self.nodes:
            children.setdefault(self.parent(node), []).append(node)
        ends = []
        for node in self.nodes:
            year = self.year(node)
            if all(self.year(child) != year for child in children.get(node, [])):
                nodes = [found for found in self.tree.path(node) if self.year(int(found)) == year]
                ends.append(YearEnd(node, year, np.array(nodes), len(nodes) * self.length))
        return tuple(ends)


def _name(start: date, months: int) -> str:
    if months == 12:
        return str(start.year)
    return f"{start.year}Q{(start.month + 2) // 3}" if months == 3 else f"{start.year}-{start.month:02d}"
