"""Generalised assignment: the files, the way to an assignment problem and back, and published optima."""

import csv
import gzip
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import benchmarks
from benchmarks.cases import gap, multi_resource
from benchmarks.cases.gap import Instance, Status
from benchmarks.drivers.peers import PEERS
from instances.errors import UnreadableDocument
from matching.engines import cpsat, lp_core
from matching.engines.engine import Limits

DATA = Path(benchmarks.__file__).parent / "data"
EXACT = Limits(time_limit=20, gap=0.0)

# Two agents, three jobs. Alone cheapest: jobs 0 and 2 with agent 0 (4 + 3 units), job 1 with agent 1. Agent 0 has room
# for 5 units only, so job 0 or job 2 goes to agent 1 (3 or 2 of its 6 units, beside the 2 of job 1):
# 1 + 2 + 9 = 12, or 4 + 2 + 3 = 9.
SMALL = "2 3\n1 8 3\n4 2 9\n4 4 3\n3 2 2\n5 6\n"


def write(path: Path, text: str) -> Path:
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def test_small_by_hand(tmp_path):
    (instance,) = gap.read(write(tmp_path / "small.txt", SMALL))
    assert instance.name == "small"
    outcome = gap.solve(instance, lp_core.solve, EXACT)
    assert (outcome.status, outcome.cost, outcome.bound, outcome.gap) == (Status.OPTIMAL, 9, 9, 0)
    assert outcome.agent.tolist() == [1, 1, 0]
    assert gap.judge(instance, outcome)


def test_several_instances_in_one_file(tmp_path):
    instances = gap.read(write(tmp_path / "two.txt.gz", "2\n" + SMALL + "1 1\n7\n2\n2\n"))
    assert [instance.name for instance in instances] == ["two-0", "two-1"]
    assert instances[1].cost.tolist() == [[7]]
    assert instances[1].use.tolist() == [[[2]]]


@pytest.mark.parametrize("text", ["", "2", "2 3\n1 2 3", SMALL + "4", "4\n" + SMALL, "2 x", "1 1\n-1\n1\n1"])
def test_a_bad_file_is_told(tmp_path, text):
    with pytest.raises(UnreadableDocument) as caught:
        gap.read(write(tmp_path / "bad.txt", text))
    assert "agents jobs" in str(caught.value.problems[0])


@pytest.mark.parametrize("text", ["", "2 3", "2 3 1\n1 2 3", "1 1 0\n7", "1 1 1\n7\n2\n2 2"])
def test_a_bad_file_of_several_resources_is_told(tmp_path, text):
    with pytest.raises(UnreadableDocument) as caught:
        multi_resource.read(write(tmp_path / "bad.txt.gz", text))
    assert "agents jobs resources" in str(caught.value.problems[0])


def test_what_is_no_gzip_or_no_file_is_told(tmp_path):
    (tmp_path / "plain.txt.gz").write_text(SMALL)
    for name in ("plain.txt.gz", "missing.txt"):
        with pytest.raises(UnreadableDocument):
            gap.read(tmp_path / name)


def test_no_room_for_all_is_an_outcome():
    """Two jobs of 3 units, one agent with 5."""
    instance = Instance("full", np.array([[1, 1]]), np.array([[[3, 3]]]), np.array([[5]]))
    outcome = gap.solve(instance, lp_core.solve, EXACT)
    assert (outcome.status, outcome.agent, outcome.cost, outcome.gap) == (Status.INFEASIBLE, None, None, None)
    assert outcome.bound == np.inf


def test_a_low_stake_is_raised():
    """Job 0 uses all of agent 0, where jobs 1 to 4 are cheap; with agent 1 these cost 100 each.

    Whole: 10 + 4 x 100 = 410. With job 0 left out at a stake of 201: 201 + 4 x 1 = 205.
    """
    cost = np.array([[10, 1, 1, 1, 1], [100, 100, 100, 100, 100]])
    use = np.array([[[4, 1, 1, 1, 1], [9, 1, 1, 1, 1]]])
    outcome = gap.solve(Instance("low", cost, use, np.array([[4, 4]])), lp_core.solve, EXACT)
    assert (outcome.status, outcome.cost) == (Status.OPTIMAL, 410)


@st.composite
def instances(draw):
    agents, jobs, resources = draw(st.integers(1, 3)), draw(st.integers(1, 5)), draw(st.integers(1, 2))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    use = rng.integers(0, 9, (resources, agents, jobs))
    capacity = (use.sum(axis=2) * draw(st.sampled_from([0.3, 0.5, 0.8])) / max(1, agents - 1)).astype(np.int64)
    return Instance("drawn", rng.integers(0, 20, (agents, jobs)), use, capacity)


def brute_force(instance: Instance) -> int | None:
    agents, jobs = instance.cost.shape
    costs = []
    for agent in product(range(agents), repeat=jobs):
        cost = int(instance.cost[agent, range(jobs)].sum())
        if gap.judge(instance, gap.Outcome(Status.FEASIBLE, np.array(agent), cost, 0)):
            costs.append(cost)
    return min(costs, default=None)


@settings(max_examples=20, deadline=None)
@given(instances(), st.sampled_from([lp_core.solve, cpsat.solve, PEERS["plain_cpsat"]]))
def test_brute_force(instance, solver):
    best, outcome = brute_force(instance), gap.solve(instance, solver, EXACT)
    assert outcome.cost == best
    assert outcome.status is (Status.INFEASIBLE if best is None else Status.OPTIMAL)
    assert gap.judge(instance, outcome)


def best_known() -> dict[str, int]:
    with (DATA / "gap" / "best_known.csv").open(encoding="utf-8") as file:
        return {row["instance"]: int(row["best_known_min"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", ["gap1-4", "gap2-0", "gap5-0", "gap9-2", "a05100"])
def test_published_optima(name):
    (instance,) = gap.read(DATA / "gap" / f"{name}.txt.gz")
    outcome = gap.solve(instance, lp_core.solve, EXACT)
    assert (outcome.status, outcome.cost) == (Status.OPTIMAL, best_known()[name])
    assert gap.judge(instance, outcome)


def test_every_file_can_be_read():
    known = best_known()
    read = {one.name: one for path in (DATA / "gap").glob("*.txt.gz") for one in gap.read(path)}
    assert read.keys() == known.keys()
    several = [multi_resource.read(path) for path in (DATA / "multi_resource").glob("*.txt.gz")]
    assert sorted(len(one.use) for one in several) == [2, 2, 2, 4, 4, 4]
