"""How things stand, for a page: documents, who holds what, and the prepared desk, where something was matched already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.live import Now
from api.routes.advice import now
from api.store import instances
from api.store.models import Hold
from api.web.problems import Refusal
from api.work import Work
from instances.tables import Instance
from matching.live import Standing

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
        _now(visit, session, name), {participant: workplace for participant, workplace in held},
    )  # fmt: skip


def _now(visit: Work, session: Session, name: str) -> Now | None:
    try:
        return now(visit, session, name)
    except Refusal as refusal:
        if refusal.code == NOT_MATCHED:
            return None
        raise
