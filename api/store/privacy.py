"""What one participant may ask (all that is known, erasure), and what time asks (retention)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.security.person import Person


def known(session: Session, person: Person, participant: str) -> dict[str, Any]:
    """Give everything that is known of one participant, as plain values."""
    raise NotImplementedError


def erase(session: Session, person: Person, participant: str) -> None:
    """Forget a participant everywhere; the chain of the logbook stays whole. Call `database.scrub()` afterwards."""
    raise NotImplementedError


def retain(session: Session, person: Person, moment: datetime) -> dict[str, int]:
    """Forget what its time has come for, by the figures of `privacy.toml`; counts per sort."""
    raise NotImplementedError
