"""Many at once, and some that are killed: no slot twice, nothing half-written, one chain."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.store import book, decisions, instances, logbook
from api.store.database import Database
from api.store.errors import NoSlot
from api.store.models import Decision, Hold, Record
from api.store.standing import Kind

NUM_PEOPLE, NUM_SLOTS, NUM_THREADS = 500, 50, 16
WRITER = """
import sys
from api.security.person import Person, Role
from api.store import decisions
from api.store.database import Database
from api.store.errors import NoSlot
from api.store.standing import Kind

database = Database(sys.argv[1], sys.argv[2].encode())
coach = Person("coach-a", frozenset({Role.COACH}), coach="coach-szmh")
for number in range(500):
    with database.writing() as session:
        made = decisions.decide(session, coach, "crowd", Kind.ACCEPT, f"p{number}", "w")
    print(made.id, flush=True)  # only now it is acknowledged
"""


@pytest.fixture
def contested(database, admin, crowd):
    with database.writing() as session:
        instances.put(session, admin, "crowd", crowd(NUM_PEOPLE, NUM_SLOTS))
    return database


def test_500_acceptances_of_50_slots(contested, coach):
    """Exactly 50 win, 450 are told that the place is full, and every winner is in the logbook."""

    def accept(number):
        try:
            with contested.writing() as session:
                decisions.decide(session, coach, "crowd", Kind.ACCEPT, f"p{number}", "w")
        except NoSlot:
            return False
        return True

    with ThreadPoolExecutor(NUM_THREADS) as pool:
        won = list(pool.map(accept, range(NUM_PEOPLE)))
    assert won.count(True) == NUM_SLOTS
    with contested.reading() as session:
        winners = {f"p{number}" for number, one in enumerate(won) if one}
        holds = session.execute(sa.select(Hold.slot, Hold.participant)).all()
        assert {slot for slot, _ in holds} == set(range(NUM_SLOTS))
        assert {participant for _, participant in holds} == winners
        assert set(session.scalars(sa.select(Decision.participant))) == winners
        assert book.remaining(session, "crowd") == {"w": 0}
        chain = logbook.verify(session)
        assert (chain.num_records, chain.faults) == (1 + NUM_SLOTS, ())


def test_the_keys_alone_refuse_a_slot_or_a_person_twice(contested):
    """Were a lock ever forgotten: the table itself says no."""
    row = {"dataset": "crowd", "workplace": "w", "since": instances.now().date()}
    with contested.writing() as session:
        session.execute(sa.insert(Hold).values(**row, slot=0, participant="p0"))
    for again in ({"slot": 0, "participant": "p1"}, {"slot": 1, "participant": "p0"}):
        with pytest.raises(sa.exc.IntegrityError), contested.writing() as session:
            session.execute(sa.insert(Hold).values(**row, **again))


def test_a_writer_that_is_killed_leaves_nothing_half_written(contested):
    """What was acknowledged is there; of what was not, all or nothing is there; and others go on."""
    secret = "a secret of tests, and of nothing else"
    url = contested.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WRITER, url, secret]
    environment = {**os.environ, "PYTHONPATH": str(Path(book.__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        said = [writer.stdout.readline().strip() for _ in range(7)]
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read().split()
    assert writer.returncode == -signal.SIGKILL
    other = Database(url, secret.encode())
    with other.reading() as session:
        kept = set(session.scalars(sa.select(Decision.id)))
        assert set(said) <= kept
        assert len(kept) <= len(said) + 1
        assert set(session.scalars(sa.select(Hold.decision))) == kept
        recorded = session.scalars(sa.select(Record).where(Record.name == "decide"))
        assert {record.attributes["leerwerk.decision"] for record in recorded} == kept
        assert logbook.verify(session).faults == ()
    with other.writing() as session:
        coach = decisions.Person("coach-a", frozenset({decisions.Role.COACH}), coach="coach-szmh")
        decisions.decide(session, coach, "crowd", Kind.ACCEPT, "p499", "w")
    other.dispose()
