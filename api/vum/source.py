"""The part of bron: vacancies of one instance, for who comes through the gateway of the VUM.

The gateway ends the mutual TLS of PKIoverheid and sends `LEERWERK_VUM_SECRET` along as bearer token, and who asks as
`X-VUM-fromParty`. Profiles of jobseekers are not given: that someone agreed to it is nowhere recorded yet.
"""

import hmac
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from api.security.person import Person
from api.settings import Settings
from api.store import instances, logbook
from api.store.database import Database
from api.store.errors import Unknown
from api.store.logbook import Activity
from api.web.problems import Refusal
from instances.errors import Problem, Wanted
from instances.vum.errors import LIMIT, UNAVAILABLE, refusal, vum_error
from instances.vum.exchange import vacancies
from instances.vum.query import parse_query
from instances.vum.roles import answer
from instances.vum.wire import Vacature, written

router = APIRouter(prefix="/bron", include_in_schema=False)
OIN = Wanted("een OIN van 20 cijfers", "an organisation number (OIN) of 20 digits")


def _body(content: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(content, status)


def _refused(*problems: Problem) -> Response:
    error = refusal(problems)
    return _body(error.model_dump(), error.http)


def _failed(code: str, details: str = "") -> Response:
    error = vum_error(code, details)
    return _body(error.model_dump(), error.http)


async def _sent(request: Request) -> bytes:
    return await request.body()


@router.post("/vacatures/matches")
def match_vacancies(request: Request, sent: Annotated[bytes, Depends(_sent)]) -> Response:
    """The vacancies that meet a question, at most 100."""
    refused = _not_let_in(request)
    if refused is not None:
        return refused
    try:
        asked = json.loads(sent)
    except (ValueError, RecursionError):
        return _refused(Problem("query", 0, "", "…", Wanted("JSON", "JSON")))
    query, problems = parse_query(asked, Vacature)
    if query is None:
        return _refused(*problems)
    found = _vacancies(request)
    return _failed(UNAVAILABLE) if found is None else _body(answer(query, found).body())


@router.get("/vacatures/{vacancy}")
def get_vacancy(vacancy: str, request: Request) -> Response:
    """One vacancy in full."""
    refused = _not_let_in(request)
    if refused is not None:
        return refused
    found = _vacancies(request)
    if found is None:
        return _failed(UNAVAILABLE)
    one = next((one for one in found if one.id_vacature == vacancy), None)
    if one is None:
        return _refused(
            Problem("vacature", 0, "idVacature", vacancy[:80], Wanted("een id dat is gegeven", "an id that was given"))
        )
    return _body(written(one))


def _not_let_in(request: Request) -> Response | None:
    """What is answered to who may not ask; None to who may."""
    settings: Settings = request.app.state.settings
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    known = settings.vum_secret.get_secret_value() if settings.vum_secret else ""
    if not known or scheme.lower() != "bearer" or not hmac.compare_digest(token.encode(), known.encode()):
        raise Refusal("not-authenticated", headers={"WWW-Authenticate": 'Bearer realm="vum"'})
    asks, asked = _parties(request)
    if len(asks) != len(settings.oin or "") or not asks.isdecimal():
        return _refused(Problem("header", 0, "X-VUM-fromParty", asks[:80], OIN))
    if asked != settings.oin:
        ours = Wanted(f"het OIN van deze bron: {settings.oin}", f"the OIN of this source: {settings.oin}")
        return _refused(Problem("header", 0, "X-VUM-toParty", asked[:80], ours))
    try:
        request.app.state.throttle.take(f"vum:{asks}")
    except Refusal as refusal_:
        limited = _failed(LIMIT)
        limited.headers.update(refusal_.headers)
        return limited
    return None


def _parties(request: Request) -> tuple[str, str]:
    return request.headers.get("x-vum-fromparty", ""), request.headers.get("x-vum-toparty", "")


def _vacancies(request: Request) -> list[Vacature] | None:
    """The vacancies with a slot left, once it stands in the logbook that they were asked for; None without instance."""
    settings: Settings = request.app.state.settings
    database: Database = request.app.state.database
    name = str(settings.vum_instance)
    with database.reading() as session:
        try:
            version = instances.version(session, name)
        except Unknown:
            return None
        found = vacancies(instances.instance(session, version.hash))
    asker = Person(f"oin:{_parties(request)[0]}", frozenset())

    def record(session: Session) -> None:
        logbook.append(session, asker, Activity.EXCHANGE, dataset=name, version=version.number, route="vacatures")

    request.app.state.together.do(record)
    return found
