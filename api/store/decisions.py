"""What named people decide, kept for good; and what of it stands."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from api.security.person import Person
from api.store.models import Decision
from instances.schema.vocabulary import DecisionReason, Word
from instances.tables import Instance


class Kind(Word):
    """What one may decide about a participant and a workplace."""

    ACCEPT = "accept", "aannemen", "accept"
    REJECT = "reject", "afwijzen", "reject"
    PIN = "pin", "vastzetten", "pin"
    EXCLUDE = "exclude", "uitsluiten", "exclude"
    OVERRIDE = "override", "afwijken van een regel", "override"
    WITHDRAW = "withdraw", "intrekken", "withdraw"


def decide(
    session: Session,
    person: Person,
    dataset: str,
    kind: Kind,
    participant: str,
    workplace: str,
    *,
    reason: DecisionReason | None = None,
    rule: str | None = None,
    note: str = "",
    run: str | None = None,
) -> Decision:
    """Decide about one participant and one workplace."""
    raise NotImplementedError


def withdraw(session: Session, person: Person, decision: str, note: str = "") -> Decision:
    """Take back an earlier decision that stands; what it held is free again."""
    raise NotImplementedError


def decision(session: Session, person: Person, id: str) -> Decision:  # noqa: A002
    """Give one decision about someone whom the person may see."""
    raise NotImplementedError


def standing(session: Session, dataset: str, until: int | None = None) -> list[Decision]:
    """Decisions that stand: not withdrawn, and the last about their pair; `until`: as of that decision's number."""
    raise NotImplementedError


def last_number(session: Session, dataset: str) -> int:
    """Number of the last decision about a dataset, 0 where there is none; a run notes it."""
    raise NotImplementedError


def remaining(session: Session, dataset: str, workplaces: Sequence[str] | None = None) -> dict[str, int]:
    """Free slots of each workplace of the newest version, of some or of all."""
    raise NotImplementedError


def decided(instance: Instance, decisions: Sequence[Decision]) -> Instance:
    """Lay decisions as documents into an instance, so that the engine follows them."""
    raise NotImplementedError
