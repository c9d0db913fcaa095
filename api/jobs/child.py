"""What the processes of the service do: answer requests, or do runs. See `processes` for who starts them, and why."""

import socket
import threading
from typing import TYPE_CHECKING

from api.jobs.processes import GRACE, on_signals, when_alone
from api.settings import Settings

if TYPE_CHECKING:
    from api.store.database import Database


def answer(settings: Settings, listener: socket.socket) -> None:
    """Answer requests on an open socket until told to stop; requests that were begun are finished."""
    import uvicorn

    from api.app import application
    from api.jobs.durable import DurableQueue

    queue = DurableQueue(_database(settings))
    config = uvicorn.Config(
        application(settings, queue), log_config=None, access_log=False, timeout_graceful_shutdown=int(GRACE / 2),
        server_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)

    def leave() -> None:
        server.should_exit = server.force_exit = True  # whoever started it was killed: let go of the address

    when_alone(leave)
    server.run(sockets=[listener])


def work(settings: Settings, name: str, lost_after: float) -> None:
    """Do runs until told to stop."""
    from api.jobs.durable import DurableQueue

    stop = threading.Event()
    on_signals(stop)
    when_alone(stop.set)
    DurableQueue(_database(settings)).work(stop, name, lost_after)


def prepare(settings: Settings) -> None:
    """Bring all tables of the database up to date."""
    from api.jobs.durable import DurableQueue
    from api.store.migrate import migrate

    database = _database(settings)
    migrate(database)
    DurableQueue(database).prepare()


def _database(settings: Settings) -> "Database":
    from api.store.database import Database

    return Database(settings.database_url, settings.secret.get_secret_value().encode())
