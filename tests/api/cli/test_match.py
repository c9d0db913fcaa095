"""`leerwerk match` on the command line: the promised object, both languages, every form, what goes wrong."""

import json

import pytest

from instances.errors import SolverFailure
from instances.schema.solution import Finding

KEYS = {"reason", "limit", "objective", "bound", "gap"}


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
def test_match_speaks_both_languages(run, folder, lang, words):
    code, text, _ = run("match", folder, "--lang", lang)
    assert code == 0
    assert words in text


@pytest.mark.parametrize("form", ["csv", "parquet", "excel", "json"])
def test_every_form_of_an_instance_gives_the_same_matching(run, form, solved, tmp_path):
    suffix = {"excel": ".xlsx", "json": ".json"}.get(form, "")
    made = tmp_path / f"tiny{suffix}"
    assert run("generate", "tiny", "--out", made, "--format", form)[0] == 0
    code, text, _ = run("match", made, "--json")
    assert code == 0
    assert json.loads(text)["assignments"] == solved[1]["assignments"]


def test_a_solver_that_breaks_down_is_told_with_a_code_of_its_own(run, folder, monkeypatch):
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
def test_what_the_checker_rejects_is_told_in_the_chosen_language(run, lang, heading, folder, monkeypatch, tmp_path):
    wrong = Finding(code="twice", severity="error", nl="Twee keer.", en="Twice over.")
    monkeypatch.setattr("matching.checker.check", lambda *_: [wrong])
    code, _, told = run("match", folder, "--lang", lang, "--out", tmp_path / "x.json")
    assert code == 1
    assert told.startswith(heading)
    assert told.endswith(f"twice: {getattr(wrong, lang)}\n")
    assert not (tmp_path / "x.json").exists()


def test_an_unknown_engine_is_bad_input_that_names_the_known_ones(run, folder):
    code, _, told = run("match", folder, "--engine", "magic")
    assert code == 2
    assert "lp_core" in told


def test_nothing_is_left_half_written(run, folder, tmp_path):
    """A solution cannot take the place of a folder: an error, and no draft left behind."""
    target = tmp_path / "solution.json"
    target.mkdir()
    code, _, told = run("match", folder, "--out", target)
    assert code == 2
    assert "solution.json" in told
    assert list(tmp_path.iterdir()) == [target]
