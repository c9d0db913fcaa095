"""What time asks to be forgotten. How long things are kept is for the owner of the data to choose.

    participants   in no newest version of any dataset for so many months: erased, as `privacy.erase` does
    documents      of versions that no dataset and no run used for so many months: emptied, the hash stays
    answers        and progress of runs that ended so many months ago
    requests       replies that were kept for a repeated request: `privacy.request_hours`
    records        the oldest of the logbook: `privacy.logbook_months`

`due` tells it and changes nothing; `retain` does it, and tells the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store import blobs, logbook, privacy
from api.store.models import Answer, Blob, IdempotencyKey, Participant, Progress, Record, Run, Version
from api.store.scope import require_role
from instances.parameters import figure

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Due:
    """What is forgotten: participants by id, of other sorts how many."""

    participants: tuple[str, ...]
    documents: int
    answers: int
    requests: int
    records: int

    def counts(self) -> dict[str, int]:
        """How many of each sort."""
        return {**vars(self), "participants": len(self.participants)}


@dataclass(frozen=True)
class _Limits:
    """Before which moment things are forgotten."""

    closed: datetime
    requests: datetime
    records: int

    @classmethod
    def at(cls, moment: datetime, months: int) -> "_Limits":
        logged = moment - timedelta(days=figure("privacy.logbook_months").number() * DAYS_A_MONTH)
        return cls(
            moment - timedelta(days=months * DAYS_A_MONTH),
            moment - timedelta(hours=figure("privacy.request_hours").number()),
            round(logged.timestamp() * 1000),
        )


def due(session: Session, person: Person, moment: datetime, months: int) -> Due:
    """Tell what would be forgotten at a moment, when closed records are kept for so many months."""
    require_role(person, "retention", Role.ADMIN)
    limits = _Limits.at(moment, months)
    kept = session.scalar(sa.select(sa.func.min(Record.number)).where(Record.end_time >= limits.records))
    old = sa.true() if kept is None else Record.number < kept
    return Due(
        tuple(session.scalars(_participants(limits.closed))),
        len(session.scalars(_documents(limits.closed)).all()),
        _count(session, sa.select(Answer.run).where(Answer.run.in_(_ended(limits.closed)))),
        _count(session, sa.select(IdempotencyKey.at).where(IdempotencyKey.at < limits.requests)),
        _count(session, sa.select(Record.number).where(old)),
    )


def retain(session: Session, person: Person, moment: datetime, months: int) -> Due:
    """Forget what is due. Call `database.scrub()` once the transaction is kept."""
    found = due(session, person, moment, months)
    limits = _Limits.at(moment, months)
    old = list(session.scalars(_documents(limits.closed)))
    for one in found.participants:
        privacy.erase(session, person, one)
    for digest in old:
        blobs.empty(session, digest)
    session.flush()
    session.execute(sa.delete(Progress).where(Progress.run.in_(_ended(limits.closed))))
    session.execute(sa.delete(Answer).where(Answer.run.in_(_ended(limits.closed))))
    session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.at < limits.requests))
    logbook.cut(session, limits.records)
    return found


def _participants(before: datetime) -> sa.Select[str]:
    present = sa.select(Participant.id).where(sa.or_(Participant.gone_at.is_(None), Participant.gone_at >= before))
    return sa.select(Participant.id).where(Participant.id.not_in(present)).distinct().order_by(Participant.id)


def _documents(before: datetime) -> sa.Select[str]:
    newest = sa.select(Version.dataset, sa.func.max(Version.number)).group_by(Version.dataset)
    used = sa.union(
        sa.select(Version.hash).where(
            sa.or_(Version.imported_at >= before, sa.tuple_(Version.dataset, Version.number).in_(newest))
        ),
        sa.select(Run.hash).where(Run.asked_at >= before),
    )
    return sa.select(Blob.hash).where(Blob.content != "", Blob.hash.not_in(used))


def _ended(before: datetime) -> sa.Select[str]:
    return sa.select(Run.id).where(Run.finished_at < before)


def _count(session: Session, rows: sa.Select[Any]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
