"""Versions of instances, by the hash of their documents, and the datasets in which they follow one another.

The same documents are kept once, however often they come. A new version changes no decision and no history: what
people decided stands, as far as it is about people and places that are still there (`api.store.book`).
"""

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store import blobs, book, logbook, pseudonyms
from api.store.errors import Archived, Unknown
from api.store.models import Dataset, Version, now
from api.store.scope import require_role
from api.store.statements import add_new
from instances.changes import TableChange, changes
from instances.errors import InconsistentInstance, InvalidField, Problem
from instances.schema.base import ID_PATTERN
from instances.tables import Instance


@dataclass(frozen=True)
class Imported:
    """What an import did: the version that counts now, and whether it is new (the same documents again are not)."""

    version: Version
    new: bool


def put(session: Session, person: Person, name: str, instance: Instance) -> Imported:
    """Make these documents the newest version of a dataset; a name that is not there yet becomes a dataset.

    Raises:
        InvalidField: the name is none.
        InconsistentInstance: the documents hold people who were erased; all at once, and nothing was changed.
        Archived: the dataset was put away.
    """
    require_role(person, "import", Role.ADMIN)
    _opened(session, person, name)
    _refuse_erased(session, instance)
    before = _newest(session, name)
    if before is not None and before.hash == instance.digest:
        return Imported(before, new=False)
    told = {} if before is None else changes(blobs.load(session, before.hash), instance)
    blobs.keep(session, instance)
    made = Version(
        dataset=name,
        number=1 if before is None else before.number + 1,
        hash=instance.digest,
        title=instance.info.title,
        reference_date=instance.info.reference_date,
        synthetic=instance.info.synthetic,
        rows={table: len(rows) for table, rows in instance.tables.items() if len(rows)},
        changes={table: _plain(change) for table, change in told.items()},
        imported_by=person.subject,
    )
    session.add(made)
    session.flush()
    book.follow(session, name, instance)
    logbook.append(session, person, logbook.Activity.IMPORT, dataset=name, version=made.number, hash=made.hash)
    return Imported(made, new=True)


def dataset(session: Session, name: str) -> Dataset:
    """Give one dataset; Unknown where there is none."""
    found = session.get(Dataset, name)
    if found is None:
        raise Unknown("dataset", name)
    return found


def datasets(session: Session, archived: bool = False) -> list[Dataset]:
    """Give all datasets by name; archived ones only when asked for."""
    asked = sa.select(Dataset).order_by(Dataset.name)
    return list(session.scalars(asked if archived else asked.where(Dataset.archived_at.is_(None))))


def versions(session: Session, name: str) -> list[Version]:
    """Give all versions of a dataset, newest first."""
    asked = sa.select(Version).where(Version.dataset == dataset(session, name).name).order_by(Version.number.desc())
    return list(session.scalars(asked))


def version(session: Session, name: str, number: int | None = None) -> Version:
    """Give one version of a dataset, without a number the newest."""
    found = _newest(session, name) if number is None else session.get(Version, (name, number))
    if found is None:
        raise Unknown("version", name if number is None else f"{name}/{number}")
    return found


def instance(session: Session, digest: str) -> Instance:
    """Give the documents under a hash; the last few used stay in memory."""
    return blobs.load(session, digest)


def archive(session: Session, person: Person, name: str) -> None:
    """Put a dataset away: its history stays, nothing new comes in."""
    require_role(person, "archive", Role.ADMIN)
    found = book.locked(session, name)
    found.archived_at = found.archived_at or now()


def _plain(change: TableChange) -> dict[str, Any]:
    """As JSON gives it back."""
    told = dataclasses.asdict(change)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def _newest(session: Session, name: str) -> Version | None:
    return session.scalar(sa.select(Version).where(Version.dataset == name).order_by(Version.number.desc()).limit(1))


def _opened(session: Session, person: Person, name: str) -> Dataset:
    """Give the dataset, locked; made where it is not there yet."""
    if not re.fullmatch(ID_PATTERN, name):
        raise InvalidField([Problem("dataset", 0, "name", name, "a name of letters, digits and - _ . : of at most 64")])
    add_new(session, Dataset, [{"name": name, "created_by": person.subject}])
    found = book.locked(session, name)
    if found.archived_at is not None:
        raise Archived("dataset", name)
    return found


def _refuse_erased(session: Session, instance: Instance) -> None:
    ids = instance["participants"]["id"].tolist()
    erased = pseudonyms.erased(session, ids)
    if erased:
        wanted = "nobody who was erased here; erase this person in the source too"
        rows = {participant: row for row, participant in enumerate(ids, start=1)}
        raise InconsistentInstance(Problem("participants", rows[one], "id", one, wanted) for one in erased)
