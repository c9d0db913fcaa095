"""Where commands that look at pairs get their prices: from a solution file, or from a run made on the spot."""

from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.output import Lang

if TYPE_CHECKING:
    from instances.schema.solution import MatchingSolution
    from instances.tables import Instance


def solution_for(instance: "Instance", path: Path | None, lang: Lang, *, quiet: bool) -> "MatchingSolution":
    """Read the solution, or match the instance now with the default options."""
    from api.cli.match import solved_and_checked
    from instances.solutions import read_solution
    from matching.solver import SolveOptions

    return (
        read_solution(path)
        if path is not None
        else solved_and_checked(instance, SolveOptions(), quiet=quiet, lang=lang)
    )
