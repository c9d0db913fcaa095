"""Placement cases that stand in files, with the best that is known of them; people in them are made up.

The files hold the draws of `placement` for equal sizes and seeds, written down apart from it; a test compares the two.

Format: a comment line, then whole numbers. `people places options`; budgets of six municipalities; people at most per
kind of place; per place `kind slots hours`; per person `municipality hours count` and then `place:value:euro` each.
"""

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np

from benchmarks.cases.placement import Placement, written
from benchmarks.family import Figures, ProblemRun
from matching.problem import AssignmentProblem

DATA = Path(__file__).parents[1] / "data" / "synthetic"


@dataclass(frozen=True, kw_only=True)
class SyntheticRun(ProblemRun):
    """One file."""

    instance: Annotated[
        Literal["syn_n200_s11", "syn_n200_s13", "syn_n1000_s1", "syn_n1000_s3"], "file in benchmarks/data/synthetic"
    ] = "syn_n200_s11"
    capacity: Annotated[Literal["slots", "hours"], "what a workplace has"] = "slots"

    def problem(self) -> AssignmentProblem:
        """Read it."""
        return written(read(DATA / f"{self.instance}.txt.gz"), self.capacity)

    def known(self) -> Figures:
        """Optimum of the linear relaxation, best proven bound and best value that are published."""
        with (DATA / "reference.csv").open(encoding="utf-8") as file:
            rows = {(row["instance"], row["variant"]): row for row in csv.DictReader(file)}
        row = rows[self.instance, {"slots": "unit"}.get(self.capacity, self.capacity)]
        return {"known_linear": float(row["lp"]), "known_bound": float(row["bound"]), "known_best": int(row["best"])}


def read(path: Path) -> Placement:
    """Read the arrays of a file."""
    lines = gzip.decompress(path.read_bytes()).decode("ascii").splitlines()[1:]
    people, places, _ = map(int, lines[0].split())
    kind, slots, hours = np.array([line.split() for line in lines[3 : 3 + places]], np.int64).T
    who = [line.split(maxsplit=3) for line in lines[3 + places : 3 + places + people]]
    municipality, wanted, count = np.array([words[:3] for words in who], np.int64).T
    options = " ".join(words[3] for words in who if len(words) > 3).replace(":", " ").split()
    place, points, euro = np.array(options, np.int32).reshape(-1, 3).T
    return Placement(
        np.repeat(np.arange(people, dtype=np.int32), count), place, points, euro, municipality, wanted, kind, slots,
        hours, np.array(lines[1].split(), np.int64), np.array(lines[2].split(), np.int64),
    )  # fmt: skip
