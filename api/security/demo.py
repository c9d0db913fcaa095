"""The demo login: on this machine anyone may take any role, to try the service without an OpenID provider.

It exists only where the service listens on a loopback address (`Settings` refuses the rest), and answers only to this
machine. The session that it gives is also taken as bearer token.
"""

import ipaddress
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.security.person import Person, Role
from api.security.session import COOKIE, Session, set_cookie
from api.web.problems import Refusal
from instances.schema.base import Id, MunicipalityCode

router = APIRouter(tags=["service"])


class DemoPerson(BaseModel):
    """Who to be."""

    model_config = ConfigDict(extra="forbid")

    role: Role = Field(description="The role to take.")
    coach: Id | None = Field(None, description="With role coach: whose caseload.")
    municipalities: list[MunicipalityCode] = Field([], max_length=400, description="With role controller: for whom.")


class DemoSession(BaseModel):
    """A session, as bearer token and as cookie."""

    token: str = Field(description="For the header Authorization: Bearer.")
    csrf: str = Field(description="For the header X-CSRF-Token, when the cookie is used.")


@router.post("/demo-sessions", status_code=201, openapi_extra={"x-open": True, "x-problems": [404]})
def create_demo_session(request: Request, response: Response, who: Annotated[DemoPerson, Body()]) -> DemoSession:
    """Log in without a password, on this machine only; 404 where there is a real login."""
    return begin(request, response, who)


def begin(request: Request, response: Response, who: DemoPerson) -> DemoSession:
    """Begin a session as someone, on this machine only.

    Raises:
        Refusal: 404 where there is a real login, or the request comes from elsewhere.
    """
    settings = request.app.state.settings
    if settings.login != "demo" or not _is_here(request):
        raise Refusal("not-found")
    person = Person(f"demo-{who.role.value}", frozenset({who.role}), frozenset(who.municipalities), who.coach)
    session = Session.of(person)
    sealed = session.sealed(settings)
    set_cookie(response, COOKIE, sealed, settings, settings.session_minutes)
    return DemoSession(token=sealed, csrf=session.csrf(settings))


def _is_here(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
