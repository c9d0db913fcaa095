"""Small random problems, and the answer that trying everything gives."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from matching.engines.engine import Limits, Monitor
from matching.problem import AssignmentProblem
from matching.rule import Rows


def _rows(keys, capacity, option, row, amount) -> Rows:
    return Rows(
        keys, np.array(capacity, np.int64), np.array(option, np.int32), np.array(row, np.int32),
        np.array(amount, np.int64),
    )  # fmt: skip


def _random_problem(seed: int, slots_only: bool = False) -> AssignmentProblem:
    rng = np.random.default_rng(seed)
    people, places = int(rng.integers(1, 7)), int(rng.integers(1, 5))
    person, place = np.nonzero(rng.random((people, places)) < rng.choice([0.3, 0.7, 1.0]))
    count = len(person)
    value = rng.integers(1, rng.choice([3, 30, 1000]), count)
    option = np.arange(count)
    rows = [("slots", _rows([f"w{w}" for w in range(places)], rng.integers(0, 3, places), option, place, [1] * count))]
    if not slots_only:
        minutes = 30 * rng.integers(1, 9, count)
        rows.append(
            ("guidance", _rows([f"w{w}" for w in range(places)], rng.integers(0, 500, places), option, place, minutes))
        )
        payer = rng.integers(0, 2, people)[person]
        cents = 12_500 * rng.integers(1, 60, count)
        rows.append(("budget", _rows(["a", "b"], rng.integers(0, 2_000_000, 2), option, payer, cents)))
        some = np.flatnonzero(rng.random(count) < 0.5)
        rows.append(("kind", _rows(["k"], rng.integers(0, 5, 1), some, np.zeros(len(some)), [1] * len(some))))
    return AssignmentProblem.of(people, person.astype(np.int32), place.astype(np.int32), value.astype(np.int64), rows)


def _brute_force(problem: AssignmentProblem) -> int:
    """Try every option, and none, for every participant in turn."""
    use = problem.use.toarray()

    def best(person: int, room: np.ndarray) -> int:
        if person == problem.num_participants:
            return 0
        most = best(person + 1, room)
        for option in range(problem.first[person], problem.first[person + 1]):
            left = room - use[:, option]
            if (left >= 0).all():
                most = max(most, int(problem.value[option]) + best(person + 1, left))
        return most

    return best(0, problem.capacity)


@pytest.fixture(scope="session")
def random_problem() -> Callable[[int], AssignmentProblem]:
    return _random_problem


@pytest.fixture(scope="session")
def slots_problem() -> Callable[[int], AssignmentProblem]:
    return partial(_random_problem, slots_only=True)


@pytest.fixture(scope="session")
def brute_force() -> Callable[[AssignmentProblem], int]:
    return _brute_force


@pytest.fixture(scope="session")
def monitor() -> Callable[..., Monitor]:
    """Make a monitor from limits; gap 0 unless told."""
    return lambda **limits: Monitor(Limits(**{"gap": 0.0, **limits}))


@pytest.fixture(scope="session")
def tight() -> AssignmentProblem:
    """Two people, one slot: values 10 and 7, and a place nobody can have."""
    return AssignmentProblem.of(
        2, np.array([0, 1, 1], np.int32), np.array([0, 0, 1], np.int32), np.array([10, 7, 9]),
        [("slots", _rows(["w0", "w1"], [1, 0], [0, 1, 2], [0, 0, 1], [1, 1, 1]))],
    )  # fmt: skip
