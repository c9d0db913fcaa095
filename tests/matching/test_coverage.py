"""Coverage against the formula, worked out pair by pair with plain dictionaries."""

import math

import numpy as np
import pytest

from instances.generate import generate
from instances.schema.vocabulary import Language
from instances.skills import LEVEL_OF_LANGUAGE
from matching.candidates import candidates
from matching.coverage import coverage
from matching.opened import OpenInstance
from matching.pairs import Pairs

LANGUAGES = [language.value for language in Language]


@pytest.fixture(scope="module")
def sample():
    """200 pairs of a district, with its opened instance."""
    opened = OpenInstance.of(generate("district"))
    p, w = (np.concatenate(part) for part in zip(*candidates(opened.data, opened.rulebook), strict=True))
    some = np.random.default_rng(1).choice(len(p), 200, replace=False)
    return opened, Pairs(opened.data, p[some], w[some])


def by_hand(instance, pair):
    """Missing percent, skills to learn and those within reach of one pair of ids."""
    person, place = pair
    asks, has = instance["workplace_skills"], instance["participant_skills"]
    one = instance["participants"].set_index("id").loc[person]
    site = instance["workplaces"].set_index("id").loc[place]
    level = dict(has[has["participant"] == person][["skill", "level"]].itertuples(index=False))
    if one["dutch"] in LANGUAGES:
        level["speak_dutch"] = LEVEL_OF_LANGUAGE[Language(one["dutch"])]
    teaches = set()
    for course in instance["courses"].itertuples():
        assert max(course.start_dates.split(";")) >= "2026-01-05"
        if one["dutch"] in LANGUAGES and LANGUAGES.index(one["dutch"]) >= LANGUAGES.index(course.min_dutch):
            teaches |= set(course.teaches.split(";"))
    missing = total = to_learn = within = 0
    for ask in asks[asks["workplace"] == place].itertuples():
        rarity = 1 + math.log(
            (1 + asks["workplace"].nunique()) / (1 + asks[asks["skill"] == ask.skill]["workplace"].nunique())
        )
        weight = {"essential": 3, "important": 2, "somewhat": 1}[ask.importance] * rarity
        gap = max(0, ask.level - level.get(ask.skill, 0))
        closable = gap == 1 and (site["guidance_hours"] > 0 or ask.skill in teaches)
        missing += weight * gap / ask.level * (0.5 if closable else 1)
        total += weight
        to_learn += gap > 0
        within += closable
    return 100 * missing / total if total else 0, to_learn, within


def test_coverage_is_the_formula(sample):
    opened, pairs = sample
    found = coverage(pairs)
    people, places = (opened.instance[name]["id"].to_numpy() for name in ("participants", "workplaces"))
    for i, pair in enumerate(zip(people[pairs.p], places[pairs.w], strict=True)):
        missing, to_learn, within = by_hand(opened.instance, pair)
        assert found.missing[i] == pytest.approx(missing, abs=1e-3)
        assert (found.to_learn[i], found.within_reach[i]) == (to_learn, within)
    assert (found.missing > 0).any()
    assert (found.within_reach > 0).any()
    assert (found.missing == 0).any()
