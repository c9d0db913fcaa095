"""Databases to test on: a SQLite file and a real PostgreSQL, thrown away afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from api.store.database import Database
from api.store.migrate import migrate

SECRET = b"a secret of tests, and of nothing else"
FAST = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "max_connections": "200"}
_numbers = count()


def _programs() -> Path:
    """Folder of the newest server programs."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name.partition(".")[0]))
    return Path(shutil.which("initdb") or "").parent


def _as_server() -> list[str]:
    """A server does not run as root: then it runs as the user that the package made for it."""
    if os.geteuid():
        return []
    return ["runuser", "-u", "postgres", "--"]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The host (a folder with a socket, no network) of a PostgreSQL that lives as long as these tests."""
    folder = Path(tempfile.mkdtemp(prefix="leerwerk-"))
    if not os.geteuid():
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    programs, data, become = _programs(), folder / "data", _as_server()
    try:
        run = {"check": True, "capture_output": True, "cwd": folder}
        subprocess.run(
            [*become, programs / "initdb", "-D", data, "-U", "leerwerk", "-A", "trust", "-E", "UTF8", "--no-sync"],
            **run,
        )
        settings = " ".join(
            f"-c {name}='{value}'" for name, value in {**FAST, "unix_socket_directories": folder}.items()
        )
        control = [*become, programs / "pg_ctl", "-D", data, "-w"]
        subprocess.run([*control, "-l", folder / "log", "-o", settings, "start"], **run)
        try:
            yield str(folder)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder)


class Template:
    """A database that is made once and copied for every test: with all tables, and with what `fill` puts into it."""

    def __init__(self, folder: Path, server: Callable[[], str], name: str, fill: Callable[[Database], None]) -> None:
        self.folder, self.server, self.name, self.fill = folder, server, name, fill
        self.made: set[str] = set()

    def sqlite(self) -> str:
        """Give the URL of a fresh copy in a file."""
        template = self.folder / f"{self.name}.db"
        if "sqlite" not in self.made:
            self._make("sqlite", f"sqlite:///{template}")
        copy = self.folder / f"{self.name}-{next(_numbers)}.db"
        shutil.copy(template, copy)
        return f"sqlite:///{copy}"

    def postgres(self) -> str:
        """Give the URL of a fresh copy on the server."""
        host, name = self.server(), f"{self.name}_{next(_numbers)}"
        if "postgres" not in self.made:
            _create(host, self.name, "template0")
            self._make("postgres", f"postgresql://leerwerk@/{self.name}?host={host}")
        _create(host, name, self.name)
        return f"postgresql://leerwerk@/{name}?host={host}"

    def _make(self, sort: str, url: str) -> None:
        database = Database(url, SECRET)
        migrate(database)
        self.fill(database)
        database.scrub()
        database.dispose()
        self.made.add(sort)


def _create(host: str, name: str, template: str) -> None:
    with psycopg.connect(f"host={host} user=leerwerk dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


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
    made = Database(getattr(empty, sort)(), SECRET)
    yield made
    made.dispose()
