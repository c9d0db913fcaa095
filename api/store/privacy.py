"""What one participant may ask: to see all that is known, and to be forgotten.

A participant is known by id, the same in every dataset. After an erasure no table holds the id any more: rows of the
documents are gone from every version (which keeps the hash under which runs know it), decisions stay as decisions about
nobody, answers of runs lose the person, and the records of the logbook stay as they are, under a pseudonym that leads
to nobody. So the chain stays whole. Runs of before cannot be repeated to the bit any more.
"""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store import blobs, book, logbook, passages, pseudonyms, runs
from api.store.errors import Unknown
from api.store.models import (
    Blob,
    Decision,
    Hold,
    IdempotencyKey,
    Participant,
    Record,
    Run,
    Subject,
    Table,
    Version,
)
from api.store.scope import require_role
from instances.persons import rows_about, without


def known(session: Session, person: Person, participant: str) -> dict[str, Any]:
    """Give everything that is known of one participant, as plain values.

    `documents` has the rows of each version that differ from the version before; `runs` has what answers say.
    """
    require_role(person, "give access to all that is known", Role.ADMIN)
    _require_known(session, participant)
    logbook.append(session, person, logbook.Activity.EXPORT, participants=(participant,))
    return {
        "participant": participant,
        "datasets": _plain(session, Participant, Participant.id == participant),
        "documents": _documents(session, participant),
        "decisions": _plain(session, Decision, Decision.participant == participant),
        "slots": _plain(session, Hold, Hold.participant == participant),
        "runs": [
            {"run": run.id, "asked_at": run.asked_at.isoformat(), "says": says}
            for run in _runs(session, participant)
            if (says := passages.about(json.loads(runs.answer(session, run.id) or "null"), participant))
        ],
        "logbook": _plain(session, Record, Record.subject == pseudonyms.pseudonyms(session, (participant,))[0]),
    }


def erase(session: Session, person: Person, participant: str) -> None:
    """Forget a participant everywhere. Call `database.scrub()` once the transaction is kept.

    Raises:
        Unknown: no dataset holds or held this participant.
    """
    require_role(person, "erase a participant", Role.ADMIN)
    _require_known(session, participant)
    logbook.append(session, person, logbook.Activity.ERASE, participants=(participant,))
    for dataset in _datasets(session, participant):
        book.locked(session, dataset)
    for version in _versions(session, participant):
        version.changes = passages.without(version.changes, participant)
    for digest in dict.fromkeys(version.hash for version in _versions(session, participant)):
        if session.get_one(Blob, digest).content:
            documents = blobs.load(session, digest)
            if rows_about(documents, participant):
                blobs.rewrite(session, digest, without(documents, (participant,)))
    for run in _runs(session, participant):
        run.options, run.error = (passages.without(part, participant) for part in (run.options, run.error))
        answer = runs.answer(session, run.id)
        if answer is not None and passages.named(answer, participant):
            runs.replace_answer(session, run.id, json.dumps(passages.without(json.loads(answer), participant)))
    for reply in session.scalars(sa.select(IdempotencyKey)):
        if passages.named(reply.body.decode(errors="replace") + json.dumps(reply.headers), participant):
            session.delete(reply)
    session.execute(sa.update(Decision).where(Decision.participant == participant).values(participant=None, note=""))
    session.execute(sa.delete(Hold).where(Hold.participant == participant))
    session.execute(sa.delete(Participant).where(Participant.id == participant))
    pseudonyms.forget(session, participant, person.subject)
    session.flush()
    session.expire_all()


def _require_known(session: Session, participant: str) -> None:
    if session.get(Subject, participant) is None:
        raise Unknown("participant", participant)


def _datasets(session: Session, participant: str) -> list[str]:
    """The datasets that hold or held the participant, always in the same order."""
    asked = sa.select(Participant.dataset).where(Participant.id == participant).order_by(Participant.dataset)
    return list(session.scalars(asked))


def _versions(session: Session, participant: str) -> list[Version]:
    asked = sa.select(Version).where(Version.dataset.in_(_datasets(session, participant)))
    return list(session.scalars(asked.order_by(Version.dataset, Version.number)))


def _runs(session: Session, participant: str) -> list[Run]:
    asked = sa.select(Run).where(Run.dataset.in_(_datasets(session, participant)))
    return list(session.scalars(asked.order_by(Run.id)))


def _documents(session: Session, participant: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    before: dict[str, Any] = {}
    for version in _versions(session, participant):
        if not session.get_one(Blob, version.hash).content:
            continue  # emptied by retention: nothing is known of it
        rows = rows_about(blobs.load(session, version.hash), participant)
        if rows != before.get(version.dataset):
            told.append({"dataset": version.dataset, "version": version.number, "tables": rows})
        before[version.dataset] = rows
    return told


def _plain(session: Session, table: type[Table], which: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    rows = session.execute(sa.select(*table.__table__.columns).where(which)).mappings()
    return [json.loads(json.dumps(dict(row), default=lambda value: value.isoformat())) for row in rows]
