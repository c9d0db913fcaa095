"""Who may see and decide about whom: the only place that knows.

    coach        the participants whose coach in the documents is the person's own coach id
    controller   the participants for whom one of the person's municipalities pays; overrides of rules, no acceptances
    planner, auditor, admin   nobody; counts, with those under five left out
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person


def people(person: Person, dataset: str) -> sa.Select[tuple[str]]:
    """Select the ids of the participants of a dataset whom the person may see; to be used inside other queries."""
    raise NotImplementedError


def visible(session: Session, person: Person, dataset: str) -> frozenset[str]:
    """Give the ids of all participants whom the person may see."""
    raise NotImplementedError


def require(session: Session, person: Person, dataset: str, participant: str) -> None:
    """Go on only if the person may see this participant; otherwise Unknown, as if there were nobody."""
    raise NotImplementedError


def counts(counted: Mapping[str, int]) -> dict[str, int | None]:
    """Leave out small counts: None where fewer than five people stand behind a number."""
    raise NotImplementedError
