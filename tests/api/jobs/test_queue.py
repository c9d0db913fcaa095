"""The port over DBOS: written with whoever asks, done once, told as it goes."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from api.jobs import reaper, work
from api.jobs.durable import RUNS, SWEEPS, DurableQueue
from api.jobs.port import JobQueue, RunProgress
from api.store import runs
from api.store.errors import Unknown

State = runs.State


def jobs(office) -> dict[str, str]:
    """Every job, and its queue."""
    return {one.workflow_id: one.queue_name for one in office.queue._client.list_workflows()}


def test_it_is_a_job_queue(office):
    queue: JobQueue = office.queue
    assert isinstance(queue, DurableQueue)


def test_a_run_and_its_job_are_written_together_or_not_at_all(office):
    with pytest.raises(RuntimeError, match="no"), office.database.writing() as session:
        office.queue.submit(session, office.row(session, runs.RunKind.MATCH, 1, {}).id)
        raise RuntimeError("no")
    assert jobs(office) == {}
    run_id = office.ask()
    assert jobs(office) == {run_id: RUNS}


def test_a_run_that_is_submitted_again_is_one_job(office):
    run_id = office.ask()
    for _ in range(2):
        with office.database.writing() as session:
            office.queue.submit(session, run_id)
    assert jobs(office) == {run_id: RUNS}


def test_a_sweep_waits_in_a_queue_of_its_own(office):
    run_id = office.ask(seeds=[1, 2])
    assert jobs(office) == {run_id: SWEEPS}


def test_nobody_can_ask_about_a_run_that_does_not_exist(office):
    with office.database.reading() as session:
        for ask in (office.queue.progress, office.queue.result):
            with pytest.raises(Unknown, match="nope"):
                ask(session, "nope")


def test_progress_is_told_until_the_end(office, desk):
    run_id = office.ask()

    async def listen() -> list[RunProgress]:
        told = []
        async for one in office.queue.progress_events(run_id, every=0.01):
            told.append(one)
            if one.state == State.QUEUED:
                await asyncio.to_thread(work.do, desk, run_id)
        return told

    told = asyncio.run(listen())
    assert [told[0].state, told[-1].state] == [State.QUEUED, State.SOLVED]
    assert (told[-1].incumbent, told[-1].bound) == (office.run(run_id).incumbent, office.run(run_id).bound)


def test_only_the_worker_that_has_lived_longest_reaps(office):
    client = office.queue._client
    reaper.beat(office.database, "first")
    reaper.beat(office.database, "second")
    assert reaper.reap(office.database, client, "second", 60.0) == []
    with office.database.writing() as session:
        runs.stop(session, "first")
    assert reaper.reap(office.database, client, "first", 60.0) == []
    assert reaper.reap(office.database, client, "second", 60.0) == []  # it is the one now, and nothing is lost


def test_a_broken_database_ends_an_attempt_and_not_the_run(office, desk, monkeypatch):
    def unreachable(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    run_id = office.ask()
    monkeypatch.setattr(work, "documents", unreachable)
    with pytest.raises(OperationalError):
        work.do(desk, run_id)
    assert office.run(run_id).state == State.RUNNING
