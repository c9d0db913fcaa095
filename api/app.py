"""The application: one explicit list of resources, wrapped so that nothing leaves without its headers and its log line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.types import ASGIApp

from api.live import Desks
from api.routes import health
from api.security import demo, login
from api.security.tokens import Provider
from api.settings import Settings
from api.store.database import Database
from api.web import log, openapi, problems
from api.web.envelope import Envelope
from api.web.metrics import Metrics
from api.web.throttle import Throttle

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    demo.router,
)


def application(settings: Settings, queue: Any = None) -> FastAPI:
    """Make the application."""
    app = FastAPI(
        title="leerwerk", version=openapi.VERSION, openapi_url=None, docs_url=None, redoc_url=None,
        redirect_slashes=False, generate_unique_id_function=openapi.operation_id, max_body_size=settings.max_body_bytes,
        exception_handlers=dict(problems.HANDLERS), lifespan=_life,
    )  # fmt: skip
    return app
