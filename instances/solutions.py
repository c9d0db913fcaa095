"""Solution files: one JSON document, written whole or not at all."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from instances.doors.atomic import replaced_file
from instances.errors import InvalidField, Problem, UnreadableDocument, Wanted
from instances.schema.plan_solution import PlanSolution
from instances.schema.solution import Frozen, MatchingSolution
from instances.schema.trajectory import TrajectorySolution
from instances.validation import problems_of

SOLUTION = Wanted(
    "een oplossing, zoals `leerwerk match --out` die schrijft", "a solution, as `leerwerk match --out` writes it"
)
Solution = MatchingSolution | TrajectorySolution


def write_solution(solution: Frozen, path: Path) -> None:
    """Write a solution, or another result of the same form, whole or not at all.

    Raises:
        UnreadableDocument: a file cannot be written there.
    """
    try:
        with replaced_file(path) as draft:
            draft.write_bytes(_written(solution))
    except OSError as error:
        wanted = Wanted("de naam van een bestand dat te schrijven is", "the name of a file that can be written")
        raise UnreadableDocument([Problem(str(path), 0, "", error.strerror or "", wanted)]) from error


def digest(solution: Frozen) -> str:
    """SHA-256 of the file that `write_solution` makes of a solution."""
    return sha256(_written(solution)).hexdigest()


def _written(solution: Frozen) -> bytes:
    return f"{solution.model_dump_json(indent=1)}\n".encode()


def read_any_solution(path: Path) -> Solution:
    """Read a solution of single places or of lines over months.

    Raises:
        UnreadableDocument: no such file, or not JSON in UTF-8.
        InvalidField: JSON, but not a solution; all problems at once.
    """
    content = _content(path)
    if _has_lines(content):
        return _document(TrajectorySolution, content, path)
    return _document(MatchingSolution, content, path)


def read_solution(path: Path) -> MatchingSolution:
    """Read a solution of single places.

    Raises:
        UnreadableDocument: no such file, or not JSON in UTF-8.
        InvalidField: JSON, but not a solution, or one of lines over months; all problems at once.
    """
    content = _content(path)
    if _has_lines(content):
        wanted = Wanted(
            "een oplossing met losse plekken, zoals `leerwerk match --out` die schrijft zonder `--horizon`",
            "a solution of single places, as `leerwerk match --out` writes it without `--horizon`",
        )
        raise InvalidField([Problem(path.name, 0, "trajectories", "", wanted)])
    return _document(MatchingSolution, content, path)


def read_plan(path: Path) -> PlanSolution:
    """Read a plan.

    Raises:
        UnreadableDocument: no such file, or not JSON in UTF-8.
        InvalidField: JSON, but not a plan; all problems at once.
    """
    return _document(
        PlanSolution,
        _content(
            path,
            Wanted("een plan, zoals `leerwerk plan --out` dat schrijft", "a plan, as `leerwerk plan --out` writes it"),
        ),
        path,
    )


def _content(path: Path, wanted: Wanted = SOLUTION) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableDocument([Problem(str(path), 0, "", error.strerror or "", wanted)]) from error
    except ValueError as error:
        raise UnreadableDocument([Problem(str(path), 0, "", str(error), wanted)]) from error


def _has_lines(content: Any) -> bool:
    return isinstance(content, dict) and "trajectories" in content


def _document[Document: Frozen](kind: type[Document], content: Any, path: Path) -> Document:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        raise InvalidField(problems_of(error, path.name)) from error
