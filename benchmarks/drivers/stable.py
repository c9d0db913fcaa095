"""Stable matchings by deferred acceptance, exact and best for one side; and how stable an optimal matching is.

The side that proposes goes down its list; the other holds on to the best that it was proposed. Nobody can do better
in any stable matching than by proposing.

Source: Gale and Shapley, College Admissions and the Stability of Marriage (1962); Roth (1984) for the hospitals' side.
"""

from heapq import heappop, heappush

import numpy as np

from benchmarks.cases.residents import Ints, Market, ResidentsRun
from benchmarks.drivers import engines
from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.family import Figures

STABLE = ("resident_optimal", "hospital_optimal")
NAMES = (*STABLE, *(name for name in engines.NAMES if name != "deferred_acceptance"))


def run(wanted: ResidentsRun) -> Figures:
    """Match one market: stable, or worth most to all residents together; count what is unstable either way."""
    market = wanted.market()
    if wanted.engine in STABLE:
        with stopwatch() as watch:
            held = (resident_optimal if wanted.engine == STABLE[0] else hospital_optimal)(market)
        figures: Figures = {"cpu_seconds": watch.cpu, "wall_seconds": watch.wall, "peak_mb": peak_mb()}
        figures |= {"feasible": _feasible(market, held), "options": len(market.rank), "rows": len(market.posts)}
        figures |= wanted.known()
    else:
        chosen, figures = engines.solved(wanted.problem(), wanted)
        held = chosen[chosen >= 0].astype(np.int64)
    ranks = {"matched": len(held), "rank_sum": int(market.rank[held].sum()), "blocking_pairs": market.blocking(held)}
    return {**figures, "objective": len(held) * (len(market.posts) + 1) - ranks["rank_sum"], **ranks}


def resident_optimal(market: Market) -> Ints:
    """The stable matching that is best for every resident: its pairs, in order."""
    ones = np.ones(market.num_residents, np.int64)
    return _propose(market.resident, market.rank, ones, market.hospital, market.liked, market.posts)


def hospital_optimal(market: Market) -> Ints:
    """The stable matching that is best for every hospital: its pairs, in order."""
    ones = np.ones(market.num_residents, np.int64)
    return _propose(market.hospital, market.liked, market.posts, market.resident, market.rank, ones)


def _propose(proposer: Ints, wish: Ints, most: Ints, other: Ints, liked: Ints, room: Ints) -> Ints:
    """Deferred acceptance over pairs (n,): each proposer wants `most` of its pairs, each other side has `room`."""
    order = np.lexsort((wish, proposer))
    first = np.searchsorted(proposer[order], np.arange(len(most) + 1)).tolist()
    following, missing, held = first[:-1], most.tolist(), [list[tuple[int, int]]() for _ in room]
    pairs, who, asked, rank, space = (part.tolist() for part in (order, proposer, other, liked, room))
    waiting = list(range(len(most)))
    while waiting:
        one = waiting.pop()
        while missing[one] and following[one] < first[one + 1]:
            pair = pairs[following[one]]
            following[one] += 1
            missing[one] -= 1
            heappush(held[asked[pair]], (-rank[pair], pair))
            if len(held[asked[pair]]) > space[asked[pair]]:
                let_go = who[heappop(held[asked[pair]])[1]]
                missing[let_go] += 1
                waiting.append(let_go)
    return np.array(sorted(pair for those in held for _, pair in those), np.int64)


def _feasible(market: Market, held: Ints) -> bool:
    once = len(set(market.resident[held].tolist())) == len(held)
    return once and bool((np.bincount(market.hospital[held], minlength=len(market.posts)) <= market.posts).all())
