"""Which decisions stand, and how they become documents that the engine follows.

    stands   the last decision about a pair (for overrides: about a pair and a rule), unless it was taken back
    settled  an acceptance after which the documents tell the placement itself: from then on they speak, not it

An acceptance becomes a row `accepted` of the table `decisions`, which the engine places before anything is weighed. It
becomes no placement: that someone works somewhere is for the source to say.
"""

import re
from collections.abc import Iterable, Sequence

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from api.store.models import Decision
from instances.schema.vocabulary import Decision as Decided
from instances.schema.vocabulary import DecisionReason, PlacementStatus, Word
from instances.tables import Instance, frame


class Kind(Word):
    """What one may decide about a participant and a workplace."""

    ACCEPT = "accept", "aannemen", "accept"
    REJECT = "reject", "afwijzen", "reject"
    PIN = "pin", "vastzetten", "pin"
    EXCLUDE = "exclude", "uitsluiten", "exclude"
    OVERRIDE = "override", "afwijken van een regel", "override"
    WITHDRAW = "withdraw", "intrekken", "withdraw"


WORDS = {
    Kind.ACCEPT: Decided.ACCEPTED,
    Kind.REJECT: Decided.REJECTED,
    Kind.PIN: Decided.PIN,
    Kind.EXCLUDE: Decided.EXCLUDE,
}
BEGUN = (PlacementStatus.CURRENT.value, PlacementStatus.ENDED.value)
_NOT_ID = re.compile(r"[^A-Za-z0-9_.:-]")


def standing(
    session: Session, dataset: str, until: int | None = None, participant: str | None = None
) -> list[Decision]:
    """Decisions that stand, of all or of one participant, in the order in which they were made.

    `until`: as they stood after the decision with that number.
    """
    made = [Decision.dataset == dataset, Decision.participant.is_not(None), Decision.kind != Kind.WITHDRAW]
    back = [Decision.dataset == dataset, Decision.withdraws.is_not(None)]
    for which in (made, back):
        which += [Decision.number <= until] if until is not None else []
        which += [Decision.participant == participant] if participant is not None else []
    matter = (Decision.participant, Decision.workplace, sa.func.coalesce(Decision.rule, ""))
    order = sa.func.row_number().over(partition_by=matter, order_by=Decision.number.desc()).label("back")
    ranked = sa.select(Decision, order).where(*made).subquery()
    found = aliased(Decision, ranked)
    taken_back = sa.select(Decision.withdraws).where(*back)
    last = sa.select(found).where(ranked.c.back == 1, ranked.c.id.not_in(taken_back))
    return list(session.scalars(last.order_by(ranked.c.number)))


def about_pair(session: Session, dataset: str, participant: str, workplace: str) -> Decision | None:
    """The decision that stands about a pair, overrides apart."""
    about = standing(session, dataset, participant=participant)
    return next((one for one in about if one.workplace == workplace and one.kind != Kind.OVERRIDE), None)


def last_number(session: Session, dataset: str) -> int:
    """Number of the last decision about a dataset, 0 where there is none; a run notes it."""
    return session.scalar(sa.select(sa.func.max(Decision.number)).where(Decision.dataset == dataset)) or 0


def settled(instance: Instance, decision: Decision) -> bool:
    """Tell whether the documents tell of the placement that an acceptance promised: it began on or after that day."""
    rows = instance["placements"]
    same = (rows["participant"] == decision.participant) & (rows["workplace"] == decision.workplace)
    begun = rows["status"].isin(BEGUN) & (rows["start_on"] >= pd.Timestamp(decision.at.date()))
    return decision.kind == Kind.ACCEPT and bool((same & begun).any())


def decided(instance: Instance, decisions: Sequence[Decision]) -> Instance:
    """Lay decisions that stand into an instance as its documents `decisions` and `overrides`.

    Of a pair that the documents tell a decision of too, the one given here counts. Left out: what is about people or
    workplaces that the instance does not have, and acceptances that are settled.
    """
    people, places = (set(instance[table]["id"]) for table in ("participants", "workplaces"))
    laid = [
        one for one in decisions
        if one.participant in people and one.workplace in places and not settled(instance, one)
    ]  # fmt: skip
    pairs = [one for one in laid if one.kind != Kind.OVERRIDE]
    overrides = [one for one in laid if one.kind == Kind.OVERRIDE]
    return instance.replace(
        decisions=_over(instance, "decisions", ("participant", "workplace"), map(_pair, pairs)),
        overrides=_over(instance, "overrides", ("participant", "workplace", "rule"), map(_override, overrides)),
    )


def _pair(one: Decision) -> dict[str, object]:
    reason = one.reason or DecisionReason.AGREED.value
    return {**_common(one), "decision": WORDS[Kind(one.kind)].value, "reason": reason}


def _override(one: Decision) -> dict[str, object]:
    return {**_common(one), "rule": one.rule, "reason": one.note}


def _common(one: Decision) -> dict[str, object]:
    by = _NOT_ID.sub("_", f"x{one.by}" if not one.by[:1].isalnum() else one.by)[:64]
    return {"participant": one.participant, "workplace": one.workplace, "by": by, "on": one.at.date()}


def _over(instance: Instance, table: str, fields: tuple[str, ...], rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    """The table with rows put in the place of those with the same key, and the others behind."""
    added = frame(table, list(rows))
    if added.empty:
        return instance[table]
    both = pd.concat([instance[table], added], ignore_index=True) if len(instance[table]) else added
    return both.drop_duplicates(list(fields), keep="last", ignore_index=True)
