"""First things first: several costs, one after the other, none at the expense of an earlier one.

    stage k:  min cost_k x    s.t.  cost_i x ≤ best_i (1 + 1e-6)  ∀ i < k

The room of 1e-6 keeps rounding in the solver from making the next stage impossible, and is never less than the solver
can see: ten times its tolerance on a row whose biggest entry is 1, as the caps are written.
"""

from collections.abc import Sequence

import numpy as np

from planning.backend.highs import Live
from planning.backend.outcome import Outcome
from planning.programme import Floats

ROOM = 1e-6


def cap(live: Live, cost: Floats, most: float) -> int:
    """Append the row cost x ≤ most, scaled so that its biggest entry is 1; gives its index."""
    scale = float(abs(cost).max(initial=0.0)) or 1.0
    return live.add_row(cost / scale, -np.inf, most / scale)


def room(cost: Floats, best: float, share: float = ROOM) -> float:
    """What a plan may cost that is within `share` of the best."""
    return best + max(share * abs(best), ROOM * float(abs(cost).max(initial=0.0)))


def lexicographic(live: Live, costs: Sequence[Floats]) -> list[Outcome]:
    """Minimise each of the costs (n,) in turn; ends early at a stage that is not settled. The model stays as it was.

    Each outcome carries the duals of its own stage, in the unit of its own cost.
    """
    columns, own, keep = np.arange(live.programme.num_columns), live.programme.cost.copy(), live.programme.num_rows
    outcomes: list[Outcome] = []
    for cost in costs:
        live.change_cost(columns, cost)
        outcomes.append(live.solve())
        if not (outcomes[-1].found and outcomes[-1].settled):
            break
        cap(live, cost, room(cost, outcomes[-1].objective - live.programme.offset))
    live.drop_rows(keep)
    live.change_cost(columns, own)
    return outcomes
