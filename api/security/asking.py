"""Who asks: from the bearer token or the session cookie of a request to a person; refused where it is nobody.

A bearer token goes before a cookie. A cookie alone changes nothing: for that, the header `X-CSRF-Token` must hold the
token of the session (forms of our own pages bring it as a field, and the page sees to it).
"""

from collections.abc import Callable

from fastapi import Request
from fastapi.params import Depends as Dependency

from api.security.person import Person, Role
from api.security.session import COOKIE, Session, opened
from api.security.tokens import BadToken, Provider, ProviderUnreachable, person_of
from api.settings import Settings
from api.web.problems import Refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="leerwerk"'}


def session_of(request: Request) -> Session | None:
    """The session of a browser; None where there is none."""
    return opened(request.cookies.get(COOKIE, ""), request.app.state.settings)


def asker(request: Request, csrf: str = "") -> Person:
    """Who asks. `csrf`: the token that a form brought.

    Raises:
        Refusal: 401 where nobody is logged in, 403 where a cookie would change something without its CSRF token, 429
            where it is too much, 503 where the provider that must be asked gives no answer.
    """
    state = request.app.state
    state.throttle.take(f"address:{request.client.host if request.client else ''}")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        person = _bearer(token.strip(), state.settings, state.provider)
    else:
        session = session_of(request)
        if session is None:
            raise Refusal("not-authenticated", headers=CHALLENGE)
        token = csrf or request.headers.get("x-csrf-token", "")
        if request.method not in SAFE and not session.accepts(token, state.settings):
            raise Refusal(
                "not-allowed", "Het CSRF-token ontbreekt of klopt niet.", "The CSRF token is missing or wrong."
            )
        person = session.person
    request.scope["subject"] = person.subject
    return person


def _bearer(token: str, settings: Settings, provider: Provider | None) -> Person:
    if provider is None:  # the demo login: its sessions double as tokens
        session = opened(token, settings)
        if session is None:
            raise _not_believed()
        return session.person
    try:
        return person_of(provider.claims(token, settings.oidc_audience), settings)
    except BadToken as error:
        raise _not_believed() from error
    except ProviderUnreachable as error:
        raise Refusal(
            "not-ready", "De inlogdienst geeft geen antwoord.", "The login service gives no answer.",
            headers={"Retry-After": "30"},
        ) from error  # fmt: skip


def _not_believed() -> Refusal:
    return Refusal(
        "not-authenticated", headers={"WWW-Authenticate": CHALLENGE["WWW-Authenticate"] + ', error="invalid_token"'}
    )


def allowed(roles: frozenset[Role]) -> Dependency:
    """A dependency: who asks, if that is someone in one of these roles."""

    def check(request: Request) -> Person:
        person = asker(request)
        if not person.has(*roles):
            raise Refusal("not-allowed")
        return person

    check.roles = roles  # type: ignore[attr-defined]
    return Dependency(check)


def roles_of(call: Callable[..., object]) -> frozenset[Role] | None:
    """The roles that a dependency asks for; None where it is no such dependency."""
    return getattr(call, "roles", None)
