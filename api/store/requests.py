"""Idempotency keys: a request that comes twice under one key is answered once."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.security.person import Person


@dataclass(frozen=True)
class Reply:
    """The answer that a request got."""

    status: int
    headers: dict[str, str]
    body: bytes


def claim(session: Session, person: Person, key: str, fingerprint: str) -> Reply | None:
    """Take a key for this request, or give the reply that it got before; KeyReused for another request."""
    raise NotImplementedError


def keep(session: Session, person: Person, key: str, reply: Reply) -> None:
    """Keep the reply of a claimed key, in the transaction of what it tells."""
    raise NotImplementedError
