"""This week of an instance: sound for the checker, told in both languages, with expected prices for proposals."""

import pytest

from instances.errors import InvalidField
from instances.generate import generate
from matching.arrivals.people import PREFIX, weeks_ahead, weeks_waited, with_people
from matching.arrivals.week import Later, decide
from matching.checker import check
from matching.engines.engine import Limits
from matching.pricing import Desk
from matching.solver import SolveOptions, solve

OPTIONS = SolveOptions(limits=Limits(time_limit=20.0))


@pytest.fixture(scope="module")
def here():
    return generate("district", seed=1, participants=60)


@pytest.fixture(scope="module")
def pool():
    return generate("district", seed=2, participants=60)


@pytest.fixture(scope="module")
def chosen(here, pool):
    return decide(here, Later(pool, 26), OPTIONS)


def test_the_checker_finds_nothing_wrong(here, chosen):
    assert [finding for finding in check(here, chosen) if finding.severity == "error"] == []


def test_who_waits_is_told_why_in_both_languages(chosen):
    reasons = [one.reasons[0] for one in chosen.unmatched if one.reasons[0].code.startswith("wait_")]
    assert reasons
    for reason in reasons:
        assert "verwachte prijs" in reason.nl
        assert "expected price" in reason.en
        assert reason.code in ("wait_later", "wait_learn", "wait_turn")
        assert float(reason.facts["later"]) >= 0
    assert any(finding.code == "group_waits" and "gemiddeld" in finding.nl for finding in chosen.findings)


def test_without_a_future_everybody_is_matched_as_ever(here, pool):
    """Nobody comes and no week is left: as many points as the plain match proves possible, to a thousandth."""
    alone = decide(here, Later(pool, 0, 0), OPTIONS)
    assert alone.termination.objective >= 0.999 * solve(here, OPTIONS).termination.objective
    assert not any(one.reasons[0].code == "wait_learn" for one in alone.unmatched)


def test_a_larger_future_raises_what_is_at_stake(here, pool):
    few, many = (decide(here, Later(pool, 26, number), OPTIONS) for number in (0, 400))
    worth = [sum(price.price * price.capacity for price in one.prices) for one in (few, many)]
    assert worth[0] < worth[1]
    assert len(many.assignments) <= len(few.assignments)


def test_someone_who_came_since_is_ranked_at_the_expected_prices(here, pool, chosen):
    later = with_people(here, pool, PREFIX)
    views = Desk.of_earlier(later, chosen).propose_places(PREFIX + pool["participants"]["id"].iat[0], 3)
    assert [view.net for view in views] == sorted((view.net for view in views), reverse=True)
    with pytest.raises(InvalidField, match="solution"):
        Desk.of_earlier(generate("tiny"), chosen)


def test_people_of_the_pool_come_without_what_is_not_known_here(here, pool):
    both = with_people(here, pool, PREFIX)
    new = both["participants"][both["participants"]["id"].str.startswith(PREFIX)]
    assert 0 < len(new) <= len(pool["participants"])
    assert set(new["coach"].dropna()) <= set(here["coaches"]["id"])
    assert both["couples"].equals(here["couples"])


def test_weeks_are_counted_from_the_reference_date(here):
    ahead, waited = weeks_ahead(here), weeks_waited(here)
    assert ahead.min() >= 0
    assert ahead.max() <= 51
    assert waited.min() >= 0
