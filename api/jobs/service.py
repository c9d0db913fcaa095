"""The whole service from one command: bring the tables up to date, answer requests, and keep workers at their runs."""

import secrets
import socket
import threading

from api.jobs import child
from api.jobs.processes import Processes, Role, listening, on_signals, started
from api.settings import Settings


class NotReady(RuntimeError):
    """The database could not be brought up to date; what it said stands in the log above."""


def serve(settings: Settings, workers: int, lost_after: float, listener: socket.socket | None) -> None:
    """Answer requests on a socket that listens, if there is one, and do runs, until Ctrl-C or SIGTERM.

    Raises:
        NotReady: the database cannot be used.
    """
    stop = threading.Event()
    on_signals(stop)
    first = started(Role("prepare", child.prepare, (settings,)))
    first.join()
    if first.exitcode:
        raise NotReady
    names = [f"{socket.gethostname()}-{secrets.token_hex(4)}-{number}" for number in range(1, workers + 1)]
    roles = [Role(f"worker {name}", child.work, (settings, name, lost_after)) for name in names]
    if listener is not None:
        roles.insert(0, Role("api", child.answer, (settings, listener)))
    Processes(roles, stop).run()


def opened(settings: Settings) -> socket.socket:
    """The socket of the service.

    Raises:
        OSError: the address cannot be had.
    """
    return listening(settings.host, settings.port)
