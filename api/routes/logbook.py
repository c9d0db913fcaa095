"""The logbook: who did what with data about whom, and whether the chain of records is whole."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api.security.roles import AUDITORS
from api.store import logbook
from api.store.models import Record
from api.web.paging import Page, Pager
from api.wire import ParticipantId, Wire
from api.work import Work, work

router = APIRouter(tags=["accountability"])
Auditor = Annotated[Work, work(AUDITORS)]


class LogRecord(Wire):
    """One record, as the standard Logboek Dataverwerkingen has it."""

    number: int = Field(description="Place in the chain, from 1.")
    trace_id: str = Field(description="16 bytes, hexadecimal.")
    span_id: str = Field(description="8 bytes, hexadecimal.")
    parent_span_id: str | None = Field(description="The operation that it is part of.")
    status: str = Field(description="Unset, Ok or Error.")
    name: str = Field(description="What was done.")
    start_time: int = Field(description="Milliseconds since 1970, UTC.")
    end_time: int = Field(description="Milliseconds since 1970, UTC.")
    actor: str = Field(description="Who did it.")
    attributes: dict[str, Any] = Field(description="As the standard names them; the person only under a pseudonym.")
    resource: dict[str, Any] = Field(description="The software that did it.")
    previous: str = Field(description="Hash of the record before.")
    hash: str = Field(description="Hash over this record and the one before.")


class ChainState(Wire):
    """Whether the chain is whole."""

    whole: bool = Field(description="No fault was found.")
    num_records: int = Field(description="Records that were checked.")
    number: int = Field(description="Number of the last record; note it down elsewhere.")
    hash: str = Field(description="Hash of the last record; note it down elsewhere.")
    faults: list[str] = Field(description="Every fault.")


def told(found: Record) -> LogRecord:
    """A record as the API tells it."""
    return LogRecord(**{name: getattr(found, name) for name in LogRecord.model_fields})


@router.get("/logbook/records")
def list_log_records(
    asked: Auditor, pager: Annotated[Pager, Depends()],
    actor: Annotated[str | None, Query(max_length=200, description="Only what this person did.")] = None,
) -> Page[LogRecord]:  # fmt: skip
    """The records in the order of the chain."""
    with asked.reading() as session:
        found = logbook.records(session, asked.person, actor=actor, after=pager.last or 0, limit=pager.limit + 1)
        return pager.page(found, lambda one: one.number, told)


@router.get("/logbook/participants/{participant}/records")
def list_participant_records(
    participant: ParticipantId, asked: Auditor, pager: Annotated[Pager, Depends()]
) -> Page[LogRecord]:
    """Every record about one participant: who saw, proposed and decided what."""
    with asked.writing() as session:  # someone who is looked for the first time gets a pseudonym
        found = logbook.records(
            session, asked.person, participant=participant, after=pager.last or 0, limit=pager.limit + 1
        )
        return pager.page(found, lambda one: one.number, told)


@router.get("/logbook/verification")
def verify_logbook(asked: Auditor) -> ChainState:
    """Judge the whole chain."""
    with asked.reading() as session:
        found = logbook.verify(session)
    return ChainState(
        whole=not found.faults, num_records=found.num_records, number=found.number, hash=found.hash,
        faults=list(found.faults),
    )  # fmt: skip
