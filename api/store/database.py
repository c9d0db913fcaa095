"""One database behind the service: SQLite in a file, or PostgreSQL, by URL.

    sqlite:///leerwerk.db                        one machine; the file is made where it is not there
    postgresql://user:password@host/leerwerk     any number of machines

Work is done in two sorts of blocks, each one transaction:

    with database.reading() as session:  ...     sees one moment, changes nothing
    with database.writing() as session:  ...     all of it is kept at the end, or none of it

On SQLite a writer takes the lock at once (BEGIN IMMEDIATE) and waits for another writer, so nothing read inside the
block can change under it. On PostgreSQL writers run side by side; the functions of the store lock the rows that they
decide on. A kept transaction is on disk when the block ends.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from api.store.errors import Unreachable

BUSY_SECONDS = 60  # how long a writer on SQLite waits for the others
POOL = {"pool_size": 20, "max_overflow": 44, "pool_timeout": BUSY_SECONDS}  # uvicorn runs routes in 40 threads
_BEGIN = "leerwerk_begin"


class Database:
    """The database at a URL.

    `secret` keys the pseudonyms and the chain of the logbook; the store keeps no copy of it. `register` begins the URI
    of every processing activity in the logbook: where the owner of the data registers what is done with them.
    """

    def __init__(self, url: str, secret: bytes, register: str = "urn:leerwerk:verwerking:") -> None:
        """Make ready to connect; nothing is opened yet.

        Raises:
            Unreachable: the URL names no database that the store can work with.
        """
        self.url = _read(url)
        self._info = {"secret": secret, "register": register}
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)
        one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._readers = self.engine.execution_options(**{_BEGIN: "BEGIN"} if self.is_sqlite else one_moment)

    @property
    def is_sqlite(self) -> bool:
        """True for SQLite, False for PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one moment; what it would change is not kept."""
        with Session(self._readers, expire_on_commit=False, info={**self._info, "reads": True}) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are kept together when the block ends, or not at all when it raises."""
        with Session(self.engine, expire_on_commit=False, info={**self._info}) as session, session.begin():
            yield session

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def scrub(self) -> None:
        """After an erasure: leave nothing of what was deleted in the files of the database."""
        alone = {_BEGIN: ""} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}  # neither runs in a transaction
        with self.engine.connect().execution_options(**alone) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)" if self.is_sqlite else "VACUUM")


def _read(url: str) -> sa.URL:
    try:
        made = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise Unreachable("a database URL, such as sqlite:///leerwerk.db or postgresql://user@host/leerwerk") from None
    backend = made.get_backend_name()
    if backend in ("postgres", "postgresql"):
        return made.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or made.database in (None, "", ":memory:"):
        raise Unreachable(f"sqlite:///FILE or postgresql://…; this is {made.render_as_string(hide_password=True)}")
    return made


def _newest_sqlite() -> ModuleType:
    """Give the newest SQLite there is: the one of Debian 12 is too old for durable runs."""
    return importlib.import_module("pysqlite3" if importlib.util.find_spec("pysqlite3") else "sqlite3")


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, module=_newest_sqlite(), connect_args={"timeout": BUSY_SECONDS}, **POOL)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where SQLAlchemy says so, and as `_begin` says
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        statement = connection.get_execution_options().get(_BEGIN, "BEGIN IMMEDIATE")
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def _postgresql(url: sa.URL) -> sa.Engine:
    return sa.create_engine(url, pool_pre_ping=True, **POOL)
