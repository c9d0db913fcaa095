"""Group commit: what many requests want to keep at the same moment is kept in one transaction, synced to disk once.

Whoever comes while a transaction is under way waits, and is taken along in the next one, with all others who wait. So
each waits for two transactions at most, however many there are. What it promises is what `database.writing()` promises:
when `do` returns, the deed is on disk. Deeds must not depend on one another. When one of them fails, each is done again
in a transaction of its own, and only the one that fails is told.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from api.store.database import Database

type Deed = Callable[[Session], None]
TRACE = "trace"


@dataclass
class _Waiting:
    """A deed, and how it went: not yet, kept, or refused with an error."""

    deed: Deed
    kept: bool = False
    error: Exception | None = None


@dataclass
class Together:
    """The deeds that wait for this database in this process."""

    database: Database
    _waiting: list[_Waiting] = field(default_factory=list)
    _door: threading.Lock = field(default_factory=threading.Lock)  # held for a moment, to join or to take along
    _turn: threading.Lock = field(default_factory=threading.Lock)  # held for a transaction

    def do(self, deed: Deed) -> None:
        """Do something small in a transaction, shared with whoever comes at the same moment; back when it is kept.

        Raises:
            Exception: what the deed raised; nothing of it is kept.
            RuntimeError: whoever took the deed along was broken off.
        """
        own = _Waiting(deed)
        with self._door:
            self._waiting.append(own)
        with self._turn:
            if not own.kept and own.error is None:
                with self._door:
                    taken, self._waiting = self._waiting, []
                self._keep(taken)
        if own.error is not None:
            raise own.error
        if not own.kept:
            raise RuntimeError("a transaction with several deeds was broken off; this one is not kept")

    def _keep(self, taken: list[_Waiting]) -> None:
        try:
            with self.database.writing() as session:
                for one in taken:
                    session.info.pop(TRACE, None)
                    one.deed(session)
        except Exception as error:  # given to whoever asked for it
            if len(taken) > 1:
                for one in taken:
                    self._keep([one])
            else:
                taken[0].error = error
        else:
            for one in taken:
                one.kept = True
