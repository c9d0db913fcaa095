"""Problems: every answer that is not what was asked for, as RFC 9457 `application/problem+json`.

type      urn of the kind of problem, stable; `code` in it is what programs look at
title     the kind in words; detail: this case; both in the language that the request asks, Dutch first
status    as in the HTTP status line
instance  the path that was asked
requestId as in the header X-Request-ID
errors    each thing that is wrong, all at once: where (body, query, path, header, document), field, wanted
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from api.web.language import asked
from api.web.validation import sentence
from instances.errors import DocumentError, EngineError, SolverFailure

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 1_000  # of a large upload in which every row is wrong

TITLES: Mapping[str, tuple[int, str, str]] = {
    "invalid-request": (400, "De vraag klopt niet", "The request is not right"),
    "invalid-document": (400, "De documenten kloppen niet", "The documents are not right"),
    "not-authenticated": (401, "Log eerst in", "Log in first"),
    "not-allowed": (403, "Dit mag u niet", "You may not do this"),
    "not-found": (404, "Dit is er niet", "There is no such thing"),
    "method-not-allowed": (405, "Dit kan hier niet", "This cannot be done here"),
    "conflict": (409, "Dit kan nu niet", "This cannot be done now"),
    "slot-taken": (409, "De laatste plek is al vergeven", "The last slot is taken already"),
    "already-placed": (409, "Deze deelnemer heeft al een plek", "This participant has a place already"),
    "not-matched": (409, "Er is nog geen berekening", "There is no match-run yet"),
    "key-reused": (409, "Deze sleutel is al gebruikt voor iets anders", "This key was used for something else"),
    "changed-meanwhile": (412, "Iemand anders heeft dit veranderd", "Someone else has changed this"),
    "too-large": (413, "Dit is te groot", "This is too large"),
    "unsupported-media-type": (415, "Deze soort inhoud kan niet", "This kind of content is not taken"),
    "condition-required": (428, "Zeg welke versie u verandert", "Say which version you change"),
    "too-many-requests": (429, "Te veel vragen", "Too many requests"),
    "internal-error": (500, "Er ging iets mis bij ons", "Something went wrong on our side"),
    "not-ready": (503, "De dienst is nog niet klaar", "The service is not ready yet"),
}
DETAILS: Mapping[str, tuple[str, str]] = {
    "invalid-request": ("Kijk bij errors wat er anders moet.", "See errors for what must be different."),
    "invalid-document": (
        "Niets is bewaard. Kijk bij errors welke rij en welk veld anders moeten.",
        "Nothing was kept. See errors for which row and which field must be different.",
    ),
    "not-authenticated": ("Stuur een geldig token mee.", "Send a valid token along."),
    "not-allowed": ("Uw rol geeft hier geen toegang toe.", "Your role gives no access to this."),
    "not-found": ("Kijk of het adres klopt.", "Check the address."),
    "method-not-allowed": ("Kijk in de header Allow wat wel kan.", "See the header Allow for what can be done."),
    "conflict": ("Haal de stand van nu op en kies opnieuw.", "Fetch how things stand now and choose again."),
    "too-large": ("Stuur minder in een keer.", "Send less at a time."),
    "unsupported-media-type": ("Kijk in de documentatie wat wel kan.", "See the documentation for what is taken."),
    "too-many-requests": ("Wacht even en probeer het opnieuw.", "Wait a moment and try again."),
    "internal-error": (
        "Het ligt niet aan uw vraag. Geef het requestId door aan de beheerder.",
        "It is not your request. Give the requestId to the administrator.",
    ),
}
CODES = {status: code for code, (status, _, _) in reversed(list(TITLES.items()))}
AT = {"nl": "Op positie {position}: {wanted}", "en": "At position {position}: {wanted}"}


class FieldError(BaseModel):
    """One thing that is wrong."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"in": "body", "field": "/reason", "wanted": "Dit moet er staan."}}
    )

    place: str = Field(alias="in", description="`body`, `query`, `path`, `header`, or the name of a document.")
    row: int | None = Field(None, description="Data row of the document, from 1.")
    field: str = Field(description="JSON pointer in a body; else the name of the field.")
    value: str | None = Field(None, description="What was found, where it may be shown.")
    wanted: str = Field(description="What is wanted.")


