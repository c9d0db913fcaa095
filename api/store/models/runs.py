"""Runs: what was asked, where it stands, how it went, and the best answer so far."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from api.store.models.base import Table, now


class Run(Table):
    """One match-run or plan-run, with all that is needed to repeat it."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="match or plan.")
    dataset: Mapped[str] = mapped_column(sa.ForeignKey("datasets.name"))
    hash: Mapped[str] = mapped_column(sa.ForeignKey("blobs.hash"), comment="The instance.")
    policy_hash: Mapped[str]
    decided: Mapped[int] = mapped_column(sa.BigInteger, comment="Number of the last decision that it followed.")
    scenario: Mapped[str | None] = mapped_column(sa.ForeignKey("scenarios.id"))
    parent: Mapped[str | None] = mapped_column(sa.ForeignKey("runs.id"), index=True)
    options: Mapped[dict[str, Any]]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    versions: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="Of leerwerk and the solvers that ran it.")
    state: Mapped[str] = mapped_column(index=True)
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None] = mapped_column(comment="When someone chose it for proposals.")
    executor: Mapped[str | None] = mapped_column(comment="Who works on it, or did last.")
    attempts: Mapped[int] = mapped_column(default=0, comment="How often an executor took it up.")
    incumbent: Mapped[float | None] = mapped_column(comment="Value of the best answer so far.")
    bound: Mapped[float | None] = mapped_column(comment="Proven: no answer is better.")
    gap: Mapped[float | None]
    error: Mapped[dict[str, Any] | None] = mapped_column(comment="Why it failed: type and message.")

    __table_args__ = (sa.Index("ix_runs_dataset_kind", "dataset", "kind", "asked_at"),)


class Progress(Table):
    """One sign of life of a run."""

    __tablename__ = "progress"

    run: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(default=now)
    elapsed: Mapped[float] = mapped_column(comment="Seconds since this attempt began.")
    phase: Mapped[str]
    incumbent: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]


class Answer(Table):
    """The best answer of a run so far, and at the end its result: a JSON document, packed."""

    __tablename__ = "answers"

    run: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"), primary_key=True)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    at: Mapped[datetime] = mapped_column(default=now)


class Executor(Table):
    """A process that works on runs, and when it last said that it lives."""

    __tablename__ = "executors"

    id: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str]
    pid: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    stopped_at: Mapped[datetime | None]
