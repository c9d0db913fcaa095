"""What a route gets: who asks, and the transaction in which it is answered.

A route opens its transaction itself, in the thread that runs it: a writer on SQLite waits for the one before, and must
never wait for a thread that the waiting ones hold.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from pydantic_core import to_json
from sqlalchemy.orm import Session

from api.security.asking import allowed
from api.security.person import Person, Role
from api.store import logbook, requests
from api.store.requests import Reply
from api.web import language

KEY_PATTERN = r"^[A-Za-z0-9._:-]{8,128}$"
TRACE = re.compile("[0-9a-f]{32}")
REPLAYED = "Idempotency-Replayed"

IdempotencyKey = Annotated[
    str | None,
    Header(
        pattern=KEY_PATTERN, description="The same key with the same request gets the same answer, and is done once."
    ),
]


@dataclass(frozen=True)
class Work:
    """One request being answered."""

    request: Request
    person: Person

    @property
    def lang(self) -> str:
        """The language that the request asks."""
        return language.asked(self.request)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads."""
        with self.request.app.state.database.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction of which all is kept, or nothing."""
        with self.request.app.state.database.writing() as session:
            self._trace(session)
            yield session

    def record(
        self, activity: logbook.Activity, participants: Sequence[str], dataset: str, run: str | None = None
    ) -> None:
        """Append to the logbook what was looked up; back when it is on disk.

        For requests that change nothing: those of one moment share one transaction (`api.store.together`).
        """

        def append(session: Session) -> None:
            self._trace(session)
            logbook.append(session, self.person, activity, participants=participants, dataset=dataset, run=run)

        self.request.app.state.together.do(append)

    def _trace(self, session: Session) -> None:
        """Let a line of the log and a record of the logbook find one another."""
        request_id = self.request.scope.get("request_id", "")
        if TRACE.fullmatch(request_id):
            session.info["trace"] = logbook.Trace(trace_id=request_id)

    def once(self, key: str | None, asked: Any, make: Callable[[Session], Response]) -> Response:
        """Do something in one transaction, once: the same key with the same request gets the kept answer.

        `asked`: what the request asks for, besides its path.

        Raises:
            KeyReused: the key came before with another request.
        """
        with self.writing() as session:
            if key is None:
                return make(session)
            told = f"{self.request.method} {self.request.url.path} ".encode() + to_json(asked)
            kept = requests.claim(session, self.person, key, hashlib.sha256(told).hexdigest())
            if kept is not None:
                return Response(kept.body, kept.status, {**kept.headers, REPLAYED: "true"})
            response = make(session)
            headers = {name: value for name, value in response.headers.items() if name != "content-length"}
            requests.keep(session, self.person, key, Reply(response.status_code, headers, bytes(response.body)))
            return response


def work(roles: frozenset[Role]) -> Any:
    """A dependency: the request being answered, for someone in one of these roles."""

    def begin(request: Request, person: Annotated[Person, allowed(roles)]) -> Work:
        return Work(request, person)

    return Depends(begin)
