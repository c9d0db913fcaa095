"""The slot book against a plain model: any order of acceptances, rejections, withdrawals and new versions."""

from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from api.security.person import Person, Role
from api.store import book, decisions, instances
from api.store.database import Database
from api.store.errors import AlreadyPlaced, NoSlot
from api.store.models import Hold
from api.store.standing import Kind
from instances.schema.vocabulary import DecisionReason

PEOPLE, PLACES = ("p0", "p1", "p2", "p3"), ("a", "b")
COACH = Person("coach-a", frozenset({Role.COACH}), coach="coach-szmh")
ADMIN = Person("admin-1", frozenset({Role.ADMIN}))


@pytest.fixture
def machine(empty, sort, crowd, tiny):
    """The machine for one sort of database; every example has a fresh copy."""
    places = tiny["workplaces"].iloc[[1, 1]].assign(id=list(PLACES), slots=[1, 2]).reset_index(drop=True)
    placed = [{"participant": "p0", "workplace": "a", "status": "current", "start_on": "2025-01-06"}]
    first = crowd(len(PEOPLE), 1).replace(workplaces=places, placements=placed)

    class Book(RuleBasedStateMachine):
        """Model: who accepted what, and who sits where by the documents; a person who accepted has left that place."""

        def __init__(self):
            super().__init__()
            self.database = Database(getattr(empty, sort)(), b"secret")
            self.accepted: dict[str, tuple[str, str]] = {}

        def teardown(self):
            self.database.dispose()

        @initialize()
        def imported(self):
            self.slots = {"a": 1, "b": 2}
            self.documents = {"p0": "a"}
            self.put(first)

        def put(self, instance):
            with self.database.writing() as session:
                instances.put(session, ADMIN, "d", instance)

        def held(self, place):
            by_documents = [p for p, w in self.documents.items() if w == place and p not in self.accepted]
            return len(by_documents) + sum(w == place for w, _ in self.accepted.values())

        @rule(person=st.sampled_from(PEOPLE), place=st.sampled_from(PLACES))
        def accept(self, person, place):
            wanted = None
            if person in self.accepted:
                wanted = AlreadyPlaced
            elif self.documents.get(person) != place and self.held(place) >= self.slots[place]:
                wanted = NoSlot
            with pytest.raises(wanted) if wanted else nullcontext(), self.database.writing() as session:
                made = decisions.decide(session, COACH, "d", Kind.ACCEPT, person, place)
            if wanted is None:
                self.accepted[person] = (place, made.id)

        @rule(person=st.sampled_from(PEOPLE), place=st.sampled_from(PLACES))
        def reject(self, person, place):
            with self.database.writing() as session:
                decisions.decide(session, COACH, "d", Kind.REJECT, person, place, reason=DecisionReason.TRAVEL)
            if self.accepted.get(person, ("",))[0] == place:
                del self.accepted[person]

        @rule(person=st.sampled_from(PEOPLE))
        def withdraw(self, person):
            if person in self.accepted:
                with self.database.writing() as session:
                    decisions.withdraw(session, COACH, self.accepted.pop(person)[1])

        @rule(slots=st.integers(0, 3), sits=st.booleans())
        def import_again(self, slots, sits):
            self.slots["a"] = slots
            self.documents = {"p0": "a"} if sits else {}
            self.put(first.replace(workplaces=places.assign(slots=[slots, 2]), placements=placed if sits else ()))

        @invariant()
        def the_same(self):
            if not hasattr(self, "slots"):
                return
            with self.database.reading() as session:
                free = book.remaining(session, "d")
                holds = session.execute(sa.select(Hold.participant, Hold.workplace, Hold.decision)).all()
            assert free == {place: max(0, count - self.held(place)) for place, count in self.slots.items()}
            assert {p: (w, made) for p, w, made in holds if made} == self.accepted
            assert {p: w for p, w, made in holds if not made} == {
                p: w for p, w in self.documents.items() if p not in self.accepted
            }

    return Book


def test_the_book_and_the_model_agree(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=4, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
