"""How things stand, for a page: documents, who holds what, and the prepared desk where something was matched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.live import Now
from api.routes.advice import now
from api.store import instances
from api.store.errors import Unknown
from api.store.models import Hold, Run, Scenario
from api.web.problems import Refusal
from api.work import Work
from instances.tables import Instance
from matching.live import Standing
from matching.words import Wording

NOT_MATCHED = "not-matched"


@dataclass(frozen=True)
class Stand:
    """One instance at this moment. `now` is None while nothing was matched: then there are no proposals yet."""

    name: str
    title: str
    synthetic: bool
    today: date
    instance: Instance
    now: Now | None
    holds: Mapping[str, str]

    def title_of(self, workplace: str) -> str:
        """What the work at a workplace is; its id where the newest documents do not have it."""
        row = self.wording.row("workplaces", workplace)
        return workplace if row < 0 else str(self.wording.raw("workplaces", "title")[row])

    @cached_property
    def wording(self) -> Wording:
        """What reads the documents aloud."""
        return Wording(self.instance) if self.standing is None else self.standing.live.desk.opened.wording

    @property
    def matched(self) -> Standing:
        """What proposals and answers are made from.

        Raises:
            Refusal: nothing was matched yet.
        """
        if self.standing is None:
            raise Refusal(NOT_MATCHED, "Er is nog geen berekening klaar.", "No matching is ready yet.")
        return self.standing

    @property
    def standing(self) -> Standing | None:
        """What proposals are made from."""
        return None if self.now is None else self.now.standing


def of(visit: Work, session: Session, name: str) -> Stand:
    """How things stand for an instance.

    Raises:
        Unknown: there is no such instance.
    """
    version = instances.version(session, name)
    held = session.execute(sa.select(Hold.participant, Hold.workplace).where(Hold.dataset == name))
    return Stand(
        name, version.title, version.synthetic, version.reference_date, instances.instance(session, version.hash),
        _now(visit, session, name), {row.participant: row.workplace for row in held},
    )  # fmt: skip


def belongs[Kept: (Run, Scenario)](found: Kept, instance: str) -> Kept:
    """A run or scenario, if it is of this instance.

    Raises:
        Unknown: it is of another.
    """
    if found.dataset != instance:
        raise Unknown(type(found).__name__.lower(), found.id)
    return found


def _now(visit: Work, session: Session, name: str) -> Now | None:
    try:
        return now(visit, session, name)
    except Refusal as refusal:
        if refusal.code == NOT_MATCHED:
            return None
        raise
