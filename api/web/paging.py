"""Pages of a collection: at most `limit` items, and an opaque cursor to the next ones.

A cursor names the last key that was given, not a position, so nothing is skipped or told twice when rows come and go.
It is sealed to the collection and the filters it belongs to: one of another list is refused.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import BaseModel, Field

from api.web.problems import Refusal

MOST = 1_000
SEAL = 12  # bytes

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items at most.")]
Cursor = Annotated[
    str | None, Query(max_length=2_000, description="Where to go on: `next` of the page before. Opaque.")
]


class Page[Item](BaseModel):
    """One page."""

    items: list[Item]
    next: str | None = Field(None, description="Cursor to the next page; empty on the last.")


class Pager:
    """The page that a request asks for; `last` is the key it goes on after, empty for the first page."""

    def __init__(self, request: Request, limit: Limit = 100, cursor: Cursor = None) -> None:
        asked = sorted(
            (key, value) for key, value in request.query_params.multi_items() if key not in ("limit", "cursor")
        )
        self.limit = limit
        self._secret = request.app.state.settings.secret.get_secret_value().encode()
        self._about = json.dumps([request.url.path, asked]).encode()
        self.last: Any = None if cursor is None else self._opened(cursor)

    def page[Row, Item](
        self, rows: Sequence[Row], key: Callable[[Row], Any], item: Callable[[Row], Item]
    ) -> "Page[Item]":
        """Make a page of rows that were fetched with one more than `limit`: the last only tells that there are more."""
        shown = rows[: self.limit]
        return Page[Any](
            items=[item(row) for row in shown], next=self._sealed(key(shown[-1])) if len(rows) > self.limit else None
        )

    def over[Row, Item](
        self, rows: Iterable[Row], key: Callable[[Row], str], item: Callable[[Row], Item]
    ) -> "Page[Item]":
        """Make a page of rows in memory, in the order of their keys."""
        after = sorted((row for row in rows if self.last is None or key(row) > self.last), key=key)
        return self.page(after[: self.limit + 1], key, item)

    def _seal(self, content: bytes) -> bytes:
        return hmac.digest(self._secret, b"cursor" + self._about + content, hashlib.sha256)[:SEAL]

    def _sealed(self, key: Any) -> str:
        content = json.dumps(key).encode()
        return base64.urlsafe_b64encode(self._seal(content) + content).decode()

    def _opened(self, cursor: str) -> Any:
        try:
            raw = base64.urlsafe_b64decode(cursor)
        except (binascii.Error, ValueError):
            raw = b""
        seal, content = raw[:SEAL], raw[SEAL:]
        if not content or not hmac.compare_digest(seal, self._seal(content)):
            wanted = "Een cursor uit een antwoord op deze zelfde vraag. / A cursor from an answer to this same request."
            raise Refusal("invalid-request", errors=[{"in": "query", "field": "cursor", "wanted": wanted}])
        return json.loads(content)
