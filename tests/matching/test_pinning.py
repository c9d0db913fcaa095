"""Forcing a pair: the bound is proven, the plan is sound, and on small cases both are compared with brute force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.generate import generate
from matching.board import Board
from matching.engines import lp_core
from matching.engines.engine import Limits, Monitor
from matching.opened import OpenInstance
from matching.pinning import force
from matching.pricing import Desk
from matching.problem import NO_OPTION
from matching.solver import SolveOptions, solve

PATIENT = 30.0  # seconds, where a proof is asked for: a busy machine may not find it in the usual time
EXACT = SolveOptions("lp_core", Limits(gap=0.0, time_limit=30))


@pytest.fixture(scope="module")
def boards():
    found = []
    for seed in (1, 2, 3):
        instance = generate("district", seed=seed, participants=60)
        found.append(Desk.of(instance, solve(instance, EXACT)).board)
    return found


def best_with(board, option):
    """The true optimum around the kept places with the option fixed, by a cold run of the engine."""
    kept = board.forced([option])
    rest, _ = board.problem.around(kept)
    limits = Limits(gap=0.0, time_limit=30)
    return board.problem.objective(kept) + lp_core.solve(rest, limits, Monitor(limits)).termination.objective


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_the_proven_loss_never_exceeds_the_true_one_and_the_plan_never_undercuts_it(boards, data):
    """at_least ≤ optimum - optimum with the pair ≤ loss; equal where the answer says so."""
    board = data.draw(st.sampled_from(boards))
    options = np.flatnonzero((board.kept[board.problem.participant] == NO_OPTION) & board.fits)
    option = int(data.draw(st.sampled_from(options.tolist())))
    found = force(board, [option])
    assert found.possible
    assert found.loss is not None
    true_loss = board.value - best_with(board, option)
    assert found.at_least <= true_loss <= found.loss
    assert not found.exact or found.loss == true_loss
    assert board.slack[option] - (board.bound - board.value) <= true_loss + 1e-6


def test_all_slacks_at_once_are_those_of_single_questions(boards):
    """D(y) - D(y | o) ≥ slack_o: fixing an option can only tighten what is left."""
    board = boards[0]
    free = np.flatnonzero((board.kept[board.problem.participant] == NO_OPTION) & board.fits)
    for option in free[:: max(1, len(free) // 25)].tolist():
        assert board.bound - board.forced_bound([option]) >= board.slack[option] - 1e-6


def test_the_plan_is_sound_and_its_moves_add_up_to_the_loss(boards):
    board = boards[1]
    free = np.flatnonzero((board.kept[board.problem.participant] == NO_OPTION) & board.fits & (board.slack > 50))
    for option in free[:10].tolist():
        found = force(board, [option])
        assert -sum(move.points for move in found.moves) == found.loss
        participant, workplace = board.ids(option)
        (own,) = [move for move in found.moves if move.participant == participant]
        assert own.after == workplace
        for row in found.pays:
            assert row.before != row.after
            assert row.after <= max(row.capacity, row.before)


def test_what_is_there_already_costs_nothing(boards):
    board = boards[0]
    option = int(next(one for one in board.chosen if one != NO_OPTION))
    found = force(board, [option], PATIENT)
    assert (found.loss, found.moves, found.exact) == (0, (), True)
    assert found.said.nl == (
        "Dit plaatsen kost het geheel niets, en dat is bewezen het minst. Niemand anders verandert van plek."
    )
    assert found.said.en == "Placing this costs the whole nothing, proven to be the least. Nobody else changes places."


def test_two_at_the_last_slot_is_not_possible():
    """One slot and two people who must both have it."""
    instance = generate("district", seed=1, participants=60)
    instance = instance.replace(workplaces=instance["workplaces"].assign(slots=1))
    board = Board.of(OpenInstance.of(instance), solve(instance))
    free = np.flatnonzero((board.kept[board.problem.participant] == NO_OPTION) & board.fits)
    w = np.bincount(board.problem.workplace[free]).argmax()
    both = free[board.problem.workplace[free] == w][:2].tolist()
    found = force(board, both)
    assert (found.possible, found.loss) == (False, None)
    assert found.said.nl.startswith("Dit kan niet naast de plekken")


def test_worked_by_hand():
    """Two people, one slot: A is worth 900 there, B 700, and neither has another place. Forcing B costs 200."""
    board = two_for_one_slot()
    found = force(board, [1], PATIENT)
    assert (found.loss, found.at_least, found.exact) == (200, 200, True)
    assert {(move.before, move.after, move.points) for move in found.moves} == {("w", None, -900), (None, "w", 700)}
    assert "p1 (w → geen plek)" in found.said.nl
    assert "200 points, proven to be the least" in found.said.en


def two_for_one_slot():
    """A board with its values set by hand: price of the slot 700, so A keeps 200 and B nothing."""
    from instances.tables import Instance
    from matching.examples import PARTICIPANT, TABLES, WORKPLACE

    people = tuple({**PARTICIPANT, "id": key, "coach": None} for key in ("p1", "p2"))
    documents = {**TABLES, "participants": people, "workplaces": ({**WORKPLACE, "slots": 1},)}
    instance = Instance.of({**documents, "policy": ({"rule": "stability", "mode": "off"},)})
    board = Board.of(OpenInstance.of(instance), solve(instance, EXACT))
    problem = replace(board.problem, value=np.array([900, 700]))
    prices = np.array([700.0 if code == "slots" else 0.0 for code, _ in board.row_names])
    chosen = np.array([0, NO_OPTION], np.int32)
    return replace(board, problem=problem, prices=prices, chosen=chosen)
