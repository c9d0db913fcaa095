"""Hostile tokens: everything that can be wrong with one, one test each."""

import base64
import json
from typing import Any

import pytest
from joserfc import jwk, jwt
from joserfc.jwk import OctKey, RSAKey

from api.security.person import Role
from api.security.tokens import COOLDOWN, LEEWAY, BadToken, Provider, ProviderUnreachable, person_of
from api.settings import Settings

ISSUER, AUDIENCE = "https://login.example.org", "leerwerk"
NOW = 1_800_000_000
ALGORITHMS = ("RS256", "ES256")


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


class World:
    """A provider whose keys and clock are in our hand."""

    def __init__(self, *keys: Any) -> None:
        self.keys, self.now, self.fetches, self.issuer = list(keys), float(NOW), 0, ISSUER

    def fetch(self, url: str) -> dict[str, Any]:
        """What the provider answers."""
        if url.endswith("/.well-known/openid-configuration"):
            return {"issuer": self.issuer, "jwks_uri": f"{ISSUER}/keys"}
        self.fetches += 1
        return {"keys": [one.as_dict(private=False) for one in self.keys]}

    def provider(self) -> Provider:
        """The provider as the service knows it."""
        return Provider(ISSUER, ALGORITHMS, self.fetch, lambda: self.now)


@pytest.fixture
def world(key: RSAKey) -> World:
    return World(key)


@pytest.fixture
def provider(world: World) -> Provider:
    return world.provider()


def claims(**others: Any) -> dict[str, Any]:
    said = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ann", "exp": NOW + 600, "iat": NOW, "roles": ["coach"], **others}
    return {name: value for name, value in said.items() if value is not None}


def signed(
    key: Any, alg: str = "RS256", kid: str | None = "one", header: dict[str, Any] | None = None, **others: Any
) -> str:
    told = {"alg": alg, **({"kid": kid} if kid else {}), **(header or {})}
    return jwt.encode(told, claims(**others), key, algorithms=[alg])


def part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def refused(provider: Provider, token: str) -> None:
    with pytest.raises(BadToken):
        provider.claims(token, AUDIENCE)


def test_a_right_token_is_believed(provider: Provider, key: RSAKey) -> None:
    assert provider.claims(signed(key), AUDIENCE)["sub"] == "ann"
    assert provider.claims(signed(key, aud=["other", AUDIENCE]), AUDIENCE)["sub"] == "ann"


def test_alg_none(provider: Provider) -> None:
    for alg in ("none", "None", "NONE", ""):
        refused(provider, f"{part({'alg': alg, 'kid': 'one'})}.{part(claims())}.")


def test_key_swap_hs256_with_the_public_key(provider: Provider, key: RSAKey) -> None:
    """The public key, which everyone has, used as secret of a symmetric signature."""
    for secret in (key.as_pem(private=False), json.dumps(key.as_dict(private=False)).encode()):
        payload = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(claims())}"
        import hashlib
        import hmac

        seal = base64.urlsafe_b64encode(hmac.digest(secret, payload.encode(), hashlib.sha256)).rstrip(b"=").decode()
        refused(provider, f"{payload}.{seal}")


def test_an_algorithm_that_is_not_on_the_list(provider: Provider, key: RSAKey) -> None:
    refused(provider, signed(key, alg="RS512"))


def test_the_signature_of_another_key(provider: Provider) -> None:
    refused(provider, signed(RSAKey.generate_key(2048, {"kid": "one"})))


def test_a_payload_that_was_changed(provider: Provider, key: RSAKey) -> None:
    header, _, signature = signed(key).split(".")
    refused(provider, f"{header}.{part(claims(roles=['admin']))}.{signature}")


def test_an_unknown_kid_and_none(provider: Provider, key: RSAKey) -> None:
    refused(provider, signed(key, kid="two"))
    refused(provider, signed(key, kid=None))


def test_a_key_that_the_token_brings_along_is_not_looked_at(provider: Provider) -> None:
    own = RSAKey.generate_key(2048, {"kid": "mine"})
    refused(provider, signed(own, kid="mine", header={"jwk": own.as_dict(private=False)}))
    refused(provider, signed(own, kid="mine", header={"jku": "https://evil.example.org/keys"}))


@pytest.mark.parametrize(
    "others",
    [
        {"iss": "https://evil.example.org"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": None},
        {"exp": NOW - LEEWAY - 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"nbf": NOW + LEEWAY + 60},
        {"iat": NOW + LEEWAY + 60},
        {"sub": None},
    ],
    ids=str,
)
def test_claims_that_are_wrong_or_missing(provider: Provider, key: RSAKey, others: dict[str, Any]) -> None:
    refused(provider, signed(key, **others))


def test_a_minute_of_difference_between_clocks_is_allowed(provider: Provider, key: RSAKey) -> None:
    assert provider.claims(signed(key, exp=NOW - LEEWAY + 5, nbf=NOW + LEEWAY - 5), AUDIENCE)


def test_what_is_no_token_at_all(provider: Provider) -> None:
    for text in ("", ".", "..", "a.b.c", "é", "x" * 20_000, f"{part({'alg': 'RS256', 'kid': 'one'})}.e30."):
        refused(provider, text)


def test_new_keys_are_fetched_when_a_kid_is_unknown_and_not_too_often(key: RSAKey) -> None:
    world, other = World(key), RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    provider = world.provider()
    provider.claims(signed(key), AUDIENCE)
    world.keys = [other]
    refused(provider, signed(other, kid="two"))  # asked a moment ago: not again yet
    assert world.fetches == 1
    world.now += COOLDOWN
    assert provider.claims(signed(other, kid="two"), AUDIENCE)
    assert world.fetches == 2
    refused(provider, signed(key))  # the old key is gone


def test_symmetric_and_encryption_keys_of_the_provider_are_not_used(key: RSAKey) -> None:
    secret = OctKey.import_key("s" * 32, {"kid": "one", "use": "sig"})
    world = World(key)
    world.fetch = lambda url: (  # type: ignore[method-assign]
        {"issuer": ISSUER, "jwks_uri": "keys"}
        if "well-known" in url
        else {"keys": [secret.as_dict(private=True), {**key.as_dict(private=False), "kid": "enc", "use": "enc"}]}
    )
    with pytest.raises((BadToken, ProviderUnreachable)):
        world.provider().claims(signed(key, kid="enc"), AUDIENCE)


def test_a_provider_that_speaks_for_another_is_not_believed(world: World, key: RSAKey) -> None:
    world.issuer = "https://evil.example.org"
    with pytest.raises(ProviderUnreachable):
        world.provider().claims(signed(key), AUDIENCE)


def test_another_sort_of_key_is_no_problem() -> None:
    key = jwk.ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
    assert World(key).provider().claims(signed(key, alg="ES256", kid="ec"), AUDIENCE)


def test_roles_and_scope_come_from_the_claims() -> None:
    person = person_of(claims(roles=["coach", "king"], municipalities="GM0935 GM0917", coach="c1"), Settings())
    assert person.roles == {Role.COACH}
    assert person.municipalities == {"GM0935", "GM0917"}
    assert (person.subject, person.coach) == ("ann", "c1")


def test_roles_may_lie_deeper_and_wrong_ones_give_nothing() -> None:
    deep = Settings(oidc_roles_claim="realm_access.roles")
    assert person_of({"sub": "x", "realm_access": {"roles": ["planner"]}}, deep).roles == {Role.PLANNER}
    for found in (None, 3, {}, [{"role": "admin"}], "realm"):
        assert person_of({"sub": "x", "realm_access": found, "coach": 7, "municipalities": 3}, deep).roles == set()
