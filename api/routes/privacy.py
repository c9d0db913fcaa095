"""What one participant may ask: to see all that is known, and to be forgotten."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import Field
from pydantic_core import to_jsonable_python
from sqlalchemy.orm import Session

from api.security.roles import ADMINS
from api.store import privacy, retention
from api.wire import ParticipantId, Wire
from api.work import IdempotencyKey, Work, work

router = APIRouter(tags=["accountability"])


class Retention(Wire):
    """What time asks to be forgotten, or what was forgotten."""

    participants: list[str] = Field(description="Ids of people who left every instance long enough ago.")
    documents: int = Field(description="Old versions that nothing used since.")
    answers: int = Field(description="Results of runs that ended long enough ago.")
    requests: int = Field(description="Replies kept for repeated requests.")
    records: int = Field(description="Records at the beginning of the logbook.")


@router.get(
    "/privacy/participants/{participant}", response_class=JSONResponse,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)  # fmt: skip
def get_all_known(participant: ParticipantId, asked: Annotated[Work, work(ADMINS)]) -> Response:
    """Everything that is known of one participant (GDPR art. 15), over all instances."""
    with asked.writing() as session:
        found: dict[str, Any] = privacy.known(session, asked.person, participant)
        return JSONResponse(to_jsonable_python(found))


@router.delete("/privacy/participants/{participant}", status_code=204)
def erase_participant(participant: ParticipantId, asked: Annotated[Work, work(ADMINS)]) -> None:
    """Forget one participant everywhere (GDPR art. 17); the chain of the logbook stays whole."""
    with asked.writing() as session:
        privacy.erase(session, asked.person, participant)
    asked.request.app.state.desks.forget()
    asked.request.app.state.database.scrub()


@router.get("/privacy/retention")
def get_retention(asked: Annotated[Work, work(ADMINS)]) -> Retention:
    """What the retention periods ask to be forgotten now. Nothing changes: look first, then POST."""
    with asked.reading() as session:
        return _told(retention.due(session, asked.person, datetime.now(UTC), _months(asked)))


@router.post("/privacy/retention", response_model=Retention, openapi_extra={"x-problems": [409]})
def apply_retention(asked: Annotated[Work, work(ADMINS)], idempotency_key: IdempotencyKey = None) -> Response:
    """Forget what the retention periods ask to be forgotten now, and tell what it was."""

    def forget(session: Session) -> Response:
        found = retention.retain(session, asked.person, datetime.now(UTC), _months(asked))
        return JSONResponse(_told(found).model_dump(mode="json", by_alias=True))

    answer = asked.once(idempotency_key, None, forget)
    asked.request.app.state.desks.forget()
    asked.request.app.state.database.scrub()
    return answer


def _months(asked: Work) -> int:
    months: int = asked.request.app.state.settings.retention_months
    return months


def _told(found: retention.Due) -> Retention:
    return Retention(**{**vars(found), "participants": list(found.participants)})
