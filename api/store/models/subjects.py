"""What links a participant to pseudonyms in the logbook, until that link is cut."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from api.store.models.base import Table, now


class Subject(Table):
    """The salt of a participant's pseudonym. Without this row nobody, key in hand or not, finds the records again."""

    __tablename__ = "subjects"

    participant: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary)


class Erasure(Table):
    """Someone was erased: a fingerprint under the secret, enough to refuse the same id when it is imported again."""

    __tablename__ = "erasures"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
