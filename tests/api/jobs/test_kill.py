"""Workers die at any moment (kill -9), one or all: every run ends once, nothing is lost, nothing is doubled.

LEERWERK_TEST_ROUNDS=50 does it fifty times.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.processes import child
from api.processes.keeping import Role, started
from api.settings import Settings
from api.store import runs
from api.store.models import Executor
from instances.schema.solution import MatchingSolution
from matching.engines.engine import Limits
from matching.solver import SolveOptions, solve

ROUNDS = int(os.environ.get("LEERWERK_TEST_ROUNDS", "1"))
LOST_AFTER = 3.0
PATIENCE = 240.0
WORKERS = 2
State = runs.State


class Crew:
    """Workers at one database, each a process of its own."""

    def __init__(self, url: str) -> None:
        self.settings = Settings(database_url=url)
        self.living = {}
        self.hired = 0

    def hire(self, name: str | None = None) -> str:
        """Start a worker, under a new name or under that of a dead one."""
        self.hired += name is None
        name = name or f"worker-{self.hired}"
        self.living[name] = started(Role(name, child.work, (self.settings, name, LOST_AFTER)))
        return name

    def kill(self, name: str) -> None:
        """Kill -9: nothing of it gets to run any more."""
        process = self.living.pop(name)
        process.kill()
        process.join()

    def stop(self) -> None:
        """Tell all to stop, and wait."""
        for process in self.living.values():
            process.terminate()
        for process in self.living.values():
            process.join()


@pytest.fixture
def crew(url: str) -> Iterator[Crew]:
    """A crew that is gone after the test."""
    made = Crew(url)
    yield made
    for name in list(made.living):
        made.kill(name)


def told(document: str):
    return MatchingSolution.model_validate_json(document).model_dump(exclude={"seconds", "statistics"})


def test_workers_die_at_any_moment(office, crew, tiny, sort):
    """One of them, then all at once, turn and turn about; the databases begin with another one of the two."""
    whole = told(solve(tiny, SolveOptions(limits=Limits(60.0, 0.0005, 1, 1))).model_dump_json())
    chance = random.Random(1)
    for _ in range(WORKERS):
        crew.hire()
    for round_ in range(ROUNDS):
        all_at_once = (round_ + (sort == "postgres")) % 2 == 1
        ids = [office.ask() for _ in range(3)]
        sweep = office.ask(seeds=[1, 2])
        office.wait(ids[0], until=lambda run: run.state != State.QUEUED)
        time.sleep(chance.uniform(0.0, 1.5))
        dying = list(crew.living) if all_at_once else [chance.choice(list(crew.living))]
        for name in dying:
            crew.kill(name)
        for name in dying:  # sometimes one comes back in its place, sometimes it never does
            crew.hire(name if round_ // 2 % 2 == all_at_once else None)
        found = office.wait(*ids, sweep)
        with office.database.reading() as session:
            family = runs.children(session, sweep)
            assert [kid.seed for kid in family] == [1, 2]
            assert {kid.state for kid in family} == {State.SOLVED}
        assert [run.state for run in found] == [State.SOLVED] * 4, [run.error for run in found]
        assert all(told(office.result(run_id)) == whole for run_id in ids)
    all_jobs_are_done(office)
    crew.stop()
    assert all(process.exitcode == 0 for process in crew.living.values())


def all_jobs_are_done(office) -> None:
    """Soon after the last run ended no job is left, and none went wrong."""
    client = office.queue._client
    under_way = ["ENQUEUED", "PENDING", "DELAYED", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
    last = time.monotonic() + 60
    while left := client.list_workflows(status=under_way):
        assert time.monotonic() < last, [(one.workflow_id, one.status, one.executor_id) for one in left]
        time.sleep(0.1)


def service(url: str) -> subprocess.Popen[bytes]:
    """`leerwerk worker`, as an administrator starts it."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "worker", "--workers", str(WORKERS)]
    root = str(Path(child.__file__).parents[2])
    environment = os.environ | {"LEERWERK_DATABASE_URL": url, "PYTHONPATH": root}
    return subprocess.Popen([*command, "--lost-after", str(LOST_AFTER)], env=environment, stdout=subprocess.DEVNULL)


def lives(pid: int) -> bool:
    """Whether a process is there, and not only remembered."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_service_dies_with_or_without_its_workers(office, crew, url):
    for round_ in range(ROUNDS):
        ids = [office.ask() for _ in range(3)]
        with service(url) as first:
            office.wait(ids[0], until=lambda run: run.state != State.QUEUED)
            with office.database.reading() as session:
                pids = [one.pid for one in session.scalars(sa.select(Executor)) if lives(one.pid)]
            first.kill()
            if office.database.is_sqlite == bool(round_ % 2):  # and all its workers with it
                for pid in filter(lives, pids):
                    os.kill(pid, signal.SIGKILL)
        last = time.monotonic() + PATIENCE
        while any(map(lives, pids)):  # a worker does not outlive the service
            assert time.monotonic() < last
            time.sleep(0.05)
        name = crew.hire()
        assert {run.state for run in office.wait(*ids)} == {State.SOLVED}
        all_jobs_are_done(office)
        crew.kill(name)


def test_a_worker_that_stops_hands_over_what_it_does(office, crew):
    first = crew.hire()
    ids = [office.ask(gap=0.0) for _ in range(3)]
    office.wait(ids[0], until=lambda run: run.state == State.RUNNING)
    crew.living[first].terminate()
    crew.living[first].join()
    assert crew.living.pop(first).exitcode == 0
    crew.hire()
    sweep = office.ask(runs.RunKind.PLAN, scenarios=["nope"])  # no children: nothing to wait for
    assert {run.state for run in office.wait(*ids)} == {State.SOLVED}
    assert office.wait(sweep)[0].state == State.FAILED
    all_jobs_are_done(office)
