"""Deferred acceptance: by hand, on the published markets, and against all matchings of small ones."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cases import placement, residents
from benchmarks.cases.residents import Market, ResidentsRun
from benchmarks.drivers import stable
from benchmarks.drivers.judge import value_of
from benchmarks.drivers.peers import deferred
from matching.engines import greedy
from matching.engines.engine import Limits, Monitor

INSTANCES = ("hr_n50_s1", "hr_n50_s3", "hr_n1000_s1", "hr_n1000_s3")


def market(wishes, posts, likes):
    """`wishes` per resident, `likes` per hospital, best first; all acceptable to both."""
    pairs = [
        (person, hospital, rank, likes[hospital].index(person) + 1)
        for person, wish in enumerate(wishes)
        for rank, hospital in enumerate(wish, 1)
    ]
    return Market(*np.array(pairs, np.int64).reshape(-1, 4).T, np.array(posts), len(wishes))


# Both residents want what the other's first hospital does not want to give: proposing residents get their first wish
# (ranks 1 + 1), proposing hospitals theirs (the residents' ranks 2 + 2).
CROSSED = market([[0, 1], [1, 0]], [1, 1], [[1, 0], [0, 1]])


def test_who_proposes_is_better_off():
    assert CROSSED.rank[stable.resident_optimal(CROSSED)].tolist() == [1, 1]
    assert CROSSED.rank[stable.hospital_optimal(CROSSED)].tolist() == [2, 2]


def test_what_blocks_is_counted():
    """One post, wanted by both, who prefers resident 1. Nobody has it: both block. Resident 0 has it: one."""
    one = market([[0], [0]], [1], [[1, 0]])
    assert [one.blocking(np.array(held, np.int64)) for held in ([], [0], [1])] == [2, 1, 0]


@pytest.mark.parametrize("name", INSTANCES)
@pytest.mark.parametrize("side", ["resident", "hospital"])
def test_published_optimum(name, side):
    told = stable.run(ResidentsRun(instance=name, engine=f"{side}_optimal"))
    assert told["feasible"]
    assert told["blocking_pairs"] == 0
    assert (told["matched"], told["rank_sum"]) == (told["known_matched"], told[f"known_{side}_rank_sum"])


def test_worth_most_is_worth_more_and_unstable():
    best = stable.run(ResidentsRun(engine="auto", gap=0.0))
    told = stable.run(ResidentsRun(engine="resident_optimal"))
    assert best["status"] == "optimal"
    assert best["objective"] > told["objective"]
    assert best["blocking_pairs"] > 0


@st.composite
def markets(draw):
    rng, people, hospitals = np.random.default_rng(draw(st.integers(0, 9_999))), 4, 3
    wishes = [rng.permutation(hospitals)[: rng.integers(0, hospitals + 1)].tolist() for _ in range(people)]
    return market(wishes, rng.integers(0, 3, hospitals), [rng.permutation(people).tolist() for _ in range(hospitals)])


@settings(max_examples=60, deadline=None)
@given(markets())
def test_nobody_does_better_in_any_stable_matching(case):
    """Against all matchings: stable; no stable one gives any resident a better rank, or a worse one."""
    first = np.searchsorted(case.resident, np.arange(case.num_residents + 1))
    ways = product(*([-1, *range(first[p], first[p + 1])] for p in range(case.num_residents)))
    found = []
    for way in ways:
        held = np.array([pair for pair in way if pair >= 0], np.int64)
        fits = (np.bincount(case.hospital[held], minlength=len(case.posts)) <= case.posts).all()
        if fits and not case.blocking(held):
            found.append(ranks(case, held))
    assert found
    assert ranks(case, stable.resident_optimal(case)).tolist() == np.min(found, axis=0).tolist()
    assert ranks(case, stable.hospital_optimal(case)).tolist() == np.max(found, axis=0).tolist()


def ranks(case, held):
    """Of each resident, 99 = unmatched."""
    mine = np.full(case.num_residents, 99)
    mine[case.resident[held]] = case.rank[held]
    return mine


def test_every_file_is_read_whole():
    sizes = {name: residents.read(residents.DATA / f"{name}.txt.gz") for name in INSTANCES}
    assert [(one.num_residents, len(one.posts)) for one in sizes.values()] == [(50, 10)] * 2 + [(1_000, 100)] * 2
    assert [int(one.posts.sum()) for one in sizes.values()] == [42, 48, 917, 916]


def test_with_slots_alone_the_baseline_equals_greedy():
    """Equal values on both sides: one stable matching, the greedy one."""
    case = placement.problem(80, 12, 5)
    slots = case.use.tolil()
    slots[12:] = 0  # budgets and kinds take nothing
    alone = placement.AssignmentProblem(
        case.num_participants, case.participant, case.workplace,
        case.value * case.num_options + np.arange(case.num_options), slots.tocsc(), case.capacity, case.blocks,
    )  # fmt: skip
    limits = Limits()
    hasty = greedy.solve(alone, limits, Monitor(limits)).termination.objective
    assert alone.objective(deferred.propose(alone)) == hasty


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 999), st.sampled_from(["slots", "hours"]))
def test_the_baseline_keeps_every_row(seed, capacity):
    case = placement.problem(40, 8, seed, capacity)
    assert value_of(case, deferred.propose(case))
