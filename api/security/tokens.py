"""Bearer tokens: a JWT of the OpenID provider, believed only when everything about it is right.

    signature   by a key of the provider, found by `kid`; an algorithm of our list, never the token's choice
    iss, aud    exactly the provider; leerwerk among those it is meant for
    exp, nbf    now lies between them, a minute of difference between clocks allowed; exp and sub must be there

A key that is not known makes the keys be fetched again, at most twice a minute, so that a provider may change its keys
and a flood of made-up ones costs nothing. Symmetric algorithms are never trusted: with them a public key would be a
secret. Sources: RFC 7519, RFC 8725, OpenID Connect Discovery 1.0.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import GuestProtocol, Key, KeySet
from joserfc.jwt import JWTClaimsRegistry

from api.security.person import Person, Role
from api.settings import Settings

LEEWAY = 60  # seconds
COOLDOWN = 30.0  # seconds between two looks for new keys
PATIENCE = 5.0  # seconds for the provider to answer
LONGEST = 16_384  # characters of a token
DISCOVERY = "/.well-known/openid-configuration"


class BadToken(Exception):
    """The token cannot be believed; the message is for the log, not for who sent it."""


class ProviderUnreachable(Exception):
    """The OpenID provider gives no answer, or not a usable one."""


def fetch_json(url: str) -> dict[str, Any]:
    """Get a JSON object from the provider.

    Raises:
        ProviderUnreachable: it does not answer, or with something else.
    """
    try:
        content = httpx.get(url, timeout=PATIENCE, follow_redirects=False).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderUnreachable(f"{url}: {type(error).__name__}") from error
    if not isinstance(content, dict):
        raise ProviderUnreachable(f"{url}: not an object")
    return content


@dataclass
class Provider:
    """The OpenID provider: where its doors are, and its keys, fetched when needed and kept."""

    issuer: str
    algorithms: tuple[str, ...]
    fetch: Callable[[str], dict[str, Any]] = fetch_json
    clock: Callable[[], float] = time.time
    _metadata: dict[str, Any] = field(default_factory=dict)
    _keys: KeySet | None = None
    _fetched: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the provider says of itself.

        Raises:
            ProviderUnreachable: it says nothing, or speaks for another issuer.
        """
        if not self._metadata:
            found = self.fetch(self.issuer.rstrip("/") + DISCOVERY)
            if found.get("issuer") != self.issuer:
                raise ProviderUnreachable("the provider calls itself by another name")
            self._metadata = found
        return self._metadata

    def claims(self, token: str, audience: str) -> dict[str, Any]:
        """What the token says, once it is believed.

        Raises:
            BadToken: it cannot be believed.
            ProviderUnreachable: there are no keys to judge it by.
        """
        if len(token) > LONGEST:
            raise BadToken("too long")
        wanted = JWTClaimsRegistry(
            now=lambda: int(self.clock()), leeway=LEEWAY, iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": audience}, exp={"essential": True}, sub={"essential": True},
        )  # fmt: skip
        try:
            found = jwt.decode(token, self._key, algorithms=self.algorithms)
            wanted.validate(found.claims)
        except (JoseError, ValueError, TypeError) as error:
            raise BadToken(type(error).__name__) from error
        return dict(found.claims)

    def _key(self, token: GuestProtocol) -> Key:
        kid = token.headers().get("kid")
        if not isinstance(kid, str):
            raise InvalidKeyIdError("a token without kid")
        with self._lock:
            keys = self._keys
            known = keys is not None and any(key.kid == kid for key in keys)
            if not known and self.clock() - self._fetched >= COOLDOWN:
                self._fetched = self.clock()
                keys = self._keys = _asymmetric(self.fetch(str(self.metadata.get("jwks_uri"))))
        if keys is None:
            raise ProviderUnreachable("no keys yet")
        return keys.get_by_kid(kid)


def _asymmetric(found: dict[str, Any]) -> KeySet:
    """The public keys for signatures, and no others."""
    usable = [
        key
        for key in found.get("keys", ())
        if isinstance(key, dict) and key.get("kty") != "oct" and key.get("use", "sig") == "sig" and key.get("kid")
    ]
    try:
        return KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError) as error:
        raise ProviderUnreachable(f"no keys that can be used: {type(error).__name__}") from error


def person_of(claims: Mapping[str, Any], settings: Settings) -> Person:
    """Who the claims are about; roles that do not exist are left out."""
    roles = set(_words(_at(claims, settings.oidc_roles_claim)))
    coach = _at(claims, settings.oidc_coach_claim)
    return Person(
        subject=str(claims["sub"]),
        roles=frozenset(role for role in Role if role.value in roles),
        municipalities=frozenset(_words(_at(claims, settings.oidc_municipalities_claim))),
        coach=coach if isinstance(coach, str) and coach else None,
    )


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that name; else dots lead into objects: `realm_access.roles`."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _words(found: Any) -> list[str]:
    """Words of a claim that is a list or a text with spaces."""
    if isinstance(found, str):
        return found.split()
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
