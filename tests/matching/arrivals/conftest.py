"""Small years by hand: one row per place, one slot each unless said."""

import numpy as np
import pytest
from scipy import sparse

from matching.problem import AssignmentProblem, RowBlock


def made(options, capacity, people=None):
    """A problem of options (person, place, value) over places with these slots."""
    people = 1 + max((p for p, _, _ in options), default=-1) if people is None else people
    person, place, value = (np.array(column) for column in zip(*sorted(options), strict=True))
    use = sparse.csc_array(
        (np.ones(len(person), np.int64), (place, np.arange(len(person)))), shape=(len(capacity), len(person))
    )
    block = RowBlock("slots", tuple(f"w{w}" for w in range(len(capacity))), 0)
    return AssignmentProblem(
        people, person.astype(np.int32), place.astype(np.int32), value.astype(np.int64), use,
        np.array(capacity, np.int64), (block,),
    )  # fmt: skip


@pytest.fixture
def problem_of():
    return made


@pytest.fixture
def two_weeks(problem_of):
    """One slot; a person of value 50 comes in week 0, one of value 80 in week 1. By hand: 50 placed first, or 80."""
    return problem_of([(0, 0, 50), (1, 0, 80)], [1])
