"""One decision now, many courses of events later: a decision with a proven gap, without one huge programme.

    min  Σ_s p_s f_s(y, z_s)    y: what is decided for all scenarios together; z_s: what follows in scenario s

Scenarios that are alike are clustered, and each cluster stands for its members by its mean. The programme of the means
gives a decision y' and, for each cluster, what it would pay to decide for itself: multipliers w_c with Σ_c p_c w_c = 0.
Both ends of the gap then come from every single scenario, whatever the clusters lost:

    lower   Σ_s p_s min_{y,z} f_s(y, z) - w_{c(s)} y    each its own y, at a charge that cancels out on average
    upper   Σ_s p_s min_z f_s(y', z)                    all keep y' and make the best of it: it can be carried out

Clusters are doubled until the gap closes; with a cluster for every scenario both ends meet. Beside the programme of the
means only one scenario is in memory at a time. (Lagrangian relaxation of non-anticipativity, as in Carøe and Schultz,
"Dual decomposition in stochastic integer programming", 1999, with multipliers from the means instead of a search.)
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.cluster import hierarchy

from matching.engines.engine import Limits, Monitor
from planning.backend.highs import Live
from planning.backend.outcome import Method
from planning.programme import Floats, Ints, Programme

FIRST = 4  # clusters to begin with
logger = logging.getLogger(__name__)

type Writer = Callable[[Floats], Programme]


@dataclass(frozen=True)
class Decision:
    """What to decide now: `shared` (k,), empty where none was found, and how good it is.

    `lower`: proven, no decision costs less; `upper`: what this one costs, expected. `costs` (S,): of each scenario
    under it, infinite where it leaves no plan. `clusters`: at which the search ended.
    """

    shared: Floats
    costs: Floats
    lower: float
    upper: float
    clusters: int

    @property
    def gap(self) -> float:
        """(upper - lower) / max(1, |lower|), a fraction."""
        return max(0.0, self.upper - self.lower) / max(1.0, abs(self.lower)) if np.isfinite(self.upper) else np.inf


def decide(
    write: Writer, features: Floats, chances: Floats, shared: Ints, gap: float = 0.005, monitor: Monitor | None = None,
) -> Decision:  # fmt: skip
    """Find a decision on the `shared` columns that is proven to cost at most the share `gap` more than the best.

    `features` (S, F): what is uncertain, a row per scenario; `write(row)` gives its linear programme, and that of a
    mean of rows too; all have the same columns and rows. `chances` (S,) add up to 1. Out of time, the gap is wider.
    """
    monitor = monitor or Monitor(Limits(time_limit=np.inf))
    count, clusters = len(chances), min(FIRST, len(chances))
    tree = hierarchy.ward(features / np.where(features.std(0) > 0, features.std(0), 1.0)) if count > 1 else None
    best = Decision(np.empty(0), np.full(count, np.inf), -np.inf, np.inf, 0)
    while True:
        cluster = np.arange(count)
        if tree is not None and clusters < count:
            _, cluster = np.unique(hierarchy.fcluster(tree, clusters, "maxclust"), return_inverse=True)
        means = _means(write, features, chances, cluster, shared, monitor)
        if means is None:
            return best
        decision, charges, method = means
        bounds, costs = np.array(
            [
                _both_ends(Live(write(features[s]), monitor, method), shared, charges[cluster[s]], decision)
                for s in range(count)
            ]
        ).T
        lower, upper = max(best.lower, float(chances @ bounds)), float(chances @ costs)
        kept = (decision, costs, upper) if upper < best.upper else (best.shared, best.costs, best.upper)
        best = Decision(kept[0], kept[1], lower, kept[2], clusters)
        logger.info("%d clusters of %d scenarios: %.9g to %.9g", clusters, count, best.lower, best.upper)
        if best.gap <= gap or clusters >= count or monitor.expired:
            return best
        clusters = min(2 * clusters, count)


def together(programmes: Sequence[Programme], chances: Floats, shared: Ints) -> Programme:
    """Write several scenarios as one programme, in which the `shared` columns exist once; costs count by chance.

    Columns: shared (k,), then the others of each scenario in turn; rows: of each scenario in turn. Shared columns have
    the bounds of the first scenario.
    """
    first = programmes[0]
    own = np.setdiff1d(np.arange(first.num_columns), shared)
    left = sparse.vstack([one.matrix[:, shared] for one in programmes])
    right = sparse.block_diag([one.matrix[:, own] for one in programmes])
    costs = [chance * one.cost for chance, one in zip(chances, programmes, strict=True)]
    return Programme(
        np.concatenate([np.sum([cost[shared] for cost in costs], axis=0), *(cost[own] for cost in costs)]),
        np.concatenate([first.lower[shared], *(one.lower[own] for one in programmes)]),
        np.concatenate([first.upper[shared], *(one.upper[own] for one in programmes)]),
        sparse.csc_array(sparse.hstack([left, right], format="csc")),
        np.concatenate([one.row_lower for one in programmes]), np.concatenate([one.row_upper for one in programmes]),
        np.concatenate([first.integral[shared], *(one.integral[own] for one in programmes)]),
        float(chances @ [one.offset for one in programmes]),
    )  # fmt: skip


def _means(
    write: Writer, features: Floats, chances: Floats, cluster: Ints, shared: Ints, monitor: Monitor
) -> tuple[Floats, Floats, Method] | None:
    """The decision for the means of the clusters, the charge of each cluster on it, (C, k), and the way that suits."""
    mass = np.bincount(cluster, chances)
    totals = np.zeros((len(mass), features.shape[1]))
    np.add.at(totals, cluster, chances[:, None] * features)
    programmes = [write(mean) for mean in totals / mass[:, None]]
    outcome = Live(together(programmes, mass, shared), monitor).solve()
    if not len(outcome.duals):
        return None
    charges = np.array([
        one.cost[shared] - (one.matrix[:, shared].T @ duals) / share - outcome.reduced[: len(shared)]
        for one, duals, share in zip(programmes, np.split(outcome.duals, len(programmes)), mass, strict=True)
    ])  # fmt: skip
    return outcome.x[: len(shared)], charges, outcome.method


def _both_ends(live: Live, shared: Ints, charge: Floats, decision: Floats) -> tuple[float, float]:
    """A scenario's bound at its charge, and its cost under the decision."""
    cost = live.programme.cost[shared].copy()
    live.change_cost(shared, cost - charge)
    bound = live.solve().bound
    live.change_cost(shared, cost)
    live.change_bounds(shared, decision, decision)
    return bound, live.solve().objective
