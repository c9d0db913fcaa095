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


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "store.db"
    database = Database(f"sqlite:///{path}", SECRET)
    migrate(database)
    database.scrub()
    database.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(server: str) -> str:
    """The name of a PostgreSQL database with all tables, to copy."""
    _create(server, "migrated", "template0")
    database = Database(f"postgresql://leerwerk@/migrated?host={server}", SECRET)
    migrate(database)
    database.dispose()
    return "migrated"


def _create(host: str, name: str, template: str) -> None:
    with psycopg.connect(f"host={host} user=leerwerk dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Make a database with all tables and nothing in them, and give its URL; the test runs once on each sort."""

    def sqlite() -> str:
        path = tmp_path_factory.mktemp("store") / "store.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"

    def postgres() -> str:
        host, name = request.getfixturevalue("server"), f"test_{next(_numbers)}"
        _create(host, name, request.getfixturevalue("migrated_postgres"))
        return f"postgresql://leerwerk@/{name}?host={host}"

    return {"sqlite": sqlite, "postgres": postgres}[request.param]


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    """The URL of a fresh database."""
    return new_url()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A fresh database."""
    made = Database(url, SECRET)
    yield made
    made.dispose()
