"""What time asks to be forgotten, by the figures of `instances/parameters/privacy.toml`."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store import blobs, logbook, privacy
from api.store.models import Answer, Blob, IdempotencyKey, Participant, Progress, Run, Version
from api.store.scope import require_role
from api.store.statements import touched
from instances.parameters import figure

DAYS_A_MONTH = 365.25 / 12


def retain(session: Session, person: Person, moment: datetime) -> dict[str, int]:
    """Forget what its time has come for, and count it per sort. Call `database.scrub()` afterwards.

    Participants who are in no newest version any more are erased; documents that no dataset and no run used since are
    emptied (the hash stays); answers and progress of runs, kept replies and the oldest records of the logbook go.
    """
    require_role(person, "retention", Role.ADMIN)
    return {
        "participants": _participants(session, person, _before(moment, "participant_months")),
        "documents": _documents(session, _before(moment, "documents_months")),
        "answers": _answers(session, _before(moment, "answers_months")),
        "requests": _requests(session, moment - timedelta(hours=figure("privacy.request_hours").number())),
        "records": logbook.cut(session, round(_before(moment, "logbook_months").timestamp() * 1000)),
    }


def _before(moment: datetime, name: str) -> datetime:
    return moment - timedelta(days=figure(f"privacy.{name}").number() * DAYS_A_MONTH)


def _participants(session: Session, person: Person, before: datetime) -> int:
    present = sa.select(Participant.id).where(sa.or_(Participant.gone_at.is_(None), Participant.gone_at >= before))
    gone = sa.select(Participant.id).where(Participant.id.not_in(present)).distinct().order_by(Participant.id)
    ids = list(session.scalars(gone))
    for one in ids:
        privacy.erase(session, person, one)
    return len(ids)


def _documents(session: Session, before: datetime) -> int:
    newest = sa.select(Version.dataset, sa.func.max(Version.number)).group_by(Version.dataset)
    used = sa.union(
        sa.select(Version.hash).where(
            sa.or_(Version.imported_at >= before, sa.tuple_(Version.dataset, Version.number).in_(newest))
        ),
        sa.select(Run.hash).where(Run.asked_at >= before),
    )
    old = list(session.scalars(sa.select(Blob.hash).where(Blob.content != "", Blob.hash.not_in(used))))
    for digest in old:
        blobs.empty(session, digest)
    session.flush()
    return len(old)


def _answers(session: Session, before: datetime) -> int:
    ended = sa.select(Run.id).where(Run.finished_at < before)
    session.execute(sa.delete(Progress).where(Progress.run.in_(ended)))
    return touched(session, sa.delete(Answer).where(Answer.run.in_(ended)))


def _requests(session: Session, before: datetime) -> int:
    return touched(session, sa.delete(IdempotencyKey).where(IdempotencyKey.at < before))
