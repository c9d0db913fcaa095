"""Who may see and decide about whom: the only place that knows.

    coach        the participants whose coach in the documents is the person's own coach id
    controller   the participants for whom one of the person's municipalities pays
    planner, auditor, admin   nobody: only counts, with the small ones left out

Someone with several roles sees what any of them opens. Who may not see a participant gets the same answer as for one
who does not exist. Every query for rows of people goes through `people`, `visible` or `require`.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store.errors import Forbidden, Unknown
from api.store.models import Participant
from instances.parameters import figure


def people(person: Person, dataset: str) -> sa.Select[str]:
    """Select the ids of the participants of a dataset whom the person may see; to be used inside other queries."""
    opened = []
    if person.has(Role.COACH) and person.coach is not None:
        opened.append(Participant.coach == person.coach)
    if person.has(Role.CONTROLLER):
        opened.append(Participant.municipality.in_(sorted(person.municipalities)))
    return sa.select(Participant.id).where(Participant.dataset == dataset, sa.or_(sa.false(), *opened))


def visible(session: Session, person: Person, dataset: str) -> frozenset[str]:
    """Give the ids of all participants whom the person may see."""
    return frozenset(session.scalars(people(person, dataset)))


def require(session: Session, person: Person, dataset: str, participant: str) -> None:
    """Go on only if the person may see this participant; otherwise Unknown, as if there were nobody."""
    if session.scalar(people(person, dataset).where(Participant.id == participant)) is None:
        raise Unknown("participant", participant)


def require_role(person: Person, deed: str, *roles: Role) -> None:
    """Go on only if the person has one of these roles; otherwise Forbidden."""
    if not person.has(*roles):
        raise Forbidden(deed, " or ".join(role.en for role in roles))


def counts(counted: Mapping[str, int]) -> dict[str, int | None]:
    """Leave small counts out of a table that may be shown beside its total: None stands for each that is left out.

    A count from 1 to one below `privacy.smallest_count` is left out. Where only one is, the total would give it away,
    so the next smallest goes too; zero tells that there is nobody and stays.
    """
    smallest = figure("privacy.smallest_count").number()
    hidden = {name for name, count in counted.items() if 0 < count < smallest}
    others = [name for name, count in counted.items() if name not in hidden and count]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda name: counted[name]))
    return {name: None if name in hidden else count for name, count in counted.items()}
