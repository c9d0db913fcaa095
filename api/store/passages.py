"""Finds a participant in JSON documents that the service made, such as the answer of a run, and takes them out.

An id counts as found where it stands alone: not inside a longer word (`p1` is not in `p10`), but also in a sentence, in
a path or after a colon. Too much is rather taken out than too little.
"""

import re
from typing import Any

GONE = "…"


def _pattern(participant: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(participant)}(?![\w-])")


def named(text: str, participant: str) -> bool:
    """Tell whether a text names the participant."""
    return bool(_pattern(participant).search(text))


def about(document: Any, participant: str) -> list[Any]:
    """Give every smallest object or sentence of a document that names the participant."""
    pattern = _pattern(participant)
    found: list[Any] = []

    def walk(part: Any) -> bool:
        """Tell whether the part names the participant itself, and not only inside a smaller object."""
        if isinstance(part, str):
            return bool(pattern.search(part))
        if isinstance(part, dict):
            itself = [walk(value) for value in part.values()]
            if any(itself) or any(map(pattern.search, part)):
                found.append(part)
            return False
        itself = [walk(item) for item in part] if isinstance(part, list) else []
        return any(itself)

    if walk(document):
        found.append(document)
    return found


def without(document: Any, participant: str) -> Any:
    """Give the document without the participant.

    Items of a list that name the participant themselves fall out; elsewhere the id becomes `…`, and so do keys.
    """
    pattern = _pattern(participant)

    def names(item: Any) -> bool:
        values = item.values() if isinstance(item, dict) else (item,)
        return any(isinstance(value, str) and value == participant for value in values)

    def walk(part: Any) -> Any:
        if isinstance(part, str):
            return pattern.sub(GONE, part)
        if isinstance(part, dict):
            return {pattern.sub(GONE, key): walk(value) for key, value in part.items()}
        if isinstance(part, list):
            return [walk(item) for item in part if not names(item)]
        return part

    return walk(document)
