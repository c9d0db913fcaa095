"""`leerwerk learn` on the command line: from past placements to a part of the value that people can read."""

import json
import re

import pytest


@pytest.fixture(scope="module")
def learnt(run, tmp_path_factory):
    """Folder of an instance with 800 outcomes, the study, the instance with the model in it, and what was said."""
    place = tmp_path_factory.mktemp("learn")
    assert run("generate", "district", "--participants", 400, "--out", place / "before")[0] == 0
    out, into = place / "study.json", place / "after"
    code, text, _ = run("learn", place / "before", "--out", out, "--into", into)
    assert code == 0
    return place / "before", json.loads(out.read_text()), into, text


def test_the_report_can_be_read(learnt):
    _, study, _, text = learnt
    assert "verzonnen" in text
    for words in ("gewichten van de regels", "Gezegd", "Verschuiving", "audit_age", "te weinig om iets te zeggen"):
        assert words in text
    assert "De regel `lasting` staat uit" in text
    assert [way["name"] for way in study["judged"]] == ["line", "trees", "hand"]
    assert study["synthetic"]
    assert len(study["instance_hash"]) == 64


def test_the_report_speaks_english_and_json(run, learnt):
    before, study, _, _ = learnt
    assert "Treated alike?" in run("learn", before, "--lang", "en")[1]
    assert json.loads(run("learn", before, "--json")[1]) == study


def test_switched_on_the_estimate_is_one_part_of_the_value(run, learnt):
    _, _, into, _ = learnt
    assert (into / "lasting_model.csv").read_text().count("\n") == 2
    (into / "policy.csv").write_text("rule,mode\nlasting,soft\n")
    out = into.parent / "solution.json"
    assert run("match", into, "--out", out)[0] == 0
    assert run("check", into, out)[0] == 0
    placed = json.loads(out.read_text())["assignments"]
    estimated = [
        (one["participant"], line)
        for one in placed
        for line in one["ledger"]
        if line["part"] == "lasting" and not line["unknown"]
    ]
    participant, line = estimated[0]
    assert line["points"] == -2 * line["amount"] < 0
    told = run("explain", into, out, "--participant", participant)[1]
    assert "Schatting uit eerdere plaatsingen" in told
    assert re.search(r"-\d+  kans op een blijvende plek\n", told)


def test_an_instance_without_outcomes_is_told_what_is_wanted(run, tmp_path):
    assert run("generate", "tiny", "--out", tmp_path / "tiny")[0] == 0
    code, _, told = run("learn", tmp_path / "tiny")
    assert code == 2
    assert "minstens 300 uitkomsten" in told
