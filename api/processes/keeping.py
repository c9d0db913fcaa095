"""The processes of the service: one that answers requests, some that do runs, and this one, which keeps them alive.

A process that dies is started again at once, and later and later when it keeps dying soon after its start. A worker
comes back under the name of the one that died, so that it takes up at once what that one left. Processes are forked off
one that has loaded everything and does nothing, so that a start takes no time. Nobody is left behind: each process
stops when it is told to, and when this one is gone, also after kill -9. The socket belongs to this process: requests
that come while the answering process is started again wait.
"""

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection
from multiprocessing.context import ForkServerProcess
from types import FrameType
from typing import Any

GRACE = 20.0  # seconds that processes get to stop, before they are killed
LOOK = 0.2  # seconds between two looks whether to stop
SOON = 10.0  # seconds: who dies sooner than that after its start is started again later
WAITS = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before the next start, by the number of soon deaths before it
LOADED = ["api.processes.child", "api.jobs.durable", "api.app"]  # before anything is forked
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}  # so that forking is safe
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Role:
    """A process to keep alive: what it runs, and on what."""

    name: str
    target: Callable[..., None]
    arguments: tuple[Any, ...]


@dataclass
class Kept:
    """A role and the process that plays it now; `soon`: how often in a row it died soon after its start."""

    role: Role
    process: ForkServerProcess | None = None
    started: float = 0.0
    soon: int = 0
    due: float = 0.0

    def look(self) -> None:
        """Start it, for the first time, or again when it died and its time has come."""
        now = time.monotonic()
        if self.process is not None and not self.process.is_alive():
            self.soon = self.soon + 1 if now - self.started < SOON else 0
            wait = WAITS[min(self.soon, len(WAITS) - 1)]
            logger.warning("%s ended with %s; next start in %g s", self.role.name, self.process.exitcode, wait)
            self.process, self.due = None, now + wait
        if self.process is None and now >= self.due:
            self.process = started(self.role)
            self.started = now


@dataclass
class Processes:
    """Processes that live until `stop` is set, and are started again until then."""

    roles: Sequence[Role]
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Start all, keep all alive, and at the end stop all."""
        kept = [Kept(role) for role in self.roles]
        try:
            while not self.stop.is_set():
                for one in kept:
                    one.look()
                connection.wait([one.process.sentinel for one in kept if one.process is not None], LOOK)
        finally:
            _end([one.process for one in kept if one.process is not None])


def started(role: Role) -> ForkServerProcess:
    """Start a process in this role, off the one that has loaded everything."""
    os.environ.update({name: value for name, value in ONE_THREAD.items() if name not in os.environ})
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    process = context.Process(target=_alone, args=(role.target, *role.arguments), name=role.name)
    process.start()
    return process


def _alone(target: Callable[..., None], *arguments: Any) -> None:
    """Run in a session of its own: a Ctrl-C reaches the first process only, which then stops all."""
    os.setsid()
    target(*arguments)
    os._exit(0)  # a solver may still be at work in a thread; what it was doing is left to others


def _end(living: Sequence[ForkServerProcess]) -> None:
    """Ask all to stop, wait, and kill who does not."""
    for process in living:
        process.terminate()
    last = time.monotonic() + GRACE
    for process in living:
        process.join(max(0.0, last - time.monotonic()))
        if process.is_alive():
            logger.warning("%s did not stop within %g s and is killed", process.name, GRACE)
            process.kill()
            process.join()


def on_signals(stop: threading.Event) -> None:
    """Let Ctrl-C and SIGTERM set `stop`."""

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, told)


def when_alone(act: Callable[[], None]) -> None:
    """Call `act`, in a thread, when the process that started this one is gone."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        act()

    threading.Thread(target=watch, name="parent", daemon=True).start()


def listening(host: str, port: int, patience: float = 15.0) -> socket.socket:
    """A socket that listens; port 0 takes any that is free. An earlier service that is stopping gets time to let go.

    Raises:
        OSError: the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = time.monotonic() + patience
    while True:
        try:
            made = socket.create_server((host, port), family=family, backlog=2048)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a body waits 40 ms for its headers' ACK
            return made
        except OSError:
            if time.monotonic() >= last:
                raise
            time.sleep(LOOK)
