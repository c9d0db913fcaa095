"""Requests that were answered: the same key gets the same answer again."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from api.store.models.base import Table, now


class IdempotencyKey(Table):
    """A key that a person sent with a request, and the answer that it got."""

    __tablename__ = "idempotency_keys"

    subject: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(comment="SHA-256 over method, path and body.")
    status: Mapped[int | None] = mapped_column(comment="HTTP status.")
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary, default=b"")
    at: Mapped[datetime] = mapped_column(default=now, index=True)
