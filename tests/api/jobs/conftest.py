"""A database with one small instance in it, runs about it, and workers that do them."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from api.jobs.attempt import Desk
from api.jobs.durable import DurableQueue
from api.security.person import Person, Role
from api.store import instances, runs, standing
from api.store.database import Database
from api.store.models import Run
from instances.generate import generate
from instances.tables import Instance

ADMIN = Person("admin-1", frozenset({Role.ADMIN, Role.PLANNER}))
SECRET = b"a secret of tests, and of nothing else"
PATIENCE = 240.0  # seconds; only a failure takes that long


@pytest.fixture(scope="session")
def tiny() -> Instance:
    """The smallest synthetic instance, with a plan and scenarios."""
    return generate("tiny")


@dataclass
class Office:
    """Asks for runs about one dataset, and looks how they are."""

    database: Database
    queue: DurableQueue
    version: str

    def ask(self, kind: runs.RunKind = runs.RunKind.MATCH, seed: int = 1, **options: Any) -> str:
        """Write the row of a run, and submit it, together."""
        with self.database.writing() as session:
            found = self.row(session, kind, seed, options)
            self.queue.submit(session, found.id)
            return found.id

    def row(self, session: Any, kind: runs.RunKind, seed: int, options: dict[str, Any]) -> Run:
        """The row of a run."""
        return runs.ask(
            session, ADMIN, kind, "tiny", hash=self.version, policy_hash="none",
            decided=standing.last_number(session, "tiny"), options=options, seed=seed,
        )  # fmt: skip

    def run(self, run_id: str) -> Run:
        """How a run is now."""
        with self.database.reading() as session:
            found = runs.run(session, run_id)
            session.expunge(found)
            return found

    def result(self, run_id: str) -> str | None:
        """Its result."""
        with self.database.reading() as session:
            return self.queue.result(session, run_id)

    def cancel(self, run_id: str) -> None:
        """Ask that it stops."""
        with self.database.writing() as session:
            self.queue.cancel(session, run_id)

    def wait(self, *ids: str, until: Callable[[Run], bool] = lambda run: run.state in runs.ENDS) -> list[Run]:
        """Wait until all runs are as wanted; by default until they have ended."""
        last = time.monotonic() + PATIENCE
        while True:
            found = [self.run(run_id) for run_id in ids]
            if all(map(until, found)):
                return found
            assert time.monotonic() < last, [(run.id, run.state, run.attempts, run.executor) for run in found]
            time.sleep(0.05)


@pytest.fixture(scope="session")
def filled(template: Callable[..., Any], tiny: Instance) -> Any:
    """All tables, those of the queue too, and the instance."""

    def fill(database: Database) -> None:
        queue = DurableQueue(database)
        queue.prepare()
        queue.close()
        with database.writing() as session:
            instances.put(session, ADMIN, "tiny", tiny)

    return template("office", fill)


@pytest.fixture
def url(filled: Any, sort: str) -> Iterator[str]:
    """The URL of a database with the instance in it."""
    with filled.url(sort) as url:
        yield url


@pytest.fixture
def office(url: str, tiny: Instance) -> Iterator[Office]:
    """An office over a database of its own."""
    database = Database(url, SECRET)
    queue = DurableQueue(database)
    yield Office(database, queue, tiny.digest)
    queue.close()
    database.dispose()


@pytest.fixture
def desk(office: Office) -> Desk:
    """What a worker has at hand, for tests that do a run here and now."""
    return Desk(office.database, "worker-here", threading.Event())
