"""Idempotency keys: a request that comes twice under one key is done once, and gets the same reply again.

    with database.writing() as session:
        reply = claim(session, person, key, fingerprint)
        if reply is None:
            ...                                   do what is asked
            keep(session, person, key, reply)     in the same transaction: done and kept, or neither

Two requests with one key at the same moment: the second waits for the first, then gets its reply. What raises keeps
nothing, so the key is free again. Keys belong to a person.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person
from api.store.errors import KeyReused
from api.store.models import IdempotencyKey
from api.store.statements import add_new


@dataclass(frozen=True)
class Reply:
    """The answer that a request got."""

    status: int
    headers: dict[str, str]
    body: bytes


def claim(session: Session, person: Person, key: str, fingerprint: str) -> Reply | None:
    """Take a key for this request, or give the reply that it got before.

    Raises:
        KeyReused: the key came before with another request, or this request is being done in this same transaction.
    """
    asked = sa.select(IdempotencyKey).where(IdempotencyKey.subject == person.subject, IdempotencyKey.key == key)
    # Whoever adds the row does the request; on PostgreSQL a second waits here until the first is kept or given up.
    claimed = add_new(session, IdempotencyKey, [{"subject": person.subject, "key": key, "fingerprint": fingerprint}])
    found = session.scalars(asked).one()
    if claimed:
        return None
    if found.fingerprint != fingerprint or found.status is None:
        raise KeyReused(key)
    return Reply(found.status, found.headers, found.body)


def keep(session: Session, person: Person, key: str, reply: Reply) -> None:
    """Keep the reply of a claimed key."""
    found = session.get_one(IdempotencyKey, (person.subject, key))
    found.status, found.headers, found.body = reply.status, reply.headers, reply.body
