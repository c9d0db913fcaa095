"""The logbook: one LDV record a row, each chained to the one before."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from api.store.models.base import Table

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class Record(Table):
    """One record as the standard Logboek Dataverwerkingen has it. `hash` covers every other column and `previous`."""

    __tablename__ = "records"

    number: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False, comment="1, 2, 3, …: no gaps.")
    trace_id: Mapped[str] = mapped_column(comment="16 bytes, hexadecimal.")
    span_id: Mapped[str] = mapped_column(comment="8 bytes, hexadecimal.")
    parent_span_id: Mapped[str | None]
    status: Mapped[str] = mapped_column(comment="Unset, Ok or Error.")
    name: Mapped[str]
    start_time: Mapped[int] = mapped_column(sa.BigInteger, comment="Milliseconds since 1970, UTC.")
    end_time: Mapped[int] = mapped_column(sa.BigInteger, comment="Milliseconds since 1970, UTC.")
    subject: Mapped[str | None] = mapped_column(index=True, comment="dpl.core.data_subject_id, for searching.")
    actor: Mapped[str] = mapped_column(index=True)
    attributes: Mapped[dict[str, Any]]
    resource: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str]


class Head(Table):
    """The end of the chain, and what retention cut off its beginning. One row; who appends locks it."""

    __tablename__ = "logbook_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(sa.BigInteger)
    hash: Mapped[str]
    first_number: Mapped[int] = mapped_column(sa.BigInteger, comment="Records up to here were cut off.")
    first_hash: Mapped[str] = mapped_column(comment="Hash of the last record that was cut off.")
