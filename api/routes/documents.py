"""How the rows of a table are given: filtered, a page at a time, as the documents that they are."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from api.store import instances
from api.store.errors import Unknown
from api.web.paging import Page, Pager
from instances.schema import Document
from instances.tables import Instance


def newest(session: Session, name: str) -> Instance:
    """The documents of the newest version.

    Raises:
        Unknown: there is no such instance.
    """
    return instances.instance(session, instances.version(session, name).hash)


def page_of(
    instance: Instance,
    table: str,
    key: str,
    filters: Mapping[str, Any],
    pager: Pager,
    among: frozenset[str] | None = None,
) -> Page[Any]:
    """The rows of a table in the order of `key` that meet every filter that is given; `among`: only these keys."""
    frame = instance[table]
    keep = pd.Series(True, index=frame.index)
    if among is not None:
        keep &= frame[key].isin(among)
    if pager.last is not None:
        keep &= frame[key] > pager.last
    for field, wanted in filters.items():
        if wanted is not None:
            keep &= (frame[field] == wanted).fillna(False).astype(bool)
    shown = frame[keep].sort_values(key).head(pager.limit + 1)
    return pager.page(list(instance.replace(**{table: shown}).documents(table)), lambda one: getattr(one, key), _same)


def row(instance: Instance, table: str, id: str) -> Document:  # noqa: A002
    """One row by its id.

    Raises:
        Unknown: there is none.
    """
    found = instance[table][instance[table]["id"] == id]
    if found.empty:
        raise Unknown(table.removesuffix("s"), id)
    return next(Instance({table: found}).documents(table))


def _same(document: Document) -> Document:
    return document
