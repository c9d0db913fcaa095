"""What is said of people whom someone may not see: nothing. Their ids go out of every sentence and every list.

Answers of the engine name rivals, and who would have to move. Counts and prices stay; an id of a hidden person becomes
`…` wherever it stands as a word of its own, and lists of ids lose it.
"""

import re
from collections.abc import Collection
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

HIDDEN = "…"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*[A-Za-z0-9]|[A-Za-z0-9]")


def masked(content: Any, hidden: Collection[str]) -> Any:
    """The content as plain values, without the ids in `hidden`."""
    if isinstance(content, BaseModel):
        content = to_jsonable_python(content, by_alias=True)
    if not hidden:
        return content
    if isinstance(content, str):
        return _WORD.sub(lambda found: HIDDEN if found[0] in hidden else found[0], content)
    if isinstance(content, dict):
        return {key: masked(value, hidden) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [masked(value, hidden) for value in content if not (isinstance(value, str) and value in hidden)]
    return content
