"""The application: one explicit list of resources, in an envelope without which nothing leaves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from api import refused
from api.jobs.port import JobQueue
from api.live import Desks
from api.pages import errors, site
from api.routes import (
    decisions,
    demo_datasets,
    explanations,
    exports,
    health,
    instances,
    logbook,
    match_runs,
    municipalities,
    participants,
    plan_runs,
    privacy,
    proposals,
    rules,
    scenarios,
    workplaces,
)
from api.security import demo, login
from api.security.tokens import Provider
from api.settings import Settings
from api.store.database import Database
from api.store.together import Together
from api.vum import mediator, source
from api.web import log, openapi, problems
from api.web.envelope import Envelope
from api.web.metrics import Metrics
from api.web.throttle import Throttle

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    demo.router,
    instances.router,
    demo_datasets.router,
    participants.router,
    workplaces.router,
    municipalities.router,
    rules.router,
    proposals.router,
    explanations.router,
    decisions.router,
    match_runs.router,
    plan_runs.router,
    scenarios.router,
    exports.router,
    logbook.router,
    privacy.router,
)


class Service(FastAPI):
    """FastAPI, with our envelope outside everything, also outside what answers when all else failed."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the envelope around what Starlette builds."""
        settings: Settings = self.state.settings
        inside = super().build_middleware_stack()
        return Envelope(inside, openapi.VERSION, self.state.metrics, secure=settings.is_secure)


def application(settings: Settings, queue: JobQueue | None = None) -> FastAPI:
    """Make the application; the tables of the database must be there (`leerwerk migrate`).

    `queue`: who does the runs; without one the durable queue in the same database.
    """
    log.configure(settings.log_level)
    database = Database(settings.database_url, settings.secret.get_secret_value().encode(), settings.register_uri)
    app = Service(
        title="leerwerk", version=openapi.VERSION, openapi_url=None, redirect_slashes=False,
        generate_unique_id_function=openapi.operation_id, max_body_size=settings.max_body_bytes,
        exception_handlers=errors.handlers({**problems.HANDLERS, **refused.HANDLERS}), lifespan=_life,
    )  # fmt: skip
    _include(app)
    for router in (login.router, *site.PAGES):
        app.include_router(router)
    if settings.vum:
        for router in (source.router, mediator.router):
            app.include_router(router, prefix="/vum")
    app.state.settings, app.state.database, app.state.together = settings, database, Together(database)
    app.state.queue = queue or _durable(database)
    app.state.metrics, app.state.desks = Metrics(), Desks()
    app.state.throttle = Throttle(settings.max_requests_minute)
    app.state.provider = _provider(settings)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    return app


def document(settings: Settings) -> dict[str, Any]:
    """The document of the API; nothing is opened for it."""
    app = FastAPI(generate_unique_id_function=openapi.operation_id)
    _include(app)
    return openapi.document(app, settings.base_url)


def _include(app: FastAPI) -> None:
    for router in ROUTERS:
        app.include_router(router, prefix=openapi.PREFIX)


def _durable(database: Database) -> JobQueue:
    from api.jobs.durable import DurableQueue  # takes a second to import, and tests bring a queue of their own

    return DurableQueue(database)


def _provider(settings: Settings) -> Provider | None:
    if settings.login == "demo":
        return None
    return Provider(str(settings.oidc_issuer), tuple(settings.oidc_algorithms.split(",")))


def _document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = document(app.state.settings)
    return app.openapi_schema


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.queue.close()
    app.state.database.dispose()
