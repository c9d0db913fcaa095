"""The command line as its users meet it: text for people, JSON for programs, exit codes, errors that help."""

import csv
import json
import re
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.cli.generate import DUTCH
from instances.errors import SolverFailure
from instances.schema import TABLES
from instances.schema.solution import Finding

KEYS = {"reason", "limit", "objective", "bound", "gap"}


def run(*words):
    """Run a command in this process: (exit code, stdout, stderr)."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("cli") / "tiny"
    assert run("generate", "tiny", "--out", made)[0] == 0
    return made


@pytest.fixture(scope="module")
def solved(folder):
    out = folder.parent / "solution.json"
    code, text, _ = run("match", folder, "--out", out, "--json")
    assert code == 0
    return out, json.loads(text)


def test_match_prints_the_promised_object(solved):
    _, told = solved
    assert set(told["termination"]) >= KEYS
    assert {"engine", "seconds", "assignments", "unmatched", "prices"} <= set(told)
    assert {"participant", "workplace", "start", "value"} <= set(told["assignments"][0])
    assert told["unmatched"][0]["reasons"]
    assert all({"row", "kind", "price"} <= set(price) for price in told["prices"])


def test_the_file_holds_what_json_prints(solved):
    out, told = solved
    assert json.loads(out.read_text()) == told


@pytest.mark.parametrize(("lang", "words"), [("nl", "deelnemers geplaatst"), ("en", "participants placed")])
def test_match_speaks_both_languages(folder, lang, words):
    code, text, _ = run("match", folder, "--lang", lang)
    assert code == 0
    assert words in text


@pytest.mark.parametrize("form", ["csv", "parquet", "excel", "json"])
def test_every_form_of_an_instance_gives_the_same_matching(form, solved, tmp_path):
    suffix = {"excel": ".xlsx", "json": ".json"}.get(form, "")
    made = tmp_path / f"tiny{suffix}"
    assert run("generate", "tiny", "--out", made, "--format", form)[0] == 0
    code, text, _ = run("match", made, "--json")
    assert code == 0
    assert json.loads(text)["assignments"] == solved[1]["assignments"]


def test_check_finds_nothing_wrong_with_what_match_made(folder, solved):
    """Sound, so exit code 0, although an override is told."""
    code, text, _ = run("check", folder, solved[0], "--json")
    assert {finding["severity"] for finding in json.loads(text)["findings"]} == {"watch"}
    assert code == 0


def test_check_says_with_exit_code_1_that_a_solution_is_wrong(folder, solved, tmp_path):
    told = json.loads(json.dumps(solved[1]))
    told["assignments"].append(told["assignments"][0])
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(told))
    code, text, _ = run("check", folder, wrong, "--json")
    assert code == 1
    assert "twice" in {finding["code"] for finding in json.loads(text)["findings"]}


def test_planted_defects_are_found(tmp_path):
    made = tmp_path / "district"
    assert run("generate", "district", "--out", made, "--defects")[0] == 0
    code, text, _ = run("check", made, "--json")
    assert code == 1
    assert json.loads(text)["findings"]


def copied(folder, place):
    """A copy of an instance that may be changed."""
    return shutil.copytree(folder, place / "copy")


def test_check_refuses_a_policy_that_match_refuses(folder, tmp_path):
    bad = copied(folder, tmp_path)
    (bad / "policy.csv").write_text("rule,mode\nmagic,hard\n")
    for command in ("check", "match"):
        code, _, told = run(command, bad)
        assert code == 2
        assert told.startswith("De keuzes voor deze berekening kloppen niet:\n")
        assert "'magic'" in told
    assert run("check", bad, "--lang", "en")[2].startswith("The choices for this run are not right:\n")


def test_check_tells_an_override_that_changes_nothing(folder, tmp_path):
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
    ("words", "field", "wanted"),
    [
        (("tiny", "--participants", 5), "participants", "tiny is een verhaal met de hand"),
        (("district", "--participants", 0), "participants", "50 deelnemers of meer"),
        (("district", "--seed", -1), "seed", "een heel getal van 0"),
        (("tiny", "--defects"), "defects", "zonder fouten erin"),
    ],
)
def test_what_cannot_be_generated_is_bad_input(words, field, wanted, tmp_path):
    code, _, told = run("generate", *words, "--out", tmp_path / "x")
    assert code == 2
    assert told.startswith("De invoer klopt niet: 1 probleem.\n")
    assert f"generate, veld {field}:" in told
    assert wanted in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [("generate", "tiny"), ("demo",)])
@pytest.mark.parametrize("place", ["file", "file/below", "/proc/none/below"])
def test_a_place_that_cannot_be_written_is_bad_input(command, place, tmp_path):
    (tmp_path / "file").write_text("x")
    code, _, told = run(*command, "--out", tmp_path / place)
    assert code == 2
    assert place in told
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "x"


def test_generate_does_not_take_the_place_of_a_solution(solved):
    before = solved[0].read_bytes()
    code, _, told = run("generate", "tiny", "--out", solved[0], "--lang", "en")
    assert code == 2
    assert "this is another JSON file" in told
    assert solved[0].read_bytes() == before


@pytest.mark.parametrize(("lang", "row"), [("nl", r"deelnemers +8"), ("en", r"participants +8")])
def test_generate_counts_rows_in_both_languages(lang, row, tmp_path):
    code, text, _ = run("generate", "tiny", "--out", tmp_path / "x", "--lang", lang)
    assert code == 0
    assert re.search(rf"^ *{row} *$", text, re.MULTILINE)
    assert (" participants " in text) == (lang == "en")


def test_every_table_has_a_dutch_name():
    assert list(DUTCH) == list(TABLES)


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
def test_bad_input_is_framed_in_the_chosen_language(lang, heading, problem, folder, tmp_path):
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


def test_a_solver_that_breaks_down_is_told_with_a_code_of_its_own(folder, monkeypatch):
    def broken(*_, **__):
        raise SolverFailure("the basis is singular")

    monkeypatch.setattr("matching.solver.solve", broken)
    assert run("match", folder)[::2] == (
        3,
        "De rekenmachine liep vast; dat ligt aan leerwerk, niet aan de invoer:\n  the basis is singular\n",
    )
    code, text, _ = run("match", folder, "--json")
    assert (code, json.loads(text)["error"]["type"]) == (3, "SolverFailure")


@pytest.mark.parametrize(("lang", "heading"), [("nl", "De controle keurt"), ("en", "The checker rejects")])
def test_what_the_checker_rejects_is_told_in_the_chosen_language(lang, heading, folder, monkeypatch, tmp_path):
    wrong = Finding(code="twice", severity="error", nl="Twee keer.", en="Twice over.")
    monkeypatch.setattr("matching.checker.check", lambda *_: [wrong])
    code, _, told = run("match", folder, "--lang", lang, "--out", tmp_path / "x.json")
    assert code == 1
    assert told.startswith(heading)
    assert told.endswith(f"twice: {getattr(wrong, lang)}\n")
    assert not (tmp_path / "x.json").exists()


def test_propose_gives_reasons_for_a_person_and_for_a_place(folder, solved):
    one = solved[1]["assignments"][0]
    for who in (("--participant", one["participant"]), ("--workplace", one["workplace"])):
        code, text, _ = run("propose", folder, *who, "-k", 3, "--solution", solved[0], "--json")
        proposals = json.loads(text)["proposals"]
        assert code == 0
        assert 0 < len(proposals) <= 3
        assert all(reading["finding"]["nl"] for reading in proposals[0]["readings"])
        code, text, _ = run("propose", folder, *who)
        assert code == 0
        assert one["workplace"] in text


def test_propose_wants_exactly_one_side(folder):
    assert run("propose", folder)[0] == 2
    assert run("propose", folder, "--participant", "a", "--workplace", "b")[0] == 2


def test_who_pays_is_told_in_sentences_in_amounts_and_per_purse(folder, solved):
    """The garden centre: 2,000 euros for the track, the rest of what Eijsden-Margraten pays from a second purse."""
    who = ("--participant", "promised-garden")
    place = next(one for one in solved[1]["assignments"] if one["participant"] == who[1])
    of_town = {cost["stream"]: cost["cents"] for cost in place["costs"] if cost["payer"] == "municipality"}
    assert of_town["reintegration"] == 2_000_00
    assert place["cost_cents"] == of_town["reintegration"] + of_town["wage_subsidy"]
    for command in (("explain", folder, solved[0]), ("propose", folder, "--solution", solved[0])):
        text = run(*command, *who)[1]
        assert "Traject: € 2.000. De gemeente Eijsden-Margraten betaalt dat, uit het budget voor re-integratie." in text
        assert "The state pays that." in run(*command, *who, "--lang", "en")[1]
    spent = f"€ {of_town['wage_subsidy'] / 100:,.0f}".replace(",", ".")
    assert spent in run("match", folder)[1]


def test_explain_answers_why_and_why_not(folder, solved):
    placed, unplaced = solved[1]["assignments"][0]["participant"], solved[1]["unmatched"][0]["participant"]
    for words in (
        ("--participant", placed),
        ("--participant", unplaced),
        ("--participant", unplaced, "--workplace", solved[1]["assignments"][0]["workplace"]),
    ):
        code, text, _ = run("explain", folder, solved[0], *words)
        assert code == 0
        assert text.strip()
        code, text, _ = run("explain", folder, solved[0], *words, "--json")
        assert code == 0
        assert json.loads(text)["participant"] == words[1]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_explain_tells_what_would_make_it_otherwise(folder, solved, lang):
    """Not possible: the changes. Possible: what it costs. A place alone: what opens it. What if; demands."""
    person, place = solved[1]["unmatched"][0]["participant"], solved[1]["assignments"][0]["workplace"]
    told = {
        ("--participant", person, "--workplace", place): "participant",
        ("--participant", solved[1]["assignments"][0]["participant"]): "evidence",
        ("--workplace", place): "openings",
        ("--participant", person, "--workplace", place, "--what-if", "participant.hours_week=24"): "changes",
        ("--participant", person, "--what-if", "participant.max_travel_minutes=90"): "opened",
    }
    for words, key in told.items():
        code, text, _ = run("explain", folder, solved[0], *words, "--lang", lang)
        assert code == 0
        assert text.strip()
        code, text, _ = run("explain", folder, solved[0], *words, "--json")
        assert code == 0
        assert key in json.loads(text)


def test_demands_that_clash_end_with_exit_code_1(folder, solved):
    one, other = solved[1]["assignments"][:2]
    both = [f"{each['participant']}:{each['workplace']}" for each in (one, other)]
    code, text, _ = run("explain", folder, solved[0], "--force", both[0], "--force", both[1], "--json")
    assert (code, json.loads(text)["forced"]["loss"]) == (0, 0)
    elsewhere = f"{one['participant']}:{other['workplace']}"
    words = ("--force", both[0], "--force", elsewhere)
    code, text, _ = run("explain", folder, solved[0], *words, "--json")
    assert (code, json.loads(text)["clash"]["feasible"]) == (1, False)
    code, text, _ = run("explain", folder, solved[0], *words, "--lang", "en")
    assert (code, "cannot be met" in text) == (1, True)


def test_a_what_if_that_is_no_field_is_bad_input(folder, solved):
    person = solved[1]["unmatched"][0]["participant"]
    code, _, told = run("explain", folder, solved[0], "--participant", person, "--what-if", "participant.shoe=44")
    assert code == 2
    assert "what-if, rij 1, veld participant.shoe: gevonden '44'" in told
    for words in ((), ("--force", person, "--participant", person)):
        assert run("explain", folder, solved[0], *words)[0] == 2


def test_an_unknown_id_is_bad_input(folder, solved):
    code, _, told = run("explain", folder, solved[0], "--participant", "niemand")
    assert code == 2
    assert "niemand" in told


def test_an_unknown_engine_is_bad_input_that_names_the_known_ones(folder):
    code, _, told = run("match", folder, "--engine", "magic")
    assert code == 2
    assert "lp_core" in told


@pytest.mark.parametrize("as_json", [False, True])
def test_bad_documents_name_document_row_field_value_and_what_was_wanted(folder, tmp_path, as_json):
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
def test_a_file_that_is_no_solution_is_bad_input(folder, tmp_path, content):
    path = tmp_path / "no.json"
    path.write_bytes(content)
    code, _, told = run("check", folder, path)
    assert code == 2
    assert "no.json" in told


def test_nothing_is_left_half_written(folder, tmp_path):
    """A solution cannot take the place of a folder: an error, and no draft left behind."""
    target = tmp_path / "solution.json"
    target.mkdir()
    code, _, told = run("match", folder, "--out", target)
    assert code == 2
    assert "solution.json" in told
    assert list(tmp_path.iterdir()) == [target]


def test_help_imports_nothing_heavy():
    """`--help` stays under a second because no solver, no table and no array package is loaded for it."""
    heavy = ("pandas", "numpy", "ortools", "highspy", "pydantic", "sklearn")
    code = f"import sys, api.cli; sys.exit(any(name in sys.modules for name in {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0


def test_commands_are_described_in_one_line_each():
    code, text, _ = run("--help")
    assert code == 0
    for command in ("generate", "check", "match", "propose", "explain", "learn", "demo"):
        assert command in text
