"""Decisions: who may, what is refused, what stands, what it does to slots, and that the engine follows it."""

from datetime import UTC, date, datetime

import pytest

from api.security.person import Person, Role
from api.store import book, decisions, instances, standing
from api.store.errors import AlreadyPlaced, Archived, Forbidden, NoSlot, NotStanding, Unknown
from api.store.models import Decision
from api.store.standing import Kind
from instances.errors import InvalidField
from instances.schema.vocabulary import DecisionReason
from matching.checker import check
from matching.solver import solve

TRAVEL = DecisionReason.TRAVEL


def decide(database, person, kind, participant, workplace, **words):
    with database.writing() as session:
        return decisions.decide(session, person, "tiny", kind, participant, workplace, **words).id


def withdraw(database, person, decision):
    with database.writing() as session:
        return decisions.withdraw(session, person, decision).id


def free(database):
    with database.reading() as session:
        return book.remaining(session, "tiny")


def stands(database):
    with database.reading() as session:
        return [(one.kind, one.participant, one.workplace) for one in standing.standing(session, "tiny")]


def test_slots_of_the_documents(stored):
    """Six workplaces with 1, 3, 2, 1, 1, 1 slots; two are held: one Wsw place now, the garden centre by promise."""
    assert free(stored) == {
        "mtb-packing-wsw": 0, "mtb-packing": 3, "mtb-green": 2, "bakery-counter": 1, "hotel-kitchen": 1,
        "garden-centre": 0,
    }  # fmt: skip
    with stored.reading() as session:
        assert book.remaining(session, "tiny", ["mtb-green", "none"]) == {"mtb-green": 2}


def test_an_acceptance_takes_the_slot_and_gives_it_back(stored, coach):
    made = decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "bakery-counter")
    assert free(stored)["bakery-counter"] == 0
    with pytest.raises(NoSlot, match="bakery-counter is full: all 1 slots"):
        decide(stored, coach, Kind.ACCEPT, "vetoes-green", "bakery-counter")
    withdraw(stored, coach, made)
    assert free(stored)["bakery-counter"] == 1
    decide(stored, coach, Kind.ACCEPT, "vetoes-green", "bakery-counter")
    assert stands(stored) == [("accept", "vetoes-green", "bakery-counter")]


def test_nobody_accepts_two_places(stored, coach):
    decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "bakery-counter")
    for workplace in ("mtb-packing", "bakery-counter"):
        with pytest.raises(AlreadyPlaced):
            decide(stored, coach, Kind.ACCEPT, "dutch-unknown", workplace)
    assert len(stands(stored)) == 1


def test_a_refused_acceptance_leaves_no_decision(stored, coach):
    with pytest.raises(NoSlot):
        decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "garden-centre")
    with stored.reading() as session:
        assert decisions.listed(session, coach, "tiny") == []


def test_who_moves_gives_back_the_old_place_and_returns_to_it(stored):
    sem = Person("coach-b", frozenset({Role.COACH}), coach="coach-sem")
    made = decide(stored, sem, Kind.ACCEPT, "promised-garden", "mtb-packing")
    assert (free(stored)["garden-centre"], free(stored)["mtb-packing"]) == (1, 2)
    withdraw(stored, sem, made)
    assert (free(stored)["garden-centre"], free(stored)["mtb-packing"]) == (0, 3)


def test_who_returns_to_a_place_that_was_given_away_is_one_too_many_there(stored, coach):
    sem = Person("coach-b", frozenset({Role.COACH}), coach="coach-sem")
    made = decide(stored, sem, Kind.ACCEPT, "promised-garden", "mtb-packing")
    other = decide(stored, coach, Kind.ACCEPT, "vetoes-green", "garden-centre")
    withdraw(stored, sem, made)
    withdraw(stored, coach, other)
    assert free(stored)["garden-centre"] == 0, "promised-garden is there again"


def test_accepting_the_place_that_was_promised_takes_no_second_slot(stored):
    sem = Person("coach-b", frozenset({Role.COACH}), coach="coach-sem")
    made = decide(stored, sem, Kind.ACCEPT, "promised-garden", "garden-centre")
    assert free(stored)["garden-centre"] == 0
    withdraw(stored, sem, made)
    assert free(stored)["garden-centre"] == 0


def test_a_rejection_ends_an_acceptance_of_the_pair(stored, coach):
    decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "bakery-counter")
    decide(stored, coach, Kind.REJECT, "dutch-unknown", "bakery-counter", reason=DecisionReason.TEAM_FIT)
    assert free(stored)["bakery-counter"] == 1
    assert stands(stored) == [("reject", "dutch-unknown", "bakery-counter")]


@pytest.mark.parametrize("kind", [Kind.PIN, Kind.EXCLUDE])
def test_an_acceptance_is_not_silently_replaced(stored, coach, kind):
    decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "bakery-counter")
    with pytest.raises(AlreadyPlaced):
        decide(stored, coach, kind, "dutch-unknown", "bakery-counter", reason=TRAVEL)


