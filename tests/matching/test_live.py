"""Live proposals are those of the desk where nobody decided anything, and follow decisions at once."""

import pytest

from instances.generate import generate
from matching.engines.engine import Limits
from matching.live import Live, Standing
from matching.pricing import Desk
from matching.solver import SolveOptions, solve


@pytest.fixture(scope="module")
def desk():
    instance = generate("district", seed=3, participants=80)
    return Desk.of(instance, solve(instance, SolveOptions("lp_core", Limits(gap=0.001, time_limit=30))))


@pytest.fixture(scope="module")
def live(desk):
    return Live(desk).prepared()


@pytest.fixture(scope="module")
def nobody(live):
    return Standing.of(live, {})


def ranked(views):
    return [(one.participant, one.workplace, round(one.net, 1), one.value, one.ledger, one.waiting) for one in views]


def test_without_decisions_places_are_those_of_the_desk(desk, nobody):
    for participant in desk.opened.instance["participants"]["id"].iloc[:5]:
        assert ranked(nobody.places(participant, 8)) == ranked(desk.propose_places(participant, 8))


def test_without_decisions_people_are_those_of_the_desk(desk, nobody):
    for workplace in desk.opened.instance["workplaces"]["id"].iloc[:1]:
        assert ranked(nobody.people(workplace, 6)) == ranked(desk.propose_people(workplace, 6))


def test_a_place_whose_slots_are_held_is_offered_to_nobody_else(desk, live, nobody):
    """One slot, held by the first: the next person does not get it, the holder keeps it."""
    slots = dict(
        zip(desk.opened.instance["workplaces"]["id"], desk.opened.instance["workplaces"]["slots"], strict=True)
    )
    place = next(w for w in slots if slots[w] == 1 and len(nobody.people(w, 2)) == 2)
    first, second = nobody.people(place, 2)
    standing = Standing.of(live, {first.participant: place})
    assert place in [view.workplace for view in nobody.places(second.participant, 10_000)]
    assert place not in [view.workplace for view in standing.places(second.participant, 10_000)]
    assert place in [view.workplace for view in standing.places(first.participant, 10_000)]
    assert standing.people(place) == []


def test_what_a_holder_takes_is_told_as_taken(desk, live, nobody):
    """Of s slots one is held: s - 1 are left for the next, and for the holder the own one counts as free."""
    table = desk.opened.instance["workplaces"]
    place = next(w for w in table["id"][table["slots"] > 2] if len(nobody.people(w, 2)) == 2)
    first, second = nobody.people(place, 2)
    standing = Standing.of(live, {first.participant: place})
    slots = int(table.set_index("id").loc[place, "slots"])
    left = [
        one.left
        for person in (first, second)
        for one in standing.places(person.participant, 10_000)
        if one.workplace == place
    ]
    assert left == [slots, slots - 1]


def test_who_holds_a_place_is_proposed_nowhere_else(live, nobody, desk):
    place = next(w for w in desk.opened.instance["workplaces"]["id"] if len(nobody.people(w, 2)) == 2)
    first, second = nobody.people(place, 2)
    other = next(one.workplace for one in nobody.places(first.participant, 9) if one.workplace != place)
    standing = Standing.of(live, {first.participant: other})
    assert first.participant not in [view.participant for view in standing.people(place, 10_000)]
    assert second.participant in [view.participant for view in standing.people(place, 10_000)]


def test_a_rejected_pair_is_not_proposed_again(live, nobody, desk):
    participant = desk.solution.assignments[0].participant
    top, *rest = nobody.places(participant, 4)
    standing = Standing.of(live, {}, [(participant, top.workplace)])
    assert [one.workplace for one in standing.places(participant, 3)] == [one.workplace for one in rest]


def test_decisions_about_who_or_what_is_gone_count_no_more(live, nobody, desk):
    participant = desk.solution.assignments[0].participant
    place = desk.solution.assignments[0].workplace
    standing = Standing.of(live, {"gone": place, participant: "gone"}, [("gone", "gone")])
    assert ranked(standing.places(participant)) == ranked(nobody.places(participant))


def test_only_those_among_whom_one_looks_are_proposed(nobody, desk):
    place = next(w for w in desk.opened.instance["workplaces"]["id"] if len(nobody.people(w, 3)) == 3)
    _, second, third = nobody.people(place, 3)
    found = nobody.people(place, 3, among={second.participant, third.participant, "gone"})
    assert [one.participant for one in found] == [second.participant, third.participant]


def test_a_proposal_in_full_is_what_the_desk_reads_aloud(desk, nobody):
    """Beside nobody's claims: the same rules, costs and net value; the fastest ride is the journey that is told."""
    participant = desk.opened.instance["participants"]["id"].iloc[0]
    proposals = nobody.places(participant, 3)
    for proposal, view in zip(proposals, nobody.views(proposals), strict=True):
        (told,) = [one for one in desk.propose_places(participant, 9) if one.workplace == proposal.workplace]
        assert view.readings == told.readings
        assert (view.costs, view.courses, view.waiting) == (told.costs, told.courses, proposal.waiting)
        assert (view.rides[0].mode, view.rides[0].minutes) == (view.travel_mode, view.travel_minutes)
        assert [ride.minutes for ride in view.rides] == sorted(ride.minutes for ride in view.rides)
