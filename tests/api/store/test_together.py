"""Group commit: one transaction for all who wait, kept when it says so, and one that fails harms nobody else."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from api.store import logbook
from api.store.errors import Unknown
from api.store.logbook import Activity
from api.store.models import Record
from api.store.together import Together

WAITING = 7


@pytest.fixture
def together(stored):
    return Together(stored)


@pytest.fixture
def at_once(together):
    """Do deeds that all wait for one turn; gives what each raised, and how many transactions were kept."""

    def do(deeds):
        kept = []

        def error_of(deed):
            try:
                together.do(deed)
            except Unknown as error:
                return error
            return None

        with ThreadPoolExecutor(len(deeds)) as pool:
            with together._turn:
                asked = [pool.submit(error_of, deed) for deed in deeds]
                while len(together._waiting) < len(deeds):
                    time.sleep(0.001)
                event.listen(together.database.engine, "commit", lambda _: kept.append(1))
            errors = [one.result() for one in asked]
        return errors, len(kept)

    return do


def proposed(coach, participant):
    return lambda session: logbook.append(session, coach, Activity.PROPOSE, participants=[participant])


def num_records(database):
    with database.reading() as session:
        assert logbook.verify(session).faults == ()
        return session.scalar(sa.select(sa.func.count()).where(Record.name == "propose"))


def test_all_who_wait_are_kept_in_one_transaction(stored, at_once, coach):
    assert at_once([proposed(coach, "vaals-first")] * WAITING) == ([None] * WAITING, 1)
    assert num_records(stored) == WAITING


def test_one_that_fails_is_told_and_the_others_are_kept(stored, at_once, coach):
    errors, _ = at_once([proposed(coach, "vaals-first"), proposed(coach, "nobody"), proposed(coach, "vaals-first")])
    assert sorted(map(type, errors), key=str) == sorted([type(None), Unknown, type(None)], key=str)
    assert num_records(stored) == 2


def test_each_record_tells_of_its_own_request(stored, at_once, coach):
    def of(trace):
        def deed(session):
            session.info["trace"] = logbook.Trace(trace_id=trace)
            proposed(coach, "vaals-first")(session)

        return deed

    at_once([of("a" * 32), of("b" * 32), proposed(coach, "vaals-first")])
    with stored.reading() as session:
        traces = session.scalars(sa.select(Record.trace_id).where(Record.name == "propose")).all()
    assert len(set(traces)) == 3
    assert {"a" * 32, "b" * 32} < set(traces)


def test_it_is_kept_when_it_says_so(stored, together, coach):
    together.do(proposed(coach, "vaals-first"))
    assert num_records(stored) == 1
