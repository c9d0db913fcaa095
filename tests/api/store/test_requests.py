"""Idempotency keys: done once, answered the same, also when two come at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from api.security.person import Person
from api.store.errors import KeyReused
from api.store.requests import Reply, claim, keep

REPLY = Reply(201, {"Location": "/v1/decisions/d1"}, b'{"id": "d1"}')


def test_the_second_gets_the_reply_of_the_first(database, coach, admin):
    with database.writing() as session:
        assert claim(session, coach, "k", "f") is None
        keep(session, coach, "k", REPLY)
    with database.writing() as session:
        assert claim(session, coach, "k", "f") == REPLY
        assert claim(session, admin, "k", "f") is None, "a key belongs to a person"
        with pytest.raises(KeyReused):
            claim(session, coach, "k", "another request")


def test_what_was_refused_frees_the_key(database, coach, break_off):
    break_off(database, lambda session: claim(session, coach, "k", "f"))
    with database.writing() as session:
        assert claim(session, coach, "k", "f") is None


def test_at_the_same_moment_it_is_done_once(database):
    person, start, done = Person("x", frozenset()), Barrier(8), []

    def request(_):
        start.wait()
        with database.writing() as session:
            reply = claim(session, person, "k", "f")
            if reply is None:
                done.append(1)
                keep(session, person, "k", REPLY)
            return reply

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(request, range(8)))
    assert len(done) == 1
    assert sorted(replies, key=str).count(REPLY) == 7
