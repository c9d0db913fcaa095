"""The catalogue of rules as a page: all that the cards say, found by word, mode and sort."""

import re

import pytest

from api.pages.rules import needs, sentence
from api.security.person import Role
from matching.catalogue import catalogue
from matching.rules import RULES


def _codes(html: str) -> list[str]:
    return re.findall(r'<li class="lw-card lw-rule" id="([a-z_]+)"', html)


def test_every_rule_stands_on_the_page_in_the_order_of_the_cards(site) -> None:
    assert _codes(site.visitor().get("/regels").text) == [rule.CARD.code for rule in RULES]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_rule_tells_its_title_source_and_worked_cases(site, lang: str) -> None:
    html = site.visitor(lang=lang).get("/regels?zoek=dutch").text
    (one,) = [rule for rule in catalogue() if rule.code == "dutch"]
    assert {getattr(one, lang), one.source, *(case.name for case in one.examples)} <= set(re.findall(">([^<]+)<", html))
    assert ("Dat is 2 niveaus te laag." in html) is (lang == "nl")


@pytest.mark.parametrize(
    ("query", "some", "none"),
    [
        ("werking=soft", "travel_burden", "slots"),
        ("soort=row", "slots", "travel_burden"),
        ("zoek=REIS+wet", "legal_travel", "travel_burden"),
        ("zoek=17", "dutch", "slots"),
    ],
)
def test_rules_are_found_by_mode_sort_word_and_number(site, query: str, some: str, none: str) -> None:
    found = _codes(site.visitor().get(f"/regels?{query}").text)
    assert some in found
    assert none not in found


def test_an_instance_shows_its_own_settings(site) -> None:
    html = site.visitor(Role.CONTROLLER).get("/in/tiny/regels?zoek=lasting").text
    assert "Toon de regels zonder instellingen" in html


def test_facts_of_someone_are_dots_in_a_sentence() -> None:
    assert sentence("Dat is {miss} te laag: {dutch}.") == "Dat is … te laag: …"


def test_every_field_that_a_rule_reads_has_a_name_for_people() -> None:
    for one in catalogue():
        assert sum(map(len, needs(one).values())) == len(one.needs)
