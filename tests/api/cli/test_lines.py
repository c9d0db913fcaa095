"""`leerwerk match --horizon`: a line over time for everybody, on the screen, as JSON, in a file that can be checked."""

import json

import pytest


@pytest.fixture(scope="module")
def planned(run, folder):
    out = folder.parent / "lines.json"
    code, text, _ = run("match", folder, "--horizon", 6, "--out", out, "--json")
    assert code == 0
    return out, json.loads(text)


def test_the_file_holds_what_json_prints(planned):
    out, told = planned
    assert json.loads(out.read_text()) == told
    assert told["horizon_months"] == 6
    (first, *_) = told["trajectories"]
    assert {"participant", "legs", "value", "ledger"} <= set(first)
    assert {"workplace", "stage", "from", "until", "months", "value", "cost_cents"} <= set(first["legs"][0])
    assert {"row", "kind", "from", "until", "price"} <= set(told["prices"][0])


@pytest.mark.parametrize(
    ("lang", "words"), [("nl", "deelnemers: een lijn over 6 maanden"), ("en", "participants: a line over 6 months")]
)
def test_people_see_a_line_over_time(run, folder, lang, words):
    code, text, _ = run("match", folder, "--horizon", 6, "--lang", lang)
    assert code == 0
    assert words in text
    assert "PPPPPP" in text


def test_check_judges_lines_and_finds_what_was_changed(run, folder, planned, tmp_path):
    assert run("check", folder, planned[0])[0] == 0
    told = json.loads(json.dumps(planned[1]))
    told["trajectories"][0]["legs"][0]["until"] = "2026-01-31"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(told))
    code, text, _ = run("check", folder, wrong, "--json")
    assert code == 1
    assert "figures" in {finding["code"] for finding in json.loads(text)["findings"]}


@pytest.mark.parametrize("command", ["propose", "explain"])
def test_commands_that_speak_of_single_places_refuse_lines(run, folder, planned, command):
    words = [folder, "--participant", planned[1]["trajectories"][0]["participant"]]
    given = [folder, planned[0], *words[1:]] if command == "explain" else [*words, "--solution", planned[0]]
    code, _, told = run(command, *given)
    assert code == 2
    assert "--horizon" in told


@pytest.mark.parametrize(
    "also",
    [("--engine", "cpsat"), ("--fair", "municipality"), ("--previous", "result.json", "--max-changes", 3)],
)
def test_lines_refuse_what_is_for_single_places(run, folder, also):
    code, _, told = run("match", folder, "--horizon", 6, *also)
    assert code == 2
    assert "--horizon" in told


def test_lines_follow_a_named_policy(run, folder, tmp_path):
    out = tmp_path / "lines.json"
    code, _, _ = run("match", folder, "--horizon", 6, "--policy", "develop", "--out", out)
    assert code == 0
    options = json.loads(out.read_text(encoding="utf-8"))["provenance"]["options"]
    assert (options["policy"], options["horizon_months"]) == ("develop", 6)
    assert run("check", folder, out)[0] == 0