def test_the_last_decision_about_a_pair_stands_and_withdrawing_uncovers_nothing(stored, coach):
    first = decide(stored, coach, Kind.PIN, "dutch-unknown", "bakery-counter")
    second = decide(stored, coach, Kind.EXCLUDE, "dutch-unknown", "bakery-counter", reason=TRAVEL)
    assert stands(stored) == [("exclude", "dutch-unknown", "bakery-counter")]
    with pytest.raises(NotStanding):
        withdraw(stored, coach, first)
    back = withdraw(stored, coach, second)
    assert stands(stored) == []
    for gone in (second, back):
        with pytest.raises((NotStanding, Forbidden)):
            withdraw(stored, coach, gone)


def test_as_it_stood_after_an_earlier_decision(stored, coach):
    decide(stored, coach, Kind.PIN, "dutch-unknown", "bakery-counter")
    with stored.reading() as session:
        then = standing.last_number(session, "tiny")
    later = decide(stored, coach, Kind.REJECT, "dutch-unknown", "bakery-counter", reason=TRAVEL)
    withdraw(stored, coach, later)
    with stored.reading() as session:
        assert [one.kind for one in standing.standing(session, "tiny", until=then)] == ["pin"]
        assert [one.kind for one in decisions.listed(session, coach, "tiny")] == ["pin", "reject", "withdraw"]
    assert stands(stored) == []


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [
        (Kind.REJECT, {}, "reason"),
        (Kind.REJECT, {"reason": DecisionReason.AGREED}, "reason"),
        (Kind.EXCLUDE, {}, "reason"),
        (Kind.OVERRIDE, {"rule": "load"}, "note"),
        (Kind.OVERRIDE, {"rule": "load", "note": "  "}, "note"),
        (Kind.OVERRIDE, {"note": "because"}, "rule"),
        (Kind.OVERRIDE, {"rule": "wsw_rights", "note": "because"}, "rule"),
        (Kind.OVERRIDE, {"rule": "none", "note": "because"}, "rule"),
        (Kind.ACCEPT, {"rule": "load"}, "rule"),
        (Kind.PIN, {"note": "x" * 201}, "note"),
        (Kind.WITHDRAW, {}, "kind"),
    ],
)
def test_words_that_are_missing_or_too_many(stored, coach, kind, words, field):
    with pytest.raises(InvalidField) as refused:
        decide(stored, coach, kind, "dutch-unknown", "bakery-counter", **words)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_all_problems_at_once(stored, coach):
    with pytest.raises(InvalidField) as refused:
        decide(stored, coach, Kind.OVERRIDE, "dutch-unknown", "bakery-counter", rule="none")
    assert [problem.field for problem in refused.value.problems] == ["rule", "note"]


@pytest.mark.parametrize(
    ("participant", "workplace"), [("nobody", "mtb-green"), ("promised-garden", "mtb-green"), ("vaals-first", "none")]
)
def test_someone_elses_caseload_looks_like_nobody(stored, coach, participant, workplace):
    with pytest.raises(Unknown):
        decide(stored, coach, Kind.PIN, participant, workplace)


@pytest.mark.parametrize("role", [Role.PLANNER, Role.AUDITOR, Role.ADMIN, Role.CONTROLLER])
def test_other_roles_accept_nothing(stored, role):
    person = Person("x", frozenset({role}), municipalities=frozenset({"GM0981"}), coach="coach-szmh")
    with pytest.raises(Forbidden):
        decide(stored, person, Kind.ACCEPT, "vaals-first", "mtb-packing")


def test_a_controller_sets_a_rule_aside_in_the_own_municipality(stored):
    vaals = Person("controller-1", frozenset({Role.CONTROLLER}), municipalities=frozenset({"GM0981"}))
    words = {"rule": "participant_budget", "note": "Goedkoper dan wachten."}
    made = decide(stored, vaals, Kind.OVERRIDE, "vaals-first", "mtb-packing", **words)
    with pytest.raises(Unknown):
        decide(stored, vaals, Kind.OVERRIDE, "dutch-unknown", "mtb-packing", **words)
    withdraw(stored, vaals, made)


def test_who_sees_which_decisions(stored, coach, auditor, admin):
    made = decide(stored, coach, Kind.PIN, "dutch-unknown", "bakery-counter")
    other = Person("coach-b", frozenset({Role.COACH}), coach="coach-sem")
    with stored.reading() as session:
        assert decisions.decision(session, coach, made).by == "coach-a"
        assert [one.id for one in decisions.listed(session, auditor, "tiny")] == [made]
        assert decisions.listed(session, coach, "tiny", participant="vaals-first") == []
        for person in (other, admin):
            assert decisions.listed(session, person, "tiny") == []
            with pytest.raises(Unknown):
                decisions.decision(session, person, made)


