"""Databases to test on: a SQLite file and a real PostgreSQL, thrown away afterwards."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from api.store.database import Database
from api.store.migrate import migrate
from benchmarks.throwaway import postgres

SECRET = b"a secret of tests, and of nothing else"
_numbers = count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The host of a PostgreSQL that lives as long as these tests."""
    with postgres() as host:
        yield host


class Template:
    """A database that is made once and copied for every test: with all tables, and with what `fill` puts into it."""

    def __init__(self, folder: Path, server: Callable[[], str], name: str, fill: Callable[[Database], None]) -> None:
        self.folder, self.server, self.name, self.fill = folder, server, name, fill
        self.made: set[str] = set()

    @contextmanager
    def copied(self, sort: str) -> Iterator[Database]:
        """Give a fresh copy, `sqlite` or `postgres`, and throw it away afterwards."""
        with self.url(sort) as url:
            database = Database(url, SECRET)
            try:
                yield database
            finally:
                database.dispose()

    def url(self, sort: str) -> AbstractContextManager[str]:
        """Give the URL of a fresh copy, for who opens it in other processes too."""
        return self._file() if sort == "sqlite" else self._on_server()

    @contextmanager
    def _file(self) -> Iterator[str]:
        template = self.folder / f"{self.name}.db"
        if "sqlite" not in self.made:
            self._make("sqlite", f"sqlite:///{template}")
        copy = self.folder / f"{self.name}-{next(_numbers)}.db"
        shutil.copy(template, copy)
        yield f"sqlite:///{copy}"

    @contextmanager
    def _on_server(self) -> Iterator[str]:
        host, name = self.server(), f"{self.name}_{next(_numbers)}"
        if "postgres" not in self.made:
            _order(host, f"CREATE DATABASE {self.name}")
            self._make("postgres", f"postgresql://leerwerk@/{self.name}?host={host}")
        _order(host, f"CREATE DATABASE {name} TEMPLATE {self.name}")
        yield f"postgresql://leerwerk@/{name}?host={host}"
        _order(host, f"DROP DATABASE {name} WITH (FORCE)")

    def _make(self, sort: str, url: str) -> None:
        database = Database(url, SECRET)
        migrate(database)
        self.fill(database)
        database.scrub()
        database.dispose()
        self.made.add(sort)


def _order(host: str, statement: str) -> None:
    with psycopg.connect(f"host={host} user=leerwerk dbname=postgres", autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def sort(request: pytest.FixtureRequest) -> str:
    """Which database; the test runs once on each."""
    return request.param


@pytest.fixture(scope="session")
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Template]:
    """Make a template with a name and what is in it."""
    folder = tmp_path_factory.mktemp("databases")
    return lambda name, fill: Template(folder, lambda: request.getfixturevalue("server"), name, fill)


@pytest.fixture(scope="session")
def empty(template: Callable[..., Template]) -> Template:
    """All tables, and nothing in them."""
    return template("empty", lambda _: None)


@pytest.fixture
def database(empty: Template, sort: str) -> Iterator[Database]:
    """A fresh database with nothing in it."""
    with empty.copied(sort) as made:
        yield made
