"""DBOS behind the port: runs as durable workflows in the same database as everything else.

A job is the id of a run, and the id of its workflow is that id too, so that a run that is submitted twice is done once.
The row of the workflow is written in the transaction of whoever submits. A worker takes one run at a time; a run that
fans out to children waits for them in a queue of its own, where waiting holds up nobody.

The tables of DBOS stand beside those of the store: in the same file on SQLite, in the schema `dbos` on PostgreSQL.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.jobs import children, reaper, work
from api.jobs.asked import asked
from api.jobs.attempt import Desk
from api.jobs.port import RunProgress
from api.store import runs
from api.store.database import BUSY_SECONDS, Database

APPLICATION = "leerwerk"
VERSION = "1"  # of what a workflow does step by step; another number when workflows under way could not be gone on with
RUNS, SWEEPS = "runs", "sweeps"  # queues
SWEEPS_AT_ONCE = 50  # of one worker; they only wait
POLL = 0.25  # seconds between two looks for a run to do
BEAT = 1.0  # seconds
LATER = 10  # priority of what belongs to a sweep; a run by itself has 0 and goes first
UNDER_WAY = ["ENQUEUED", "DELAYED", "PENDING"]
LEAVE = 10  # seconds that solvers get to stop
IDLE_TRANSACTION = 60_000  # milliseconds after which PostgreSQL frees what a vanished machine held
logger = logging.getLogger(__name__)


class DurableQueue:
    """The port (`api.jobs.port.JobQueue`) over DBOS."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._engine = _engine(database)
        self._client = DBOSClient(
            system_database_engine=self._engine, serializer=DBOSPortableJSONSerializer(), application_name=APPLICATION,
            lazy=True,
        )  # fmt: skip

    def prepare(self) -> None:
        """Make the tables of DBOS, where they are not there or not up to date."""
        DBOS(config=self._config("prepare"))
        DBOS.listen_queues([])
        DBOS.launch()
        DBOS.destroy()

    def submit(self, session: Session, run_id: str) -> None:
        """See the port."""
        found = runs.run(session, run_id)
        sweep = asked(found.kind, found.options).is_sweep
        self._client.enqueue_in_transaction(
            session,
            {"workflow_name": "sweep" if sweep else "run", "queue_name": SWEEPS if sweep else RUNS,
             "workflow_id": run_id, "app_version": VERSION},
            run_id,
        )  # fmt: skip

    def cancel(self, session: Session, run_id: str) -> None:
        """See the port."""
        runs.cancel(session, run_id)

    def progress(self, session: Session, run_id: str) -> RunProgress:
        """See the port."""
        found = runs.run(session, run_id)
        last = runs.last_progress(session, run_id)
        number, phase, seconds = (0, "", 0.0) if last is None else (last.number, last.phase, last.elapsed)
        return RunProgress(
            run_id,
            runs.State(found.state),
            number,
            phase,
            found.incumbent,
            found.bound,
            found.gap,
            seconds,
            found.error,
        )

    def result(self, session: Session, run_id: str) -> str | None:
        """See the port."""
        runs.run(session, run_id)
        return runs.answer(session, run_id)

    async def progress_events(self, run_id: str, every: float = 0.5) -> AsyncIterator[RunProgress]:
        """See the port."""
        told: RunProgress | None = None
        while told is None or told.state not in runs.ENDS:
            found = await asyncio.to_thread(self._look, run_id)
            if found != told:
                told = found
                yield found
            if found.state not in runs.ENDS:
                await asyncio.sleep(every)

    def work(self, stop: threading.Event, name: str, lost_after: float) -> None:
        """See the port."""
        desk = Desk(self.database, name, threading.Event())
        broken = threading.Event()
        _register(desk, self._client, broken)
        reaper.beat(self.database, name)
        DBOS(config=self._config(name))
        DBOS.launch()  # takes up again what an earlier process of this name left
        DBOS.register_queue(RUNS, worker_concurrency=1, polling_interval_sec=POLL, on_conflict="always_update")
        DBOS.register_queue(
            SWEEPS, worker_concurrency=SWEEPS_AT_ONCE, polling_interval_sec=POLL, on_conflict="always_update"
        )
        logger.info("worker %s is ready", name)
        try:
            while not stop.wait(BEAT) and not broken.is_set():
                self._beat(name, lost_after)
        finally:
            desk.leaving.set()
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=LEAVE)
        reaper.leave(self.database, self._client, name)

    def close(self) -> None:
        """See the port."""
        self._client.destroy()
        self._engine.dispose()

    def _look(self, run_id: str) -> RunProgress:
        with self.database.reading() as session:
            return self.progress(session, run_id)

    def _beat(self, name: str, lost_after: float) -> None:
        try:
            reaper.beat(self.database, name)
            reaper.reap(self.database, self._client, name, lost_after)
        except DBAPIError:
            logger.exception("worker %s could not reach the database", name)

    def _config(self, name: str) -> DBOSConfig:
        return {
            "name": APPLICATION, "application_version": VERSION, "executor_id": name,
            "system_database_engine": self._engine, "system_database_url": self._engine.url.render_as_string(),
            "serializer": DBOSPortableJSONSerializer(), "log_level": "WARNING",
        }  # fmt: skip


