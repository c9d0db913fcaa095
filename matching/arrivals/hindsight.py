"""What was possible: the best for someone who knew from the start who would come and what would be refused.

Without early endings that is one assignment problem over everybody of the year, solved as any other; waiting never
helps in it. With endings nobody can know which placement will end, so the bound is on the expected value of any
policy, also one that knows all arrivals and refusals. With x_o the chance that o is placed and L_o its chance to last
to the end of the year from its earliest start,

    max Σ v_o x_o   s.t.  Σ_{o of p} x_o ≤ 1 ∀p;   Σ_o a_ro L_o x_o ≤ b_r  ∀ rows r that an ending frees, else L_o = 1

holds for every policy: those still in place at the end have to fit. Its linear relaxation is the bound.
"""

from dataclasses import dataclass, replace

from matching.arrivals.simulate import Year
from matching.engines import lp_core
from matching.engines.engine import Limits, Monitor
from matching.engines.relaxation import relax

LIMITS = Limits(time_limit=30.0, gap=5e-4)


@dataclass(frozen=True)
class Hindsight:
    """`bound`: no policy gets more (with endings: can expect more), points; `value` reached by a matching, or none."""

    value: int | None
    bound: float


def hindsight(year: Year, limits: Limits = LIMITS) -> Hindsight:
    """Solve the year with everything known."""
    open_ = year.problem.select(~year.refused)
    if year.chances.ending > 0:
        counted = year.chances.at_the_end(open_, year.chances.lasting(year.weeks - 1 - year.week))
        return Hindsight(None, relax(replace(counted), Monitor(limits)).bound)
    known = lp_core.solve(open_, limits, Monitor(limits)).termination
    return Hindsight(known.objective, known.bound)
