"""Rules, policies and overrides as a planner meets them on the command line, end to end."""

import csv
import json
import shutil

import pytest

from matching.catalogue import catalogue, markdown
from matching.policies import names
from matching.rules import RULES

CODES = [rule.CARD.code for rule in RULES]


@pytest.fixture(scope="module")
def district(run, tmp_path_factory):
    made = tmp_path_factory.mktemp("rules") / "district"
    assert run("generate", "district", "--seed", 1, "--participants", 80, "--out", made)[0] == 0
    return made


def test_rules_as_json_hold_the_whole_catalogue(run):
    code, text, _ = run("rules", "--json")
    told = json.loads(text)["rules"]
    assert code == 0
    assert [rule["code"] for rule in told] == CODES
    for rule in told:
        assert {"number", "nl", "en", "sort", "modes", "mode", "weight", "unit", "needs", "source"} <= set(rule)
        assert rule["sentences"]["nl"]["misses"]
        assert rule["examples"]
        assert rule["here"] is None


def test_rules_as_markdown_are_the_table_of_the_readme(run):
    assert run("rules", "--markdown")[1].strip() == markdown(catalogue())


@pytest.mark.parametrize(("lang", "head"), [("nl", "Werking"), ("en", "Mode")])
def test_rules_for_people(run, lang, head):
    code, text, _ = run("rules", "--lang", lang)
    assert code == 0
    assert head in text
    assert all(code in text for code in CODES)


def test_rules_of_an_instance_show_its_own_settings(run, district, tmp_path):
    changed = shutil.copytree(district, tmp_path / "changed")
    (changed / "policy.csv").write_text("rule,mode,weight,free\nhours,soft,12,2\n")
    here = {rule["code"]: rule["here"] for rule in json.loads(run("rules", changed, "--json")[1])["rules"]}
    assert here["hours"] == {"mode": "soft", "weight": 12.0, "free": 2, "unknown": "ask"}
    assert "telt mee (12, 2 vrij)" in run("rules", changed)[1]
    named = json.loads(run("rules", changed, "--policy", "develop", "--json")[1])["rules"]
    assert {rule["code"]: rule["here"]["mode"] for rule in named}["hours"] == "hard"


def test_two_forms_at_once_are_refused(run):
    assert run("rules", "--json", "--markdown")[0] == 2


@pytest.mark.parametrize("command", ["generate", "match", "rules"])
def test_help_names_every_policy(run, command):
    text = "".join(run(command, "--help")[1].split())  # lines may break at any hyphen
    assert f"({','.join(names())})" in text


def test_generate_writes_a_policy_into_the_instance(run, tmp_path):
    made = tmp_path / "tiny"
    assert run("generate", "tiny", "--policy", "wind-down", "--out", made)[0] == 0
    rows = list(csv.DictReader((made / "policy.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["rule"]: row["mode"] for row in rows}["personal_travel"] == "soft"
    assert all(row["why"] for row in rows)
    assert run("match", made)[0] == 0


@pytest.mark.parametrize("command", [("generate", "tiny", "--out"), ("match",), ("rules",)])
def test_an_unknown_policy_is_bad_input(run, command, district, tmp_path):
    place = tmp_path / "new" if command[0] == "generate" else district
    code, _, told = run(*command, place, "--policy", "nosuch")
    assert code == 2
    assert "'nosuch' does not exist; there are: develop, legal-minimum, wind-down" in told
    assert not (tmp_path / "new").exists()


def test_match_follows_a_named_policy_and_says_so(run, district, tmp_path):
    out = tmp_path / "solution.json"
    code, text, _ = run("match", district, "--policy", "legal-minimum", "--gap", 0.01, "--out", out)
    assert code == 0
    assert "Beleid: Wettelijk minimum" in text
    solution = json.loads(out.read_text(encoding="utf-8"))
    assert solution["provenance"]["options"]["policy"] == "legal-minimum"
    code, text, _ = run("check", district, out, "--json")
    assert code == 0
    assert not [one for one in json.loads(text)["findings"] if one["severity"] == "error"]
    person = solution["assignments"][0]["participant"]
    assert run("explain", district, out, "--participant", person)[0] == 0


def test_an_override_opens_a_pair_and_is_told_with_who_when_and_why(run, district, tmp_path):
    """Generate, find a person whom one rule keeps from every place, override it for the nearest, match, check, explain.

    Only people without any place are looked at, and only a rule that is hard unless overridden.
    """
    out = tmp_path / "before.json"
    before = json.loads(run("match", district, "--gap", 0.01, "--out", out, "--json")[1])
    overridable = {rule["code"] for rule in json.loads(run("rules", "--json")[1])["rules"] if "unless" in rule["mode"]}
    nearest = [
        (one["participant"], reason["facts"]["workplace"], reason["code"])
        for one in before["unmatched"]
        for reason in one["reasons"]
        if reason["code"] in overridable and "workplace" in reason["facts"]
    ]

    def blocks(person, place):
        asked = ("--participant", person, "--workplace", place, "--json")
        told = json.loads(run("explain", district, out, *asked)[1])["asked"]
        return [one["finding"]["code"] for one in told["readings"] if one["weight"] == "blocks"]

    person, place, rule = next((p, w, rule) for p, w, rule in nearest if blocks(p, w) == [rule])

    changed = shutil.copytree(district, tmp_path / "changed")
    (changed / "overrides.csv").write_text(
        f"participant,workplace,rule,by,reason,on\n{person},{place},{rule},manager-7,Een collega rijdt mee,2026-01-02\n"
    )
    # promised to this person, so that the place goes to this person where the override opens it
    with (changed / "placements.csv").open("a", encoding="utf-8", newline="") as file:
        head = (changed / "placements.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        row = {"participant": person, "workplace": place, "status": "promised", "start_on": "2026-02-02"}
        csv.DictWriter(file, head, restval="").writerow(row)
    assert run("check", changed, "--json")[0] in (0, 1)
    after = tmp_path / "after.json"
    solution = json.loads(run("match", changed, "--gap", 0.01, "--out", after, "--json")[1])
    assert (person, place) in {(one["participant"], one["workplace"]) for one in solution["assignments"]}

    code, text, _ = run("check", changed, after, "--json")
    assert code == 0, "an override is told, but makes no solution unsound"
    (finding,) = [
        one for one in json.loads(text)["findings"]
        if one["code"] == rule and one["facts"].get("participant") == person and one["facts"].get("by")
    ]  # fmt: skip
    assert finding["severity"] == "watch"
    assert finding["facts"]["workplace"] == place
    decided = {"by": "manager-7", "on": "2026-01-02", "reason": "Een collega rijdt mee"}
    assert decided.items() <= finding["facts"].items()
    assert finding["nl"].endswith("Toch toegelaten door manager-7 op 2 januari 2026. Reden: Een collega rijdt mee.")
    assert finding["en"].endswith("Allowed all the same by manager-7 on 2 January 2026. Reason: Een collega rijdt mee.")

    text = run("explain", changed, after, "--participant", person)[1]
    assert "! " in text
    assert "Toch toegelaten door manager-7 op 2 januari 2026. Reden: Een collega rijdt mee." in text

    (changed / "policy.csv").write_text(f"rule,mode\n{rule},hard\n")
    blocked = json.loads(run("match", changed, "--gap", 0.01, "--json")[1])
    assert (person, place) not in {(one["participant"], one["workplace"]) for one in blocked["assignments"]}
