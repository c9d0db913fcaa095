"""Problems: RFC 9457 for everything, in the language that was asked, all errors at once; and the envelope around it."""

import json
import re
from typing import Annotated, Any

import anyio
import httpx
import pytest
import structlog
from fastapi import APIRouter, Body, FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import ASGIApp

from api import refused
from api.refused import STORE
from api.store.errors import AlreadyPlaced, Forbidden, IllegalMove, KeyReused, NoSlot, Stale, Unknown, Unreachable
from api.web import problems
from api.web.envelope import SECURITY, Envelope
from api.web.metrics import Metrics
from api.web.problems import CODES, DETAILS, TITLES, Refusal
from api.web.validation import SENTENCES
from instances.errors import InvalidField, PolicyError, Problem, SolverFailure, one_of

router = APIRouter()
RAISED = {
    "unknown": Unknown("participant", "p1"), "forbidden": Forbidden("accept", "coach"), "slot": NoSlot("w1", 2),
    "placed": AlreadyPlaced("p1", "w1", "d1"), "stale": Stale("scenario", "s1", 3),
    "move": IllegalMove("r1", "solved", "cancelled"), "key": KeyReused("k1"), "reach": Unreachable("a database"),
    "policy": PolicyError("there is no policy 'x'"), "solver": SolverFailure("secret inside"),
    "document": InvalidField([Problem("participants.csv", 3, "dutch", "D9", one_of(["A0", "A1"]))] * 2),
    "boom": RuntimeError("secret inside: ann@example.org"),
}  # fmt: skip


