"""The arrays of a preset of the generator, with all rules: what the engine gets within a whole match.

Those who come first (places that the law protects, promises that can be kept) are in their place; their value counts.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from benchmarks.family import ProblemRun
from instances.generate import generate
from instances.tables import Instance
from matching.problem import AssignmentProblem
from matching.report import Timings
from matching.solver import prepare


@dataclass(frozen=True, kw_only=True)
class PresetRun(ProblemRun):
    """One preset, with as many people and as much money as wanted."""

    preset: Annotated[Literal["tiny", "district", "region", "province", "nation"], "size and story"] = "region"
    participants: Annotated[int | None, "another number of people than the preset has"] = None
    budgets: Annotated[float, "what is left of every budget, times this: below 1 tight, above 1 loose"] = 1.0

    def problem(self) -> AssignmentProblem:
        """Generate, judge all pairs, and write what is left to decide as a problem."""
        return prepare(made(self.preset, self.seed, self.participants, self.budgets), Timings()).weighed


def made(preset: str, seed: int, participants: int | None = None, budgets: float = 1.0) -> Instance:
    """Generate an instance, and make what is left of every budget `budgets` times as much."""
    instance = generate(preset, seed, participants)
    table = instance["budgets"].copy()
    left = table["amount_cents"] - table["committed_cents"]
    table["amount_cents"] = table["committed_cents"] + (budgets * left).round().astype("int64")
    return instance.replace(budgets=table)
