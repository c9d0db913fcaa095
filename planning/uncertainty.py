"""What uncertainty costs, what foresight would be worth, and plans that shun the bad courses of events.

On a scenario tree with leaves l of chance p_l, all of a cost that is minimised:

    RP    min Σ_n π_n cost_n x_n: the plan that waits and sees where it can (recourse problem)
    EV    the plan for expected figures, if they came true
    EEV   what comes of keeping the first decisions of that plan, expected:             VSS  = EEV - RP ≥ 0
    WS    Σ_l p_l (best plan with the course of events known beforehand):               EVPI = RP - WS ≥ 0

VSS is what thinking in a tree saves; EVPI what perfect information would save. When both are near nothing, uncertainty
changes the bill and not the decisions, and a plan for expected figures will do (`Measures.matters`).

    min (1 - λ) Σ_n π_n cost_n x_n + λ (η + Σ_l p_l w_l / (1 - α)),   w_l ≥ spending_l - η,  w_l ≥ 0

adds the expected spending of the worst share 1 - α of events (CVaR; Rockafellar and Uryasev, 2000).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.engines.engine import Monitor
from planning.backend.highs import Live
from planning.backend.outcome import Outcome
from planning.programme import Floats, Ints, Programme
from planning.tree import Tree

NEAR_NOTHING = 0.001  # of the expected cost


@dataclass(frozen=True)
class Staged:
    """A programme on a tree: `column_node` (n,), `row_node` (m,).

    Costs count the chance of their node. A row uses columns of its own node and of nodes above it, so that the rows of
    a path are a programme by themselves.
    """

    programme: Programme
    tree: Tree
    column_node: Ints
    row_node: Ints


@dataclass(frozen=True)
class Measures:
    """The four costs; infinite where there is no such plan (`eev`: the expected figures' decisions cannot be kept)."""

    rp: float
    ev: float
    eev: float
    ws: float

    @property
    def vss(self) -> float:
        """Value of the stochastic solution: what a plan for all events saves."""
        return self.eev - self.rp

    @property
    def evpi(self) -> float:
        """Expected value of perfect information."""
        return self.rp - self.ws

    @property
    def matters(self) -> bool:
        """Uncertainty changes more than the bill: one of the values is above a thousandth of the cost."""
        return max(self.vss, self.evpi) > NEAR_NOTHING * abs(self.rp)


@dataclass(frozen=True)
class Shy:
    """A plan at one weight λ of the worst events: expected cost, CVaR of the spending, and spending per leaf (L,)."""

    weight: float
    expected: float
    cvar: float
    spending: Floats
    outcome: Outcome


def on_path(staged: Staged, leaf: int) -> tuple[Programme, Ints]:
    """Cut out one course of events, as if it were certain; with the columns it is made of."""
    path = staged.tree.path(leaf)
    columns, rows = (np.flatnonzero(np.isin(nodes, path)) for nodes in (staged.column_node, staged.row_node))
    all_of = staged.programme
    return Programme(
        all_of.cost[columns] / staged.tree.probability[staged.column_node[columns]], all_of.lower[columns],
        all_of.upper[columns], all_of.matrix[rows][:, columns], all_of.row_lower[rows], all_of.row_upper[rows],
        all_of.integral[columns], all_of.offset,
    ), columns  # fmt: skip


def measures(
    staged: Staged, mean: Programme, decided: Ints, counterpart: Ints, monitor: Monitor | None = None
) -> Measures:
    """Measure a tree against the plan for expected figures, `mean`.

    `decided` (k,): columns of the tree that are decided before anything is known; `counterpart` (k,): the columns of
    `mean` that decide the same. A run that ends before it is settled leaves an infinite cost, never a guess.
    """
    expected = Live(mean, monitor).solve()
    live = Live(staged.programme, monitor)
    rp = _settled(live.solve())
    eev = np.inf
    if expected.found:
        decision = expected.x[counterpart]
        live.change_bounds(decided, decision, decision)
        eev = _settled(live.solve())
    leaves = staged.tree.leaves
    known = [_settled(Live(on_path(staged, int(leaf))[0], monitor).solve()) for leaf in leaves]
    return Measures(rp, _settled(expected), eev, float(staged.tree.probability[leaves] @ known))


def cvar(amounts: Floats, chances: Floats, alpha: float) -> float:
    """Expected amount over the worst share 1 - alpha of events; `amounts`, `chances` (L,)."""
    order = np.argsort(-amounts, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(chances[order])[:-1]])
    share = np.clip(1 - alpha - before, 0.0, chances[order])
    return float(share @ amounts[order] / (1 - alpha))


def shy_plans(
    staged: Staged, spending: Floats, alpha: float, weights: Sequence[float], monitor: Monitor | None = None
) -> list[Shy]:
    """Plan at each weight λ; `spending` (n,): what a unit of a column spends if its node comes about."""
    now, leaves = staged.programme, staged.tree.leaves
    chances = staged.tree.probability[leaves]
    on = np.array([np.isin(staged.column_node, staged.tree.path(int(leaf))) for leaf in leaves])
    per_leaf = sparse.csr_array(on * spending)
    count = len(leaves)
    tail = np.concatenate([[1.0], chances / (1 - alpha)])
    above = sparse.hstack([now.matrix, sparse.csr_array((now.num_rows, count + 1))])
    below = sparse.hstack([-per_leaf, sparse.csr_array(np.hstack([np.ones((count, 1)), np.eye(count)]))])
    live = Live(
        Programme(
            np.concatenate([now.cost, np.zeros(count + 1)]),
            np.concatenate([now.lower, [-np.inf], np.zeros(count)]),
            np.concatenate([now.upper, np.full(count + 1, np.inf)]),
            sparse.vstack([above, below], format="csc"),
            np.concatenate([now.row_lower, np.zeros(count)]), np.concatenate([now.row_upper, np.full(count, np.inf)]),
            np.concatenate([now.integral, np.zeros(count + 1, np.bool_)]), now.offset,
        ),
        monitor,
    )  # fmt: skip
    columns = np.arange(live.programme.num_columns)
    plans = []
    for weight in weights:
        live.change_cost(columns, np.concatenate([(1 - weight) * now.cost, weight * tail]))
        outcome = live.solve()
        if not outcome.found:
            continue
        x = outcome.x[: now.num_columns]
        spent = per_leaf @ x
        plans.append(Shy(weight, float(now.cost @ x) + now.offset, cvar(spent, chances, alpha), spent, outcome))
    return plans


def _settled(outcome: Outcome) -> float:
    return outcome.objective if outcome.found and outcome.settled else np.inf
