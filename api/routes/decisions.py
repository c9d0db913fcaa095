"""Decisions of people: accept, reject with a coded reason, pin, exclude, override with a reason, and taking one back.

A decision, its record in the logbook and the idempotency key are kept together or not at all. Two people who accept the
last slot at once: one gets 201, the other 409.
"""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.security.roles import DECIDERS, READERS
from api.store import decisions, instances
from api.store.decisions import NOTE_LENGTH
from api.store.models import Decision
from api.store.standing import Kind
from api.web.paging import Page, Pager
from api.wire import Identifier, InstanceName, Wire
from api.work import IdempotencyKey, Work, work
from instances.schema.base import ID_PATTERN, Id
from instances.schema.vocabulary import DecisionReason

router = APIRouter(tags=["decisions"])


class AboutPair(Wire):
    """What every decision is about."""

    participant: Id = Field(description="About whom.")
    workplace: Id = Field(description="About which workplace.")
    note: str = Field("", max_length=NOTE_LENGTH, description="Why, in words, without personal data.")
    run: str | None = Field(None, pattern=r"^[0-9a-f-]{36}$", description="The match-run whose proposal this was.")


class Yes(AboutPair):
    """Accept: take a slot. Pin: the next matching places the pair before anything is weighed."""

    kind: Literal["accept", "pin"] = Field(description="What is decided.")


class No(AboutPair):
    """Reject: the pair is not to be. Exclude: no matching proposes it."""

    kind: Literal["reject", "exclude"] = Field(description="What is decided.")
    reason: DecisionReason = Field(
        description="Coded reason why not.", json_schema_extra={"not": {"const": DecisionReason.AGREED.value}}
    )


class SetAside(AboutPair):
    """Override: set one rule aside for the pair."""

    kind: Literal["override"] = Field(description="What is decided.")
    rule: Id = Field(description="The rule that is set aside.")
    note: str = Field(
        min_length=1, max_length=NOTE_LENGTH, pattern=r"\S", description="Why, in words, without personal data."
    )


NewDecision = Annotated[Yes | No | SetAside, Field(discriminator="kind")]


class Withdrawal(Wire):
    """Why a decision is taken back."""

    note: str = Field("", max_length=NOTE_LENGTH, description="Why, in words, without personal data.")


class DecisionMade(Wire):
    """A decision that was made."""

    id: str = Field(description="Its id.")
    number: int = Field(description="Order of deciding.")
    kind: Kind = Field(description="What was decided.")
    participant: str | None = Field(description="About whom; empty once erased.")
    workplace: str = Field(description="About which workplace.")
    reason: DecisionReason | None = Field(description="Coded reason.")
    rule: str | None = Field(description="The rule that an override sets aside.")
    note: str = Field(description="Why, in words.")
    withdraws: str | None = Field(description="The decision that this one takes back.")
    run: str | None = Field(description="The match-run whose proposal this was.")
    hash: str = Field(description="The documents that counted.")
    by: str = Field(description="Who decided.")
    at: datetime = Field(description="When.")


@router.post(
    "/instances/{instance}/decisions",
    status_code=201,
    response_model=DecisionMade,
    openapi_extra={"x-problems": [404, 409]},
)
def create_decision(
    instance: InstanceName, asked: Annotated[Work, work(DECIDERS)], decision: Annotated[NewDecision, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Decide about a participant and a workplace. 409 where the last slot is taken, or the participant has a place."""

    def decide(session: Session) -> Response:
        made = decisions.decide(
            session, asked.person, instance, Kind(decision.kind), decision.participant, decision.workplace,
            reason=decision.reason if isinstance(decision, No) else None,
            rule=decision.rule if isinstance(decision, SetAside) else None, note=decision.note, run=decision.run,
        )  # fmt: skip
        return _created(asked, instance, made)

    return asked.once(idempotency_key, decision, decide)


@router.post(
    "/instances/{instance}/decisions/{decision}/withdrawal", status_code=201, response_model=DecisionMade,
    openapi_extra={"x-problems": [409]},
)  # fmt: skip
def withdraw_decision(
    instance: InstanceName, decision: Identifier, asked: Annotated[Work, work(DECIDERS)],
    why: Annotated[Withdrawal, Body()], idempotency_key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Take back a decision that stands; what it held is free again. What was decided stays on record."""

    def withdraw(session: Session) -> Response:
        return _created(asked, instance, decisions.withdraw(session, asked.person, decision, why.note))

    return asked.once(idempotency_key, why, withdraw)


@router.get("/instances/{instance}/decisions")
def list_decisions(
    instance: InstanceName, asked: Annotated[Work, work(READERS)], pager: Annotated[Pager, Depends()],
    participant: Annotated[str | None, Query(pattern=ID_PATTERN, description="Only about this participant.")] = None,
    workplace: Annotated[str | None, Query(pattern=ID_PATTERN, description="Only about this workplace.")] = None,
) -> Page[DecisionMade]:  # fmt: skip
    """What was decided about participants whom you may see, in the order of deciding; nothing is left out."""
    with asked.reading() as session:
        instances.dataset(session, instance)
        found = decisions.listed(
            session, asked.person, instance, participant=participant, workplace=workplace, after=pager.last or 0,
            limit=pager.limit + 1,
        )  # fmt: skip
        return pager.page(found, lambda one: one.number, told)


@router.get("/instances/{instance}/decisions/{decision}")
def get_decision(instance: InstanceName, decision: Identifier, asked: Annotated[Work, work(READERS)]) -> DecisionMade:
    """One decision, about a participant whom you may see."""
    with asked.reading() as session:
        instances.dataset(session, instance)
        return told(decisions.decision(session, asked.person, decision))


def told(found: Decision) -> DecisionMade:
    """A decision as the API tells it."""
    return DecisionMade(**{name: getattr(found, name) for name in DecisionMade.model_fields})


def _created(asked: Work, instance: str, made: Decision) -> Response:
    address = f"{asked.request.app.state.settings.base_url}/v1/instances/{instance}/decisions/{made.id}"
    return JSONResponse(told(made).model_dump(mode="json"), 201, {"Location": address})
