"""Scenarios of the plan: a version of a dataset with patches on it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from api.security.person import Person
from api.store.models import Scenario
from instances.schema.plan_scenarios import PlanPatch
from instances.tables import Instance


def create(
    session: Session, person: Person, dataset: str, name: str, note: str = "", patches: Sequence[PlanPatch] = ()
) -> Scenario:
    """Make a scenario on the newest version."""
    raise NotImplementedError


def clone(session: Session, person: Person, id: str, name: str) -> Scenario:  # noqa: A002
    """Make another scenario that begins as this one."""
    raise NotImplementedError


def edit(
    session: Session,
    person: Person,
    id: str,  # noqa: A002
    revision: int,
    *,
    name: str | None = None,
    note: str | None = None,
    patches: Sequence[PlanPatch] | None = None,
) -> Scenario:
    """Change what is given; Stale when `revision` is not the present one."""
    raise NotImplementedError


def scenario(session: Session, id: str) -> Scenario:  # noqa: A002
    """Give one scenario."""
    raise NotImplementedError


def scenarios(session: Session, dataset: str | None = None, archived: bool = False) -> list[Scenario]:
    """Give scenarios, newest first."""
    raise NotImplementedError


def archive(session: Session, person: Person, id: str) -> None:  # noqa: A002
    """Put a scenario away."""
    raise NotImplementedError


def compare(session: Session, ids: Sequence[str]) -> list[dict[str, str | None]]:
    """Every figure that any of the scenarios changes, and what each makes of it (None: leaves it)."""
    raise NotImplementedError


def instance(session: Session, scenario: Scenario) -> Instance:
    """The documents as the scenario has them."""
    raise NotImplementedError
