"""Scenarios of the plan: a version of a dataset, and patches that make another future of it.

A patch is a row of the table `plan_patches` without its scenario and order: table, row, field, operation, value, years,
source and status. What does not fit the documents is refused at once, with every problem (`planning.scenarios`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store.blobs import load
from api.store.errors import Archived, Stale, Unknown
from api.store.ids import new_id
from api.store.models import Scenario, Version, now
from api.store.scope import require_role
from api.store.statements import touched
from instances.schema.plan_scenarios import PlanPatch
from instances.tables import Instance
from planning.scenarios import patched

type Target = tuple[str, str, str, int | None, int | None]


@dataclass(frozen=True)
class Figure:
    """One figure that scenarios change, and what each makes of it, such as `set 12`; None leaves it as it is."""

    table: str
    row: str
    field: str
    from_year: int | None
    until_year: int | None
    told: dict[str, str | None]


def create(
    session: Session, person: Person, dataset: str, name: str, note: str = "", patches: Sequence[PlanPatch] = ()
) -> Scenario:
    """Make a scenario on the newest version of a dataset.

    Raises:
        InconsistentInstance: a patch does not fit the documents; all problems at once.
    """
    require_role(person, "make a scenario", Role.PLANNER)
    newest = session.scalar(
        sa.select(Version).where(Version.dataset == dataset).order_by(Version.number.desc()).limit(1)
    )
    if newest is None:
        raise Unknown("dataset", dataset)
    patched(load(session, newest.hash), _ordered(patches))
    made = Scenario(
        id=new_id(), dataset=dataset, version=newest.number, name=name, note=note, patches=_rows(patches),
        created_by=person.subject,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def clone(session: Session, person: Person, id: str, name: str) -> Scenario:  # noqa: A002
    """Make another scenario that begins as this one, on the same version."""
    require_role(person, "make a scenario", Role.PLANNER)
    found = scenario(session, id)
    made = Scenario(
        id=new_id(), dataset=found.dataset, version=found.version, name=name, note=found.note, patches=found.patches,
        cloned_from=found.id, created_by=person.subject,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


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
    """Change what is given.

    Raises:
        Stale: someone else changed it since `revision`.
        Archived: it was put away.
        InconsistentInstance: a patch does not fit the documents.
    """
    require_role(person, "edit a scenario", Role.PLANNER)
    found = scenario(session, id)
    if found.archived_at is not None:
        raise Archived("scenario", id)
    values: dict[str, Any] = {"revision": revision + 1, "changed_at": now()}
    values |= {} if name is None else {"name": name}
    values |= {} if note is None else {"note": note}
    if patches is not None:
        patched(_documents(session, found), _ordered(patches))
        values["patches"] = _rows(patches)
    same = sa.update(Scenario).where(Scenario.id == id, Scenario.revision == revision)
    changed = touched(session, same.values(**values))
    session.refresh(found)
    if not changed:
        raise Stale("scenario", id, found.revision)
    return found


def scenario(session: Session, id: str) -> Scenario:  # noqa: A002
    """Give one scenario."""
    found = session.get(Scenario, id)
    if found is None:
        raise Unknown("scenario", id)
    return found


def scenarios(session: Session, dataset: str | None = None, archived: bool = False) -> list[Scenario]:
    """Give scenarios, newest first; archived ones only when asked for."""
    asked = sa.select(Scenario).order_by(Scenario.id.desc())
    if dataset is not None:
        asked = asked.where(Scenario.dataset == dataset)
    return list(session.scalars(asked if archived else asked.where(Scenario.archived_at.is_(None))))


def archive(session: Session, person: Person, id: str) -> None:  # noqa: A002
    """Put a scenario away: it and its runs stay, nothing changes it any more."""
    require_role(person, "archive a scenario", Role.PLANNER)
    found = scenario(session, id)
    found.archived_at = found.archived_at or now()


def compare(session: Session, ids: Sequence[str]) -> list[Figure]:
    """Give every figure that any of the scenarios changes, and what each makes of it."""
    told: dict[Target, dict[str, str | None]] = {}
    for one in ids:
        for patch in scenario(session, one).patches:
            target = (patch["table"], patch["row"], patch["field"], patch["from_year"], patch["until_year"])
            makes = told.setdefault(target, dict.fromkeys(ids))
            makes[one] = "; ".join(filter(None, (makes[one], f"{patch['operation']} {patch['value']}")))
    return [Figure(*target, told=makes) for target, makes in told.items()]


def instance(session: Session, scenario: Scenario) -> Instance:
    """Give the documents as the scenario has them."""
    patches = [PlanPatch.model_validate({**row, "scenario": scenario.id, "order": 1}) for row in scenario.patches]
    return patched(_documents(session, scenario), _ordered(patches))


def _documents(session: Session, scenario: Scenario) -> Instance:
    return load(session, session.get_one(Version, (scenario.dataset, scenario.version)).hash)


def _ordered(patches: Sequence[PlanPatch]) -> list[PlanPatch]:
    return [patch.model_copy(update={"order": order}) for order, patch in enumerate(patches, start=1)]


def _rows(patches: Sequence[PlanPatch]) -> list[dict[str, Any]]:
    return [patch.model_dump(mode="json", exclude={"scenario", "order"}) for patch in patches]
