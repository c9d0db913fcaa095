"""The whole protocol: measure, keep as CSV a family a file, and bring the table of README.md in step."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import protocol, table
from benchmarks.family import Figures
from benchmarks.results import RESULTS, measure, write

README = Path(__file__).parents[1] / "README.md"


def figures(only: Sequence[str] = (), results: Path = RESULTS, readme: Path = README) -> Iterator[Figures]:
    """Measure the families `only` (none named: all), give each row as it comes, and keep what is measured.

    A file is written once all its rows are there; the table follows each file.

    Raises:
        EngineError: a run cannot be done at all.
    """
    for family, runs in protocol.planned(only):
        rows = []
        for row in measure(family, runs):
            rows.append(row)
            yield row
        write(rows, results / f"{family.name}.csv")
        table.update(readme, results)


def rehearsal(only: Sequence[str] = ()) -> Iterator[Figures]:
    """The small cases, with short limits; nothing is kept.

    Raises:
        EngineError: a run cannot be done at all.
    """
    for family, runs in protocol.planned(only, quick=True):
        yield from measure(family, runs)
