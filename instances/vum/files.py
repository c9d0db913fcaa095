"""Files of VUM documents: one document, a list of them, or an answer with `matches`."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from instances.doors.atomic import replaced_file
from instances.doors.encoding import as_utf8, read_bytes
from instances.doors.report import Report
from instances.errors import Problem, UnreadableDocument, Wanted
from instances.vum.reading import Arrived, read_documents
from instances.vum.wire import VumDocument, written


def read_files(paths: Iterable[Path]) -> tuple[list[Arrived], list[Problem]]:
    """Read every document of every file, and every problem.

    Raises:
        UnreadableDocument: a file that is not there, not UTF-8, or not JSON.
    """
    arrived: list[Arrived] = []
    problems: list[Problem] = []
    for path in paths:
        found, wrong = read_documents(_content(path), path.name)
        arrived += found
        problems += wrong
    return arrived, problems


def _content(path: Path) -> Any:
    report = Report()
    data = read_bytes(path, path.name, report)
    data = None if data is None else as_utf8(data, path.name, report)
    report.raise_if_any()
    try:
        return json.loads(data or b"")
    except (ValueError, RecursionError) as error:
        where = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        wanted = Wanted("JSON; op deze regel en kolom klopt het niet", "JSON; it breaks at this line and column")
        raise UnreadableDocument([Problem(path.name, 0, "", where, wanted)]) from error


def write_file(documents: Iterable[VumDocument], path: Path) -> None:
    """Write a list of documents, whole or not at all.

    Raises:
        UnreadableDocument: a file cannot be written there.
    """
    content = [written(one) for one in documents]
    try:
        with replaced_file(path) as draft:
            draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        wanted = Wanted("de naam van een bestand dat te schrijven is", "the name of a file that can be written")
        raise UnreadableDocument([Problem(str(path), 0, "", "", wanted)]) from error
