"""What the rest of the service knows of runs being done: five words, no engine behind them by name.

The table of runs in the store is the truth about a run. A queue only sees to it that someone does the work: it takes
run ids and nothing else, so that a job is as small as its id and can be done by any worker that reaches the database.

    queued → running → solved | infeasible | failed | cancelled

A final state is written once and never changes.
"""

import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session


class State(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Nothing changes any more."""
        return self not in (State.QUEUED, State.RUNNING)


@dataclass(frozen=True)
class RunProgress:
    """How far a run is.

    `phase`: what is being done; `incumbent`: value of the best so far, `bound`: what no solution can pass, `gap`: the
    fraction between them; each None while there is none. `seconds` since it began, of its current attempt. `problem`:
    why a failed run failed. `number`: rises with every change, so that equal numbers mean that nothing changed.
    """

    run_id: str
    state: State
    number: int = 0
    phase: str = ""
    incumbent: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float = 0.0
    problem: str = ""


class UnknownRun(LookupError):
    """No run has this id."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"no run is called {run_id!r}")
        self.run_id = run_id


class JobQueue(Protocol):
    """Runs that wait to be done, and who does them."""

    def submit(self, session: Session, run_id: str) -> None:
        """Have a run done, as part of the transaction of `session`: the run and its job are written together.

        The row of the run stands in the table already, in this transaction or an earlier one. Submitting a run again
        changes nothing: it is done once.
        """

    def cancel(self, session: Session, run_id: str) -> None:
        """Ask that a run stops, as part of the transaction of `session`.

        A run that waits is cancelled at once; a running one ends as `cancelled` within about a second and keeps its
        best so far; its children stop with it. A run that has ended stays as it is.

        Raises:
            UnknownRun: there is none.
        """

    def progress(self, session: Session, run_id: str) -> RunProgress:
        """How far a run is.

        Raises:
            UnknownRun: there is none.
        """

    def result(self, session: Session, run_id: str) -> dict[str, object] | None:
        """The result of a run as a JSON document, or its best so far; None while it has none.

        Raises:
            UnknownRun: there is none.
        """

    def progress_events(self, run_id: str, every: float = 0.5) -> AsyncIterator[RunProgress]:
        """How far a run is: now, then whenever that changed, and last its final state, after which the events end.

        It holds no connection between two looks, and looks every `every` seconds. Give up by closing it.

        Raises:
            UnknownRun: there is none.
        """

    def work(self, stop: threading.Event) -> None:
        """Do runs, here and now, until `stop` is set: then take no new one, and leave what is not done to others."""

    def close(self) -> None:
        """Let go of the database."""
