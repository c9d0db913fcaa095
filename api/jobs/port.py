"""What the rest of the service knows of runs being done: five words, no engine behind them by name.

The table of runs in the store (`api.store.runs`, with the states and their order) is the truth about a run. A queue
only sees to it that someone does the work: it takes run ids and nothing else, so that a job is as small as its id and
can be done by any worker that reaches the database.
"""

import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from api.store.runs import State


@dataclass(frozen=True)
class RunProgress:
    """How far a run is.

    `phase`: what is being done; `incumbent`: value of the best so far, `bound`: what no solution can pass, `gap`: the
    fraction between them; each None while there is none. `seconds` since this attempt began. `error`: why it failed.
    `number` of the last sign of life; it rises with each.
    """

    run_id: str
    state: State
    number: int = 0
    phase: str = ""
    incumbent: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float = 0.0
    error: Mapping[str, Any] | None = None


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
            Unknown: there is none.
        """

    def progress(self, session: Session, run_id: str) -> RunProgress:
        """How far a run is.

        Raises:
            Unknown: there is none.
        """

    def result(self, session: Session, run_id: str) -> str | None:
        """The result of a run, or its best so far, as a JSON document; None while it has none.

        Raises:
            Unknown: there is none.
        """

    def progress_events(self, run_id: str, every: float = 0.5) -> AsyncIterator[RunProgress]:
        """How far a run is: now, then whenever that changed, and last its final state, after which the events end.

        It holds no connection between two looks, and looks every `every` seconds. Give up by closing it.

        Raises:
            Unknown: there is none.
        """

    def work(self, stop: threading.Event, name: str, lost_after: float) -> None:
        """Do runs, here and now, until `stop` is set: then take no new one, and leave what is not done to others.

        `name`: of this worker; a process that takes the place of a dead one works under its name, and takes up at once
        what it left. `lost_after`: seconds of silence after which a worker counts as dead; the same for all workers.
        """

    def close(self) -> None:
        """Let go of the database."""
