"""What makes a pair better: each change stated once, in the right place, with a domain worked out by hand."""

import pytest

from instances.tables import columns
from matching.better import BETTER, Better, Way, all_better, changes, proposals
from matching.data import TABLE_OF
from matching.rules import RULES

ALL = all_better(RULES)


@pytest.mark.parametrize(
    ("better", "table", "field", "now", "values"),
    [
        (Better("", Way.RAISE, "", "", step=5, most=3), "participants", "max_travel_minutes", 18, [20, 25, 30]),
        (Better("", Way.RAISE, "", "", step=0.5, most=2), "participants", "hours_day", 11.5, [12.0]),
        (Better("", Way.LOWER, "", "", step=1, most=9), "workplaces", "hours_min", 2.5, [2.0, 1.0, 0.0]),
        (Better("", Way.LOWER, "", "", step=15, most=2), "workplaces", "from_time", "08:10", ["07:55", "07:40"]),
        (Better("", Way.RAISE, "", "", step=30, most=3), "workplaces", "until_time", "23:10", ["23:40"]),
        (Better("", Way.RAISE, "", "", most=9), "participants", "dutch", "B1", ["B2", "C1", "C2"]),
        (Better("", Way.LOWER, "", "", most=1), "workplaces", "min_dutch", "B1", ["A2"]),
        (Better("", Way.REMOVE, "", "", most=1), "workplaces", "certificates", "vog;vca", ["vca", "vog"]),
        (Better("", Way.SET, "", "", to="positive"), "participants", "sheltered_advice", "positive", []),
        (Better("", Way.LOWER, "", "", most=3), "workplaces", "min_dutch", None, []),
    ],
)
def test_domains_are_worked_out_by_hand(better, table, field, now, values):
    assert [change.value for change in changes(better, columns(table)[field], now)] == values


def readers(better):
    """Codes of the rules that read a field, or the side table in which it stands."""
    table = better.field.partition(".")[0]
    return [rule.CARD.code for rule in RULES if {better.field, table} & set(rule.CARD.needs)]


@pytest.mark.parametrize("better", ALL, ids=lambda better: f"{better.way.value} {better.field}")
def test_a_change_is_of_a_field_that_exists(better):
    owner, _, field = better.field.partition(".")
    assert (field or better.item) in columns(TABLE_OF.get(owner, owner))
    assert (better.way is Way.SET) == (better.to is not None)


@pytest.mark.parametrize("better", [one for one in ALL if one.nl], ids=lambda better: better.field)
def test_a_proposal_is_a_clause_in_both_languages(better):
    for text in (better.nl, better.en):
        assert text[0].islower() or text.startswith("UWV")
        assert "{" in text or better.way is Way.SET


def test_each_change_is_stated_once():
    names = [(better.field, better.way) for better in ALL]
    assert len(names) == len(set(names))


def test_what_one_rule_reads_alone_stands_with_that_rule_and_the_rest_in_the_list():
    for rule in RULES:
        for better in getattr(rule, "BETTER", ()):
            assert readers(better) == [rule.CARD.code], better.field
    for better in BETTER:
        assert len(readers(better)) > 1 or better.field.startswith("travel_times"), better.field


def test_what_a_person_refuses_or_can_bear_is_never_proposed():
    fields = {need for rule in RULES for need in rule.CARD.needs}
    proposed = {better.field for better in proposals(RULES, fields)}
    assert "participant.max_travel_minutes" in proposed
    assert not {field for field in proposed if "veto" in field or "capacity" in field or "regime" in field}
