"""A year of arrivals: people who come week by week, what is scarce for the whole year, and a pool from another year.

Two families. `placement`: one world of the placement family, whose people are shared out at random over three years:
the pool, the year, and more people for a year with more arrivals than the pool; each year has a third of everything
scarce. `preset`: the places of one generated instance, with what is left of them after those who come first; the people
come from instances of three seeds, in the week of the year in which they registered.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.cases import placement
from instances.generate import generate
from matching.arrivals.crowd import gathered
from matching.arrivals.expected import Pool
from matching.arrivals.people import weeks_ahead, weeks_of_year, with_people
from matching.problem import AssignmentProblem
from matching.report import Timings
from matching.solver import prepare

YEARS = 3


@dataclass(frozen=True)
class Case:
    """`problem` of who come this year, `week` int64 (P,), `group` str (P,) they are told by; the `pool`; row codes."""

    problem: AssignmentProblem
    week: NDArray[np.int64]
    group: NDArray[np.str_]
    pool: Pool
    yearly: frozenset[str]


def placements(people: int, workplaces: int, seed: int, factor: float = 1.0) -> Case:
    """`people`: of the pool; `factor` times as many come this year."""
    drawn = placement.draw(YEARS * people, workplaces, seed)
    whole = placement.problem(YEARS * people, workplaces, seed)
    rng, weeks = np.random.default_rng(seed), weeks_of_year()
    order = rng.permutation(YEARS * people)
    pool, year = order[:people], order[people : people + round(factor * people)]
    shared = replace(whole, capacity=np.maximum(1, np.rint(whole.capacity / YEARS)).astype(np.int64))
    come = rng.integers(0, weeks, YEARS * people)
    return Case(
        gathered(shared, year), come[year], drawn.municipality[year].astype(str),
        Pool(gathered(shared, pool), come[pool], weeks), frozenset({"budget"}),
    )  # fmt: skip


def preset(name: str, seed: int, factor: float = 1.0) -> Case:
    """The instance of a preset; its pool and the people beyond its own come from the next seeds."""
    base, other, more = (generate(name, seed + k) for k in range(YEARS))
    both = with_people(with_people(base, other, "pool-"), more, "more-")
    ready = prepare(both, Timings())
    problem = ready.rest
    week, weeks = weeks_ahead(both), weeks_of_year()
    rng = np.random.default_rng(seed)
    ids = both["participants"]["id"]
    origin = np.select([ids.str.startswith("pool-"), ids.str.startswith("more-")], [1, 2], 0)
    own, pool, extra = (np.flatnonzero((np.diff(problem.first) > 0) & (origin == k)) for k in range(YEARS))
    ordered = np.concatenate([rng.permutation(own), rng.permutation(extra)])
    year = ordered[: round(factor * len(own))]
    towns = both["participants"]["municipality"].to_numpy().astype(str)
    yearly = frozenset(rule.CARD.code for rule in ready.opened.rulebook.row_rules if rule.CARD.per.value == "year")
    return Case(
        gathered(problem, year), week[year], towns[year], Pool(gathered(problem, pool), week[pool], weeks), yearly
    )
