"""What cannot be done, as a page: the same problem in the same words as the API tells it, in the frame of the pages."""

import json
from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api.pages.visit import passing
from api.security.asking import SAFE
from api.web.openapi import PREFIX

type Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]
LOG_IN_FIRST = 401
KEPT = ("www-authenticate", "retry-after", "allow")


def handlers(problems: Mapping[int | type[Exception], Handler]) -> dict[int | type[Exception], Handler]:
    """The handlers of problems, which answer requests for pages with a page."""
    return {kind: _told(handler) for kind, handler in problems.items()}


def _told(handler: Handler) -> Handler:
    async def tell(request: Request, error: Exception) -> Response:
        answer = await handler(request, error)
        if request.url.path.startswith(f"{PREFIX}/"):
            return answer
        return _page(request, answer)

    return tell


def _page(request: Request, answer: Response) -> Response:
    problem: dict[str, Any] = json.loads(bytes(answer.body))
    if answer.status_code == LOG_IN_FIRST and request.method in SAFE:
        return RedirectResponse(f"/inloggen?{urlencode({'naar': request.url.path})}", 303)
    page = passing(request, FormData()).page("problem.html", answer.status_code, problem=problem)
    page.headers.update({name: value for name, value in answer.headers.items() if name in KEPT})
    return page
