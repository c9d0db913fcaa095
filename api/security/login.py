"""Login of a browser at the OpenID provider: authorization code with PKCE, state and nonce.

    GET  /login           to the provider; what must come back is sealed into a short-lived cookie
    GET  /login/callback  back from it: the code becomes tokens, the ID token is verified, a session begins
    POST /logout          the session ends

The state ties the answer to this browser, the nonce ties the ID token to this login, PKCE ties the code to who asked
for it. Afterwards only paths of our own are gone to.
"""

import hmac
import re
import secrets
from collections.abc import Generator
from typing import Any

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.security.asking import session_of
from api.security.session import COOKIE, Sealer, Session, set_cookie
from api.security.tokens import PATIENCE, BadToken, Provider, person_of
from api.settings import Settings
from api.web.problems import Refusal

router = APIRouter(include_in_schema=False)
SCOPE = "openid profile"
LOGIN_COOKIE = "leerwerk-login"
LOGIN_MINUTES = 10.0
OWN_PATH = re.compile(r"/(?![/\\])[^\s\\]*")


class _Client(OAuth2Client):  # type: ignore[misc]
    """Authlib's client over httpx."""

    class client_auth_class(ClientAuth, httpx.Auth):  # type: ignore[misc] # noqa: N801 (Authlib's name)
        """How the client names itself at the token endpoint."""

        requires_request_body = True

        def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
            """Add the credentials to one request."""
            url, headers, body = self.prepare(request.method, str(request.url), request.headers, request.content)
            yield httpx.Request(request.method, url, headers=headers, content=body)


@router.get("/login")
def login(request: Request, next: str = "/") -> Response:  # noqa: A002
    """Send the browser to the provider."""
    settings, provider = _parts(request)
    kept = {
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
    }
    url, _ = _client(settings, None).create_authorization_url(
        provider.metadata["authorization_endpoint"], state=kept["state"], nonce=kept["nonce"],
        code_verifier=kept["verifier"],
    )  # fmt: skip
    response = RedirectResponse(url, 303)
    sealed = _sealer(settings).seal({**kept, "next": next if OWN_PATH.fullmatch(next) else "/"}, LOGIN_MINUTES)
    set_cookie(response, LOGIN_COOKIE, sealed, settings, LOGIN_MINUTES, "/login")
    return response


@router.get("/login/callback")
def callback(request: Request, code: str = "", state: str = "") -> Response:
    """Receive the browser from the provider, and begin a session."""
    settings, provider = _parts(request)
    kept = _sealer(settings).open(request.cookies.get(LOGIN_COOKIE, ""))
    if kept is None or not code or not hmac.compare_digest(kept["state"].encode(), state.encode()):
        raise _failed()
    try:
        claims = _claims(settings, provider, code, kept)
    except (BadToken, httpx.HTTPError, KeyError, ValueError) as error:
        raise _failed() from error
    response = RedirectResponse(kept["next"], 303)
    response.delete_cookie(LOGIN_COOKIE, path="/login")
    sealed = Session.of(person_of(claims, settings)).sealed(settings)
    set_cookie(response, COOKIE, sealed, settings, settings.session_minutes)
    return response


@router.post("/logout")
def logout(request: Request, csrf: str = Form("")) -> Response:
    """End the session."""
    session = session_of(request)
    if session is not None and not session.accepts(csrf, request.app.state.settings):
        raise Refusal("not-allowed", "Het CSRF-token ontbreekt of klopt niet.", "The CSRF token is missing or wrong.")
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE)
    return response


def _claims(settings: Settings, provider: Provider, code: str, kept: dict[str, Any]) -> dict[str, Any]:
    """Trade the code for tokens; the verified ID token, and where that has no roles, what the provider adds."""
    metadata = provider.metadata
    with httpx.Client(timeout=PATIENCE) as web:
        tokens = _client(settings, web).fetch_token(
            metadata["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=kept["verifier"],
            redirect_uri=_redirect_uri(settings),
        )  # fmt: skip
        claims = provider.claims(str(tokens["id_token"]), str(settings.oidc_client_id))
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), kept["nonce"].encode()):
            raise BadToken("nonce")
        if "userinfo_endpoint" in metadata and not person_of(claims, settings).roles:
            bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
            told = web.get(metadata["userinfo_endpoint"], headers=bearer).raise_for_status().json()
            if told.get("sub") != claims["sub"]:
                raise BadToken("sub of userinfo")
            claims = {**told, **claims}
    return claims


def _parts(request: Request) -> tuple[Settings, Provider]:
    state = request.app.state
    if state.provider is None or not state.settings.oidc_client_id:
        raise Refusal("not-found")
    return state.settings, state.provider


def _client(settings: Settings, web: httpx.Client | None) -> OAuth2Client:
    secret = settings.oidc_client_secret
    return _Client(
        web, client_id=settings.oidc_client_id, client_secret=secret.get_secret_value() if secret else None,
        scope=SCOPE, redirect_uri=_redirect_uri(settings), code_challenge_method="S256",
    )  # fmt: skip


def _redirect_uri(settings: Settings) -> str:
    return f"{settings.base_url}/login/callback"


def _sealer(settings: Settings) -> Sealer:
    return Sealer(settings.secret.get_secret_value(), "login")


def _failed() -> Refusal:
    return Refusal(
        "not-authenticated", "Het inloggen is niet gelukt. Begin opnieuw.", "Logging in failed. Start again."
    )
