"""How firmly a matching stands: who would rather trade, and what small errors in the facts would change.

Blocking pairs. With v the value of a pair, for the person and for the place alike, and x the matching:

    (p, w) blocks  if  v_pw > v_{p, x(p)}  and  v_pw > v_qw                             ∀ options (p, w), x(p) ≠ w
                   and every row has room when p leaves x(p) and takes the place of q

q: of the people at w the one who is worth least there. A matching of most value may have such pairs: someone steps back
so that others, together, gain more. They are counted and the largest told; full stability need not exist where people
take different amounts of scarce things.

Robustness. In each of S scenarios every value is off by up to ± noise, evenly drawn; the share of scenarios in which a
placement returns says how much it hangs on exact figures. Two equal answers may differ by the gap of the runs alone.
Source: matching.md section 6; noise and threshold are assumptions in `parameters/fairness.toml`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from instances.parameters import figure
from instances.schema.alternative import Blocking, Kept, Sturdiness
from matching.engines.engine import EngineResult
from matching.problem import AssignmentProblem, Floats, Ints
from matching.solver import Prepared

EXAMPLES: Final = 10
Places = NDArray[np.intp]
Solve = Callable[[AssignmentProblem], EngineResult]


def sturdiness(ready: Prepared, chosen: Ints, scenarios: int, seed: int, solve: Solve) -> Sturdiness:
    """Judge the matching `chosen` int32 (P,) of the rest."""
    people, places = (ready.opened.wording.raw(table, "id") for table in ("participants", "workplaces"))
    rest = ready.rest
    options, holders, gains = blocking_pairs(rest, chosen)
    order = np.argsort(-gains, kind="stable")[:EXAMPLES]
    told = tuple(
        Blocking(
            participant=people[rest.participant[options[i]]],
            workplace=places[rest.workplace[options[i]]],
            holder=people[holders[i]],
            gain=int(gains[i]),
        )
        for i in order
    )
    share = kept_share(rest, chosen, scenarios, seed, solve)
    least = figure("fairness.fragile_share").number() / 100
    placed = np.flatnonzero(chosen >= 0) if scenarios else np.empty(0, np.intp)
    kept = tuple(
        Kept(
            participant=people[p], workplace=places[rest.workplace[chosen[p]]], share=float(share[p]),
            fragile=bool(share[p] < least),
        )
        for p in placed[np.argsort(share[placed], kind="stable")]
    )  # fmt: skip
    return Sturdiness(num_blocking=len(options), blocking=told, scenarios=scenarios, kept=kept)


def blocking_pairs(problem: AssignmentProblem, chosen: Ints) -> tuple[Places, Places, NDArray[np.int64]]:
    """Options that block, int64 (b,), the participant who gives way in each, and the points gained."""
    now = np.zeros(problem.num_participants, np.int64)
    placed = np.flatnonzero(chosen >= 0)
    now[placed] = problem.value[chosen[placed]]
    num_places = int(problem.workplace.max(initial=-1)) + 1
    lowest, holder = np.full(num_places, np.iinfo(np.int64).max), np.full(num_places, -1)
    order = placed[np.argsort(-now[placed], kind="stable")]  # the last one written is the one worth least
    at = problem.workplace[chosen[order]]
    lowest[at], holder[at] = now[order], order
    gain = problem.value - now[problem.participant]
    elsewhere = np.arange(problem.num_options) != chosen[problem.participant]
    better = np.flatnonzero(elsewhere & (gain > 0) & (problem.value > lowest[problem.workplace]))
    gives_way = holder[problem.workplace[better]]
    fits = _fits(problem, chosen, better, gives_way)
    return better[fits], gives_way[fits], gain[better[fits]]


def _fits(problem: AssignmentProblem, chosen: Ints, options: Places, gives_way: Places) -> NDArray[np.bool_]:
    """Whether every row has room when the person of each option leaves the own place and takes that of another."""
    none = sparse.csc_array((problem.num_rows, 1), dtype=np.int64)
    use = sparse.csc_array(sparse.hstack([problem.use, none], format="csc"))  # the last column: what nobody has, -1
    change = sparse.csc_array(
        use[:, options] - use[:, chosen[gives_way]] - use[:, chosen[problem.participant[options]]]
    )
    over = change.data > (problem.capacity - problem.used(chosen))[change.indices]
    fits = np.ones(len(options), bool)
    fits[np.repeat(np.arange(len(options)), np.diff(change.indptr))[over]] = False
    return fits


def kept_share(problem: AssignmentProblem, chosen: Ints, scenarios: int, seed: int, solve: Solve) -> Floats:
    """Share of the scenarios that keep the option of each participant, float64 (P,); 0 without scenarios."""
    random, noise = np.random.default_rng([seed, 36]), figure("fairness.value_noise_share").number() / 100
    kept = np.zeros(problem.num_participants)
    for _ in range(scenarios):
        off = 1 + noise * random.uniform(-1, 1, problem.num_options)
        value = np.maximum(1, np.rint(problem.value * off)).astype(np.int64)
        kept += solve(replace(problem, value=value)).chosen == chosen
    return kept / max(1, scenarios)
