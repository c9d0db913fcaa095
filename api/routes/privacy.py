"""What one participant may ask: to see all that is known, and to be forgotten."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic_core import to_jsonable_python

from api.security.roles import ADMINS
from api.store import privacy
from api.wire import ParticipantId
from api.work import Work, work

router = APIRouter(tags=["accountability"])


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
