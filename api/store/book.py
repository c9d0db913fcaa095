"""The slot book of a dataset: which slots are taken, and by whom. Each slot once, each person once, on any database.

    held     acceptances that stand and are not settled, then placements that the documents promise or say are held now
    free(w)  = max(0, slots_w - |held at w|)

Someone holds one slot. Who accepts a place gives back the slot that the documents told of, and gets it back when the
acceptance is withdrawn. Documents may tell of more people at a workplace than it has slots; then none is free.

Whoever decides or imports locks the row of the dataset first (`locked`), so decisions about one dataset are taken one
after the other. Were that ever forgotten, the two keys of the table `holds` still refuse the second.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.store import pseudonyms
from api.store.errors import AlreadyPlaced, NoSlot, Unknown
from api.store.models import Dataset, Decision, Hold, Participant, Place, now
from api.store.standing import Kind, settled, standing
from instances.schema.vocabulary import Decision as Accepted
from instances.schema.vocabulary import PlacementStatus
from instances.tables import Instance


def locked(session: Session, dataset: str) -> Dataset:
    """Give a dataset that nobody else decides about until this transaction ends; Unknown where there is none."""
    found = session.scalar(sa.select(Dataset).where(Dataset.name == dataset).with_for_update(key_share=True))
    if found is None:
        raise Unknown("dataset", dataset)
    return found


def remaining(session: Session, dataset: str, workplaces: Sequence[str] | None = None) -> dict[str, int]:
    """Free slots of each workplace of the newest version, of some or of all."""
    held = sa.select(Hold.workplace, sa.func.count().label("held")).where(Hold.dataset == dataset)
    held_by = held.group_by(Hold.workplace).subquery()
    asked = (
        sa.select(Place.workplace, Place.slots, sa.func.coalesce(held_by.c.held, 0))
        .outerjoin(held_by, held_by.c.workplace == Place.workplace)
        .where(Place.dataset == dataset)
    )
    if workplaces is not None:
        asked = asked.where(Place.workplace.in_(workplaces))
    return {workplace: max(0, slots - held) for workplace, slots, held in session.execute(asked)}


def take(session: Session, decision: Decision) -> None:
    """Hold a slot for an acceptance, in a locked dataset.

    Raises:
        AlreadyPlaced: the participant has accepted a place; also this one.
        NoSlot: none is free.
    """
    place = session.get(Place, (decision.dataset, decision.workplace))
    if place is None:
        raise Unknown("workplace", decision.workplace)
    own = session.scalar(
        sa.select(Hold).where(Hold.dataset == decision.dataset, Hold.participant == decision.participant)
    )
    if own is not None and own.decision is not None:
        raise AlreadyPlaced(own.participant, own.workplace, own.decision)
    if own is not None and own.workplace == decision.workplace:
        own.decision = decision.id
        return
    taken = _taken(session, decision.dataset, decision.workplace)
    if len(taken) >= place.slots:
        raise NoSlot(place.workplace, place.slots)
    if own is not None:
        session.delete(own)
        session.flush()
    session.add(
        _hold(decision.dataset, decision.workplace, taken, str(decision.participant), decision.id, decision.at.date())
    )
    session.flush()


def release(session: Session, decision: Decision) -> None:
    """Give back what an acceptance holds; the participant returns to where the documents say."""
    own = session.scalar(sa.select(Hold).where(Hold.dataset == decision.dataset, Hold.decision == decision.id))
    if own is None:
        return
    participant = own.participant
    session.delete(own)
    session.flush()
    known = session.get(Participant, (decision.dataset, participant))
    if known is None or known.placed is None or known.placed_since is None or known.gone_at is not None:
        return
    taken = _taken(session, decision.dataset, known.placed)
    session.add(_hold(decision.dataset, known.placed, taken, participant, None, known.placed_since))
    session.flush()


def follow(session: Session, dataset: str, instance: Instance) -> None:
    """Make people, places and held slots those of a new version; decisions that stand keep what they hold."""
    placed = _placed(instance)
    _follow_people(session, dataset, instance, placed)
    slots = dict(zip(instance["workplaces"]["id"], instance["workplaces"]["slots"].tolist(), strict=True))
    session.execute(sa.delete(Place).where(Place.dataset == dataset))
    session.execute(sa.delete(Hold).where(Hold.dataset == dataset))
    if slots:
        rows = [{"dataset": dataset, "workplace": place, "slots": count} for place, count in slots.items()]
        session.execute(sa.insert(Place), rows)
    people = set(instance["participants"]["id"])
    holds: dict[str, tuple[str, str | None, date]] = {}
    for one in standing(session, dataset):
        if (
            one.kind == Kind.ACCEPT
            and one.participant in people
            and one.workplace in slots
            and not settled(instance, one)
        ):
            holds[str(one.participant)] = (one.workplace, one.id, one.at.date())
    for participant, (workplace, since) in placed.items():
        holds.setdefault(participant, (workplace, None, since))
    counted = dict.fromkeys(slots, 0)
    made = []
    for participant, (workplace, decision, since) in holds.items():
        made.append(
            {
                "dataset": dataset, "workplace": workplace, "slot": counted[workplace], "participant": participant,
                "decision": decision, "since": since,
            }
        )  # fmt: skip
        counted[workplace] += 1
    if made:
        session.execute(sa.insert(Hold), made)


def _taken(session: Session, dataset: str, workplace: str) -> set[int]:
    return set(session.scalars(sa.select(Hold.slot).where(Hold.dataset == dataset, Hold.workplace == workplace)))


def _hold(dataset: str, workplace: str, taken: set[int], participant: str, decision: str | None, since: date) -> Hold:
    slot = next(number for number in range(len(taken) + 1) if number not in taken)
    return Hold(
        dataset=dataset, workplace=workplace, slot=slot, participant=participant, decision=decision, since=since
    )


def _placed(instance: Instance) -> dict[str, tuple[str, date]]:
    """Where the documents say that people are: what was accepted counts before promises, these before what is now."""
    rows, today = instance["placements"], pd.Timestamp(instance.info.reference_date)
    rows = rows[rows["end_on"].isna() | (rows["end_on"] >= today)]
    accepted = instance["decisions"][instance["decisions"]["decision"] == Accepted.ACCEPTED.value]
    found = {
        person: (place, on.date())
        for person, place, on in zip(accepted["participant"], accepted["workplace"], accepted["on"], strict=True)
    }
    for status in (PlacementStatus.PROMISED, PlacementStatus.CURRENT):
        some = rows[rows["status"] == status.value]
        for person, place, since in zip(some["participant"], some["workplace"], some["start_on"], strict=True):
            found.setdefault(person, (place, since.date()))
    return found


def _follow_people(session: Session, dataset: str, instance: Instance, placed: Mapping[str, tuple[str, date]]) -> None:
    table = instance["participants"]
    coaches = table["coach"].astype(object).where(table["coach"].notna(), None)
    told: dict[str, dict[str, Any]] = {}
    for person, municipality, coach in zip(table["id"], table["municipality"], coaches, strict=True):
        place, since = placed.get(person, (None, None))
        told[person] = {
            "dataset": dataset, "id": person, "municipality": municipality, "coach": coach,
            "placed": place, "placed_since": since, "gone_at": None,
        }  # fmt: skip
    pseudonyms.know(session, told)
    names = (*Participant.__table__.columns.keys(),)
    known = {
        row.id: row._asdict()
        for row in session.execute(sa.select(*Participant.__table__.columns).where(Participant.dataset == dataset))
    }
    gone = [{**row, "gone_at": row["gone_at"] or now()} for one, row in known.items() if one not in told]
    new = [row for one, row in told.items() if one not in known]
    changed = [row for one, row in told.items() if one in known and row != {name: known[one][name] for name in names}]
    if new:
        session.execute(sa.insert(Participant), new)
    if changed or gone:
        session.execute(sa.update(Participant), [*changed, *gone])
