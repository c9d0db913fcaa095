"""Demands: a clash is minimal by construction, a way out is a way out, and small cases agree with brute force."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.generate import generate
from matching.demands import Demand, Model, clash
from matching.pricing import Desk
from matching.problem import NO_OPTION
from matching.solver import solve


@pytest.fixture(scope="module")
def board():
    instance = generate("district", seed=4, participants=60)
    return Desk.of(instance, solve(instance)).board


@pytest.fixture(scope="module")
def free(board):
    """Options of people who keep nothing by law or promise."""
    return np.flatnonzero((board.kept[board.problem.participant] == NO_OPTION) & board.fits)


def of_option(board, option):
    return Demand.of(board, int(board.problem.participant[option]), int(board.problem.workplace[option]))


def met(board, demands):
    """Brute force: whether some choice of options fits in the room that others leave."""
    model = Model.of(board, demands)
    for choice in product(*(demand.options.tolist() for demand in demands)):
        people = board.problem.participant[np.array(choice, np.intp)]
        if len(set(choice)) < len(choice) or len(set(people.tolist())) < len(set(choice)):
            continue
        if (board.problem.use[:, list(choice)].sum(axis=1) <= model.room).all():
            return True
    return not demands


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_clash_is_minimal_and_agrees_with_brute_force(board, free, data):
    """Infeasible exactly where no choice of options fits; without any one of the clashing demands it is feasible."""
    crowded = np.argsort(-np.bincount(board.problem.workplace[free]))[:3]
    some = free[np.isin(board.problem.workplace[free], crowded)].tolist()
    picked = data.draw(st.lists(st.sampled_from(some), min_size=2, max_size=5, unique=True))
    demands = [of_option(board, option) for option in picked]
    found = clash(board, demands)
    assert found.feasible == met(board, demands)
    if not found.feasible:
        clashing = [demand for demand in demands if demand.text in found.clashing]
        assert not met(board, clashing)
        for one in clashing:
            assert met(board, [other for other in clashing if other is not one])
        names, every = [":".join(name) for name in board.row_names], range(len(clashing))
        rows = np.array([names.index(row) for row in found.rows], np.intp)
        model = Model.of(board, clashing)
        assert not model.feasible(every, rows)
        assert all(model.feasible(every, rows[rows != row]) for row in rows)


def test_the_way_out_is_one_and_none_with_fewer_slots(board, free):
    """Four people at a place with few slots: with the extra units it fits, and with one slot less it does not."""
    w = int(np.bincount(board.problem.workplace[free]).argmax())
    options = free[board.problem.workplace[free] == w]
    demands = [of_option(board, option) for option in options.tolist()]
    found = clash(board, demands)
    assert not found.feasible
    assert found.relaxation
    names = list(board.row_names)
    more = board.problem.capacity.copy()
    for extra in found.relaxation:
        more[names.index((extra.kind, extra.row))] += extra.units
    assert clash(replace(board, problem=replace(board.problem, capacity=more)), demands).feasible
    for extra in found.relaxation:
        less = more.copy()
        less[names.index((extra.kind, extra.row))] -= 1
        assert not clash(replace(board, problem=replace(board.problem, capacity=less)), demands).feasible


def test_one_person_at_two_places_cannot_be(board, free):
    """No scarce thing is to blame, so none is named and no way out is offered."""
    p = next(p for p in board.problem.participant[free].tolist() if (board.problem.participant[free] == p).sum() > 1)
    first, second = free[board.problem.participant[free] == p][:2].tolist()
    found = clash(board, [of_option(board, first), of_option(board, second)])
    assert (len(found.clashing), found.rows, found.relaxation) == (2, (), ())
    assert "een deelnemer krijgt maar één plek" in found.said.nl
    assert "a participant gets one place only" in found.said.en


def test_a_demand_that_rules_block_is_a_clash_of_its_own(board):
    p = int(board.unplaced[0])
    taken = set(board.problem.workplace[board.options_of(p)].tolist())
    w = next(w for w in range(board.opened.data.num_workplaces) if w not in taken)
    found = clash(board, [Demand.of(board, p, w)])
    assert found.clashing == (Demand.of(board, p, w).text,)
    assert found.said.nl.endswith("Regels staan in de weg.")
    assert found.said.en.endswith("Rules stand in the way.")


def test_everyone_of_these_must_be_placed(board):
    """People who each have a place in the solution can be placed together: the solution shows it."""
    placed = np.flatnonzero(board.chosen != NO_OPTION)[:8]
    found = clash(board, [Demand.of(board, int(p)) for p in placed])
    assert found.feasible
    assert found.said.nl == "Deze eisen kunnen samen."
