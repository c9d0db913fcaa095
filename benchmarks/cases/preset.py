"""The arrays of a preset of the generator, with all rules: what the engine gets within a whole match.

Those who come first (places that the law protects, promises that can be kept) are in their place; their value counts.
"""

from instances.generate import generate
from matching.problem import AssignmentProblem
from matching.report import Timings
from matching.solver import prepare


def problem(preset: str, seed: int, participants: int | None = None) -> AssignmentProblem:
    """Generate, judge all pairs, and write what is left to decide as a problem."""
    return prepare(generate(preset, seed, participants), Timings()).weighed
