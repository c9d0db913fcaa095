"""The documents of instances as they lie in the database: a zip of Parquet files, under the hash of what is in them."""

import io
import tempfile
import zipfile
from collections import OrderedDict
from pathlib import Path
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.store.errors import Unknown
from api.store.models import Blob
from api.store.statements import add_new
from instances.reader import read_instance
from instances.tables import Instance
from instances.writer import write_instance

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
    found = unpack(body)
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


def pack(instance: Instance) -> bytes:
    """Write an instance into one zip of Parquet files, which are small already."""
    target = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        written = Path(folder) / "instance"
        write_instance(instance, written, "parquet")
        for path in sorted(written.iterdir()):
            archive.write(path, path.name)
    return target.getvalue()


def unpack(body: bytes) -> Instance:
    """Read what `pack` wrote."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(body)) as archive:
        archive.extractall(folder)
        return read_instance(Path(folder))


def _remember(instance: Instance) -> None:
    with _lock:
        _memory[instance.digest] = instance
        _memory.move_to_end(instance.digest)
        while len(_memory) > KEPT:
            _memory.popitem(last=False)