def _register(desk: Desk, client: DBOSClient, broken: threading.Event) -> None:
    """Tell DBOS what its workflows are: each ends when there is nothing left to do about its run."""

    @DBOS.workflow(name="run", max_recovery_attempts=None)
    def run(run_id: str) -> None:
        _guarded(broken, lambda: work.do(desk, run_id))

    @DBOS.workflow(name="fan_out", max_recovery_attempts=None)
    def fan_out(run_id: str) -> None:
        _guarded(broken, lambda: children.fan_out(desk, run_id))

    @DBOS.workflow(name="join", max_recovery_attempts=None)
    def join(run_id: str) -> None:
        _guarded(broken, lambda: children.join(desk, run_id))

    def done(workflow: Callable[[str], None], ids: Mapping[str, str], parent: str) -> None:
        """Have the workflow done about each run, under these ids, by whoever is free; wait for all of them."""
        for workflow_id, run_id in ids.items():
            with SetWorkflowID(workflow_id), SetEnqueueOptions(priority=LATER):
                DBOS.enqueue_workflow(RUNS, workflow, run_id)
        known = list(ids)
        # no ids would mean: whichever there are
        while known and client.list_workflows(
            workflow_ids=known, status=UNDER_WAY, load_input=False, load_output=False
        ):
            if desk.leaving.wait(BEAT):
                raise work.Left
            children.look_after(desk, parent)

    @DBOS.workflow(name="sweep", max_recovery_attempts=None)
    def sweep(run_id: str) -> None:
        def act() -> None:
            done(fan_out, {f"{run_id}.fan-out": run_id}, run_id)
            ids = children.ids(desk, run_id)
            done(run, dict(zip(ids, ids, strict=True)), run_id)
            done(join, {f"{run_id}.join": run_id}, run_id)

        _guarded(broken, act)


def _guarded(broken: threading.Event, act: Callable[[], None]) -> None:
    """Act; where something breaks that is not the fault of the run, this process ends and leaves the run to others."""
    try:
        act()
    except work.Left:
        raise
    except Exception:  # not swallowed: told to the log, and the run stays open for another worker
        logger.exception("this worker cannot go on")
        broken.set()
        raise work.Left from None


def _engine(database: Database) -> sa.Engine:
    """An engine as DBOS wants it: on SQLite it begins transactions in its own way."""
    if not database.is_sqlite:
        options = f"-c idle_in_transaction_session_timeout={IDLE_TRANSACTION}"
        return sa.create_engine(database.url, pool_pre_ping=True, pool_size=5, connect_args={"options": options})
    engine = sa.create_engine(
        database.url, module=database.engine.dialect.dbapi, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in (f"busy_timeout={BUSY_SECONDS}000", "foreign_keys=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine
