"""`leerwerk check`, of an instance and of a solution: exit codes, and bad input with its place in both languages."""

import csv
import json
import shutil

import pytest


def test_check_finds_nothing_wrong_with_what_match_made(run, folder, solved):
    """Sound, so exit code 0, although an override is told."""
    code, text, _ = run("check", folder, solved[0], "--json")
    assert {finding["severity"] for finding in json.loads(text)["findings"]} == {"watch"}
    assert code == 0


def test_check_says_with_exit_code_1_that_a_solution_is_wrong(run, folder, solved, tmp_path):
    told = json.loads(json.dumps(solved[1]))
    told["assignments"].append(told["assignments"][0])
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(told))
    code, text, _ = run("check", folder, wrong, "--json")
    assert code == 1
    assert "twice" in {finding["code"] for finding in json.loads(text)["findings"]}


def test_planted_defects_are_found(run, tmp_path):
    made = tmp_path / "district"
    assert run("generate", "district", "--out", made, "--defects")[0] == 0
    code, text, _ = run("check", made, "--json")
    assert code == 1
    assert json.loads(text)["findings"]


def copied(folder, place):
    """A copy of an instance that may be changed."""
    return shutil.copytree(folder, place / "copy")


def test_check_refuses_a_policy_that_match_refuses(run, folder, tmp_path):
    bad = copied(folder, tmp_path)
    (bad / "policy.csv").write_text("rule,mode\nmagic,hard\n")
    for command in ("check", "match"):
        code, _, told = run(command, bad)
        assert code == 2
        assert told.startswith("De keuzes voor deze berekening kloppen niet:\n")
        assert "'magic'" in told
    assert run("check", bad, "--lang", "en")[2].startswith("The choices for this run are not right:\n")


def test_check_tells_an_override_that_changes_nothing(run, folder, tmp_path):
    changed = copied(folder, tmp_path)
    assert run("check", changed)[0] == 0
    (row,) = csv.DictReader((changed / "overrides.csv").read_text(encoding="utf-8").splitlines())
    (changed / "policy.csv").write_text(f"rule,mode\n{row['rule']},hard\n")
    code, text, _ = run("check", changed, "--json")
    (finding,) = json.loads(text)["findings"]
    assert code == 1
    assert (finding["code"], finding["severity"]) == ("override_without_effect", "watch")
    assert finding["facts"] == {**{name: row[name] for name in ("participant", "workplace", "rule")}, "mode": "hard"}
    assert all(row[name] in finding["nl"] for name in ("participant", "workplace", "rule"))


@pytest.mark.parametrize(
    ("lang", "heading", "problem"),
    [
        (
            "nl",
            "De invoer klopt niet: 2 problemen.",
            "coaches.csv, rij 1, veld hours_week: gevonden '400'; gewenst: hoogstens 40 uur per week",
        ),
        (
            "en",
            "The input is not right: 2 problems.",
            "coaches.csv, row 1, field hours_week: found '400'; wanted at most 40 hours/week",
        ),
    ],
)
def test_bad_input_is_framed_in_the_chosen_language(run, lang, heading, problem, folder, tmp_path):
    bad = copied(folder, tmp_path)
    coaches = (bad / "coaches.csv").read_text(encoding="utf-8").splitlines()
    first, second = (line.split(",")[0] for line in coaches[1:])
    (bad / "coaches.csv").write_text(f"id,organisation,hours_week\n{first},mtb,400\n{second},mtb,-1\n")
    for command in ("check", "match"):
        code, _, told = run(command, bad, "--lang", lang)
        lines = told.splitlines()
        assert code == 2
        assert lines[0] == heading
        assert lines[1] == f"  {problem}"
        assert "InvalidField" not in told


@pytest.mark.parametrize("as_json", [False, True])
def test_bad_documents_name_document_row_field_value_and_what_was_wanted(run, folder, tmp_path, as_json):
    bad = tmp_path / "bad"
    bad.mkdir()
    for file in folder.iterdir():
        (bad / file.name).write_bytes(file.read_bytes())
    people = bad / "participants.csv"
    lines = people.read_text().splitlines()
    head = lines[0].split(",")
    cells = lines[1].split(",")
    cells[head.index("municipality")] = "GM4242"
    people.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    code, text, told = run("match", bad, *(["--json"] if as_json else []))
    assert code == 2
    if as_json:
        (problem,) = json.loads(text)["error"]["problems"]
        assert (problem["row"], problem["field"], problem["value"]) == (1, "municipality", "GM4242")
        assert "participants" in problem["document"]
        assert problem["wanted"]["nl"]
        assert problem["wanted"]["en"]
    else:
        assert "GM4242" in told
        assert "municipality" in told


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"leerwerk": 1}'])
def test_a_file_that_is_no_solution_is_bad_input(run, folder, tmp_path, content):
    path = tmp_path / "no.json"
    path.write_bytes(content)
    code, _, told = run("check", folder, path)
    assert code == 2
    assert "no.json" in told
