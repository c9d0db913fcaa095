"""Decisions of named people, and the slots that acceptances and running placements hold."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from api.store.models.base import Table, now


class Decision(Table):
    """One decision. Rows are only added; the one exception is erasure, which empties `participant` and `note`."""

    __tablename__ = "decisions"

    number: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        sa.Identity(),
        primary_key=True,
        comment="Order of deciding.",
    )
    id: Mapped[str] = mapped_column(unique=True)
    dataset: Mapped[str] = mapped_column(sa.ForeignKey("datasets.name"))
    kind: Mapped[str] = mapped_column(comment="accept, reject, pin, exclude, override or withdraw.")
    participant: Mapped[str | None] = mapped_column(comment="Empty once erased.")
    workplace: Mapped[str]
    rule: Mapped[str | None] = mapped_column(comment="Which rule an override sets aside.")
    reason: Mapped[str | None] = mapped_column(comment="Coded reason; empty for overrides and withdrawals.")
    note: Mapped[str] = mapped_column(default="", comment="Why, in words; an override needs it.")
    withdraws: Mapped[str | None] = mapped_column(sa.ForeignKey("decisions.id"), unique=True)
    run: Mapped[str | None] = mapped_column(comment="The match-run whose proposal it was about.")
    hash: Mapped[str] = mapped_column(comment="The version that counted at that moment.")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.Index("ix_decisions_participant", "dataset", "participant"),
        sa.Index("ix_decisions_workplace", "dataset", "workplace"),
    )


class Place(Table):
    """How many slots a workplace of the newest version has. Who gives away a slot locks this row first."""

    __tablename__ = "places"

    dataset: Mapped[str] = mapped_column(sa.ForeignKey("datasets.name"), primary_key=True)
    workplace: Mapped[str] = mapped_column(primary_key=True)
    slots: Mapped[int]


class Hold(Table):
    """One slot that is taken, by one person. The two keys are the promise: no slot twice, no person twice."""

    __tablename__ = "holds"

    dataset: Mapped[str] = mapped_column(sa.ForeignKey("datasets.name"), primary_key=True)
    workplace: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="From 0.")
    participant: Mapped[str]
    decision: Mapped[str | None] = mapped_column(comment="The acceptance; empty for a placement in the documents.")
    since: Mapped[date]

    __table_args__ = (sa.UniqueConstraint("dataset", "participant"),)
