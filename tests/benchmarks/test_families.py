"""Every family runs, on its smallest case, with every engine and peer that it names; answers are judged apart."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from api.cli import app
from benchmarks import protocol
from benchmarks.cases import placement, synthetic
from benchmarks.cases.placement import PlacementRun
from benchmarks.cases.preset import PresetRun, made
from benchmarks.cases.synthetic import SyntheticRun
from benchmarks.drivers import assigned, engines, lines
from benchmarks.drivers.assigned import GapRun, MultiResourceRun
from benchmarks.drivers.judge import value_of
from benchmarks.drivers.lines import LinesRun
from benchmarks.drivers.whole import WholeRun
from benchmarks.drivers.whole import run as run_whole
from benchmarks.registry import FAMILIES, family
from instances.errors import PolicyError

PROMISED = {"engine", "objective", "bound", "gap", "cpu_seconds", "peak_mb"}
SMALL = PlacementRun(people=60, workplaces=12, seed=2, gap=0.01, time_limit=3)


@pytest.mark.parametrize("engine", [name for name in engines.NAMES if name != "flow"])
def test_placement(engine):
    told = engines.run(replace(SMALL, engine=engine))
    assert told["feasible"]
    assert told["objective"] <= told["bound"]
    if engine not in ("greedy", "plain_highs_lp", "deferred_acceptance"):
        assert told["gap"] <= 0.01


@pytest.mark.parametrize("engine", ["plain_highs_mip", "pulp_cbc", "pulp_highs", "auto"])
def test_a_bound_holds_for_the_optimum(engine):
    """What a peer claims when it may stop early is never below the optimum that another proves."""
    best = engines.run(replace(SMALL, gap=0.0, engine="plain_cpsat"))
    assert best["status"] == "optimal"
    loose = engines.run(replace(SMALL, gap=0.05, engine=engine))
    assert loose["objective"] <= best["objective"] <= loose["bound"]


def test_an_engine_that_cannot_take_a_problem_says_so():
    with pytest.raises(PolicyError, match="flow"):
        engines.run(replace(SMALL, engine="flow"))


@pytest.mark.parametrize("engine", ["auto", "plain_highs_mip", "pulp_highs"])
def test_tight_and_loose_budgets(engine):
    tight, plain, loose = (
        engines.run(PresetRun(preset="tiny", budgets=budgets, gap=0.0, engine=engine)) for budgets in (0.2, 1.0, 3.0)
    )
    assert all(told["feasible"] and told["objective"] == told["bound"] for told in (tight, plain, loose))
    assert tight["objective"] < plain["objective"] <= loose["objective"]


def test_what_is_committed_of_a_budget_stays():
    """In every row the room is half, rounded, and what is promised to others is there."""
    before, after = made("tiny", 1)["budgets"], made("tiny", 1, budgets=0.5)["budgets"]
    room = before["amount_cents"] - before["committed_cents"]
    left = after["amount_cents"] - after["committed_cents"]
    assert (after["committed_cents"] == before["committed_cents"]).all()
    assert ((left - room / 2).abs() <= 0.5).all()


@pytest.mark.parametrize(("people", "places", "seed"), [(200, 30, 11), (200, 30, 13), (1_000, 100, 1), (1_000, 100, 3)])
def test_files_hold_what_placement_draws(people, places, seed):
    read = synthetic.read(synthetic.DATA / f"syn_n{people}_s{seed}.txt.gz")
    drawn = placement.draw(people, places, seed)
    for name, array in vars(drawn).items():
        np.testing.assert_array_equal(getattr(read, name), array, err_msg=name)


def test_synthetic_lies_within_what_is_known():
    told = engines.run(SyntheticRun(gap=0.002))
    assert told["objective"] <= told["known_bound"]
    assert told["bound"] >= told["known_best"]


@pytest.mark.parametrize("engine", ["auto", "plain_highs_mip", "plain_cpsat", "pulp_cbc", "pulp_highs"])
def test_generalised_assignment(engine):
    told = assigned.run(GapRun(instance="gap1-4", engine=engine))
    assert (told["status"], told["objective"], told["bound"], told["gap"]) == ("optimal", 251, 251, 0)
    assert told["objective"] == told["known_best"]
    assert told["feasible"]


def test_several_resources():
    """The published optimum of the linear relaxation is 11,251.162."""
    told = assigned.run(MultiResourceRun(instance="mre05100_2", engine="plain_highs_lp", time_limit=2))
    assert told["bound"] == pytest.approx(11_251.16, abs=0.01)
    assert told["objective"] is None


def test_whole_match(monkeypatch):
    monkeypatch.setattr("benchmarks.drivers.whole.in_own_process", here)
    told = run_whole(WholeRun(preset="tiny"))
    assert told["feasible"]
    assert told["placed"] > 0
    assert told["objective"] <= told["bound"]
    assert {"read_seconds", "solve_seconds", "check_seconds", "write_seconds", "peak_mb"} <= set(told)


def test_lines_over_months():
    told = lines.run(LinesRun(preset="tiny", horizon=3, gap=0.01, time_limit=10))
    assert told["feasible"]
    assert told["objective"] <= told["bound"]
    assert told["lines"] > 0
    assert PROMISED - {"engine"} | {"options", "rows", "pairs", "seconds_reasons"} <= set(told)


def test_the_judge_sees_what_is_wrong():
    """Two people, one slot; options 0 (person 0, worth 5) and 1 (person 1, worth 3) both take it."""
    problem = placement.problem(60, 12, 2)
    chosen = np.full(60, -1, np.int32)
    assert value_of(problem, chosen) == 0
    option = int(problem.first[7])
    chosen[7] = option
    assert value_of(problem, chosen) == problem.value[option]
    chosen[7], chosen[8] = -1, option  # another's option
    assert value_of(problem, chosen) is None
    assert value_of(problem, chosen[:-1]) is None
    everyone = problem.first[:-1].astype(np.int32)  # all at their first option: more than there is room
    assert value_of(problem, np.where(np.diff(problem.first) > 0, everyone, -1).astype(np.int32)) is None


def test_every_run_of_the_protocol_is_one_that_its_family_takes():
    for planned, runs in protocol.planned():
        assert runs
        for run in runs:
            assert not planned.engines or run.engine in planned.engines
    assert [one.name for one, _ in protocol.planned(["gap"], quick=True)] == ["gap"]
    with pytest.raises(PolicyError, match="nowhere"):
        list(protocol.planned(["nowhere"]))


def test_several_values_go_in_step():
    runs = family("placement").runs({"people": [10, 20], "workplaces": [3, 6], "seed": [1, 2], "engine": ["greedy"]})
    assert [(run.people, run.workplaces, run.seed) for run in runs] == [(10, 3, 1), (10, 3, 2), (20, 6, 1), (20, 6, 2)]
    with pytest.raises(PolicyError, match="people"):
        family("placement").runs({"people": [10, 20], "workplaces": [3, 6, 7]})


def here(work, *arguments, **_):
    """In place of `in_own_process`, which test_figures tries out; a process takes seconds to begin."""
    return work(*arguments)


def run(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_list():
    listed = json.loads(run("bench", "list", "--json")[1])
    assert [one["name"] for one in listed["families"]] == [one.name for one in FAMILIES]
    assert "pulp_cbc" in listed["peers"]
    for lang, word in (("nl", "Familie"), ("en", "Family")):
        text = run("bench", "list", "--lang", lang)[1]
        assert word in text
        assert all(one.name in text for one in FAMILIES)


def test_one_row_a_run(tmp_path, monkeypatch):
    """Two engines in one call: JSON lines, and the same rows as CSV."""
    monkeypatch.setattr("benchmarks.results.in_own_process", here)
    case = ("--people", 40, "--workplaces", "8", "--seed", "3", "--capacity", "hours", "--gap", "0.05")
    code, text, _ = run(
        "bench", "run", "placement", *case, "--engine", "greedy,lp_core", "--json", "--out", tmp_path / "x.csv"
    )
    rows = [json.loads(line) for line in text.splitlines()]
    assert code == 0
    assert [row["engine"] for row in rows] == ["greedy", "lp_core"]
    assert all(set(row) >= PROMISED and row["feasible"] and row["seed"] == 3 for row in rows)
    with (tmp_path / "x.csv").open(encoding="utf-8") as file:
        kept = list(csv.DictReader(file))
    assert [row["engine"] for row in kept] == ["greedy", "lp_core"]
    assert all(row["highspy"] and row["ortools"] and row["measured"] and row["cpu"] for row in kept)


@pytest.mark.parametrize(
    "words",
    [
        ("--engine", "nobody"),
        ("--people", "many"),
        ("--people", "1,2", "--workplaces", "1,2,3"),
        ("--seed", "x"),
        ("--gap", "0.1,0.2"),
        ("--people", "99"),
    ],
)
def test_a_wrong_choice_is_told(words):
    code, _, told = run("bench", "run", "placement", *words)
    assert code == 2
    assert words[0].removeprefix("--") in told


def test_help_of_a_family_names_its_choices():
    code, text, _ = run("bench", "run", "placement", "--help")
    assert code == 0
    assert "--workplaces" in text
    assert run("bench", "run", "nowhere")[0] == 2
