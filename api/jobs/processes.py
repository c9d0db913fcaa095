"""The processes of the service: one that answers requests, some that do runs, and this one, which keeps them alive.

A process that dies is started again at once, and later and later when it keeps dying soon after its start. A worker
comes back under the name of the one that died, so that it takes up at once what that one left. Nobody is left behind:
each process stops when it is told to, and also when the pipe to this one closes, which the system does even after
kill -9. The socket belongs to this process: requests that come while the answering process is started again wait.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE = 20.0  # seconds that processes get to stop, before they are killed
LOOK = 0.1  # seconds between two looks at the processes
SOON = 10.0  # seconds: who dies sooner than that after its start is started again later
WAITS = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before the next start, by the number of soon deaths before it
MODULE = "api.jobs.child"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Role:
    """A process to keep alive: the arguments of `api.jobs.child`, and file descriptors that it gets."""

    name: str
    arguments: Sequence[str]
    descriptors: Sequence[int] = ()


@dataclass
class Kept:
    """A role and the process that plays it now; `soon`: how often in a row it died soon after its start."""

    role: Role
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    soon: int = 0
    due: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it, in a session of its own: a Ctrl-C reaches this process only, which then stops all."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", MODULE, *self.role.arguments],
            stdin=subprocess.PIPE, env=dict(environment), pass_fds=self.role.descriptors, start_new_session=True,
        )  # fmt: skip
        self.started = time.monotonic()

    def look(self, environment: Mapping[str, str]) -> None:
        """Start it again when it died and its time has come."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.soon = self.soon + 1 if now - self.started < SOON else 0
            wait = WAITS[min(self.soon, len(WAITS) - 1)]
            logger.warning(
                "process %s ended with %s; next start in %g s", self.role.name, self.process.returncode, wait
            )
            self.release()
            self.due = now + wait
        if self.process is None and now >= self.due:
            self.start(environment)

    def tell(self, number: int) -> None:
        """Send a signal, if it lives."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def release(self) -> None:
        """Forget the process, which has ended."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None


@dataclass
class Processes:
    """Processes that live until `stop` is set, and are started again until then."""

    roles: Sequence[Role]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Start all, keep all alive, and at the end stop all."""
        kept = [Kept(role) for role in self.roles]
        try:
            while not self.stop.is_set():
                for one in kept:
                    one.look(self.environment)
                self.stop.wait(LOOK)
        finally:
            _end(kept)


def _end(kept: Sequence[Kept]) -> None:
    """Ask all to stop, wait, and kill who does not."""
    for one in kept:
        one.tell(signal.SIGTERM)
    last = time.monotonic() + GRACE
    for one in kept:
        if one.process is None:
            continue
        try:
            one.process.wait(max(0.0, last - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("process %s did not stop within %g s and is killed", one.role.name, GRACE)
            one.process.kill()
            one.process.wait()
        one.release()


def on_signals(stop: threading.Event) -> None:
    """Let Ctrl-C and SIGTERM set `stop`; a second one ends this process the hard way."""

    def told(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, told)


def when_alone(act: Callable[[], None]) -> None:
    """Call `act` in a thread when the pipe on standard input closes: whoever started this process is gone."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        act()

    threading.Thread(target=watch, name="pipe", daemon=True).start()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any that is free.

    Raises:
        OSError: the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.create_server((host, port), family=family, backlog=2048, reuse_port=False)
    made.set_inheritable(True)
    return made
