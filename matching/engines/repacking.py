"""What packings of whole places teach where amounts differ: a bound, a better matching, and what can be left out.

With L the bound of the decomposition and loss_o what forcing option o in costs its place there, a matching with o is
worth at most L - loss_o: where that is no more than what is known, o is in no better matching.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.bounds import integer_bound
from matching.engines.decomposition import Places, descend, losses
from matching.engines.diving import Dives
from matching.engines.engine import Monitor
from matching.engines.fill import Chosen
from matching.engines.relaxation import Relaxation
from matching.problem import NO_OPTION, AssignmentProblem


@dataclass(frozen=True)
class Packed:
    """A matching, a bound, and the options `kept` bool (n,) that a better matching can have."""

    chosen: Chosen
    bound: float
    kept: NDArray[np.bool_]


def repack(
    problem: AssignmentProblem, plain: Relaxation, bound: float, chosen: Chosen, monitor: Monitor
) -> Packed | None:
    """Lower the bound, dive for a better matching, and leave out what cannot be; None where amounts do not differ."""
    places = Places.of(problem, plain.prices)
    if places is None:
        return None
    known = descend(places, plain.prices, monitor)
    bound = min(bound, float(integer_bound(known.bound)))
    dives = Dives(places, plain.prices, known, monitor.limits.seed)
    chosen = dives.improve(chosen, monitor, lambda value: monitor.why_stop(value, bound) is not None)
    value = problem.objective(chosen)
    kept = known.bound - losses(places, known) >= value + 1 - 1e-6
    kept[chosen[chosen >= 0]] = True
    return Packed(chosen, max(float(value), bound), kept)


def renumbered(chosen: Chosen, position: NDArray[np.intp]) -> Chosen:
    """Write a matching with other positions of the options."""
    written, placed = chosen.copy(), chosen != NO_OPTION
    written[placed] = position[chosen[placed]]
    return written
