"""Courses as gap closers: which one helps, by how much, and what it asks."""

from dataclasses import replace

import pytest

from instances.generate import generate
from matching.candidates import candidates
from matching.courses import gap_closers
from matching.coverage import coverage
from matching.examples import example_instance
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.rule import Example
from matching.rules.skills import CLEANS, COURSE

BASE = Example(
    "course",
    75,
    tables={
        "participant_skills": ({"participant": "p", "skill": "clean_glass", "level": 2},),
        "workplace_skills": CLEANS,
        "courses": (COURSE,),
    },
)


def steps(*courses, policy=(), **participant):
    tables = {**BASE.tables, "courses": courses or (COURSE,)}
    instance = example_instance(replace(BASE, participant=participant, tables=tables)).replace(policy=policy)
    return gap_closers(OpenInstance.of(instance), 0, 0)


def test_a_course_raises_one_level_and_the_gap_shrinks():
    """Floors 3/4 of the work, gap 2 of 2: 75. After: gap 1 of 2, halved by guidance: 100 · 3/4 · 1/2 · 1/2 = 18.75."""
    (step,) = steps()
    assert (step.course, step.before, step.after, step.enough_dutch) == ("schoonmaak", 75, 19, True)
    assert step.nl == (
        "Met de cursus Basis schoonmaak wordt het gat kleiner: van 75 naar 19 procent. De cursus begint op 5 oktober"
        " 2026, duurt 10 weken en kost € 0."
    )


def test_the_course_that_closes_most_comes_first_then_the_cheapest():
    both = {**COURSE, "id": "both", "teaches": ("clean_floors", "clean_glass"), "price_cents": 100_00}
    same = {**COURSE, "id": "same", "price_cents": 50_00}
    other = {**COURSE, "id": "other", "teaches": ("pack_goods",)}
    assert [step.course for step in steps(both, same, COURSE, other)] == ["schoonmaak", "same", "both"]


def test_more_dutch_is_told_and_comes_last():
    hard = {**COURSE, "id": "hard", "min_dutch": "B2", "teaches": ("clean_floors", "clean_glass")}
    found = steps(hard, COURSE)
    assert [step.course for step in found] == ["schoonmaak", "hard"]
    assert found[1].nl.endswith("De cursus vraagt Nederlands op niveau B2.")


@pytest.mark.parametrize("gone", [{"start_dates": ("2026-08-31",)}, {"start_dates": ()}, {"teaches": ("pack_goods",)}])
def test_a_course_that_is_over_or_about_other_work_does_not_help(gone):
    assert steps({**COURSE, **gone}) == ()


def test_where_the_rule_is_off_nothing_is_read():
    assert steps(policy=[{"rule": "skills", "mode": "off"}]) == ()


def test_no_course_ever_makes_a_gap_larger():
    """Over a whole district, pair by pair."""
    instance = generate("district")
    opened = OpenInstance.of(instance)
    p, w = next(candidates(opened.data, opened.rulebook))
    pairs = Pairs(opened.data, p, w)
    now = coverage(pairs).missing
    for taught in instance["courses"]["teaches"]:
        after = coverage(pairs, taught.split(";")).missing
        assert (after <= now + 1e-4).all()
    assert (now > 0).any()
