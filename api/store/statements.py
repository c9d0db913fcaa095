"""Statements that both databases understand, and how many rows they touched."""

from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.store.models import Table


def touched(session: Session, statement: sa.Executable) -> int:
    """Execute an UPDATE or DELETE, and tell how many rows it touched."""
    return cast("sa.CursorResult[Any]", session.execute(statement)).rowcount


def add_new(session: Session, table: type[Table], rows: Sequence[dict[str, Any]]) -> bool:
    """Add the rows whose keys are new, and tell of a single row whether it was (of several: whether any was given).

    A writer that is adding the same key at this moment is waited for.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    if len(rows) == 1:
        added = insert(table).values(rows[0]).on_conflict_do_nothing().returning(sa.literal(1))
        return session.execute(added).first() is not None
    if rows:
        session.execute(insert(table).on_conflict_do_nothing(), rows)
    return bool(rows)
