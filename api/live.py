"""Live proposals: who could go where now, from the prices of the match-run in use and the slots that are left.

What takes seconds is done once and kept in this process: the newest documents with the overrides that stand, judged and
laid beside the last solution (`matching.live`). What changes with every decision (who holds which slot, what was
rejected) is read in the transaction of the request, so an acceptance of a second ago counts.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.store import instances, runs, standing
from api.store.models import Decision, Hold, Run
from api.store.standing import Kind
from api.web.problems import Refusal
from instances.schema.solution import MatchingSolution
from matching.live import Live, Standing
from matching.pricing import Desk

KEPT = 3  # prepared desks; one of a region takes some tens of megabytes
AGAINST = (Kind.REJECT, Kind.EXCLUDE)

type DeskKey = tuple[str, str, tuple[str, ...]]  # hash of the documents, run, overrides


@dataclass(frozen=True)
class Now:
    """How things stand for one dataset: as of which version, run and decision."""

    version: int
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
        version, run = instances.version(session, dataset), _last(session, dataset)
        number = standing.last_number(session, dataset)
        kept = self._now.get(dataset)
        if kept is not None and (kept.version, kept.run, kept.decided) == (version.number, run.id, number):
            return kept
        stands = standing.standing(session, dataset)
        live = self._desk(session, version.hash, run, [one for one in stands if one.kind == Kind.OVERRIDE])
        held = session.execute(sa.select(Hold.participant, Hold.workplace).where(Hold.dataset == dataset))
        against = [(str(one.participant), one.workplace) for one in stands if one.kind in AGAINST]
        made = Now(
            version.number, run.id, number, Standing.of(live, {row.participant: row.workplace for row in held}, against)
        )
        self._now[dataset] = made
        return made

    def _desk(self, session: Session, digest: str, run: Run, overrides: list[Decision]) -> Live:
        key = (digest, run.id, tuple(one.id for one in overrides))
        with self._lock:  # whoever comes meanwhile waits for the one that is being made
            if key not in self._desks:
                instance = standing.decided(instances.instance(session, digest), overrides)
                solution = MatchingSolution.model_validate_json(runs.answer(session, run.id) or "")
                self._desks[key] = Live(Desk.of_earlier(instance, solution)).prepared()
            self._desks.move_to_end(key)
            while len(self._desks) > KEPT:
                self._desks.popitem(last=False)
            return self._desks[key]


def _last(session: Session, dataset: str) -> Run:
    """The match-run that proposals are made from."""
    found = runs.in_use(session, dataset)
    if found is not None:
        return found
    raise Refusal(
        "not-matched", "Er is nog geen berekening klaar. Start er een met POST /v1/match-runs.",
        "No match-run was solved yet. Start one with POST /v1/match-runs.",
    )  # fmt: skip
