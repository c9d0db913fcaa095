"""Solution files: one JSON document, written whole or not at all."""

import json
from pathlib import Path

from pydantic import ValidationError

from instances.doors.atomic import replaced_file
from instances.errors import InvalidField, Problem, UnreadableDocument
from instances.schema.solution import Frozen, MatchingSolution


def write_solution(solution: Frozen, path: Path) -> None:
    """Write a solution, or another result of the same form, whole or not at all.

    Raises:
        UnreadableDocument: a file cannot be written there.
    """
    try:
        with replaced_file(path) as draft:
            draft.write_text(solution.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        wanted = "the name of a file that can be written"
        raise UnreadableDocument([Problem(str(path), 0, "", error.strerror or "", wanted)]) from error


def read_solution(path: Path) -> MatchingSolution:
    """Read a solution.

    Raises:
        UnreadableDocument: no such file, or not JSON in UTF-8.
        InvalidField: JSON, but not a solution; all problems at once.
    """
    wanted = "a solution, as `leerwerk match --out` writes it"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableDocument([Problem(str(path), 0, "", error.strerror or "", wanted)]) from error
    except ValueError as error:
        raise UnreadableDocument([Problem(str(path), 0, "", str(error), wanted)]) from error
    try:
        return MatchingSolution.model_validate(content)
    except ValidationError as error:
        raise InvalidField(
            Problem(path.name, 0, ".".join(map(str, found["loc"])), str(found["input"])[:80], found["msg"])
            for found in error.errors()
        ) from error
