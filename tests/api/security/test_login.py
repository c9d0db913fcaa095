"""Login at a real OpenID provider (`oidc-provider`, certified), a process of its own: code, PKCE, state, nonce.

It needs Node.js and `npm install` in `provider/`, or a folder with the module in LEERWERK_TEST_NODE_MODULES.
"""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest

from api.security.person import Role
from api.security.session import COOKIE, opened
from api.security.tokens import Provider
from api.settings import Settings

FOLDER = Path(__file__).parent / "provider"
pytestmark = pytest.mark.provider


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder, ours = tmp_path_factory.mktemp("login"), free_port()
    return Settings(
        port=ours, login="oidc", oidc_issuer=f"http://127.0.0.1:{free_port()}", oidc_client_id="leerwerk-pages",
        oidc_client_secret="s" * 32, database_url=f"sqlite:///{folder}/l.db", data_folder=folder,
    )  # fmt: skip


@pytest.fixture(scope="module")
def provider(settings: Settings) -> Iterator[str]:
    """The provider, while these tests run."""
    modules = os.environ.get("LEERWERK_TEST_NODE_MODULES", str(FOLDER))
    command = [
        str(shutil.which("node")), str(FOLDER / "provider.mjs"), str(settings.oidc_issuer).rpartition(":")[2],
        f"{settings.base_url}/login/callback", modules,
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            while (line := process.stdout.readline()).strip() != "ready":
                assert line, "the provider did not start"
            yield str(settings.oidc_issuer)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def service(settings: Settings, provider: str, serving) -> Iterator[str]:  # noqa: ARG001
    with serving(settings) as url:
        yield url


def walk_to_callback(browser: httpx.Client, address: str) -> str:
    """What a person does at the provider: say a name and a password, agree, and be sent back."""
    answer = browser.get(address)
    for _ in range(12):
        if answer.is_redirect:
            address = urljoin(str(answer.url), answer.headers["location"])
            if "/login/callback" in address:
                return address
            answer = browser.get(address)
            continue
        action = re.search(r'action="([^"]+)"', answer.text)
        assert action, answer.text
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', answer.text))
        if 'name="login"' in answer.text:
            fields |= {"login": "ann", "password": "any"}
        answer = browser.post(urljoin(str(answer.url), action[1]), data=fields)
    raise AssertionError("the provider never sent the browser back")


def test_a_browser_logs_in_and_out(service: str, settings: Settings) -> None:
    with httpx.Client() as browser:
        start = browser.get(f"{service}/login", params={"next": "/caseload"})
        assert start.status_code == 303
        asked = parse_qs(urlsplit(start.headers["location"]).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert {"state", "nonce", "code_challenge"} <= asked.keys()
        flags = start.headers["set-cookie"].lower()
        assert all(flag in flags for flag in ("httponly", "samesite=lax", "path=/login"))
        back = browser.get(walk_to_callback(browser, start.headers["location"]))
        assert (back.status_code, back.headers["location"]) == (303, "/caseload")
        session = opened(browser.cookies[COOKIE], settings)
        assert session is not None
        assert session.person.roles == {Role.COACH}
        assert (session.person.subject, session.person.coach) == ("ann", "coach-szmh")
        assert session.person.municipalities == {"GM0981"}
        assert browser.get(f"{service}/v1/policies").status_code == 200
        assert browser.post(f"{service}/v1/instances/x/decisions", json={}).status_code == 403  # no CSRF token
        told = {"X-CSRF-Token": session.csrf(settings)}
        assert browser.post(f"{service}/v1/instances/x/decisions", json={}, headers=told).status_code == 400
        assert browser.post(f"{service}/logout").status_code == 403
        assert browser.post(f"{service}/logout", data={"csrf": session.csrf(settings)}).status_code == 303
        assert browser.get(f"{service}/v1/policies").status_code == 401


def test_an_answer_for_another_browser_or_a_changed_state_begins_no_session(service: str) -> None:
    with httpx.Client() as browser, httpx.Client() as other:
        start = browser.get(f"{service}/login")
        address = walk_to_callback(browser, start.headers["location"])
        assert other.get(address).status_code == 401
        other.get(f"{service}/login")
        assert other.get(address).status_code == 401
        assert browser.get(address.replace("state=", "state=x")).status_code == 401
        assert browser.get(address).status_code == 303
        assert COOKIE not in other.cookies
        assert browser.get(address).status_code == 401  # a code counts once


@pytest.mark.parametrize("next_path", ["https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "x"])
def test_after_login_only_own_paths_are_gone_to(service: str, next_path: str) -> None:
    with httpx.Client() as browser:
        start = browser.get(f"{service}/login", params={"next": next_path})
        back = browser.get(walk_to_callback(browser, start.headers["location"]))
        assert back.headers["location"] == "/"


def test_an_access_token_of_the_provider_is_believed(service: str, provider: str) -> None:
    """The token is one that the provider made for its own client, as an integrator would get it."""
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    verifier, redirect = "v" * 48, f"{service}/login/callback"
    query = {
        "client_id": "leerwerk-pages", "response_type": "code", "redirect_uri": redirect, "scope": "openid profile",
        "code_challenge": create_s256_code_challenge(verifier), "code_challenge_method": "S256", "state": "s" * 9,
        "resource": "urn:leerwerk",
    }  # fmt: skip
    with httpx.Client() as browser:
        address = walk_to_callback(browser, f"{provider}/auth?{httpx.QueryParams(query)}")
        code = parse_qs(urlsplit(address).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
        tokens = browser.post(f"{provider}/token", data=form, auth=("leerwerk-pages", "s" * 32)).json()
    claims = Provider(provider, ("RS256",)).claims(tokens["access_token"], "leerwerk")
    assert claims["sub"] == "ann"
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert httpx.get(f"{service}/v1/instances", headers=bearer).status_code == 403  # believed, but it brings no roles
    broken = {"Authorization": bearer["Authorization"][:-4] + "AAAA"}
    assert httpx.get(f"{service}/v1/instances", headers=broken).status_code == 401
    assert (
        httpx.get(f"{service}/v1/instances", headers={"Authorization": f"Bearer {tokens['id_token']}"}).status_code
        == 401
    )
