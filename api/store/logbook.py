"""The logbook: who did what about whom, as the standard Logboek Dataverwerkingen records it, in a chain of hashes."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.security.person import Person
from api.store.models import Record
from instances.schema.vocabulary import Word


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
    ERASE = "erase", "wissen", "erase"


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
    participant: str | None = None,
    error: BaseException | None = None,
    **facts: str | int,
) -> None:
    """Record one activity about at most one participant; it is chained when the transaction is kept."""
    raise NotImplementedError


def verify(session: Session, noted: tuple[int, str] | None = None) -> Chain:
    """Judge the whole chain; `noted` is an end (number, hash) that was noted down before."""
    raise NotImplementedError


def about(session: Session, participant: str) -> list[Record]:
    """Every record about one participant, oldest first: who saw, proposed and decided what."""
    raise NotImplementedError
