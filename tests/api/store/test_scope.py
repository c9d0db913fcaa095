"""Who sees whom: every role, and every function of the store that gives rows of people."""

import pytest

from api.security.person import Person, Role
from api.store import scope
from api.store.errors import Forbidden, Unknown

VAALS = {"vaals-first", "vaals-second"}
GARDEN = "promised-garden"
SZMH = {"vetoes-green", "out-of-reach", "needs-much-guidance", *VAALS, "dutch-unknown"}
GIVEN = {"municipalities": frozenset({"GM0981"}), "coach": "coach-szmh"}


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (Person("a", frozenset({Role.COACH}), coach="coach-szmh"), SZMH),
        (Person("a", frozenset({Role.COACH}), coach="coach-sem"), {"promised-garden"}),
        (Person("a", frozenset({Role.COACH}), coach="none"), set()),
        (Person("a", frozenset({Role.COACH})), set()),
        (Person("a", frozenset({Role.COACH}), municipalities=frozenset({"GM0981"})), set()),
        (Person("a", frozenset({Role.CONTROLLER}), municipalities=frozenset({"GM0981"})), VAALS),
        (Person("a", frozenset({Role.CONTROLLER}), municipalities=frozenset({"GM0981", "GM1903"})), {*VAALS, GARDEN}),
        (Person("a", frozenset({Role.CONTROLLER}), coach="coach-szmh"), set()),
        (Person("a", frozenset({Role.PLANNER}), **GIVEN), set()),
        (Person("a", frozenset({Role.AUDITOR}), **GIVEN), set()),
        (Person("a", frozenset({Role.ADMIN}), **GIVEN), set()),
        (Person("a", frozenset(), **GIVEN), set()),
        (Person("a", frozenset({Role.COACH, Role.CONTROLLER}), frozenset({"GM1903"}), "coach-szmh"), {*SZMH, GARDEN}),
    ],
)  # fmt: skip
def test_who_sees_whom(stored, tiny, person, seen):
    with stored.reading() as session:
        assert scope.visible(session, person, "tiny") == seen
        assert scope.visible(session, person, "other") == set()
        for participant in tiny["participants"]["id"]:
            if participant in seen:
                scope.require(session, person, "tiny", participant)
            else:
                with pytest.raises(Unknown):
                    scope.require(session, person, "tiny", participant)


def test_roles():
    scope.require_role(Person("a", frozenset({Role.ADMIN})), "import", Role.ADMIN, Role.PLANNER)
    with pytest.raises(Forbidden, match="import asks for: administrator or planner"):
        scope.require_role(Person("a", frozenset({Role.COACH})), "import", Role.ADMIN, Role.PLANNER)


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        ({"a": 12, "b": 5, "c": 0}, {"a": 12, "b": 5, "c": 0}),
        ({"a": 12, "b": 4, "c": 9}, {"a": 12, "b": None, "c": None}),
        ({"a": 12, "b": 4, "c": 1, "d": 9}, {"a": 12, "b": None, "c": None, "d": 9}),
        ({"a": 4, "b": 0}, {"a": None, "b": 0}),
        ({}, {}),
    ],
    ids=["large enough", "one small: the next goes too", "two small", "nothing else to hide", "none"],
)
def test_small_counts(counted, shown):
    assert scope.counts(counted) == shown
