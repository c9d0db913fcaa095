"""Conditions: an ETag on what can be read again, If-None-Match to save the reading, If-Match on every change.

Who changes something says which version of it was looked at; if someone else was first, the answer is 412.
"""

import hashlib
from typing import Annotated, Any

from fastapi import Header, Request, Response
from pydantic_core import to_json

from api.web.problems import Refusal

IfMatch = Annotated[str | None, Header(max_length=1_000, description="ETag of the version that is changed, or *.")]


def etag(content: Any) -> str:
    """A tag that is equal where the content is equal."""
    return f'"{hashlib.sha256(to_json(content)).hexdigest()[:32]}"'


def tagged(request: Request, response: Response, tag: str) -> bool:
    """Set the tag; True where the client has this version already, so that the answer is 304 without a body."""
    response.headers["ETag"] = tag
    return _matches(request.headers.get("if-none-match", ""), tag)


def require(if_match: str | None, tag: str) -> None:
    """Demand that a change says which version it changes, and that this is the version of now.

    Raises:
        Refusal: 428 where it does not say, 412 where it is another one.
    """
    if if_match is None:
        raise Refusal(
            "condition-required", "Stuur If-Match mee met de ETag van wat u las.",
            "Send If-Match along with the ETag of what you read.",
        )  # fmt: skip
    if not _matches(if_match, tag):
        raise Refusal(
            "changed-meanwhile", "Lees het opnieuw en verander het dan.", "Read it again, then change it.",
            headers={"ETag": tag},
        )  # fmt: skip


def _matches(header: str, tag: str) -> bool:
    tags = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in tags or tag in tags
