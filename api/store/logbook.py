"""The logbook: who did what about whom, as the standard Logboek Dataverwerkingen records it, in a chain of hashes.

    hash_n = HMAC-SHA256(secret, "chain" | every column of record n but the hash itself, with previous_n = hash_{n-1})

Records are appended in the transaction of what they tell: both are kept, or neither. They get their number and hash at
its very end, under the lock of the one row `logbook_head`, so writers beside one another make one chain without gaps.
Whoever changes, removes or moves a record cannot make the hashes fit without the secret. Cutting records off the end
shows only beside an end that was noted down elsewhere before: that is what `verify` gives to note, and takes back.

A record names participants by pseudonym only (`api.store.pseudonyms`), and holds no fact that tells who someone is.
Source: Logius, standard Logboek Dataverwerkingen (domain.md 1.4).
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store.models import Head, Record
from api.store.pseudonyms import pseudonyms
from api.store.scope import require_role
from instances.schema.vocabulary import Word

RESOURCE = {"service.name": "leerwerk"}
FACTS = frozenset(
    (
        "dataset",
        "version",
        "hash",
        "decision",
        "kind",
        "workplace",
        "rule",
        "reason",
        "run",
        "scenario",
        "route",
        "count",
    )
)
FAULTS_SHOWN = 100
_SUBJECT = "dpl.core.data_subject_id"
_COLUMNS = tuple(column for column in Record.__table__.columns.keys() if column != "hash")  # noqa: SIM118


class Activity(Word):
    """What is done with data about people; the value ends the URI in the register of processing activities."""

    VIEW = "view", "inzien", "view"
    PROPOSE = "propose", "voorstellen", "propose"
    EXPLAIN = "explain", "uitleggen", "explain"
    DECIDE = "decide", "besluiten", "decide"
    MATCH = "match", "koppelen", "match"
    PLAN = "plan", "plannen", "plan"
    IMPORT = "import", "inlezen", "import"
    EXPORT = "export", "uitvoeren", "export"
    EXCHANGE = "exchange", "uitwisselen", "exchange"
    AUDIT = "audit", "controleren", "audit"
    ERASE = "erase", "wissen", "erase"


class Status(Word):
    """How it went. `Unset` is also for a request that was refused because it was wrong."""

    UNSET = "Unset", "niet bepaald", "unset"
    OK = "Ok", "gelukt", "ok"
    ERROR = "Error", "fout", "error"


@dataclass(frozen=True)
class Trace:
    """What a request is part of; a route puts it into `session.info["trace"]`. `processor`: URI of the calling app."""

    trace_id: str = field(default_factory=lambda: secrets.token_hex(16))
    parent_span_id: str | None = None
    processor: str | None = None
    started: int = field(default_factory=lambda: time.time_ns() // 1_000_000)


@dataclass(frozen=True)
class Chain:
    """What `verify` found: how many records, the end of the chain to note down elsewhere, and every fault."""

    num_records: int
    number: int
    hash: str
    faults: tuple[str, ...]


def append(
    session: Session,
    person: Person,
    activity: Activity,
    *,
    participants: Sequence[str] = (),
    status: Status = Status.OK,
    error: BaseException | None = None,
    **facts: str | int | None,
) -> None:
    """Record one activity: one record for each participant it is about, or one that is about nobody.

    `facts` are those of `FACTS`. Of an error only its type is recorded: its words may name people.
    """
    if session.info.get("reads"):
        raise RuntimeError("a reading session keeps no records; append in database.writing()")
    if not facts.keys() <= FACTS:
        raise ValueError(f"no facts of the logbook: {sorted(facts.keys() - FACTS)}")
    trace = session.info.setdefault("trace", Trace())
    attributes: dict[str, Any] = {
        "dpl.core.processing_activity_id": session.info["register"] + activity.value,
        "leerwerk.actor": person.subject,
        "leerwerk.roles": sorted(person.roles),
        **{f"leerwerk.{name}": value for name, value in facts.items() if value is not None},
    }
    if trace.processor is not None:
        attributes["dpl.core.foreign_operation.processor"] = trace.processor
        attributes["dpl.core.foreign_operation.span_id"] = trace.parent_span_id
    if error is not None:
        attributes["exception.type"] = type(error).__name__
    common = {
        "trace_id": trace.trace_id, "parent_span_id": trace.parent_span_id, "name": activity.value,
        "status": (Status.ERROR if error is not None else status).value, "start_time": trace.started,
        "actor": person.subject, "resource": RESOURCE,
    }  # fmt: skip
    subjects: Sequence[str | None] = pseudonyms(session, participants) if participants else (None,)
    if "records" not in session.info:
        session.info["records"] = []
        event.listen(session, "before_commit", _chain, once=True)
    for subject in subjects:
        about = (
            {} if subject is None else {_SUBJECT: subject, f"{_SUBJECT}_type": session.info["register"] + "pseudonym"}
        )
        session.info["records"].append(
            {**common, "span_id": secrets.token_hex(8), "subject": subject, "attributes": {**attributes, **about}}
        )


def _chain(session: Session) -> None:
    """Number and hash what was appended, as the last thing that the transaction does."""
    records = session.info.pop("records")
    session.flush()
    head = session.scalars(sa.select(Head).where(Head.id == 1).with_for_update()).one()
    ended = time.time_ns() // 1_000_000
    for record in records:
        record |= {"number": head.number + 1, "previous": head.hash, "end_time": max(ended, record["start_time"])}
        record["hash"] = _hash(session, record)
        head.number, head.hash = record["number"], record["hash"]
    session.execute(sa.insert(Record), records)


def _hash(session: Session, record: dict[str, Any]) -> str:
    told = json.dumps({name: record[name] for name in _COLUMNS}, sort_keys=True, separators=(",", ":"))
    return hmac.new(session.info["secret"], b"chain|" + told.encode(), hashlib.sha256).hexdigest()


def verify(session: Session, noted: tuple[int, str] | None = None) -> Chain:
    """Judge the whole chain; `noted` is an end (number, hash) that was noted down before."""
    head = session.scalars(sa.select(Head).where(Head.id == 1)).one()
    faults: list[str] = []
    number, previous, count = head.first_number, head.first_hash, 0
    for record in _walk(session):
        count += 1
        if record["number"] != number + 1:
            faults.append(f"records {number + 1} to {record['number'] - 1} are missing")
        if record["previous"] != previous:
            faults.append(f"record {record['number']} does not follow the one before it")
        if not hmac.compare_digest(record["hash"], _hash(session, record)):
            faults.append(f"record {record['number']} was changed")
        number, previous = record["number"], record["hash"]
        if noted is not None and noted[0] == number and noted[1] != previous:
            faults.append(f"record {number} is not the one that was noted down")
    if (number, previous) != (head.number, head.hash):
        faults.append(f"the chain ends at record {number}, and should end at {head.number}")
    if noted is not None and noted[0] > number:
        faults.append(f"record {noted[0]} was noted down, and the chain ends at {number}")
    return Chain(count, number, previous, tuple(faults[:FAULTS_SHOWN]))


def _walk(session: Session) -> Iterator[dict[str, Any]]:
    asked = sa.select(*Record.__table__.columns).order_by(Record.number).execution_options(yield_per=1_000)
    for row in session.execute(asked):
        yield row._asdict()


def records(
    session: Session,
    person: Person,
    *,
    participant: str | None = None,
    actor: str | None = None,
    activity: Activity | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Record]:
    """Give records in their order: about a participant, of an actor, of an activity; those after a number."""
    require_role(person, "read the logbook", Role.AUDITOR, Role.ADMIN)
    asked = sa.select(Record).where(Record.number > after).order_by(Record.number).limit(limit)
    if participant is not None:
        asked = asked.where(Record.subject == pseudonyms(session, (participant,))[0])
    if actor is not None:
        asked = asked.where(Record.actor == actor)
    if activity is not None:
        asked = asked.where(Record.name == activity)
    return list(session.scalars(asked))


def cut(session: Session, before: int) -> int:
    """Cut off the records that ended before a moment (milliseconds since 1970), from the beginning of the chain.

    The number and hash of the last one stay, so what is left can still be verified.
    """
    head = session.scalars(sa.select(Head).where(Head.id == 1).with_for_update()).one()
    kept = session.scalar(sa.select(sa.func.min(Record.number)).where(Record.end_time >= before))
    last = session.scalars(
        sa.select(Record).where(Record.number < (kept or head.number + 1)).order_by(Record.number.desc()).limit(1)
    ).first()
    if last is None:
        return 0
    count = last.number - head.first_number
    head.first_number, head.first_hash = last.number, last.hash
    session.execute(sa.delete(Record).where(Record.number <= last.number))
    return count
