"""Every benchmark runs, on the smallest size, and tells what the protocol asks."""

import csv
import json

import pytest

from benchmarks.__main__ import main
from benchmarks.drivers import figures
from benchmarks.drivers.peers import PEERS
from matching.engines import ENGINES


@pytest.mark.parametrize("engine", [*(engine.NAME for engine in ENGINES if engine.NAME != "flow"), *PEERS])
def test_placement(engine, capsys):
    size = ["--people", "60", "--workplaces", "12", "--seed", "2"]
    main(["placement", *size, "--engine", engine, "--time-limit", "5", "--gap", "0.01", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["feasible"]
    assert told["objective"] <= told["bound"]
    assert told["cpu_seconds"] >= 0
    assert told["peak_mb"] > 0
    if engine not in ("greedy", "plain_highs_lp"):
        assert told["proven_gap"] <= 0.01


@pytest.mark.parametrize("engine", ["lp_core", "plain_highs_mip", "plain_cpsat"])
def test_arrays_of_a_preset(engine, capsys):
    main(["arrays", "tiny", "--engine", engine, "--gap", "0", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["feasible"]
    assert told["objective"] == told["bound"]


def test_whole_match(capsys):
    main(["tiny", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["errors_found_by_checker"] == 0
    assert told["placed"] > 0
    assert told["objective"] <= told["bound"]
    assert {"read_seconds", "solve_seconds", "check_seconds", "write_seconds", "peak_mb"} <= set(told)


def test_words_for_people(capsys):
    main(["placement", "--people", "20", "--workplaces", "5", "--engine", "greedy"])
    assert "proven_gap" in capsys.readouterr().out


def test_figures_are_written_with_versions_and_seed(tmp_path, capsys):
    figures.measure([(40, 8, "hours", 5)], ["greedy", "lp_core"], [], ["tiny"], seed=3, results=tmp_path)
    assert "engine lp_core" in capsys.readouterr().out
    with (tmp_path / "placement.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["engine"] for row in rows] == ["greedy", "lp_core"]
    assert {row["seed"] for row in rows} == {"3"}
    assert all(row["highspy"] and row["ortools"] and row["measured"] for row in rows)
    assert (tmp_path / "whole.csv").exists()
