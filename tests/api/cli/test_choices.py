"""Commands for what people have to choose: alternatives, re-planning, a fair spread, the audit."""

import json

import pytest


@pytest.fixture(scope="module")
def made(run, folder, solved, tmp_path_factory):
    """The folder of `tiny`, its solution, its audit document."""
    home = tmp_path_factory.mktemp("choices")
    assert run("generate", "tiny", "--out", home / "tiny", "--audit", home / "audit.csv")[0] == 0
    return folder, solved[0], home / "audit.csv"


@pytest.mark.parametrize(("lang", "words"), [("nl", "houden die"), ("en", "keep it")])
def test_a_new_run_tells_how_many_keep_their_place(run, lang, words, made):
    folder, out, _ = made
    code, text, _ = run("match", folder, "--previous", out, "--max-changes", 0, "--lang", lang)
    assert code == 0
    assert words in text


def test_without_changes_in_the_world_nothing_changes(run, made):
    folder, out, _ = made
    code, text, _ = run("match", folder, "--previous", out, "--max-changes", 0, "--json")
    before, after = json.loads(out.read_text()), json.loads(text)
    assert code == 0
    assert after["assignments"] == before["assignments"]
    assert next(finding for finding in after["findings"] if finding["code"] == "changes")["amount"] == 0


@pytest.mark.parametrize("words", [("--max-changes", 3)])
def test_a_limit_without_a_previous_solution_is_bad_input(run, words, made):
    assert run("match", made[0], *words)[0] == 2


def test_a_fair_spread_and_a_previous_solution_do_not_go_together(run, made):
    assert run("match", made[0], "--fair", "waiting", "--previous", made[1], "--max-changes", 3)[0] == 2


@pytest.mark.parametrize("by", ["municipality", "waiting"])
def test_a_fair_spread_tells_what_it_costs(run, by, made):
    code, text, _ = run("match", made[0], "--fair", by, "--json", "--time-limit", 30)
    assert code == 0
    assert "fairness" in {finding["code"] for finding in json.loads(text)["findings"]}


def test_alternatives_are_told_and_written(run, made, tmp_path):
    folder, out, _ = made
    words = ("alternatives", folder, out, "-k", 2, "--within", "10%", "--out", tmp_path / "other", "--json")
    code, text, _ = run(*words)
    told = json.loads(text)
    assert code == 0
    assert told["within"] == 0.1
    assert len(list((tmp_path / "other").iterdir())) == len(told["alternatives"])
    for file in (tmp_path / "other").iterdir():
        assert run("check", folder, file)[0] == 0
    code, text, _ = run(*words[:-3], "--lang", "en")
    assert code == 0
    assert told["said"]["en"] in text


@pytest.mark.parametrize("within", ["much", "200%", "-1"])
def test_a_share_that_is_none_is_bad_input(run, within, made):
    assert run("alternatives", *made[:2], "--within", within)[0] == 2


def test_a_group_that_does_not_exist_is_bad_input(run, made):
    code, _, told = run("alternatives", *made[:2], "--group", "municipality=GM4242")
    assert code == 2
    assert "GM4242" in told


def test_the_audit_hides_groups_of_eight_people(run, made):
    folder, out, groups = made
    code, text, _ = run("audit", folder, out, "--groups", groups)
    assert code == 0
    assert "te weinig mensen" in text
    code, text, _ = run("audit", folder, out, "--groups", groups, "--json")
    assert code == 0
    assert {axis["axis"] for axis in json.loads(text)["axes"]} == {"age_class", "sex", "migration_background"}


def test_a_difference_that_is_hardly_chance_ends_with_1(run, tmp_path):
    """A planted group: everybody with a place is "a", everybody without is "b"."""
    folder, out, groups = tmp_path / "district", tmp_path / "s.json", tmp_path / "audit.csv"
    assert run("generate", "district", "--participants", 60, "--out", folder)[0] == 0
    code, text, _ = run("match", folder, "--engine", "greedy", "--out", out, "--json")
    told = json.loads(text)
    lines = [f"{one['participant']},a" for one in told["assignments"]]
    lines += [f"{one['participant']},b" for one in told["unmatched"]]
    groups.write_text("participant,sex\n" + "\n".join(lines) + "\n")
    code, text, _ = run("audit", folder, out, "--groups", groups)
    assert code == 1
    assert "Stop" in text
