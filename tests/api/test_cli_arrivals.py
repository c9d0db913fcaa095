"""`leerwerk arrivals`, and `propose` at the prices that it writes."""

import json

import pytest
from typer.testing import CliRunner

from api.cli import app


def run(*words):
    """Run a command in this process: (exit code, stdout)."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("arrivals") / "tiny"
    assert run("generate", "tiny", "--out", home)[0] == 0
    return home


def test_a_week_is_written_checked_and_proposed_from(folder):
    out = folder.parent / "week.json"
    code, text = run("arrivals", folder, "--weeks-left", 26, "--to-come", 30, "--out", out, "--json")
    assert code == 0
    assert json.loads(text) == json.loads(out.read_text())
    assert json.loads(text)["engine"] == "arrivals"
    assert run("check", folder, out)[0] == 0
    person = json.loads(text)["unmatched"][0]["participant"]
    code, text = run("propose", folder, "--participant", person, "--expected", out, "--json")
    assert json.loads(text)["participant"] == person


@pytest.mark.parametrize(("lang", "words"), [("nl", "Weken gewacht"), ("en", "Weeks waited")])
def test_waiting_is_told(lang, words, folder):
    code, text = run("arrivals", folder, "--pool", folder, "--weeks-left", 10, "--lang", lang)
    assert code == 0
    assert words in text


def test_prices_come_from_one_solution(folder):
    code, _ = run("propose", folder, "--participant", "p1", "--solution", "a.json", "--expected", "b.json")
    assert code == 2
