"""Facts and their age, waterfall, rivals, empty places, what if: what is told agrees with the rules and the prices."""

import numpy as np
import pytest

from instances.errors import InvalidField
from instances.generate import generate
from instances.schema.view import Verdict
from instances.tables import Instance
from matching.better import changes, proposals
from matching.carving import openings
from matching.counterfactual import in_the_way, room_left
from matching.engines.engine import Limits
from matching.examples import PARTICIPANT, TABLES, WORKPLACE
from matching.explainer import explain
from matching.freshness import evidence
from matching.opened import OpenInstance
from matching.pricing import Desk
from matching.problem import NO_OPTION
from matching.rivals import competition, rivals
from matching.rules import RULES
from matching.solver import SolveOptions, solve
from matching.twins import changed, now
from matching.waterfall import waterfall
from matching.whatif import difference


def desk_of(participant=None, workplace=None, **tables):
    documents = {**TABLES, **tables}
    documents["participants"] = ({**PARTICIPANT, **(participant or {})},)
    documents["workplaces"] = ({**WORKPLACE, **(workplace or {})},)
    instance = Instance.of(documents)
    return Desk.of(instance, solve(instance))


@pytest.fixture(scope="module")
def desk():
    instance = generate("district", seed=2, participants=120)
    return Desk.of(instance, solve(instance, SolveOptions("lp_core", Limits(gap=0.001))))


def look(desk, participant, workplace):
    p, w = desk.index("participants", participant), desk.index("workplaces", workplace)
    return desk.look(np.array([p], np.int32), np.array([w], np.int32))[0]


def test_facts_older_than_their_limit_are_named_with_their_age():
    """Checked on 3 January 2026, today is 1 September 2026: 241 days, so 7 whole months; the limit is 6."""
    desk = desk_of({"updated_on": "2026-01-03"})
    told = {one.rule: one for one in evidence(desk.opened, look(desk, "p", "w"))}
    hours = told["hours"]
    assert {datum.field: (datum.months, datum.stale) for datum in hours.data} == {
        "participant.hours_week": (7, True),
        "participant.hours_day": (7, True),
        "workplace.hours_min": (0, False),
        "workplace.hours_day": (0, False),
    }
    assert hours.said is not None
    assert hours.said.nl == (
        "Voor het laatst nagekeken: 7 maanden geleden, op 3 januari 2026. Het gaat om: uren per week en uren per dag."
    )
    assert hours.said.en == "Last checked 7 months ago, on 3 January 2026. It concerns: hours week and hours day."
    assert hours.data[0].value.nl == "24"
    assert hours.data[0].source == "participants p"


def test_facts_with_a_date_of_their_own_are_dated_by_it():
    """Certificates were asked a year and a month ago, though the person was seen last month."""
    desk = desk_of({"certificates_on": "2025-08-01"}, {"certificates": ("vog",)})
    told = {one.rule: one for one in evidence(desk.opened, look(desk, "p", "w"))}["certificates"]
    asked = next(datum for datum in told.data if datum.field == "participant_certificates")
    assert (asked.months, asked.stale) == (13, True)
    never = desk_of({"updated_on": None})
    hours = {one.rule: one for one in evidence(never.opened, look(never, "p", "w"))}["hours"]
    assert hours.said is not None
    assert hours.said.nl == "Nog nooit nagekeken: uren per week en uren per dag."


def test_the_waterfall_ends_exactly_at_the_net_value(desk):
    for one in desk.solution.assignments[:40]:
        view = look(desk, one.participant, one.workplace)
        bars = waterfall(view)
        assert bars[0].code == "base"
        assert bars[-1].total == view.net
        assert round(sum(bar.points for bar in bars), 3) == view.net


def test_who_holds_would_lose_at_least_the_price_and_who_waits_would_gain_at_most(desk):
    """By complementary slackness: of slots at least nine in ten, for rounding moves some people on a tie."""
    board, agree, total = desk.board, 0, 0
    for row in np.flatnonzero(board.prices > 0):
        found = competition(board, int(row))
        price = board.prices[row]
        if found.kind == "slots":
            agree += sum(one.points >= price - 1 for one in found.holders)
            agree += sum(one.points <= price + 1 for one in found.waiting)
            total += len(found.holders) + len(found.waiting)
        assert found.num_holders >= len(found.holders)
        assert [one.points for one in found.holders] == sorted(one.points for one in found.holders)
        assert found.said.nl.endswith(".")
        assert "{" not in found.said.nl + found.said.en
    assert total > 20
    assert agree >= 0.9 * total


def test_rivals_are_those_of_the_scarce_things_of_the_pair(desk):
    board = desk.board
    full = next(
        one for one in desk.solution.unmatched if len(board.options_of(desk.index("participants", one.participant)))
    )
    option = int(board.options_of(desk.index("participants", full.participant))[0])
    view = look(desk, *board.ids(option))
    found = rivals(board, view)
    assert {(one.kind, one.row) for one in found} == {(one.kind, one.row) for one in view.scarce if one.cost}
    assert full.participant not in {rival.participant for one in found for rival in (*one.holders, *one.waiting)}


