"""`leerwerk arrivals`, and `propose` at the prices that it writes."""

import json

import pytest


def test_a_week_is_written_checked_and_proposed_from(run, folder):
    out = folder.parent / "week.json"
    code, text, _ = run("arrivals", folder, "--weeks-left", 26, "--to-come", 30, "--out", out, "--json")
    assert code == 0
    assert json.loads(text) == json.loads(out.read_text())
    assert json.loads(text)["engine"] == "arrivals"
    assert run("check", folder, out)[0] == 0
    person = json.loads(text)["unmatched"][0]["participant"]
    code, text, _ = run("propose", folder, "--participant", person, "--expected", out, "--json")
    assert json.loads(text)["participant"] == person


@pytest.mark.parametrize(("lang", "words"), [("nl", "Weken gewacht"), ("en", "Weeks waited")])
def test_waiting_is_told(run, lang, words, folder):
    code, text, _ = run("arrivals", folder, "--pool", folder, "--weeks-left", 10, "--lang", lang)
    assert code == 0
    assert words in text


def test_prices_come_from_one_solution(run, folder):
    code, _, _ = run("propose", folder, "--participant", "p1", "--solution", "a.json", "--expected", "b.json")
    assert code == 2
