"""What one process of the service does: `python -m api.jobs.child api DESCRIPTOR` or `... worker NAME SECONDS`.

Settings come from the environment. See `processes` for who starts it, and when it stops.
"""

import os
import socket
import sys
import threading

from api.jobs.processes import GRACE, on_signals, when_alone
from api.settings import Settings


def answer(settings: Settings, descriptor: int) -> None:
    """Answer requests on an open socket until told to stop; requests that were begun are finished."""
    import uvicorn

    from api.app import application

    config = uvicorn.Config(
        application(settings), log_config=None, access_log=False, timeout_graceful_shutdown=int(GRACE / 2),
        server_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)

    def leave() -> None:
        server.should_exit = True

    when_alone(leave)
    server.run(sockets=[socket.socket(fileno=descriptor)])


def work(settings: Settings, name: str, lost_after: float) -> None:
    """Do runs until told to stop."""
    from api.jobs.durable import DurableQueue
    from api.store.database import Database

    stop = threading.Event()
    on_signals(stop)
    when_alone(stop.set)
    database = Database(settings.database_url, settings.secret.get_secret_value().encode())
    DurableQueue(database).work(stop, name, lost_after)


def main() -> None:
    """Play the role that the arguments name."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    settings = Settings.from_environment(os.environ)
    role, *rest = sys.argv[1:]
    if role == "api":
        answer(settings, int(rest[0]))
    else:
        work(settings, rest[0], float(rest[1]))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a solver may still be at work in a thread; what it was doing is left to others


if __name__ == "__main__":
    main()
