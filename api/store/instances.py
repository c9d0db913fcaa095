"""Versions of instances, by the hash of their documents, and the datasets in which they follow one another."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.security.person import Person
from api.store.models import Dataset, Version
from instances.tables import Instance


@dataclass(frozen=True)
class Imported:
    """What an import did: the version that counts now, and whether it is new (the same documents again are not)."""

    version: Version
    new: bool


def put(session: Session, person: Person, dataset: str, instance: Instance) -> Imported:
    """Make these documents the newest version of a dataset; a name that is not there yet becomes a dataset."""
    raise NotImplementedError


def dataset(session: Session, name: str) -> Dataset:
    """Give one dataset; Unknown where there is none."""
    raise NotImplementedError


def datasets(session: Session, archived: bool = False) -> list[Dataset]:
    """Give all datasets by name; archived ones only when asked for."""
    raise NotImplementedError


def versions(session: Session, name: str) -> list[Version]:
    """Give all versions of a dataset, newest first."""
    raise NotImplementedError


def version(session: Session, name: str, number: int | None = None) -> Version:
    """Give one version of a dataset, without a number the newest."""
    raise NotImplementedError


def instance(session: Session, digest: str) -> Instance:
    """Give the documents under a hash; the last few used stay in memory."""
    raise NotImplementedError


def archive(session: Session, person: Person, name: str) -> None:
    """Put a dataset away: its history stays, nothing new comes in."""
    raise NotImplementedError
