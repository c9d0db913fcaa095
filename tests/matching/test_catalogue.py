"""The catalogue says what the cards say, and what a policy makes of them."""

from instances.generate import generate
from instances.schema.vocabulary import RuleMode
from matching.catalogue import catalogue, markdown
from matching.policies import under
from matching.rule import Rulebook
from matching.rules import RULES, hours, promises, slots


def test_every_rule_is_there_in_order_with_all_its_examples():
    entries = catalogue()
    assert [entry.code for entry in entries] == [rule.CARD.code for rule in RULES]
    for entry, rule in zip(entries, RULES, strict=True):
        assert entry.needs == rule.CARD.needs
        assert [case.expect for case in entry.examples] == [example.expect for example in rule.EXAMPLES]
        assert entry.sentences["nl"].misses == rule.SENTENCES.nl.misses
        assert entry.mode in entry.modes
        assert entry.here is None


def test_every_number_of_the_domain_study_that_is_promised_is_there():
    """Money (26-29), equal treatment (32, 33), plan rules (8, 9) and logging (40, 41) live elsewhere."""
    numbers = {entry.number for entry in catalogue()}
    assert {*range(1, 8), *range(10, 26), 30, 31, *range(34, 40)} <= numbers


def test_modes_follow_the_sort():
    """A pair rule can be anything, a row rule hard or off, an audit watched or off."""
    pair, row, audit = catalogue(rules=(hours, slots, promises))
    assert pair.modes == tuple(RuleMode)
    assert row.modes == (RuleMode.HARD, RuleMode.OFF)
    assert audit.modes == (RuleMode.WATCH, RuleMode.OFF)
    assert [entry.sort for entry in (pair, row, audit)] == ["pair", "row", "audit"]


def test_settings_of_an_instance():
    rulebook = Rulebook.of(under(generate("tiny"), "develop"), RULES)
    here = {entry.code: entry.here for entry in catalogue(rulebook)}
    assert (here["handovers"].mode, here["handovers"].weight) == (RuleMode.SOFT, 50.0)
    assert here["fallback"].mode is RuleMode.HARD
    assert here["hours"].mode is RuleMode.HARD


def test_markdown_has_one_row_a_rule():
    lines = markdown(catalogue(rules=(hours, slots))).splitlines()
    assert lines[2:] == [
        "| 13 | `hours` | Hours that fit | Belastbare uren | pair | hard | hours |  |  |",
        "| 18 | `slots` | Number of slots | Aantal plekken | row | hard | slots |  |  |",
    ]
