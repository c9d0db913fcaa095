"""What match-runs and plan-runs share: asking, looking, following, stopping. The store has the truth."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel
from sqlalchemy.orm import Session

from api.jobs.asked import Asked, MatchAsked, PlanAsked, asked
from api.jobs.port import JobQueue
from api.store import instances, runs, standing
from api.store.errors import Unknown
from api.store.models import Run
from api.store.runs import RunKind, State
from api.web.paging import Page, Pager
from api.web.problems import Refusal
from api.wire import Wire
from api.work import Work
from instances.schema.base import Id
from instances.tables import Instance
from matching.policies import OWN, under

CAMEL = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)
ADDRESS = {RunKind.MATCH: "match-runs", RunKind.PLAN: "plan-runs"}
LIVE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class MatchOptions(MatchAsked):
    """How to match."""

    model_config = CAMEL


class PlanOptions(PlanAsked):
    """How to plan."""

    model_config = CAMEL


class NewMatchRun(Wire):
    """A match-run that is asked for."""

    instance: Id = Field(description="Name of the instance; the newest version is matched.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="The same seed gives the same result, at one thread.")
    options: MatchOptions = Field(MatchOptions(), description="How.")


class NewPlanRun(Wire):
    """A plan-run that is asked for."""

    instance: Id = Field(description="Name of the instance; the newest version is planned.")
    scenario: str | None = Field(None, pattern=r"^[0-9a-f-]{36}$", description="A scenario of the service.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="The same seed gives the same result.")
    options: PlanOptions = Field(PlanOptions(), description="How.")


class RunState(Wire):
    """A run: what was asked, and where it stands."""

    id: str = Field(description="Its id.")
    kind: RunKind = Field(description="`match` or `plan`.")
    instance: str = Field(description="Name of the instance.")
    hash: str = Field(description="The documents it works on.")
    policy_hash: str = Field(description="The settings of the rules it follows.")
    scenario: str | None = Field(description="The scenario it works out.")
    options: dict[str, Any] = Field(description="How it was asked.")
    seed: int = Field(description="Where chance begins.")
    versions: dict[str, Any] = Field(description="Of leerwerk and the solvers that ran it.")
    state: State = Field(description="Where it stands.")
    asked_at: datetime = Field(description="When it was asked.")
    started_at: datetime | None = Field(description="When work on it began.")
    finished_at: datetime | None = Field(description="When it ended.")
    attempts: int = Field(description="How often a worker took it up.")
    incumbent: float | None = Field(description="Value of the best answer so far.")
    bound: float | None = Field(description="Proven: no answer is better.")
    gap: float | None = Field(description="The fraction between them.")
    children: int = Field(description="Runs that it fanned out to.")
    error: str | None = Field(description="Why it failed.")


def told(session: Session, found: Run) -> RunState:
    """A run as the API tells it."""
    kept = {name: getattr(found, name) for name in RunState.model_fields.keys() & Run.__mapper__.attrs.keys()}
    error = (found.error or {}).get("message")
    return RunState(
        **{**kept, "instance": found.dataset, "error": error, "children": len(runs.children(session, found.id))}
    )


def listed(work: Work, pager: Pager, kind: RunKind, instance: str | None) -> Page[RunState]:
    """Runs, newest first."""
    with work.reading() as session:
        found = runs.listed(session, kind=kind, dataset=instance, before=pager.last, limit=pager.limit + 1)
        return pager.page(found, lambda one: one.id, lambda one: told(session, one))


def ask(
    work: Work, kind: RunKind, wanted: NewMatchRun | NewPlanRun, key: str | None, scenario: str | None = None
) -> Response:
    """Queue a run: its row, its place in the queue and the idempotency key are written together."""

    def make(session: Session) -> Response:
        version = instances.version(session, wanted.instance)
        options: Asked = asked(kind.value, wanted.options.model_dump(by_alias=False))
        policy = getattr(options, "policy", OWN)
        made = runs.ask(
            session, work.person, kind, wanted.instance, hash=version.hash,
            policy_hash=policy_hash(instances.instance(session, version.hash), policy),
            decided=standing.last_number(session, wanted.instance), options=options.model_dump(mode="json"),
            seed=wanted.seed, scenario=scenario,
        )  # fmt: skip
        queue(work.request).submit(session, made.id)
        base = work.request.app.state.settings.base_url
        where = {"Location": f"{base}/v1/{ADDRESS[kind]}/{made.id}"}
        return JSONResponse(told(session, made).model_dump(mode="json"), 202, where)

    return work.once(key, wanted, make)


def one(session: Session, kind: RunKind, id: str) -> Run:  # noqa: A002
    """A run of this kind.

    Raises:
        Unknown: there is none.
    """
    found = runs.run(session, id)
    if found.kind != kind:
        raise Unknown("run", id)
    return found


def stop(work: Work, kind: RunKind, id: str) -> RunState:  # noqa: A002
    """Ask that a run stops; it keeps its best so far."""
    with work.writing() as session:
        found = one(session, kind, id)
        queue(work.request).cancel(session, id)
        session.refresh(found)
        return told(session, found)


def answer(session: Session, kind: RunKind, id: str) -> dict[str, Any]:  # noqa: A002
    """The result of a run, or its best so far.

    Raises:
        Unknown: there is no such run, or it has no answer yet.
    """
    one(session, kind, id)
    document = runs.answer(session, id)
    if document is None:
        raise Unknown("result", id)
    found: dict[str, Any] = json.loads(document)
    return found


def followed(work: Work, kind: RunKind, id: str) -> StreamingResponse:  # noqa: A002
    """Server-sent events: how far the run is, now and whenever that changes, until it ends."""
    with work.reading() as session:
        one(session, kind, id)
    waiting = queue(work.request)

    async def lines() -> AsyncIterator[str]:
        async for progress in waiting.progress_events(id):
            content = {
                "id": id, "state": progress.state.value, "phase": progress.phase, "incumbent": progress.incumbent,
                "bound": progress.bound, "gap": progress.gap, "seconds": progress.seconds,
            }  # fmt: skip
            yield f"id: {progress.number}\nevent: progress\ndata: {json.dumps(content)}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers=LIVE)


def queue(request: Request) -> JobQueue:
    """The queue of runs.

    Raises:
        Refusal: this process has none.
    """
    found: JobQueue | None = request.app.state.queue
    if found is None:
        raise Refusal("not-ready", "Er is geen rij voor berekeningen.", "There is no queue for runs.")
    return found


def policy_hash(instance: Instance, policy: str) -> str:
    """SHA-256 over the settings of the rules that a run follows.

    Raises:
        PolicyError: there is no such policy.
    """
    return Instance.of({"policy": under(instance, policy)["policy"]}).digest
