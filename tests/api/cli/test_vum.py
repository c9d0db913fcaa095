"""Profiles and vacancies in and out on the command line."""

import json

import pytest


@pytest.fixture(scope="module")
def tiny(run, tmp_path_factory):
    made = tmp_path_factory.mktemp("vum") / "tiny.json"
    assert run("generate", "tiny", "--out", made)[0] == 0
    return made


def test_only_who_was_named_goes_out_and_comes_back_the_same(run, tiny, tmp_path):
    code, text, _ = run("vum", "export", tiny, "--out", tmp_path, "--share", "out-of-reach", "--json")
    assert (code, json.loads(text)["profiles"]) == (0, 1)
    files = sorted(tmp_path.glob("*.json"))
    code, text, _ = run("vum", "import", *files, "--into", tiny, "--out", tmp_path / "again.json", "--json")
    assert (code, json.loads(text)["new"]) == (0, [])
    assert (tmp_path / "again.json").read_text() == tiny.read_text()


@pytest.mark.parametrize(("lang", "told"), [("nl", "gewenst: een code uit de lijst"), ("en", "wanted a code of")])
def test_an_unknown_code_is_told_and_nothing_is_taken_in(run, lang, told, tiny, tmp_path):
    before = tiny.read_text()
    (tmp_path / "in.json").write_text('[{"idVacature": "x", "contractvorm": [{"codeTypeOvereenkomst": "O1"}]}]')
    code, _, wrong = run("vum", "import", tmp_path / "in.json", "--into", tiny, "--lang", lang)
    assert code == 2
    assert told in wrong
    assert tiny.read_text() == before
