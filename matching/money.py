"""What a placement costs its payer.

Cost of option (p, w) in the budget year, euro cents: the price of workplace w. The paying municipality is that of the
participant, the purse is `workplace.stream`. (Wage-cost subsidy by wage value is paid from another purse and comes
with the money module of the trajectories.)
"""

import numpy as np
from numpy.typing import NDArray

from matching.pairs import Pairs


def cost_cents(pairs: Pairs) -> NDArray[np.int64]:
    """Cost of each pair in the budget year, euro cents, shape (n,)."""
    cost: NDArray[np.int64] = pairs.workplace("price_cents").astype(np.int64)
    return cost
