"""Who lives, and what becomes of the runs of who does not.

Every worker says once a second that it lives. A workflow that is under way at a worker that was silent for too long, or
that said goodbye, is put in its queue again. The worker that has lived longest does that, so that two do not do it at
once; if two do all the same, the row of the run names one executor, and the other leaves it (`attempt`).
"""

import logging
import os
import socket
from datetime import timedelta

import sqlalchemy as sa
from dbos import DBOSClient

from api.store import blobs, runs
from api.store.database import Database
from api.store.models import Executor, now

logger = logging.getLogger(__name__)


def beat(database: Database, name: str) -> None:
    """Say that this worker lives, and forget whom others erased."""
    with database.writing() as session:
        runs.beat(session, name, socket.gethostname(), os.getpid())
        blobs.forget_gone(session)


def reap(database: Database, client: DBOSClient, name: str, lost_after: float) -> list[str]:
    """Put the workflows of dead workers in their queues again, if it is up to this worker; give their ids."""
    with database.reading() as session:
        since = now() - timedelta(seconds=lost_after)
        lives = sa.select(Executor.id).where(Executor.stopped_at.is_(None), Executor.seen_at >= since)
        alive = session.scalars(lives.order_by(Executor.started_at, Executor.id)).all()
    if not alive or alive[0] != name:
        return []
    pending = client.list_workflows(status="PENDING", load_input=False, load_output=False)
    return _again(client, {one.workflow_id: one.queue_name for one in pending if one.executor_id not in alive})


def leave(database: Database, client: DBOSClient, name: str) -> None:
    """Say goodbye, and put in their queues again what this worker leaves."""
    with database.writing() as session:
        runs.stop(session, name)
    pending = client.list_workflows(status="PENDING", executor_id=name, load_input=False, load_output=False)
    _again(client, {one.workflow_id: one.queue_name for one in pending})


def _again(client: DBOSClient, queues: dict[str, str | None]) -> list[str]:
    for workflow_id, queue in queues.items():
        logger.warning("run %s is put in the queue again", workflow_id)
        client.resume_workflow(workflow_id, queue_name=queue)
    return list(queues)
