"""Scenarios: a version of a dataset, and the patches that make another future of it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from api.store.models.base import Table, now


class Scenario(Table):
    """One scenario; every edit raises `revision`."""

    __tablename__ = "scenarios"

    id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str] = mapped_column(sa.ForeignKey("datasets.name"), index=True)
    version: Mapped[int]
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    patches: Mapped[list[Any]] = mapped_column(default=list, comment="Rows of the table plan_patches, in order.")
    cloned_from: Mapped[str | None] = mapped_column(sa.ForeignKey("scenarios.id"))
    revision: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    archived_at: Mapped[datetime | None]

    __table_args__ = (sa.ForeignKeyConstraint(["dataset", "version"], ["versions.dataset", "versions.number"]),)