def test_nothing_is_decided_in_an_archived_dataset(stored, coach, admin):
    with stored.writing() as session:
        instances.archive(session, admin, "tiny")
    with pytest.raises(Archived):
        decide(stored, coach, Kind.PIN, "dutch-unknown", "bakery-counter")


def laid(database):
    with database.reading() as session:
        version = instances.version(session, "tiny")
        return standing.decided(instances.instance(session, version.hash), standing.standing(session, "tiny"))


def test_the_engine_follows_what_was_decided(stored, coach):
    """Alone, value gives the bakery to dutch-unknown (see the tests of matching); a coach accepts it for another."""
    decide(stored, coach, Kind.ACCEPT, "vetoes-green", "bakery-counter")
    decide(stored, coach, Kind.EXCLUDE, "vaals-first", "mtb-packing", reason=TRAVEL)
    instance = laid(stored)
    solution = solve(instance)
    places = {one.participant: one.workplace for one in solution.assignments}
    assert places["vetoes-green"] == "bakery-counter"
    assert places.get("vaals-first") != "mtb-packing"
    assert [finding for finding in check(instance, solution) if finding.severity == "error"] == []


def test_decisions_become_rows_and_those_of_the_documents_stay(stored, coach):
    decide(stored, coach, Kind.REJECT, "dutch-unknown", "bakery-counter", reason=TRAVEL)
    decide(stored, coach, Kind.OVERRIDE, "out-of-reach", "mtb-packing", rule="load", note="Met een hulpmiddel.")
    rows = laid(stored)
    assert rows["decisions"][["participant", "decision", "by"]].values.tolist() == [
        ["vetoes-green", "rejected", "coach-szmh"],
        ["dutch-unknown", "rejected", "coach-a"],
    ]
    assert rows["overrides"]["reason"].tolist()[1:] == ["Met een hulpmiddel."]


def test_a_decision_here_counts_before_one_of_the_documents(stored, coach):
    decide(stored, coach, Kind.PIN, "vetoes-green", "mtb-packing")
    assert laid(stored)["decisions"][["participant", "decision"]].values.tolist() == [["vetoes-green", "pin"]]


def test_an_odd_subject_becomes_an_id(tiny):
    def by(subject):
        one = Decision(
            kind="pin", participant="vaals-first", workplace="mtb-green", reason="agreed", by=subject,
            at=datetime(2026, 1, 5, 12, tzinfo=UTC),
        )  # fmt: skip
        return standing.decided(tiny, [one])["decisions"]["by"].iloc[-1]

    assert by("auth0|5f7c") == "auth0_5f7c"
    assert by("-abc") == "x-abc"
    assert len(by("é" * 80)) == 64


@pytest.mark.parametrize("status", ["current", "ended"])
def test_an_acceptance_counts_until_the_documents_tell_the_placement(stored, coach, admin, tiny, status):
    """Accepted today; the next documents say that it began tomorrow: now they speak, and a slot is held once or not."""
    decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "bakery-counter")
    begun = {
        "participant": "dutch-unknown", "workplace": "bakery-counter", "status": status,
        "start_on": date(2030, 1, 1), "end_on": date(2030, 6, 1) if status == "ended" else None,
    }  # fmt: skip
    with stored.writing() as session:
        told = [*tiny.documents("placements"), begun]
        instances.put(session, admin, "tiny", tiny.replace(placements=[dict(row) for row in told]))
    assert free(stored)["bakery-counter"] == (0 if status == "current" else 1)
    assert "dutch-unknown" not in set(laid(stored)["decisions"]["participant"])
    decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "mtb-packing")


def test_a_new_version_keeps_decisions_and_what_they_hold(stored, coach, admin, tiny):
    """The bakery closes and comes back; the acceptance waits for it."""
    decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "bakery-counter")
    places = tiny["workplaces"]
    without_bakery = tiny.replace(workplaces=places[places["id"] != "bakery-counter"].reset_index(drop=True))
    with stored.writing() as session:
        instances.put(session, admin, "tiny", without_bakery)
    assert "bakery-counter" not in free(stored)
    assert "dutch-unknown" not in set(laid(stored)["decisions"]["participant"])
    with stored.writing() as session:
        instances.put(session, admin, "tiny", tiny)
    assert free(stored)["bakery-counter"] == 0
    assert stands(stored) == [("accept", "dutch-unknown", "bakery-counter")]


def test_fewer_slots_than_acceptances_leave_none_free(stored, coach, admin, tiny):
    for participant in ("vaals-first", "vaals-second"):
        decide(stored, coach, Kind.ACCEPT, participant, "mtb-packing")
    with stored.writing() as session:
        instances.put(session, admin, "tiny", tiny.replace(workplaces=tiny["workplaces"].assign(slots=1)))
    assert free(stored)["mtb-packing"] == 0
    with pytest.raises(NoSlot):
        decide(stored, coach, Kind.ACCEPT, "dutch-unknown", "mtb-packing")
