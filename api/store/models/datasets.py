"""Datasets: a name, its versions in order, and what of the newest version is needed to find and protect people."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from api.store.models.base import Table, now


class Blob(Table):
    """The documents of an instance, zipped Parquet, under the hash that they had when they came in.

    `content` is the hash of what is in it now: another one once a participant was erased from it. `body` is empty
    after retention: that such documents were used stays known, what stood in them does not.
    """

    __tablename__ = "blobs"

    hash: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    body: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)


class Dataset(Table):
    """A name under which instances follow one another, such as `region`."""

    __tablename__ = "datasets"

    name: Mapped[str] = mapped_column(primary_key=True)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    archived_at: Mapped[datetime | None]


class Version(Table):
    """One import into a dataset; the highest number is the version that counts."""

    __tablename__ = "versions"

    dataset: Mapped[str] = mapped_column(sa.ForeignKey("datasets.name"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(sa.ForeignKey("blobs.hash"), index=True)
    title: Mapped[str]
    reference_date: Mapped[date]
    synthetic: Mapped[bool]
    rows: Mapped[dict[str, Any]] = mapped_column(comment="Rows per table.")
    changes: Mapped[dict[str, Any]] = mapped_column(comment="Against the version before, per table.")
    imported_by: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(default=now)


class Participant(Table):
    """What must be known of a participant without opening the documents: who coaches, who pays, and where they are.

    `placed` is the workplace that the documents promise or say is held now. `gone_at`: not in the newest version.
    """

    __tablename__ = "participants"

    dataset: Mapped[str] = mapped_column(sa.ForeignKey("datasets.name"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    municipality: Mapped[str]
    coach: Mapped[str | None]
    placed: Mapped[str | None]
    placed_since: Mapped[date | None]
    gone_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("ix_participants_coach", "dataset", "coach"),
        sa.Index("ix_participants_municipality", "dataset", "municipality"),
        sa.Index("ix_participants_id", "id"),
    )
