"""The peers, in one explicit table: plain solvers on the whole problem as it stands, with our arrays and our limits.

No reduction, prices, core or hint of ours.
"""

from functools import partial

from benchmarks.drivers.peers import deferred, plain, through_pulp
from benchmarks.drivers.peers.whole import Solver, solve_whole
from matching.engines.search import CoreSolver

WHOLE: dict[str, CoreSolver] = {
    "plain_highs_mip": plain.highs_mip,
    "plain_highs_lp": plain.highs_lp,
    "plain_cpsat": plain.cpsat_model,
    "pulp_cbc": through_pulp.cbc,
    "pulp_highs": through_pulp.highs,
}
PEERS: dict[str, Solver] = {
    **{name: partial(solve_whole, peer) for name, peer in WHOLE.items()},
    "deferred_acceptance": deferred.solve,
}
