"""People who use the service, and the story `tiny` as a dataset that is there already."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from api.security.person import Person, Role
from api.store import instances
from api.store.database import Database
from instances.generate import generate
from instances.tables import Instance

ADMIN = Person("admin-1", frozenset({Role.ADMIN}))


@pytest.fixture(scope="session")
def tiny() -> Instance:
    """The story told by hand: eight people, six workplaces."""
    return generate("tiny")


@pytest.fixture(scope="session")
def admin() -> Person:
    """Imports, archives, erases; sees no rows of people."""
    return ADMIN


@pytest.fixture(scope="session")
def coach() -> Person:
    """The coach of six of the eight people of `tiny`."""
    return Person("coach-a", frozenset({Role.COACH}), coach="coach-szmh")


@pytest.fixture(scope="session")
def planner() -> Person:
    """Makes scenarios; sees no rows of people."""
    return Person("planner-1", frozenset({Role.PLANNER}))


@pytest.fixture(scope="session")
def auditor() -> Person:
    """Reads the logbook and what was decided."""
    return Person("auditor-1", frozenset({Role.AUDITOR}))


@pytest.fixture(scope="session")
def with_tiny(template: Callable[..., Any], tiny: Instance) -> Any:
    """The dataset `tiny`, imported."""

    def fill(database: Database) -> None:
        with database.writing() as session:
            instances.put(session, ADMIN, "tiny", tiny)

    return template("tiny", fill)


@pytest.fixture
def stored(with_tiny: Any, sort: str) -> Iterator[Database]:
    """A fresh database with the dataset `tiny`."""
    with with_tiny.copied(sort) as made:
        yield made


@pytest.fixture
def break_off() -> Callable[[Database, Callable[[Any], object]], None]:
    """Do something in a writing block that then breaks off, and see that it does."""

    def half_way(database: Database, deed: Callable[[Any], object]) -> None:
        with database.writing() as session:
            deed(session)
            session.flush()
            raise ZeroDivisionError

    def broken(database: Database, deed: Callable[[Any], object]) -> None:
        with pytest.raises(ZeroDivisionError):
            half_way(database, deed)

    return broken


@pytest.fixture
def crowd(tiny: Instance) -> Callable[[int, int], Instance]:
    """Make an instance with so many people p0, p1, … of one coach and one workplace w with so many slots."""

    def make(num_people: int, slots: int) -> Instance:
        person = tiny["participants"].iloc[[1]]
        people = pd.concat([person] * num_people, ignore_index=True)
        return tiny.replace(
            participants=people.assign(id=[f"p{number}" for number in range(num_people)], coach="coach-szmh"),
            workplaces=tiny["workplaces"].iloc[[1]].assign(id="w", slots=slots),
            **dict.fromkeys(("participant_skills", "participant_certificates", "couples", "workplace_skills"), ()),
            **dict.fromkeys(("placements", "overrides", "decisions"), ()),
        )

    return make
