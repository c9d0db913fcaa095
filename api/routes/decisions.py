"""Decisions of people: accept, reject with a coded reason, pin, exclude, override with a reason, and taking one back.

A decision, its record in the logbook and the idempotency key are kept together or not at all. Two people who accept the
last slot at once: one gets 201, the other 409.
"""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field, model_validator
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


class NewDecision(Wire):
    """A decision about one participant and one workplace."""

    kind: Kind = Field(description="What is decided; to take one back there is its own address.")
    participant: Id = Field(description="About whom.")
    workplace: Id = Field(description="About which workplace.")
    reason: DecisionReason | None = Field(None, description="Coded reason; why not, with reject and exclude.")
    rule: Id | None = Field(None, description="With an override: the rule that is set aside.")
    note: str = Field(
        "", max_length=NOTE_LENGTH, description="Why, in words, without personal data; an override needs it."
    )
    run: str | None = Field(None, pattern=r"^[0-9a-f-]{36}$", description="The match-run whose proposal this was.")

    @model_validator(mode="after")
    def _together(self) -> Self:
        """Refuse what does not go together."""
        if self.kind is Kind.WITHDRAW:
            raise ValueError("a decision is taken back at its own address")
        if self.kind is Kind.OVERRIDE and (self.rule is None or not self.note.strip()):
            raise ValueError("an override names the rule and says why in note")
        if self.kind in (Kind.REJECT, Kind.EXCLUDE) and self.reason in (None, DecisionReason.AGREED):
            raise ValueError("this kind has a coded reason why not")
        if self.kind is not Kind.OVERRIDE and self.rule is not None:
            raise ValueError("only an override names a rule")
        return self


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
            session, asked.person, instance, decision.kind, decision.participant, decision.workplace,
            reason=decision.reason, rule=decision.rule, note=decision.note, run=decision.run,
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
    """What was decided about participants whom you may see, in the order of deciding; nothing is ever left out of it."""
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
