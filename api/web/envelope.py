"""The outermost wrapper around the application: nothing leaves without its headers, its log line and its count.

It stands outside everything that can fail, so a forced 500 is wrapped too. A log line holds ids, the route and the
time it took, and nothing of what was asked or answered: of an error its type and where it was raised, not its words.
"""

import re
import secrets
import time
import traceback
from collections.abc import Mapping

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web import problems
from api.web.metrics import Metrics

SECURITY: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
log = structlog.get_logger("leerwerk.http")


class Envelope:
    """Wraps the application. `secure`: it is reached over TLS."""

    def __init__(self, app: ASGIApp, version: str, metrics: Metrics, *, secure: bool) -> None:
        self.app, self.metrics = app, metrics
        self.headers = {"API-Version": version, **SECURITY}
        if secure:
            self.headers["Strict-Transport-Security"] = STRICT_TRANSPORT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; the life of the application itself goes through untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Request(scope).headers.get("x-request-id", "")
        scope["request_id"] = asked if _REQUEST_ID.fullmatch(asked) else secrets.token_hex(16)
        started, status, refused = time.perf_counter(), 0, 0

        async def send_wrapped(message: Message) -> None:
            nonlocal status, refused
            if refused:
                return
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] >= 400 and headers.get("content-type", "").startswith("text/plain"):
                    refused = message["status"]  # the framework's own words, of a body too large: said our way below
                    return
                status = message["status"]
                headers["X-Request-ID"] = scope["request_id"]
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        with structlog.contextvars.bound_contextvars(request=scope["request_id"]):
            failure = ""
            try:
                await self.app(scope, receive, send_wrapped)
                if refused:
                    code, refused = problems.CODES.get(refused, "invalid-request"), 0
                    await problems.response(Request(scope), code)(scope, receive, send_wrapped)
            except Exception as error:  # not swallowed: told to the log, and to the client as a 500
                failure = _where(error)
                if not status:
                    answer = problems.response(Request(scope), "internal-error")
                    await answer(scope, receive, send_wrapped)
            finally:
                self._record(scope, status or 499, time.perf_counter() - started, failure)

    def _record(self, scope: Scope, status: int, seconds: float, failure: str) -> None:
        route = getattr(scope.get("route"), "path", "")  # the template, never the address
        self.metrics.count(scope["method"], route, status, seconds)
        told = {"failure": failure} if failure else {}
        tell = log.error if status >= 500 else log.info
        tell(
            "request", method=scope["method"], route=route, status=status, ms=round(1000 * seconds, 1),
            subject=scope.get("subject", ""), **told,
        )  # fmt: skip


def _where(error: Exception) -> str:
    """The type of an error and the place where it was raised; never its words, which may hold data of people."""
    frames = traceback.extract_tb(error.__traceback__)
    spot = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{spot}"
