"""What named people decide about one participant and one workplace, kept for good.

    accept     takes a slot; NoSlot when the last one is gone, AlreadyPlaced when the participant accepted a place
    reject     with a coded reason; gives back the slot of an acceptance of the same pair
    pin        the next matching places the pair before anything is weighed; holds no slot
    exclude    with a coded reason; no matching proposes the pair
    override   sets one rule aside for the pair, in words of one's own; only a rule that the policy lets be set aside
    withdraw   takes back a decision that stands

A decision is recorded in the logbook in the same transaction.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store import book, logbook
from api.store.blobs import load
from api.store.errors import AlreadyPlaced, Archived, NotStanding, Unknown
from api.store.ids import new_id
from api.store.models import Decision, Participant, Place, Version
from api.store.scope import people, require, require_role
from api.store.standing import Kind, about_pair, settled, standing
from instances.errors import InvalidField, Problem, Wanted, one_of
from instances.schema.vocabulary import DecisionReason, RuleMode
from instances.tables import Instance
from matching.rule import Rulebook
from matching.rules import RULES

NO_RULE = Wanted("geen regel; alleen een afwijking noemt er een", "no rule; only an override sets one aside")
NOTE_LENGTH = 200  # as the document `overrides` has it
DECIDERS = dict.fromkeys(Kind, (Role.COACH,)) | {Kind.OVERRIDE: (Role.COACH, Role.CONTROLLER)}


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
    """Decide about one participant and one workplace of the newest version of a dataset.

    Raises:
        Forbidden, Unknown: the person may not, or there is no such participant or workplace for this person.
        InvalidField: a reason, rule or note is missing or should not be there; all problems at once.
        NoSlot, AlreadyPlaced: someone was earlier.
    """
    acting = require_role(person, kind.en, *DECIDERS[kind])
    newest = _deciding(session, dataset)
    _check_pair(session, acting, dataset, participant, workplace)
    instance = load(session, newest.hash)
    _check_words(instance, kind, reason, rule, note)
    if kind is Kind.ACCEPT:
        _check_free(session, instance, dataset, participant)
    before = about_pair(session, dataset, participant, workplace) if kind is not Kind.OVERRIDE else None
    if before is not None and before.kind == Kind.ACCEPT and kind is not Kind.REJECT:
        raise AlreadyPlaced(participant, workplace, before.id)
    made = Decision(
        id=new_id(), dataset=dataset, kind=kind.value, participant=participant, workplace=workplace, rule=rule,
        reason=_coded(kind, reason), note=note, run=run, hash=newest.hash, by=person.subject,
    )  # fmt: skip
    return _kept(session, person, made, before)


def withdraw(session: Session, person: Person, id: str, note: str = "") -> Decision:  # noqa: A002
    """Take back a decision that stands; what it held is free again. The decision about it is given.

    Raises:
        Forbidden, Unknown: the person may not, or knows no such decision.
        NotStanding: it was taken back before, or a later one about the pair took its place.
    """
    found = decision(session, person, id)
    acting = require_role(person, Kind.WITHDRAW.en, *DECIDERS[Kind(found.kind)])
    newest = _deciding(session, found.dataset)
    require(session, acting, found.dataset, str(found.participant))
    if found.id not in {one.id for one in standing(session, found.dataset, participant=found.participant)}:
        raise NotStanding(id)
    made = Decision(
        id=new_id(), dataset=found.dataset, kind=Kind.WITHDRAW.value, participant=found.participant,
        workplace=found.workplace, rule=found.rule, note=note, withdraws=found.id, hash=newest.hash, by=person.subject,
    )  # fmt: skip
    return _kept(session, person, made, found)


def decision(session: Session, person: Person, id: str) -> Decision:  # noqa: A002
    """Give one decision about someone whom the person may see."""
    found = session.scalar(sa.select(Decision).where(Decision.id == id))
    if found is None or found.participant is None:
        raise Unknown("decision", id)
    seen = people(person, found.dataset).where(Participant.id == found.participant)
    if session.scalar(seen) is None and not person.has(Role.AUDITOR):
        raise Unknown("decision", id)
    return found


def listed(
    session: Session,
    person: Person,
    dataset: str,
    *,
    participant: str | None = None,
    workplace: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Decision]:
    """Give the history of decisions about people whom the person may see (an auditor: all), those after a number."""
    asked = sa.select(Decision).where(Decision.dataset == dataset, Decision.number > after)
    if not person.has(Role.AUDITOR):
        asked = asked.where(Decision.participant.in_(people(person, dataset)))
    if participant is not None:
        asked = asked.where(Decision.participant == participant)
    if workplace is not None:
        asked = asked.where(Decision.workplace == workplace)
    return list(session.scalars(asked.order_by(Decision.number).limit(limit)))


def _deciding(session: Session, dataset: str) -> Version:
    """Lock the dataset, and give its newest version."""
    if book.locked(session, dataset).archived_at is not None:
        raise Archived("dataset", dataset)
    newest = sa.select(Version).where(Version.dataset == dataset).order_by(Version.number.desc()).limit(1)
    return session.scalars(newest).one()


def _check_pair(session: Session, person: Person, dataset: str, participant: str, workplace: str) -> None:
    require(session, person, dataset, participant)
    if session.get_one(Participant, (dataset, participant)).gone_at is not None:
        raise Unknown("participant", participant)
    if session.get(Place, (dataset, workplace)) is None:
        raise Unknown("workplace", workplace)


def _check_free(session: Session, instance: Instance, dataset: str, participant: str) -> None:
    """Nobody accepts two places, also where the first is missing from the newest version and may come back."""
    for one in standing(session, dataset, participant=participant):
        if one.kind == Kind.ACCEPT and not settled(instance, one):
            raise AlreadyPlaced(participant, one.workplace, one.id)


def _check_words(instance: Instance, kind: Kind, reason: DecisionReason | None, rule: str | None, note: str) -> None:
    wrong: list[tuple[str, str, Wanted]] = []
    if kind is Kind.WITHDRAW:
        wanted = Wanted(
            "een besluit; trek een eerder besluit in met zijn id", "a decision; to take one back, withdraw it by its id"
        )
        wrong.append(("kind", kind.value, wanted))
    if kind in (Kind.REJECT, Kind.EXCLUDE) and reason in (None, DecisionReason.AGREED):
        wrong.append(("reason", reason or "", one_of(word.value for word in DecisionReason if word != "agreed")))
    if kind is Kind.OVERRIDE:
        settings = Rulebook.of(instance, RULES).settings
        open_rules = [code for code, setting in settings.items() if setting.mode is RuleMode.OVERRIDABLE]
        if rule not in open_rules:
            named = ", ".join(open_rules)
            wanted = Wanted(
                f"een regel waarvan hier mag worden afgeweken: {named or 'die is er niet'}",
                f"a rule that may be set aside here: {named or 'there is none'}",
            )
            wrong.append(("rule", rule or "", wanted))
        if not note.strip():
            wrong.append(("note", note, Wanted("waarom, in eigen woorden", "why, in your own words")))
    elif rule is not None:
        wrong.append(("rule", rule, NO_RULE))
    if len(note) > NOTE_LENGTH:
        wrong.append(("note", note, Wanted(f"hoogstens {NOTE_LENGTH} tekens", f"at most {NOTE_LENGTH} characters")))
    if wrong:
        raise InvalidField(Problem("decision", 0, *problem) for problem in wrong)


def _coded(kind: Kind, reason: DecisionReason | None) -> str | None:
    if kind is Kind.OVERRIDE:
        return None
    return (reason or DecisionReason.AGREED).value


def _kept(session: Session, person: Person, made: Decision, before: Decision | None) -> Decision:
    """Write the decision with all that follows from it: slots, and the record in the logbook."""
    session.add(made)
    session.flush()
    if before is not None and before.kind == Kind.ACCEPT:
        book.release(session, before)
    if made.kind == Kind.ACCEPT:
        book.take(session, made)
    logbook.append(
        session, person, logbook.Activity.DECIDE, participants=(str(made.participant),), dataset=made.dataset,
        decision=made.id, kind=made.kind, workplace=made.workplace, rule=made.rule, reason=made.reason, run=made.run,
    )  # fmt: skip
    return made
