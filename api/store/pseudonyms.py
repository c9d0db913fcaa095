"""Pseudonyms of participants in the logbook, and what stays known of those who were erased.

    pseudonym(p)   = HMAC-SHA256(secret, "subject" | salt_p | p)     salt_p random, thrown away when p is erased
    fingerprint(p) = HMAC-SHA256(secret, "erased" | p)

With the secret and the salt the records about someone are found; without either they are about nobody. A fingerprint
tells only whether an id that someone holds was erased.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.store.errors import Unknown
from api.store.models import Erasure, Subject
from api.store.statements import add_new

SALT_BYTES = 16
_CHUNK = 5_000  # ids in one query


def know(session: Session, participants: Iterable[str]) -> None:
    """Give a salt to every participant who has none."""
    rows = [{"participant": one, "salt": secrets.token_bytes(SALT_BYTES)} for one in participants]
    add_new(session, Subject, rows)


def pseudonyms(session: Session, participants: Sequence[str]) -> list[str]:
    """Give the pseudonym of each participant; Unknown for one whom no dataset holds or held."""
    salts: dict[str, bytes] = {}
    for start in range(0, len(participants), _CHUNK):
        some = participants[start : start + _CHUNK]
        found = session.execute(sa.select(Subject.participant, Subject.salt).where(Subject.participant.in_(some)))
        salts.update((participant, salt) for participant, salt in found)
    unknown = next((one for one in participants if one not in salts), None)
    if unknown is not None:
        raise Unknown("participant", unknown)
    return [_keyed(session, b"subject", salts[one] + one.encode()) for one in participants]


def forget(session: Session, participant: str, by: str) -> None:
    """Throw away the salt, and keep a fingerprint."""
    session.execute(sa.delete(Subject).where(Subject.participant == participant))
    add_new(session, Erasure, [{"fingerprint": _fingerprint(session, participant), "by": by}])


def erased(session: Session, participants: Iterable[str]) -> list[str]:
    """Give those of the participants who were erased, in their order."""
    known = set(session.scalars(sa.select(Erasure.fingerprint)))
    return [one for one in participants if _fingerprint(session, one) in known] if known else []


def _fingerprint(session: Session, participant: str) -> str:
    return _keyed(session, b"erased", participant.encode())


def _keyed(session: Session, purpose: bytes, message: bytes) -> str:
    return hmac.new(session.info["secret"], purpose + b"|" + message, hashlib.sha256).hexdigest()