class ProblemDocument(BaseModel):
    """What is wrong, by RFC 9457."""

    type: str = Field(description="Kind of problem, stable.", examples=["urn:leerwerk:problem:not-found"])
    title: str = Field(description="The kind in words.", examples=["Dit is er niet"])
    status: int = Field(description="As in the status line.", examples=[404])
    detail: str = Field(description="This case in words.", examples=["Er is geen deelnemer p9 in tiny."])
    instance: str = Field(description="The path that was asked.", examples=["/v1/instances/tiny/participants/p9"])
    requestId: str = Field(description="As in X-Request-ID.", examples=["4f3c1d0a9b8e7f60"])  # noqa: N815
    errors: list[FieldError] = Field(default_factory=list, description="Each thing that is wrong.")


@dataclass
class Refusal(Exception):
    """A request that cannot be met, with the reason in two languages."""

    code: str
    nl: str = ""
    en: str = ""
    errors: Sequence[Mapping[str, Any]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def response(
    request: Request, code: str, detail: tuple[str, str] = ("", ""), errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:  # fmt: skip
    """The answer to a request that has a problem."""
    lang = asked(request)
    status, *titles = TITLES[code]
    which = 0 if lang == "nl" else 1
    content = {
        "type": f"urn:leerwerk:problem:{code}",
        "title": titles[which],
        "status": status,
        "detail": detail[which] or DETAILS.get(code, ("", ""))[which] or titles[which],
        "instance": request.url.path,
        "requestId": request.scope.get("request_id", ""),
        "errors": list(errors[:MOST_ERRORS]),
    }
    told = {**(headers or {}), "Content-Language": lang}
    return JSONResponse(content, status, told, media_type=MEDIA_TYPE)


async def refused(request: Request, error: Exception) -> JSONResponse:
    """A refusal of our own."""
    assert isinstance(error, Refusal)
    return response(request, error.code, (error.nl, error.en), error.errors, error.headers)


async def by_status(request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses: no such path, another method, a body that is too large."""
    assert isinstance(error, HTTPException)
    code = CODES.get(error.status_code, "invalid-request" if error.status_code < 500 else "internal-error")
    return response(request, code, headers=error.headers)


async def invalid(request: Request, error: Exception) -> JSONResponse:
    """A body, query, path or header that is not as the document says: 400 with every error."""
    assert isinstance(error, RequestValidationError)
    lang = asked(request)
    return response(request, "invalid-request", errors=[_field_error(one, lang) for one in error.errors()])


def _field_error(error: Mapping[str, Any], lang: str) -> dict[str, Any]:
    place, *path = error["loc"]
    wanted = sentence(error, lang)
    if error["type"] == "json_invalid":
        wanted, path = AT[lang].format(position=path[0] if path else 0, wanted=wanted), []
    pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
    return {"in": place, "field": pointer if place == "body" else str(path[0]) if path else "", "wanted": wanted}


async def engine(request: Request, error: Exception) -> JSONResponse:
    """What the engines refuse: documents with every row and field, or choices that do not exist."""
    assert isinstance(error, EngineError)
    if isinstance(error, SolverFailure):
        return response(request, "internal-error")
    if isinstance(error, DocumentError):
        return response(request, "invalid-document", errors=document_errors(error, asked(request)))
    return response(request, "invalid-request", errors=[{"in": "body", "field": "", "wanted": str(error)}])


def document_errors(error: DocumentError, lang: str) -> list[dict[str, Any]]:
    """Every problem of the documents."""
    return [
        {
            "in": one.document,
            "row": one.row or None,
            "field": one.field,
            "value": one.value or None,
            "wanted": one.wanted.nl if lang == "nl" else one.wanted.en,
        }
        for one in error.problems
    ]


async def broken(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    """Anything else: our fault; nothing of the inside is told."""
    return response(request, "internal-error")


HANDLERS: Mapping[int | type[Exception], Any] = {
    Refusal: refused,
    HTTPException: by_status,
    RequestValidationError: invalid,
    EngineError: engine,
    HTTPStatus.INTERNAL_SERVER_ERROR.value: broken,
}
