"""`leerwerk explain`: why, why not, what would make it otherwise, and demands that clash."""

import json

import pytest


def test_explain_answers_why_and_why_not(run, folder, solved):
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


@pytest.mark.parametrize("form", [("--lang", "nl"), ("--lang", "en"), ("--json",)], ids=" ".join)
def test_explain_tells_what_would_make_it_otherwise(run, folder, solved, form):
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
        code, text, _ = run("explain", folder, solved[0], *words, *form)
        assert code == 0
        assert text.strip()
        assert form != ("--json",) or key in json.loads(text)


def test_demands_that_clash_end_with_exit_code_1(run, folder, solved):
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


def test_a_what_if_that_is_no_field_is_bad_input(run, folder, solved):
    person = solved[1]["unmatched"][0]["participant"]
    code, _, told = run("explain", folder, solved[0], "--participant", person, "--what-if", "participant.shoe=44")
    assert code == 2
    assert "what-if, rij 1, veld participant.shoe: gevonden '44'" in told
    for words in ((), ("--force", person, "--participant", person)):
        assert run("explain", folder, solved[0], *words)[0] == 2


def test_an_unknown_id_is_bad_input(run, folder, solved):
    code, _, told = run("explain", folder, solved[0], "--participant", "niemand")
    assert code == 2
    assert "niemand" in told
