"""What travels through a browser is sealed: nobody else makes it, changes it, or uses it for another purpose."""

import pytest

from api.security.person import Person, Role
from api.security.session import Sealer, Session, opened
from api.settings import Settings

PERSON = Person("ann", frozenset({Role.COACH, Role.PLANNER}), frozenset({"GM0935"}), "c1")


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(secret="a" * 32)


def test_a_session_opens_as_it_was_sealed(settings: Settings) -> None:
    session = Session.of(PERSON)
    assert opened(session.sealed(settings), settings) == session


def test_what_was_changed_or_made_by_another_does_not_open(settings: Settings) -> None:
    sealed = Session.of(PERSON).sealed(settings)
    header, *rest = sealed.split(".")
    flipped = ".".join([header, *rest[:2], ("A" if rest[2][0] != "A" else "B") + rest[2][1:], *rest[3:]])
    other = Session.of(PERSON).sealed(Settings(secret="b" * 32))
    for bad in ("", "x", flipped, other, sealed[:-2], "a.b.c.d.e", sealed * 100):
        assert opened(bad, settings) is None


def test_a_session_ends() -> None:
    assert Sealer("s", "session").open(Sealer("s", "session").seal({"a": 1}, minutes=-1)) is None


def test_a_seal_for_one_purpose_does_not_open_for_another() -> None:
    assert Sealer("s", "login").open(Sealer("s", "session").seal({"a": 1}, minutes=1)) is None


def test_a_csrf_token_belongs_to_one_session(settings: Settings) -> None:
    one, other = Session.of(PERSON), Session.of(PERSON)
    assert one.accepts(one.csrf(settings), settings)
    assert not one.accepts(other.csrf(settings), settings)
    assert not one.accepts("", settings)
    assert not one.accepts("é", settings)
