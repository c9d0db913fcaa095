"""Synthetic placement problems of any size: people around six centres, workplaces of three kinds, scarce money.

Each person has 20 to 30 workplaces nearby, each with a value of 1 to 1,000 points and a cost in whole euros; a
personal cap removes those that cost too much. Three things couple the people: slots (or weekly hours) per workplace,
one budget per municipality, and a cap per kind of place. About 77 % of what everybody's best choice would cost is
there, so the rows bind and the prices matter. No real people: every number is drawn from the seed.

The draws follow, in their order, the description that the published figures of this family were measured on, so that
equal sizes and seeds give equal arrays; the tests hold a fingerprint of them.
"""

from dataclasses import dataclass
from math import ceil
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks.family import ProblemRun
from instances.errors import PolicyError
from matching.problem import AssignmentProblem
from matching.rule import Rows

SHARES = np.array([0.30, 0.22, 0.18, 0.13, 0.10, 0.07])  # of the people and of the workplaces, per municipality
KINDS = np.array([0.5, 0.3, 0.2])  # regular, sheltered, training
BASE_POINTS = np.array([620, 430, 380])
BASE_EURO = np.array([120, 420, 200])
EURO_PER_GAP = np.array([24, 12, 16])
HOURS = np.array([12, 16, 20, 24, 28, 32, 36])
HOURS_SHARES = np.array([0.1, 0.15, 0.2, 0.2, 0.15, 0.1, 0.1])
KIND_CAPS = np.array([0.60, 0.16, 0.14])  # of the people
MEAN_SHARE = 0.9  # slots, of the people
BATCH = 100_000  # people whose options are drawn at once


@dataclass(frozen=True)
class Placement:
    """The arrays of one case.

    Options, shape (n,): `person`, `place` int32, `points` int32 1..1,000, `euro` int32. All others int64. People:
    `municipality`, `hours` a week. Places: `kind` 0..2, `slots`, `place_hours` a week. `budget` (6,) euro;
    `kind_cap` (3,) people.
    """

    person: NDArray[np.int32]
    place: NDArray[np.int32]
    points: NDArray[np.int32]
    euro: NDArray[np.int32]
    municipality: NDArray[np.int64]
    hours: NDArray[np.int64]
    kind: NDArray[np.int64]
    slots: NDArray[np.int64]
    place_hours: NDArray[np.int64]
    budget: NDArray[np.int64]
    kind_cap: NDArray[np.int64]


def draw(people: int, workplaces: int, seed: int) -> Placement:
    """Draw a case."""
    rng = np.random.default_rng(seed)
    municipality = rng.choice(len(SHARES), people, p=SHARES)
    centre = rng.uniform(10, 90, (len(SHARES), 2))
    nearest_centre = rng.choice(len(SHARES), workplaces, p=SHARES)
    home = centre[municipality] + rng.normal(0, 9, (people, 2))
    site = centre[nearest_centre] + rng.normal(0, 9, (workplaces, 2))
    kind = rng.choice(len(KINDS), workplaces, p=KINDS)
    ability = rng.integers(1, 6, (people, 8)).astype(np.int8)
    demand = rng.integers(1, 6, (workplaces, 8)).astype(np.int8)
    slots = np.maximum(1, rng.geometric(1 / (MEAN_SHARE * people / workplaces), workplaces))
    near = min(40, workplaces)
    personal_cap = rng.integers(300, 1300, people)
    hours = rng.choice(HOURS, people, p=HOURS_SHARES)

    tree = cKDTree(site)
    batches = []
    for start in range(0, people, BATCH):
        batch = slice(start, min(people, start + BATCH))
        distance, nearest = tree.query(home[batch], k=near)
        distance, nearest = distance.reshape(-1, near), nearest.reshape(-1, near)
        degree = rng.integers(20, 31, len(nearest))
        rank = rng.random(nearest.shape).argsort(1).argsort(1)
        keep = rank < degree[:, None]
        person = np.nonzero(keep)[0]
        place, km = nearest[keep], distance[keep]
        gap = np.maximum(0, demand[place] - ability[batch][person]).sum(1)
        points = BASE_POINTS[kind[place]] + 260 - 18 * gap - 7 * km + rng.normal(0, 70, len(place))
        euro = BASE_EURO[kind[place]] + rng.integers(0, 300, len(place))
        euro = euro + EURO_PER_GAP[kind[place]] * gap + (2 * km).astype(int)
        within = euro <= personal_cap[batch][person]
        batches.append((person[within] + start, place[within], np.clip(np.rint(points), 1, 1000)[within], euro[within]))
    persons, places, values, costs = (np.concatenate(part).astype(np.int32) for part in zip(*batches, strict=True))

    best = np.full(people, -1)
    np.maximum.at(best, persons, values)
    is_best = np.flatnonzero(values == best[persons])
    cost_of_best = np.zeros(people)
    cost_of_best[persons[is_best]] = costs[is_best]
    # Summed per municipality in the order of the people, so that rounding goes the same way everywhere.
    spent = np.array([0.85 * 0.9 * cost_of_best[municipality == m].sum() for m in range(len(SHARES))])
    return Placement(
        persons, places, values, costs, municipality.astype(np.int64), hours.astype(np.int64), kind.astype(np.int64),
        slots.astype(np.int64), slots.astype(np.int64) * 24, spent.astype(np.int64),
        (KIND_CAPS * people).astype(np.int64),
    )  # fmt: skip


def problem(people: int, workplaces: int, seed: int, capacity: str = "slots") -> AssignmentProblem:
    """Give the case as an assignment problem; `capacity` of a workplace in `slots` or `hours`."""
    return written(draw(people, workplaces, seed), capacity)


def written(case: Placement, capacity: str) -> AssignmentProblem:
    """Write arrays as an assignment problem."""
    options, ones = np.arange(len(case.person), dtype=np.int32), np.ones(len(case.person), np.int64)
    counted = {"slots": (case.slots, ones), "hours": (case.place_hours, case.hours[case.person])}
    room, amount = counted[capacity]
    payer, kind = case.municipality[case.person], case.kind[case.place]
    municipalities, workplaces = range(len(case.budget)), range(len(case.kind))
    return AssignmentProblem.of(
        len(case.municipality), case.person, case.place, case.points.astype(np.int64),
        [
            (capacity, Rows([f"place {w}" for w in workplaces], room, options, case.place, amount)),
            ("budget", Rows([f"municipality {m}" for m in municipalities], case.budget, options,
                            payer.astype(np.int32), case.euro.astype(np.int64))),
            ("kind", Rows(("regular", "sheltered", "training"), case.kind_cap, options, kind.astype(np.int32), ones)),
        ],
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PlacementRun(ProblemRun):
    """One case of this family."""

    people: Annotated[int, "who look for a place"] = 1_000
    workplaces: Annotated[int, "where they can go"] = 100
    capacity: Annotated[Literal["slots", "hours"], "what a workplace has"] = "slots"

    def __post_init__(self) -> None:
        """Raises PolicyError when there are too few people for so many workplaces of one slot or more."""
        if MEAN_SHARE * self.people < self.workplaces:
            fewest = ceil(self.workplaces / MEAN_SHARE)
            raise PolicyError(f"people is {self.people}; wanted for {self.workplaces} workplaces are {fewest} or more")

    def problem(self) -> AssignmentProblem:
        """Draw it."""
        return problem(self.people, self.workplaces, self.seed, self.capacity)
