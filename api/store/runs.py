"""Match-runs and plan-runs: what was asked, where it stands, the best answer so far.

    queued ──► running ──► solved | infeasible | failed
      │           │  └──► running     taken up by another executor: the one before is dead or lost it
      └───────────┴─────► cancelled   keeps the best answer so far

`MOVES` is the only place that knows this; every move is one UPDATE that asks for the state it leaves, so two processes
cannot both make it. A run ends once: to end it the same way again does nothing, another way is an IllegalMove.
"""

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.security.person import Person, Role
from api.store.errors import IllegalMove, NotUsable, Unknown
from api.store.ids import new_id
from api.store.models import Answer, Executor, Progress, Run, now
from api.store.scope import require_role
from api.store.statements import touched
from instances.schema.vocabulary import Word


class RunKind(Word):
    """What a run computes."""

    MATCH = "match", "koppelen", "match"
    PLAN = "plan", "plannen", "plan"


class State(Word):
    """Where a run stands."""

    QUEUED = "queued", "in de rij", "queued"
    RUNNING = "running", "bezig", "running"
    SOLVED = "solved", "klaar", "solved"
    INFEASIBLE = "infeasible", "geen oplossing", "infeasible"
    FAILED = "failed", "mislukt", "failed"
    CANCELLED = "cancelled", "gestopt", "cancelled"


MOVES = {
    State.QUEUED: (State.RUNNING, State.FAILED, State.CANCELLED),
    State.RUNNING: (State.RUNNING, State.SOLVED, State.INFEASIBLE, State.FAILED, State.CANCELLED),
    State.SOLVED: (),
    State.INFEASIBLE: (),
    State.FAILED: (),
    State.CANCELLED: (),
}
ENDS = tuple(state for state, onward in MOVES.items() if not onward)


