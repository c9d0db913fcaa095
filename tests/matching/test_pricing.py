"""Proposals and explanations: they agree with the rules, with the prices and with the joint matching."""

import numpy as np
import pytest

from instances.errors import InvalidField
from instances.generate import generate
from instances.schema.view import Verdict, Weight
from matching.engines.engine import Limits
from matching.explainer import why, why_not
from matching.pricing import Desk
from matching.solver import SolveOptions, solve


@pytest.fixture(scope="module")
def instance():
    return generate("district", seed=2)


@pytest.fixture(scope="module")
def desk(instance):
    return Desk.of(instance, solve(instance, SolveOptions("lp_core", Limits(gap=0.0, time_limit=30))))


def test_proposals_come_best_first_and_only_where_the_rules_allow(desk):
    for one in desk.solution.assignments[:20]:
        views = desk.propose_places(one.participant, 5)
        assert views
        assert [view.net for view in views] == sorted((view.net for view in views), reverse=True)
        for view in views:
            assert view.verdict is not Verdict.BLOCKED
            assert view.value == sum(part.points for part in view.ledger)
            assert view.net == pytest.approx(view.value - view.price, abs=0.01)


def test_the_joint_matching_gives_nearly_everyone_their_top_proposal(desk):
    """That is what prices are for: by complementary slackness only people on a tie or a rounded place differ."""
    placed = desk.solution.assignments
    top = sum(
        desk.look(
            np.array([desk.index("participants", one.participant)], np.int32),
            np.array([desk.index("workplaces", one.workplace)], np.int32),
        )[0].net
        >= desk.propose_places(one.participant, 1)[0].net - 1
        for one in placed
    )
    assert top >= 0.85 * len(placed)


def test_people_for_a_place_are_those_for_whom_the_place_is_possible(desk):
    place = desk.solution.assignments[0].workplace
    views = desk.propose_people(place, 10)
    assert views
    assert {view.workplace for view in views} == {place}
    for view in views:
        mine = desk.propose_places(view.participant, 10_000)
        assert place in {other.workplace for other in mine}


def test_why_reads_the_ledger_of_the_solution(desk):
    one = desk.solution.assignments[0]
    told = why(desk, one.participant)
    assert told.placed is not None
    assert told.placed.verdict is Verdict.ASSIGNED
    assert told.placed.ledger == one.ledger
    assert told.placed.value == one.value


def test_why_gives_the_recorded_reasons_of_the_unmatched(desk):
    one = desk.solution.unmatched[0]
    assert why(desk, one.participant).unmatched == one.reasons


def test_why_not_names_what_blocks_or_what_it_costs(desk, instance):
    """Every pair of one participant gets an answer: a rule that blocks, or a loss that is not negative."""
    participant = desk.solution.assignments[0].participant
    for workplace in instance["workplaces"]["id"].iloc[:40]:
        told = why_not(desk, participant, workplace)
        assert told.asked is not None
        if told.asked.verdict is Verdict.BLOCKED:
            assert told.asked.readings[0].weight is Weight.BLOCKS
            assert told.loss is None
        elif told.asked.verdict is Verdict.ELIGIBLE:
            assert told.loss is not None
            assert told.loss >= -0.01


def test_the_loss_is_a_lower_bound_on_what_forcing_the_pair_costs(desk, instance):
    """Force a pair by vetoing all other places for the person, solve again, compare: bound <= loss + gap."""
    free = desk.solution.termination
    tried = 0
    for one in desk.solution.assignments[:40]:
        for view in desk.propose_places(one.participant, 3)[1:]:
            told = why_not(desk, one.participant, view.workplace)
            if told.loss is None:  # the place that the person has
                continue
            forced = instance["workplaces"]
            people = instance["participants"]
            others = forced.loc[forced["id"] != view.workplace, "organisation"].unique()
            same = forced.loc[forced["id"] == view.workplace, "organisation"].iat[0]
            if (forced["organisation"] == same).sum() > 1:
                continue
            vetoes = ";".join(organisation for organisation in others if organisation != same)
            changed = people["vetoed_organisations"].where(people["id"] != one.participant, vetoes)
            other = instance.replace(participants=people.assign(vetoed_organisations=changed))
            again = solve(other, SolveOptions("lp_core", Limits(gap=0.0, time_limit=30)))
            assert again.termination.objective <= free.bound - told.loss + 1
            tried += 1
        if tried >= 4:
            break
    assert tried


def test_a_solution_of_other_documents_is_refused(desk, instance):
    with pytest.raises(InvalidField, match="problem"):
        Desk.of(instance.replace(budgets=[]), desk.solution)


def test_an_id_that_does_not_exist_is_refused_with_a_sentence(desk):
    with pytest.raises(InvalidField) as caught:
        desk.propose_places("niemand")
    assert "participants" in str(caught.value.problems[0])
