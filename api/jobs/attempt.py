"""One attempt at a run: tells how far it is, hears that it has to stop, and notices that another took it over.

A solver calls `note` as often as it likes; twice a second at most that is written. Four times a second the attempt
looks whether someone asked to stop, so that a run ends within about a second. The row of the run names the executor
that has it: who finds another name there was taken for dead, and stops without writing anything more.
"""

import logging
import math
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.store import runs
from api.store.database import Database
from api.store.errors import IllegalMove
from matching.bounds import relative_gap
from matching.engines.engine import Progress

LOOK = 0.25  # seconds
WRITE = 0.5  # seconds
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Desk:
    """What a worker has at hand: the database, its own name, and whether it is leaving."""

    database: Database
    executor: str
    leaving: threading.Event


class Attempt:
    """Watches over a run that this process does, from a thread of its own.

    `cancelled` is set when the solver has to stop, for whatever reason; then `asked` (someone wants the run to end),
    `lost` (another executor has it) or `leaving` of the desk (this process stops) tells why.
    """

    def __init__(self, desk: Desk, run_id: str) -> None:
        self.cancelled = threading.Event()
        self.asked = self.lost = False
        self._desk, self._run_id = desk, run_id
        self._noted: Progress | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"run-{run_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def note(self, progress: Progress) -> None:
        """Take a sign of life of the solver."""
        self._noted = progress

    def _watch(self) -> None:
        written, told = 0.0, None
        while not self._done.wait(LOOK):
            noted, moment = self._noted, time.monotonic()
            write = noted is not None and noted is not told and moment - written >= WRITE
            try:
                self._look(noted if write else None)
            except DBAPIError:  # the database comes back, or the end of the run finds that it did not
                logger.exception("run %s could not reach the database", self._run_id)
                continue
            if write:
                written, told = moment, noted
            if self.asked or self.lost or self._desk.leaving.is_set():
                self.cancelled.set()

    def _look(self, noted: Progress | None) -> None:
        try:
            if noted is None:
                with self._desk.database.reading() as session:
                    found = runs.run(session, self._run_id)
                    self.asked = found.cancel_asked_at is not None
                    self.lost = found.executor != self._desk.executor or found.state != runs.State.RUNNING
            else:
                with self._desk.database.writing() as session:
                    self.asked = _write(session, self._run_id, self._desk.executor, noted)
        except IllegalMove:
            self.lost = True


def _write(session: Session, run_id: str, executor: str, noted: Progress) -> bool:
    """Write a sign of life; what is not known yet is infinite for a solver, and absent here."""
    low, high = noted.incumbent, noted.bound
    if runs.run(session, run_id).kind == runs.RunKind.PLAN:  # smaller is better: the bound lies below
        low, high = high, low
    return runs.report(
        session, run_id, executor, elapsed=noted.elapsed, phase=noted.phase, incumbent=_known(noted.incumbent),
        bound=_known(noted.bound), gap=relative_gap(low, high) if math.isfinite(low) and math.isfinite(high) else None,
    )  # fmt: skip


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