def test_openings_agree_with_judging_every_change_in_the_whole_instance(desk):
    """Brute force over one place: each change of the domain, documents changed, every unplaced person judged."""
    board = desk.board
    opened = board.opened
    place = next(one.workplace for one in desk.solution.empty if openings(board, one.workplace).openings)
    told = openings(board, place, count=1000)
    w, people = desk.index("workplaces", place), board.unplaced.astype(np.int32)

    def fits(instance):
        made = OpenInstance.of(instance)
        stands = in_the_way(made, people, np.full(len(people), w, np.int32))
        return ~np.logical_or.reduce(list(stands.values()))

    before, best = fits(opened.instance), {}
    assert told.fitting == before.sum()
    assert told.room == room_left(board)[w]
    fields = {need for need in opened.rulebook.needs if need.startswith("workplace.")} - {"workplace.slots"}
    for better in proposals(RULES, fields):
        column, cell = now(opened.instance, better.field, better.item, {"workplaces": place})
        for change in changes(better, column, cell):
            count = int((fits(changed(opened.instance, {"workplaces": place}, [change])) & ~before).sum())
            if count > best.get((better.field, better.way), (0, 0))[0]:
                best[better.field, better.way] = (count, change.steps)
    assert sorted((one.count, one.change.field) for one in told.openings) == sorted(
        (count, field) for (field, _), (count, _) in best.items()
    )
    assert [one.count for one in told.openings] == sorted((one.count for one in told.openings), reverse=True)
    assert told.openings[0].said.nl.startswith("Dit opent de plek voor ")
    assert len(told.openings[0].participants) == told.openings[0].count


def test_everything_is_told_of_who_is_placed_who_is_not_and_who_asks(desk):
    placed = explain(desk, desk.solution.assignments[0].participant)
    assert placed.placed is not None
    assert placed.waterfall[-1].total == placed.placed.net
    assert {one.rule for one in placed.evidence} == {one.finding.code for one in placed.placed.readings}
    without = explain(desk, desk.solution.unmatched[0].participant)
    assert without.nearest
    board = desk.board
    option = int(
        np.flatnonzero((board.kept[board.problem.participant] == NO_OPTION) & board.fits & (board.slack > 1))[0]
    )
    eligible = explain(desk, *board.ids(option))
    assert eligible.forced is not None
    assert eligible.forced.loss is not None
    assert eligible.loss == pytest.approx(eligible.forced.slack, abs=0.01)


def test_what_if_tells_the_difference_in_both_languages():
    """One hour short: with 25 hours the place is possible.

    It then misses 1 begun hour of 25.5 for the jobs agreement instead of 2, at 2 points each.
    """
    desk = desk_of(workplace={"hours_min": 25.0})
    made = difference(desk, "p", "w", ["participant.hours_week=25"])
    assert made.before is not None
    assert made.after is not None
    assert (made.before.verdict, made.after.verdict) == (Verdict.BLOCKED, Verdict.ELIGIBLE)
    assert (made.rules, made.opened, made.closed) == (("hours", "jobs_agreement"), ("w",), ())
    assert made.said.nl == (
        "Stel dat de deelnemer 25 uur per week kan werken (nu: 24). Dan kan deze plek wel. Het oordeel"
        " verandert bij: Belastbare uren en Telt voor de banenafspraak. De waarde gaat van 946 naar 948."
        " Wat mogelijk wordt: w. Wat wegvalt: geen."
    )
    assert made.said.en.startswith(
        "Suppose that the participant can work 25 hours a week (now: 24). Then this place becomes possible."
    )


@pytest.mark.parametrize(
    ("text", "opens"),
    [("participant_certificates=vog", True), ("override=load", False), ("workplace.certificates=", True)],
)
def test_what_if_takes_papers_overrides_and_empty_lists(text, opens):
    desk = desk_of(workplace={"certificates": ("vog",)})
    assert (difference(desk, "p", "w", [text]).opened == ("w",)) == opens


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("participant.hours_week=400", "at most 48 hours/week"),
        ("participant.hours_week=veel", "number"),
        ("participant.shoe_size=44", "a field of what is asked about"),
        ("workplace.id=x", "a field of what is asked about"),
        ("override=magic", "the code of a rule"),
        ("participant_certificates=zwemmen", "papers"),
        ("participant.coach=nobody", "the id of one of the coaches"),
    ],
)
def test_what_if_refuses_what_is_no_field_or_no_value(text, wanted):
    desk = desk_of()
    with pytest.raises(InvalidField) as caught:
        difference(desk, "p", "w", [text])
    (problem,) = caught.value.problems
    assert problem.document == "what-if"
    assert wanted in problem.wanted.en


def test_a_place_alone_can_be_changed_too():
    """Asked about the place only: who becomes possible."""
    desk = desk_of(workplace={"hours_min": 25.0})
    made = difference(desk, None, "w", ["workplace.hours_min=24"])
    assert (made.before, made.after, made.opened) == (None, None, ("p",))
