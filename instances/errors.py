"""The one error tree of the house.

    EngineError
    ├── DocumentError            carries all findings at once
    │   ├── UnreadableDocument   the file itself cannot be read
    │   ├── InvalidField         a column or value is not what the schema asks
    │   ├── UnknownReference     an id that no document has
    │   └── InconsistentInstance each value is fine, together they are not
    ├── PolicyError              a rule or mode that does not exist
    └── SolverFailure            a solver broke down (not: found nothing)

Infeasible, out of time, nothing found: these are outcomes (`Termination`), never errors.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


class EngineError(Exception):
    """Root of all errors that leerwerk raises on purpose."""


_FRAMES = {"nl": ("rij", "veld", "gevonden", "gewenst:"), "en": ("row", "field", "found", "wanted")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should stand there, as the end of the sentence "found ...; wanted ...": in Dutch and in English."""

    nl: str
    en: str


def one_of(words: Iterable[str]) -> Wanted:
    """Want one of some words."""
    listed = ", ".join(words)
    return Wanted(f"een van: {listed}", f"one of: {listed}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a document, said so that its owner can mend it.

    `row` counts data rows from 1; 0 means the document as a whole. `field` is "" where no single field is meant.
    """

    document: str
    row: int
    field: str
    value: str
    wanted: Wanted

    def __str__(self) -> str:
        return self.said("en")

    def said(self, lang: str) -> str:
        """Say it in `nl` or `en`."""
        row, field, found, frame = _FRAMES[lang]
        wanted = self.wanted.nl if lang == "nl" else self.wanted.en
        place = self.document + (f", {row} {self.row}" if self.row else "")
        place += f", {field} {self.field}" if self.field else ""
        got = f" {found} {self.value!r};" if self.value else ""
        return f"{place}:{got} {frame} {wanted}"


class DocumentError(EngineError):
    """Bad input. `problems` holds every problem found, in the order of the documents."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        counts = Counter(problem.document for problem in self.problems)
        summary = ", ".join(f"{document}: {count}" for document, count in counts.items())
        super().__init__(f"{len(self.problems)} problem(s) found ({summary})")

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[tuple[Problem, ...]]]:
        """How to make it again in another process: from its problems, not from its summary."""
        return type(self), (self.problems,)


class UnreadableDocument(DocumentError):
    """The file is missing, empty, of another format or in another encoding."""


class InvalidField(DocumentError):
    """A column is missing or a value is not what the schema asks."""


class UnknownReference(DocumentError):
    """A row points to an id that no document has."""


class InconsistentInstance(DocumentError):
    """Values that are each allowed contradict one another; also raised for problems of several sorts at once."""


class PolicyError(EngineError):
    """The policy names a rule or a mode that does not exist."""


class SolverFailure(EngineError):
    """A solver broke down: not "found nothing", but "cannot be trusted"."""
