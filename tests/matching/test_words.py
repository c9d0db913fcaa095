"""Sentences: numbers, units, dates and facts as people write them in Dutch and English."""

from datetime import date

import pytest

from instances.generate import generate
from matching.words import UNITS, Wording, day, euro, fact, listing, number, quantity


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [(1250, "nl", "1.250"), (27.5, "nl", "27,5"), (27.5, "en", "27.5"), (1234.56, "en", "1,234.6"), (0, "nl", "0")],
)
def test_numbers_follow_the_language(value, lang, text):
    assert number(value, lang) == text


@pytest.mark.parametrize(
    ("amount", "unit", "nl", "en"),
    [
        (1, "minutes", "1 minuut", "1 minute"),
        (12, "minutes", "12 minuten", "12 minutes"),
        (2, "hours", "2 uur", "2 hours"),
        (125_000, "euro cents", "€ 1.250", "€1,250"),
        (7, "euro", "€ 7", "€7"),
        (3, "", "3", "3"),
    ],
)
def test_quantities_carry_their_unit(amount, unit, nl, en):
    assert (quantity(amount, unit, "nl"), quantity(amount, unit, "en")) == (nl, en)


def test_money_below_zero_keeps_its_sign():
    assert euro(-250_000, "nl") == "-€ 2.500"


def test_dates_and_lists_read_as_text():
    assert day(date(2026, 1, 5), "nl") == "5 januari 2026"
    assert day(date(2026, 12, 31), "en") == "31 December 2026"
    assert listing(["a", "b", "c"], "nl") == "a, b en c"
    assert listing([], "nl") == "geen"


def test_facts_are_read_by_the_end_of_their_name():
    assert fact("walk_minutes", 12.2, "nl") == "13 minuten"
    assert fact("travel_mode", 4, "nl") == "met de auto"
    assert fact("travel_mode", -1, "nl") == "onbekend"
    assert fact("missing_axes", 0b101, "en") == "sitting and lifting"
    assert fact("walk_minutes", float("inf"), "en") == "unknown"
    assert fact("key", "GM0935", "nl") == "GM0935"


def test_every_unit_has_both_languages_in_singular_and_plural():
    assert all(len(names) == 4 and all(names) for names in UNITS.values())


def test_a_template_shows_fields_as_people_read_them():
    """Ids become names, words become labels, unknown is said."""
    instance = generate("tiny")
    wording = Wording(instance)
    organisation = instance["workplaces"]["organisation"].iat[0]
    name = instance["organisations"].set_index("id").at[organisation, "name"]
    text = wording.render("{workplace.title} bij {workplace.organisation}, {workplace.kind}", "nl", 0, 0)
    assert text.endswith(wording.cell("workplaces", "kind", 0, "nl"))
    assert f" bij {name}, " in text
    assert wording.render("{participant.postcode}", "nl") == "Onbekend"


def test_scarce_things_have_names():
    tiny = generate("tiny", 1)
    wording = Wording(tiny)
    place, employer = tiny["workplaces"].iloc[0], tiny["organisations"].iloc[0]
    assert wording.thing(place["id"], "nl") == f"{place['title']} ({place['id']})"
    assert wording.thing(employer["id"], "en") == f"{employer['name']} ({employer['id']})"
    assert wording.thing("GM0935:reintegration:2026", "nl") == "Maastricht, re-integratie 2026"
    assert wording.thing("GM0935:reintegration:2026", "en") == "Maastricht, re-integration 2026"
    assert wording.thing("c4", "nl") == "c4"
