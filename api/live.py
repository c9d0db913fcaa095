"""Live proposals: who could go where now, from the prices of the match-run in use and the slots that are left.

What takes seconds is done once and kept in this process: the newest documents with the overrides that stand, judged and
laid beside the last solution (`matching.live`). Every request asks the database, in one query, whether that is still
how things stand; what changes with a decision (who holds which slot, what was rejected) is then read in the same
transaction, so an acceptance of a second ago counts.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.store import instances, runs, standing
from api.store.errors import Unknown
from api.store.models import Blob, Decision, Hold, Version
from api.store.standing import Kind
from api.web.problems import Refusal
from instances.schema.solution import MatchingSolution
from matching.live import Live, Standing
from matching.pricing import Desk

KEPT = 3  # prepared desks; one of a region takes some tens of megabytes
AGAINST = (Kind.REJECT, Kind.EXCLUDE)

type DeskKey = tuple[str, str, tuple[str, ...]]  # hash of what is kept of the documents, run, overrides


@dataclass(frozen=True)
class Now:
    """How things stand for one dataset: as of which version, run and decision."""

    version: int
    content: str
    run: str
    decided: int
    standing: Standing


class Desks:
    """The prepared desks of this process."""

    def __init__(self) -> None:
        self._desks: OrderedDict[DeskKey, Live] = OrderedDict()
        self._now: dict[str, Now] = {}
        self._lock = threading.Lock()

    def now(self, session: Session, dataset: str) -> Now:
        """How things stand, in the transaction of the request.

        Raises:
            Unknown: there is no such dataset.
            Refusal: nothing was matched yet, so there are no prices.
        """
        found = session.execute(_AS_OF, {"dataset": dataset}).one_or_none()
        if found is None:
            raise Unknown("version", dataset)
        if found.run is None:
            raise Refusal(
                "not-matched", "Er is nog geen berekening klaar. Start er een met POST /v1/match-runs.",
                "No match-run was solved yet. Start one with POST /v1/match-runs.",
            )  # fmt: skip
        as_of = (found.number, found.content, found.run, found.decided or 0)
        kept = self._now.get(dataset)
        if kept is not None and (kept.version, kept.content, kept.run, kept.decided) == as_of:
            return kept
        stands = standing.standing(session, dataset)
        overrides = [one for one in stands if one.kind == Kind.OVERRIDE]
        key = (found.content, found.run, tuple(one.id for one in overrides))
        live = self._desk(session, found.hash, key, overrides)
        held = session.execute(sa.select(Hold.participant, Hold.workplace).where(Hold.dataset == dataset))
        against = [(str(one.participant), one.workplace) for one in stands if one.kind in AGAINST]
        made = Now(*as_of, Standing.of(live, {row.participant: row.workplace for row in held}, against))
        self._now[dataset] = made
        return made

    def forget(self) -> None:
        """Keep nothing of what was prepared: someone was erased."""
        with self._lock:
            self._now.clear()
            self._desks.clear()

    def _desk(self, session: Session, digest: str, key: DeskKey, overrides: list[Decision]) -> Live:
        with self._lock:  # whoever comes meanwhile waits for the one that is being made
            if key not in self._desks:
                instance = standing.decided(instances.instance(session, digest), overrides)
                solution = MatchingSolution.model_validate_json(runs.answer(session, key[1]) or "")
                self._desks[key] = Live(Desk.of_earlier(instance, solution)).prepared()
            self._desks.move_to_end(key)
            while len(self._desks) > KEPT:
                self._desks.popitem(last=False)
            return self._desks[key]


def _as_of() -> sa.Select[tuple[int, str, str, str | None, int | None]]:
    """Newest version of a dataset; the match-run in use; last decision."""
    named = sa.bindparam("dataset", type_=sa.String())
    decided = sa.select(sa.func.max(Decision.number)).where(Decision.dataset == named)
    return (
        sa.select(
            Version.number, Version.hash, Blob.content, runs.id_in_use(named).scalar_subquery().label("run"),
            decided.scalar_subquery().label("decided"),
        )
        .join(Blob, Blob.hash == Version.hash)
        .where(Version.dataset == named)
        .order_by(Version.number.desc())
        .limit(1)
    )  # fmt: skip


_AS_OF = _as_of()
