"""The documents of instances as they lie in the database, packed, under the hash that they had when they came in."""

from collections import OrderedDict
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.store.errors import Unknown
from api.store.models import Blob
from api.store.statements import add_new
from instances.packed import pack, unpack
from instances.tables import Instance

KEPT = 4  # instances in memory; one of a province takes about 100 MB
_memory: OrderedDict[str, Instance] = OrderedDict()
_lock = Lock()


def keep(session: Session, instance: Instance) -> None:
    """Keep the documents under their hash; where they were emptied by retention, they are filled again."""
    found = session.get(Blob, instance.digest)
    if found is None:
        row = {"hash": instance.digest, "content": instance.digest, "body": pack(instance)}
        add_new(session, Blob, [row])
    elif found.content == "":
        found.content, found.body = instance.digest, pack(instance)
    _remember(instance)


def load(session: Session, digest: str) -> Instance:
    """Give the documents that came in under a hash, less whom was erased since; Unknown where they are not kept."""
    content = session.scalar(sa.select(Blob.content).where(Blob.hash == digest))
    if not content:
        raise Unknown("instance", digest)
    with _lock:
        if content in _memory:
            _memory.move_to_end(content)
            return _memory[content]
    body = session.scalar(sa.select(Blob.body).where(Blob.hash == digest))
    if body is None:
        raise Unknown("instance", digest)
    found = unpack(body, content)
    _remember(found)
    return found


def rewrite(session: Session, digest: str, instance: Instance) -> None:
    """Put other documents in the place of those that came in under a hash; the old ones are nowhere any more."""
    found = session.get_one(Blob, digest)
    with _lock:
        _memory.pop(found.content, None)
    found.content, found.body = instance.digest, pack(instance)


def empty(session: Session, digest: str) -> None:
    """Throw the documents away and keep the hash."""
    found = session.get_one(Blob, digest)
    with _lock:
        _memory.pop(found.content, None)
    found.content, found.body = "", None


def forget_gone(session: Session) -> None:
    """Drop from the memory of this process what the database holds no longer: someone was erased elsewhere."""
    with _lock:
        kept = list(_memory)
    there = set(session.scalars(sa.select(Blob.content).where(Blob.content.in_(kept)))) if kept else set()
    with _lock:
        for content in kept:
            if content not in there:
                _memory.pop(content, None)


def _remember(instance: Instance) -> None:
    with _lock:
        _memory[instance.digest] = instance
        _memory.move_to_end(instance.digest)
        while len(_memory) > KEPT:
            _memory.popitem(last=False)
