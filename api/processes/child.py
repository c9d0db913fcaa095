"""What the processes of the service do: answer requests, or do runs. See `processes` for who starts them, and why."""

import logging
import socket
import threading
from typing import TYPE_CHECKING

from api.processes.keeping import GRACE, on_signals, when_alone
from api.settings import Settings

LOG = "%(asctime)s %(levelname)s %(name)s %(message)s"

if TYPE_CHECKING:
    from api.store.database import Database


def answer(settings: Settings, listener: socket.socket) -> None:
    """Answer requests on an open socket until told to stop; requests that were begun are finished."""
    import uvicorn

    from api.app import application

    _log(settings)
    config = uvicorn.Config(
        application(settings), log_config=None, access_log=False, timeout_graceful_shutdown=int(GRACE / 2),
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

    _log(settings)
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


def _log(settings: Settings) -> None:
    logging.basicConfig(level=settings.log_level.upper(), format=LOG)


def _database(settings: Settings) -> "Database":
    from api.store.database import Database

    return Database(settings.database_url, settings.secret.get_secret_value().encode(), settings.register_uri)
