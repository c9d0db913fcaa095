"""The commands that look after the database of the service."""

import json

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from api.cli import app
from api.security.person import Person, Role
from api.store import instances, logbook
from api.store.database import Database
from api.store.models import Record
from instances.generate import generate

ADMIN = Person("admin-1", frozenset({Role.ADMIN}))
SECRET = "a secret of this test, and nothing else"


@pytest.fixture
def url(empty, sort, monkeypatch):
    """A database with all tables and one record in the logbook, as the environment names it."""
    with empty.url(sort) as made:
        monkeypatch.setenv("LEERWERK_DATABASE_URL", made)
        monkeypatch.setenv("LEERWERK_SECRET", SECRET)
        database = Database(made, SECRET.encode())
        with database.writing() as session:
            instances.put(session, ADMIN, "tiny", generate("tiny"))
        database.dispose()
        yield made


def run(*words):
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.usefixtures("url")
def test_a_whole_logbook_gives_an_end_to_note_down_and_takes_it_back():
    code, text, _ = run("logbook", "verify", "--json")
    told = json.loads(text)
    assert (code, told["whole"], told["num_records"]) == (0, True, 1)
    end = f"{told['number']}:{told['hash']}"
    code, text, _ = run("logbook", "verify", "--noted", end)
    assert code == 0
    assert end in text
    assert run("logbook", "verify", "--noted", "9:" + told["hash"])[0] == 1


def test_a_record_that_was_changed_is_found(url):
    engine = sa.create_engine(Database(url, b"").url)
    with engine.begin() as connection:
        connection.execute(sa.update(Record).values(actor="someone else"))
    engine.dispose()
    code, text, _ = run("logbook", "verify", "--lang", "en")
    assert (code, "record 1 was changed" in text) == (1, True)


@pytest.mark.usefixtures("url")
def test_an_end_that_is_none_is_told():
    code, _, wrong = run("logbook", "verify", "--noted", "the end", "--lang", "en")
    assert (code, "NUMBER:HASH" in wrong) == (2, True)


@pytest.mark.usefixtures("url")
def test_what_time_forgets_is_told_first():
    """Nobody left, so nothing is due."""
    for words, erased in (((), False), (("--erase",), True)):
        code, text, _ = run("retain", *words, "--json")
        told = json.loads(text)
        assert (code, told.pop("erased"), told.pop("participants")) == (0, erased, [])
        assert set(told.values()) == {0}
    assert "--erase" in run("retain")[1]


def test_a_new_database_is_told_to_migrate_and_then_works(monkeypatch, tmp_path):
    monkeypatch.setenv("LEERWERK_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    code, _, wrong = run("logbook", "verify")
    assert (code, "leerwerk migrate" in wrong) == (2, True)
    assert run("migrate")[0] == 0
    assert run("logbook", "verify")[0] == 0


def test_a_database_that_cannot_be_reached_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("LEERWERK_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/new.db")
    code, _, wrong = run("retain", "--lang", "en")
    assert (code, "LEERWERK_DATABASE_URL" in wrong) == (2, True)


def test_the_logbook_is_kept_by_its_secret(url, monkeypatch):
    monkeypatch.setenv("LEERWERK_SECRET", SECRET[::-1])
    assert run("logbook", "verify")[0] == 1
    database = Database(url, SECRET.encode())
    with database.reading() as session:
        assert logbook.verify(session).faults == ()
    database.dispose()