class Thing(BaseModel):
    """Something to make."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=2)
    count: int = Field(ge=1, le=9)
    tags: list[str] = []


@router.post("/things/{number}")
def make_thing(number: int, thing: Annotated[Thing, Body()], size: Annotated[int, Query()] = 1) -> Thing:
    assert number + size
    return thing


@router.get("/raise/{what}")
def raise_it(what: str) -> None:
    raise RAISED[what]


class Wrapped(FastAPI):
    """An application in its envelope."""

    metrics = Metrics()

    def build_middleware_stack(self) -> ASGIApp:
        """Put the envelope around."""
        return Envelope(super().build_middleware_stack(), "1.0.0", self.metrics, secure=True)


@pytest.fixture(scope="module")
def app() -> Wrapped:
    made = Wrapped(
        exception_handlers={**problems.HANDLERS, **refused.HANDLERS}, max_body_size=2_000, redirect_slashes=False
    )
    made.include_router(router, prefix="/v1")
    return made


@pytest.fixture(scope="module")
def ask(app: Wrapped):
    """One request, through everything but the network."""

    def once(method: str, path: str, lang: str = "nl", **others: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                headers = {"Accept-Language": lang, **others.pop("headers", {})}
                return await client.request(method, path, headers=headers, **others)

        return anyio.run(go)

    return once


def judged(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    told: dict[str, Any] = answer.json()
    assert answer.status_code == told["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["type"] == f"urn:leerwerk:problem:{code}"
    assert {"type", "title", "status", "detail", "instance", "requestId", "errors"} == set(told)
    assert told["requestId"] == answer.headers["x-request-id"]
    assert told["instance"] == answer.request.url.path
    assert answer.headers["api-version"] == "1.0.0"
    for name, value in SECURITY.items():
        assert answer.headers[name] == value
    assert answer.headers["strict-transport-security"]
    return told


def test_every_error_of_a_body_and_its_address_is_told_at_once(ask) -> None:
    wrong = {"name": "x", "count": 10, "tags": [1], "colour": "red"}
    told = judged(ask("POST", "/v1/things/one?size=big", json=wrong), 400, "invalid-request")
    assert [(one["in"], one["field"], one["wanted"]) for one in told["errors"]] == [
        ("path", "number", "Dit moet een geheel getal zijn."),
        ("query", "size", "Dit moet een geheel getal zijn."),
        ("body", "/name", "Ten minste 2 tekens."),
        ("body", "/count", "Hoogstens 9."),
        ("body", "/tags/0", "Dit moet tekst zijn."),
        ("body", "/colour", "Dit veld bestaat hier niet."),
    ]


def test_the_same_in_english(ask) -> None:
    answer = ask("POST", "/v1/things/1", lang="en", json={"count": 0})
    told = judged(answer, 400, "invalid-request")
    assert answer.headers["content-language"] == "en"
    assert told["title"] == "The request is not right"
    assert [one["wanted"] for one in told["errors"]] == ["This must be given.", "At least 1."]


def test_what_is_no_json(ask) -> None:
    answer = ask("POST", "/v1/things/1", content=b'{"name": ', headers={"Content-Type": "application/json"})
    (error,) = judged(answer, 400, "invalid-request")["errors"]
    assert (error["in"], error["field"]) == ("body", "")
    assert error["wanted"].startswith("Op positie 9: ")


def test_404_405_413_500(ask) -> None:
    judged(ask("GET", "/v1/nowhere"), 404, "not-found")
    judged(ask("GET", "/v1/things/1/"), 404, "not-found")
    refused = ask("DELETE", "/v1/things/1")
    judged(refused, 405, "method-not-allowed")
    assert refused.headers["allow"] == "POST"
    judged(ask("POST", "/v1/things/1", json={"name": "x" * 3_000, "count": 1}), 413, "too-large")
    told = judged(ask("GET", "/v1/raise/boom"), 500, "internal-error")
    assert "secret" not in json.dumps(told)


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("unknown", 404, "not-found"),
        ("forbidden", 403, "not-allowed"),
        ("slot", 409, "slot-taken"),
        ("placed", 409, "already-placed"),
        ("stale", 412, "changed-meanwhile"),
        ("move", 409, "conflict"),
        ("key", 409, "key-reused"),
        ("reach", 503, "not-ready"),
        ("policy", 400, "invalid-request"),
        ("solver", 500, "internal-error"),
    ],
)
def test_what_the_store_and_the_engines_refuse(ask, what: str, status: int, code: str) -> None:
    for lang in ("nl", "en"):
        told = judged(ask("GET", f"/v1/raise/{what}", lang=lang), status, code)
        assert told["detail"]
        assert "{" not in told["detail"]
        assert "secret" not in json.dumps(told)


def test_every_problem_of_documents_is_told_with_row_and_field(ask) -> None:
    for lang, wanted in (("nl", "een van: A0, A1"), ("en", "one of: A0, A1")):
        told = judged(ask("GET", "/v1/raise/document", lang=lang), 400, "invalid-document")
        problem = {"in": "participants.csv", "row": 3, "field": "dutch", "value": "D9", "wanted": wanted}
        assert told["errors"] == [problem, problem]


def test_every_refusal_of_the_store_has_its_problem() -> None:
    from api.store import errors

    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.StoreError)]
    assert [one for one in kinds if one is not errors.StoreError and not any(k in STORE for k in one.__mro__)] == []


def test_titles_and_details_are_in_two_languages() -> None:
    for code, (status, nl, en) in TITLES.items():
        assert 400 <= status < 600
        assert nl
        assert en
        assert nl != en
        assert all(DETAILS.get(code, ("x", "x")))
    assert set(DETAILS) <= set(TITLES)
    assert all(nl and en for nl, en in SENTENCES.values())
    assert CODES[409] == "conflict" or CODES[409] in TITLES


def test_a_request_id_of_the_client_is_kept_if_it_is_one(ask) -> None:
    asked = ask("GET", "/v1/nowhere", headers={"X-Request-ID": "abc-12345"})
    assert asked.headers["x-request-id"] == "abc-12345"
    other = ask("GET", "/v1/nowhere", headers={"X-Request-ID": 'x" onclick='})
    assert re.fullmatch("[0-9a-f]{32}", other.headers["x-request-id"])


def test_a_log_line_has_ids_and_the_template_and_nothing_of_the_request(ask) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        ask("GET", "/v1/raise/boom?name=ann@example.org")
    (line,) = lines
    assert line["route"] == "/raise/{what}"
    assert line["status"] == 500
    assert re.fullmatch("[0-9a-f]{32}", line["request"])
    assert line["failure"].startswith("RuntimeError at raise_it:")
    assert "ann@example.org" not in json.dumps(line)


def test_metrics_count_by_template_and_put_strange_addresses_together(app: Wrapped, ask) -> None:
    ask("GET", "/v1/raise/slot")
    ask("GET", "/v1/wp-login.php")
    ask("BREW", "/v1/coffee")
    text = app.metrics.text().decode()
    assert 'leerwerk_http_requests_total{method="GET",route="/raise/{what}",status="409"}' in text
    assert 'route="(none)",status="404"' in text
    assert 'method="(other)"' in text
    assert "wp-login" not in text


def test_a_refusal_may_bring_headers() -> None:
    assert Refusal("too-many-requests", headers={"Retry-After": "3"}).headers["Retry-After"] == "3"