def ask(
    session: Session,
    person: Person,
    kind: RunKind,
    dataset: str,
    *,
    hash: str,  # noqa: A002
    policy_hash: str,
    decided: int = 0,
    options: dict[str, Any],
    seed: int,
    scenario: str | None = None,
    parent: str | None = None,
    id: str | None = None,  # noqa: A002
) -> Run:
    """Queue a run. With an `id` that is there already (a child asked for again after a crash) that run is given."""
    found = session.get(Run, id) if id else None
    if found is not None:
        return found
    made = Run(
        id=id or new_id(), kind=kind, dataset=dataset, hash=hash, policy_hash=policy_hash, decided=decided,
        options=options, seed=seed, scenario=scenario, parent=parent, state=State.QUEUED, asked_by=person.subject,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def run(session: Session, id: str) -> Run:  # noqa: A002
    """Give one run; Unknown where there is none."""
    found = session.get(Run, id)
    if found is None:
        raise Unknown("run", id)
    return found


def children(session: Session, parent: str) -> list[Run]:
    """Give the runs that a run fanned out to, in the order in which they were asked."""
    return list(session.scalars(sa.select(Run).where(Run.parent == parent).order_by(Run.asked_at, Run.id)))


def begin(session: Session, id: str, executor: str, versions: dict[str, Any]) -> Run:  # noqa: A002
    """Take up a run that is queued, or one that an executor lost."""
    return _move(
        session, id, State.RUNNING, executor=executor, versions=versions, attempts=Run.attempts + 1,
        started_at=sa.func.coalesce(Run.started_at, now()),
    )  # fmt: skip


def report(
    session: Session,
    id: str,  # noqa: A002
    executor: str,
    *,
    elapsed: float,
    phase: str,
    incumbent: float | None = None,
    bound: float | None = None,
    gap: float | None = None,
    answer: str | None = None,
) -> bool:
    """Note progress, and with `answer` (a JSON document) the best answer so far; True when cancelling was asked.

    Raises:
        IllegalMove: the run has ended, or another executor has taken it up; this one must stop.
    """
    mine = sa.update(Run).where(Run.id == id, Run.state == State.RUNNING, Run.executor == executor)
    changed = touched(session, mine.values(incumbent=incumbent, bound=bound, gap=gap))
    found = run(session, id)
    if not changed:
        raise IllegalMove(id, found.state, State.RUNNING)
    number = session.scalar(sa.select(sa.func.coalesce(sa.func.max(Progress.number), 0)).where(Progress.run == id)) or 0
    session.add(
        Progress(
            run=id, number=number + 1, elapsed=elapsed, phase=phase, incumbent=incumbent, bound=bound, gap=gap
        )
    )  # fmt: skip
    if answer is not None:
        replace_answer(session, id, answer)
    session.flush()
    return found.cancel_asked_at is not None


def finish(
    session: Session,
    id: str,  # noqa: A002
    state: State,
    *,
    answer: str | None = None,
    incumbent: float | None = None,
    bound: float | None = None,
    gap: float | None = None,
    error: dict[str, Any] | None = None,
) -> Run:
    """End a run; without `answer` the best so far stays. To end it the same way again changes nothing."""
    if state not in ENDS:
        raise IllegalMove(id, run(session, id).state, state)
    if run(session, id).state == state:
        return run(session, id)
    known = {"incumbent": incumbent, "bound": bound, "gap": gap}
    told = {name: value for name, value in known.items() if value is not None}
    found = _move(session, id, state, finished_at=now(), error=error, **told)
    if answer is not None:
        replace_answer(session, id, answer)
        session.flush()
    return found


def cancel(session: Session, id: str) -> Run:  # noqa: A002
    """Ask that a run and its children stop: at once where it waits, otherwise its executor sees it and ends it."""
    found = run(session, id)
    if found.state not in ENDS:
        session.execute(sa.update(Run).where(Run.id == id, Run.cancel_asked_at.is_(None)).values(cancel_asked_at=now()))
        session.execute(
            sa.update(Run)
            .where(Run.id == id, Run.state == State.QUEUED)
            .values(state=State.CANCELLED, finished_at=now())
        )
        for child in children(session, id):
            cancel(session, child.id)
        session.refresh(found)
    return found


def publish(session: Session, person: Person, id: str) -> Run:  # noqa: A002
    """Make proposals from this match-run from now on, also where it was stopped before its end.

    Raises:
        NotUsable: it has no matching of single places to make proposals from, or it has not ended.
    """
    require_role(person, "publish a matching", Role.PLANNER)
    found = run(session, id)
    usable = found.kind == RunKind.MATCH and found.state in (State.SOLVED, State.CANCELLED)
    if not usable or not _single_places(found) or session.get(Answer, id) is None:
        raise NotUsable(id)
    found.published_at = now()
    return found


def in_use(session: Session, dataset: str) -> Run | None:
    """Give the match-run that proposals are made from: the last that was solved or published; None while there is none.

    A run over months gives lines and no single places, so it never is.
    """
    found = session.scalar(id_in_use(sa.literal(dataset)))
    return None if found is None else run(session, found)


def id_in_use(dataset: sa.ColumnElement[str]) -> sa.Select[str]:
    """The question behind `in_use`, to ask by itself or within another one."""
    return (
        sa.select(Run.id)
        .where(Run.dataset == dataset, Run.kind == RunKind.MATCH, Run.parent.is_(None))
        .where(sa.or_(Run.state == State.SOLVED, Run.published_at.is_not(None)))
        .where(Run.options["horizon_months"].as_string().is_(None))
        .order_by(sa.func.coalesce(Run.published_at, Run.finished_at).desc(), Run.id.desc())
        .limit(1)
    )


def _single_places(found: Run) -> bool:
    return not found.options.get("horizon_months")


def answer(session: Session, id: str) -> str | None:  # noqa: A002
    """Give the best answer so far, at the end the result: a JSON document; None while there is none."""
    kept = session.get(Answer, id)
    return None if kept is None else zlib.decompress(kept.body).decode()


def progress(session: Session, id: str, after: int = 0) -> list[Progress]:  # noqa: A002
    """Give the signs of life of a run in their order, those after a number."""
    asked = sa.select(Progress).where(Progress.run == id, Progress.number > after).order_by(Progress.number)
    return list(session.scalars(asked))


def last_progress(session: Session, id: str) -> Progress | None:  # noqa: A002
    """Give the last sign of life of a run; None while there was none."""
    return session.scalar(sa.select(Progress).where(Progress.run == id).order_by(Progress.number.desc()).limit(1))


def listed(
    session: Session, *, kind: RunKind, dataset: str | None = None, before: str | None = None, limit: int = 50
) -> Sequence[Run]:
    """Give runs that nobody's run fanned out to, newest first, those before an id."""
    asked = sa.select(Run).where(Run.kind == kind, Run.parent.is_(None)).order_by(Run.id.desc()).limit(limit)
    if dataset is not None:
        asked = asked.where(Run.dataset == dataset)
    if before is not None:
        asked = asked.where(Run.id < before)
    return session.scalars(asked).all()


def beat(session: Session, executor: str, host: str, pid: int) -> None:
    """Say that an executor lives; the first time it is made known."""
    found = session.get(Executor, executor)
    if found is None:
        session.add(Executor(id=executor, host=host, pid=pid))
    else:
        found.seen_at, found.stopped_at = now(), None


def stop(session: Session, executor: str) -> None:
    """Say that an executor stops, of its own will or because someone saw it die."""
    session.execute(sa.update(Executor).where(Executor.id == executor).values(stopped_at=now()))


def dead(session: Session, silent: timedelta, moment: datetime) -> list[Executor]:
    """Executors that stopped, or gave no sign of life for so long."""
    return list(
        session.scalars(
            sa.select(Executor).where(
                sa.or_(Executor.stopped_at.is_not(None), Executor.seen_at < moment - silent)
            )
        )
    )  # fmt: skip


def lost(session: Session, silent: timedelta, moment: datetime) -> list[Run]:
    """Runs whose executor is dead: to be taken up by another."""
    ids = [executor.id for executor in dead(session, silent, moment)]
    return list(session.scalars(sa.select(Run).where(Run.state == State.RUNNING, Run.executor.in_(ids))))


def _move(session: Session, id: str, to: State, **values: Any) -> Run:  # noqa: A002
    froms = [state for state, onward in MOVES.items() if to in onward]
    changed = touched(session, sa.update(Run).where(Run.id == id, Run.state.in_(froms)).values(state=to, **values))
    found = run(session, id)
    session.refresh(found)
    if not changed:
        raise IllegalMove(id, found.state, to)
    return found


def replace_answer(session: Session, id: str, document: str) -> None:  # noqa: A002
    """Put a JSON document in the place of the answer so far."""
    session.merge(Answer(run=id, body=zlib.compress(document.encode(), level=3), at=now()))
