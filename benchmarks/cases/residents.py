"""Hospital/residents: both sides rank one another, hospitals have posts; the stable matchings are known.

A pair is acceptable when each ranks the other. A matching is stable when no acceptable pair would rather have one
another than what they have (a resident without a place, or a hospital with a free post, always would).

Format of a file: whole numbers. `residents hospitals`; per resident `id hospital...`, best first; per hospital
`id posts resident...`, best first.
"""

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.family import Figures, ProblemRun
from matching.problem import AssignmentProblem
from matching.rule import Rows

DATA = Path(__file__).parents[1] / "data" / "residents"

type Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Market:
    """The acceptable pairs, int64 (n,), those of a resident together, best first; `posts` int64 (H,).

    `resident`, `hospital`: who, from 0; `rank`: of the hospital for the resident, `liked`: of the resident for the
    hospital, both from 1.
    """

    resident: Ints
    hospital: Ints
    rank: Ints
    liked: Ints
    posts: Ints
    num_residents: int

    def blocking(self, held: Ints) -> int:
        """How many pairs would rather have one another; `held` (k,): the pairs of a matching."""
        mine = np.full(self.num_residents, np.iinfo(np.int64).max)
        mine[self.resident[held]] = self.rank[held]
        worst, taken = np.zeros(len(self.posts), np.int64), np.bincount(self.hospital[held], minlength=len(self.posts))
        np.maximum.at(worst, self.hospital[held], self.liked[held])
        wanted = (taken < self.posts)[self.hospital] | (self.liked < worst[self.hospital])
        return int((wanted & (self.rank < mine[self.resident])).sum())


@dataclass(frozen=True, kw_only=True)
class ResidentsRun(ProblemRun):
    """One file."""

    instance: Annotated[
        Literal["hr_n50_s1", "hr_n50_s3", "hr_n1000_s1", "hr_n1000_s3"], "file in benchmarks/data/residents"
    ] = "hr_n50_s3"

    def market(self) -> Market:
        """Read it."""
        return read(DATA / f"{self.instance}.txt.gz")

    def problem(self) -> AssignmentProblem:
        """What a planner would ask: the most wishes for all residents together; hospitals' ranks do not count.

        A pair is worth H + 1 - rank points, so that a place always counts for more than none.
        """
        market = self.market()
        option = np.arange(len(market.rank), dtype=np.int32)
        hospital, keys = market.hospital.astype(np.int32), [f"hospital {number}" for number in range(len(market.posts))]
        posts = Rows(keys, market.posts, option, hospital, np.ones(len(option), np.int64))
        value = len(market.posts) + 1 - market.rank
        return AssignmentProblem.of(
            market.num_residents, market.resident.astype(np.int32), hospital, value, [("posts", posts)]
        )

    def known(self) -> Figures:
        """Matched residents and sum of their ranks in the stable matching that is best for residents, or hospitals."""
        with (DATA / "stable_optimum.csv").open(encoding="utf-8") as file:
            row = next(row for row in csv.DictReader(file) if row["instance"] == self.instance)
        sums = {f"known_{side}_rank_sum": int(row[f"{side}_optimal_rank_sum"]) for side in ("resident", "hospital")}
        return {"known_matched": int(row["matched"]), **sums}


def read(path: Path) -> Market:
    """Read a file."""
    lines = [list(map(int, line.split())) for line in gzip.decompress(path.read_bytes()).decode("ascii").splitlines()]
    residents, hospitals = lines[0]
    wishes, posts = lines[1 : 1 + residents], lines[1 + residents : 1 + residents + hospitals]
    liked = {(person, line[0]): rank for line in posts for rank, person in enumerate(line[2:], 1)}
    pairs = [
        (line[0] - 1, hospital - 1, rank, liked[line[0], hospital])
        for line in wishes
        for rank, hospital in enumerate(line[1:], 1)
        if (line[0], hospital) in liked
    ]
    resident, hospital, rank, rank_there = np.array(pairs, np.int64).reshape(-1, 4).T
    return Market(resident, hospital, rank, rank_there, np.array([line[1] for line in posts], np.int64), residents)
