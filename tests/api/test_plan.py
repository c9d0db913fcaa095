"""The commands around a plan: what they print, write, and end with."""

import json
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from api.cli import app
from instances.generate import generate
from instances.schema.plan_solution import PlanSolution
from instances.writer import write_instance


@pytest.fixture(scope="module")
def made():
    """Instances by the name of their folder; the doors have tests of their own and would take most of the time."""
    tiny = generate("tiny")
    crowded = tiny["plan_places"].assign(start_places=[5.0, 2.0, 0.0, 0.0, 0.0])
    formula = tiny["lines"].assign(name_nl="=1+1")
    ordered = tiny.replace(plan=tiny["plan"].assign(method="lexicographic"))
    return {
        "tiny": tiny, "crowded": tiny.replace(plan_places=crowded), "formula": tiny.replace(lines=formula),
        "ordered": ordered,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def tiny(made, monkeypatch):
    """The folder of the usual instance; no folder is read."""
    monkeypatch.setattr("instances.reader.read_instance", lambda path: made[path.name])
    return Path("tiny")


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_plan_is_written_whole_and_printed_for_programs(made, tmp_path, monkeypatch):
    monkeypatch.undo()  # this one goes through the door
    write_instance(made["tiny"], tmp_path / "instance")
    done = run("plan", tmp_path / "instance", "--out", tmp_path / "plan.json", "--json")
    assert done.exit_code == 0
    printed = json.loads(done.stdout)
    assert {"termination", "objective_parts", "capacity", "moves", "people", "money", "duals"} <= set(printed)
    assert {"line", "host", "period", "places"} <= set(printed["capacity"][0])
    assert {"group", "municipality", "line", "host", "period", "number"} <= set(printed["people"][0])
    assert {"municipality", "year", "kind", "euro"} <= set(printed["money"][0])
    assert {"block", "key", "period", "value", "unit", "nl", "en"} <= set(printed["duals"][0])
    written = PlanSolution.model_validate_json((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert written.termination.reason == "optimal"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_planner_reads_goals_places_and_money(tiny, lang):
    done = run("plan", tiny, "--lang", lang)
    assert done.exit_code == 0
    for text in {"nl": ("Hal van MTB", "bevroren budget", "Maastricht"), "en": ("Hall of MTB", "frozen budget")}[lang]:
        assert text in done.stdout


def test_values_of_goals_in_order_are_told_as_what_they_are(tmp_path):
    """One unit more does something to the first goal that notices, and how far that holds is not known."""
    report = tmp_path / "report.xlsx"
    done = run("plan", "ordered", "--report", report, "--out", tmp_path / "plan.json")
    assert done.exit_code == 0
    assert "het eerste doel in de volgorde dat het merkt" in " ".join(done.stdout.split())
    told = CalamineWorkbook.from_path(report).get_sheet_by_name("Wat is het waard").to_python()
    assert any("het eerste doel in de volgorde" in str(row[0]) for row in told)
    written = PlanSolution.model_validate_json((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert written.duals
    assert all(one.least is None for one in written.duals)


def test_a_report_has_a_sheet_and_charts_for_everything(tiny, tmp_path):
    report = tmp_path / "report.xlsx"
    assert run("plan", tiny, "--report", report).exit_code == 0
    sheets = CalamineWorkbook.from_path(report).sheet_names
    assert sheets[:3] == ["Samenvatting", "Plekken", "Planning"]
    with zipfile.ZipFile(report) as file:
        charts = [name for name in file.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) >= 10
    rows = CalamineWorkbook.from_path(report).get_sheet_by_name("Aannames").to_python()
    assert any("status" in row for row in rows)


def test_a_report_never_holds_a_formula(tmp_path):
    assert run("plan", "formula", "--report", tmp_path / "report.xlsx").exit_code == 0
    with zipfile.ZipFile(tmp_path / "report.xlsx") as file:
        sheets = [file.read(name) for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_an_unknown_scenario_is_bad_input(tiny, tmp_path):
    done = run("plan", tiny, "--scenario", "nowhere", "--out", tmp_path / "plan.json")
    assert done.exit_code == 2
    assert "nowhere" in done.stderr
    assert not (tmp_path / "plan.json").exists()


def test_scenarios_are_told_with_what_they_change(tiny):
    done = run("scenarios", tiny)
    assert done.exit_code == 0
    assert "open_from" in done.stdout
    told = json.loads(run("scenarios", tiny, "--json").stdout)["scenarios"]
    assert told[0]["patches"][0]["table"] == "plan_hosts"


def test_plans_are_compared(tiny, tmp_path):
    for name, scenario in (("a", ""), ("b", "late")):
        assert run("plan", tiny, "--scenario", scenario, "--out", tmp_path / f"{name}.json").exit_code == 0
    done = run("compare", tmp_path / "a.json", tmp_path / "b.json", "--lang", "en")
    assert done.exit_code == 0
    assert "The scenario is late instead of -." in done.stdout
    assert len(json.loads(run("compare", tmp_path / "a.json", tmp_path / "b.json", "--json").stdout)["plans"]) == 2


def test_one_command_says_what_a_changed_figure_does(tiny, tmp_path):
    """In words, and in a sheet with charts; the sheet of assumptions has the figures that the plan was made with."""
    assert run("plan", tiny, "--out", tmp_path / "base.json").exit_code == 0
    report = tmp_path / "late.xlsx"
    asked = ("plan", tiny, "--scenario", "late", "--against", tmp_path / "base.json", "--report", report)
    done = run(*asked, "--lang", "en")
    assert done.exit_code == 0
    assert "Open from (MOB): 2027-07-01 instead of 2027-01-01. Source:" in " ".join(done.stdout.split())
    book = CalamineWorkbook.from_path(report)
    told = book.get_sheet_by_name("Difference").to_python()
    assert any("2027-07-01 instead of 2027-01-01" in str(row[0]) for row in told)
    assert any("2027-07-01" in map(str, row) for row in book.get_sheet_by_name("Assumptions").to_python())


def test_a_plan_is_made_anew_from_a_moment_on(tiny, tmp_path):
    """The documents say that the MOB opens half a year later; what was decided before 2026Q4 stays."""
    base, report = tmp_path / "base.json", tmp_path / "now.xlsx"
    assert run("plan", tiny, "--out", base).exit_code == 0
    asked = ("replan", tiny, base, "--from", "2026Q4", "--scenario", "late")
    done = run(*asked, "--out", tmp_path / "now.json", "--report", report)
    assert done.exit_code == 0
    said = " ".join(done.stdout.split())
    assert "Wat voor 2026Q4 is besloten en gebeurd, blijft zoals in base" in said
    assert "2027-07-01 in plaats van 2027-01-01" in said
    assert "Verschil" in CalamineWorkbook.from_path(report).sheet_names
    now = PlanSolution.model_validate_json((tmp_path / "now.json").read_text(encoding="utf-8"))
    assert (now.provenance.scenario, now.provenance.options["from"]) == ("late", "2026Q4")
    printed = json.loads(run(*asked, "--json").stdout)
    assert printed["plan"]["termination"]["reason"] == "optimal"
    assert printed["comparison"]["plans"] == ["base", "tiny"]
    assert "stays as in base" in " ".join(run(*asked, "--lang", "en").stdout.split())


def test_a_plan_cannot_be_made_anew_from_nowhere_or_where_decisions_leave_none(tiny, tmp_path):
    assert run("plan", tiny, "--out", tmp_path / "base.json").exit_code == 0
    done = run("replan", tiny, tmp_path / "base.json", "--from", "2035Q1", "--json")
    assert done.exit_code == 2
    (problem,) = json.loads(done.stdout)["error"]["problems"]
    assert (problem["field"], problem["value"]) == ("from", "2035Q1")
    done = run("replan", "crowded", tmp_path / "base.json", "--from", "2026Q3")
    assert done.exit_code == 1
    assert "bestaat er nu geen plan" in " ".join(done.stdout.split())


def test_one_plan_cannot_be_compared(tmp_path):
    assert run("compare", tmp_path / "a.json").exit_code == 2


def test_questions_beside_a_plan(tiny):
    done = run(
        "explore", tiny, "--within", "2%", "--less", "protected", "--closing", "hal", "--clash", "--foresight", "--json"
    )
    assert done.exit_code == 0
    answers = json.loads(done.stdout)
    assert answers["clash"] is None
    assert answers["foresight"] is None
    assert answers["near"]["reaches"]
    assert answers["front"]["points"]
    assert answers["closing"]["dates"][0]["closes_on"] is None
    assert run("explore", tiny).exit_code == 2
    assert run("explore", tiny, "--less", "nothing").exit_code == 2


def test_a_plan_that_cannot_be_says_what_clashes():
    done = run("plan", "crowded")
    assert done.exit_code == 1
    assert "Rechten: Wsw, Maastricht" in done.stdout
