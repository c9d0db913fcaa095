"""Whether the service lives, whether it is ready, what it counts, and the document of all it can do."""

from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from pydantic import Field

from api.security.roles import ADMINS
from api.store.migrate import is_current
from api.web import docs, openapi
from api.web.problems import Refusal
from api.wire import Wire
from api.work import Work, work

router = APIRouter(tags=["service"])
OPEN = {"x-open": True}


class Health(Wire):
    """A sign of life."""

    status: str = Field(description="`ok`.")
    version: str = Field(description="Full version of the API.")


@router.get("/health", openapi_extra=OPEN)
def get_health() -> Health:
    """The process answers; nothing else is asked."""
    return Health(status="ok", version=openapi.VERSION)


@router.get("/ready", openapi_extra={**OPEN, "x-problems": [503]})
def get_readiness(request: Request) -> Health:
    """The database can be reached and has the tables of this version; 503 where not."""
    database = request.app.state.database
    try:
        with database.reading() as session:
            session.execute(sa.select(1))
        current = is_current(database)
    except sa.exc.SQLAlchemyError as error:
        raise Refusal("not-ready", "De opslag is niet bereikbaar.", "The database cannot be reached.") from error
    if not current:
        raise Refusal("not-ready", "De opslag heeft een andere versie.", "The database is at another version.")
    return Health(status="ok", version=openapi.VERSION)


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_metrics(request: Request, _: Annotated[Work, work(ADMINS)]) -> Response:
    """Counts and times by route, as Prometheus reads them."""
    return PlainTextResponse(request.app.state.metrics.text(), media_type="text/plain; version=0.0.4")


@router.get(
    "/openapi.json", response_class=JSONResponse,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}}, openapi_extra=OPEN,
)  # fmt: skip
def get_document(request: Request) -> Response:
    """This document; open to programs of any site."""
    cross = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    return JSONResponse(request.app.openapi(), headers={**cross, "Cache-Control": "max-age=300"})


@router.get(
    "/docs", response_class=HTMLResponse, responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
    openapi_extra=OPEN,
)  # fmt: skip
def get_docs(request: Request) -> Response:
    """This document for people, without scripts and without anything from elsewhere."""
    return HTMLResponse(docs.page(request.app.openapi()), headers={"Content-Security-Policy": docs.POLICY})
