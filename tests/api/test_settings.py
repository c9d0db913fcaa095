"""Settings come from the environment, all mistakes at once, and an unsafe start is refused."""

from pathlib import Path

import pytest

from api.settings import KNOWN_SECRET, Settings, table
from instances.errors import InvalidField

SECRET = "x" * 32


def wrong(**environment: str) -> dict[str, str]:
    with pytest.raises(InvalidField) as caught:
        Settings.from_environment(environment)
    return {problem.field: problem.wanted.en for problem in caught.value.problems}


def test_without_any_variable_the_service_is_for_this_machine() -> None:
    made = Settings.from_environment({"PATH": "elsewhere", "LEERWERK_PORT": ""})
    assert (made.host, made.port, made.login, made.base_url) == ("127.0.0.1", 8100, "demo", "http://127.0.0.1:8100")
    assert made.is_loopback
    assert not made.is_secure


def test_every_setting_can_be_set() -> None:
    made = Settings.from_environment(
        {
            "LEERWERK_HOST": "0.0.0.0", "LEERWERK_SECRET": SECRET, "LEERWERK_LOGIN": "oidc",
            "LEERWERK_OIDC_ISSUER": "https://login.example.org", "LEERWERK_PUBLIC_URL": "https://leerwerk.example.org/",
            "LEERWERK_WORKERS": "3", "LEERWERK_VUM": "true", "LEERWERK_OIN": "0" * 20,
            "LEERWERK_VUM_SECRET": SECRET, "LEERWERK_VUM_INSTANCE": "region",
        }
    )  # fmt: skip
    assert (made.workers, made.vum, made.base_url, made.is_secure) == (3, True, "https://leerwerk.example.org", True)


def test_all_mistakes_are_told_at_once() -> None:
    found = wrong(LEERWERK_PORT="high", LEERWERK_WORKERS="-1", LEERWERK_COLOUR="red")
    assert set(found) == {"LEERWERK_PORT", "LEERWERK_WORKERS", "LEERWERK_COLOUR"}


def test_the_known_secret_is_refused_on_an_address_that_others_reach() -> None:
    other = {"LEERWERK_HOST": "0.0.0.0", "LEERWERK_LOGIN": "oidc", "LEERWERK_OIDC_ISSUER": "https://login.example.org"}
    assert "secret must be set" in wrong(**other)[""]
    assert "secret must be set" in wrong(**other, LEERWERK_SECRET=KNOWN_SECRET)[""]
    assert "secret must be set" in wrong(**other, LEERWERK_SECRET="short")[""]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "leerwerk.example.org"])
def test_the_demo_login_is_refused_on_an_address_that_others_reach(host: str) -> None:
    assert "demo login is for this machine only" in wrong(LEERWERK_HOST=host, LEERWERK_SECRET=SECRET)[""]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_the_demo_login_is_there_on_this_machine(host: str) -> None:
    assert Settings.from_environment({"LEERWERK_HOST": host}).is_loopback


def test_a_login_needs_its_provider_and_vum_its_number_secret_and_instance() -> None:
    found = wrong(LEERWERK_LOGIN="oidc", LEERWERK_VUM="1")[""]
    assert "oidc_issuer is needed" in found
    for name in ("oin", "vum_secret", "vum_instance"):
        assert f"{name} is needed" in found


def test_secrets_are_not_told_in_messages_nor_shown() -> None:
    with pytest.raises(InvalidField) as caught:
        Settings.from_environment({"LEERWERK_DATABASE_URL": "mysql://user:geheim@host/x"})
    assert "geheim" not in "".join(str(problem) for problem in caught.value.problems)
    assert SECRET not in repr(Settings.from_environment({"LEERWERK_SECRET": SECRET}))


def test_no_symmetric_algorithm_can_be_set() -> None:
    assert "LEERWERK_OIDC_ALGORITHMS" in wrong(LEERWERK_OIDC_ALGORITHMS="RS256,HS256")
    assert "LEERWERK_OIDC_ALGORITHMS" in wrong(LEERWERK_OIDC_ALGORITHMS="none")


def test_the_readme_has_every_setting() -> None:
    readme = (Path(__file__).parents[2] / "api" / "README.md").read_text("utf-8")
    assert table() in readme
