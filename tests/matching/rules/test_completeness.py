"""No rule without worked examples, exact words, honest needs, and a case in which it alone decides."""

import string
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import matching.rules
from instances.schema import TABLES
from instances.schema.vocabulary import RuleMode, ValuePart
from instances.tables import columns
from matching.catalogue import catalogue, markdown
from matching.data import TABLE_OF, MatchingData
from matching.eligibility import judge
from matching.examples import example_instance
from matching.rule import AuditRule, Example, PairRule, RowRule, Rulebook, Sentences, Texts
from matching.rules import RULES, hours
from matching.words import LANGUAGES, quantity

ALWAYS_ALLOWED = {"workplace.title", "organisation.name"}
FUNCTIONS = ("shortfall", "rows", "audit")
CODES = [rule.CARD.code for rule in RULES]


def exists(need):
    """Whether the documents have this field or table."""
    one, _, field = need.partition(".")
    return field in columns(TABLE_OF[one]) if one in TABLE_OF else need in TABLES and not field


def named(rule):
    """The fields that the sentences of a rule name."""
    found = set()
    for lang in LANGUAGES:
        texts = rule.SENTENCES.of(lang)
        for template in (texts.fits, texts.misses, texts.unknown):
            found |= {name for _, name, _, _ in string.Formatter().parse(template) if name and "." in name}
    return found - ALWAYS_ALLOWED


def kinds(rule):
    """Which kinds of outcome the examples of a rule show."""
    over = (lambda n: n < 0) if isinstance(rule, RowRule) else (lambda n: n > 0)
    counts = [example.expect for example in rule.EXAMPLES]
    shown = {"misses" if over(n) else "fits" for n in counts if n is not None}
    return shown | ({"unknown"} if None in counts and isinstance(rule, PairRule) else set())


def misses(rule):
    """The examples of a pair rule or row rule that miss."""
    rows = isinstance(rule, RowRule)
    return [one for one in rule.EXAMPLES if one.expect is not None and (one.expect < 0 if rows else one.expect > 0)]


def complaints(rule, work):
    """Everything that is missing or wrong about a rule, in words."""
    card, found = rule.CARD, []
    if sum(hasattr(rule, name) for name in FUNCTIONS) != 1:
        found.append("exactly one function")
    wanted = {"fits", "misses"} | ({"unknown"} if rule.SENTENCES.nl.unknown else set())
    if kinds(rule) != wanted or bool(rule.SENTENCES.nl.unknown) != bool(rule.SENTENCES.en.unknown):
        found.append(f"examples of each kind: wanted {sorted(wanted)}, found {sorted(kinds(rule))}")
    if not any(example.nl for example in rule.EXAMPLES):
        found.append("an exact Dutch sentence")
    if len({example.name for example in rule.EXAMPLES}) < len(rule.EXAMPLES):
        found.append("examples with names of their own")
    found += [f"no such field: {need}" for need in card.needs if not exists(need)]
    if not found:
        used = named(rule).union(*(work(rule, example).reads for example in rule.EXAMPLES))
        found += [f"needs too wide: {need}" for need in sorted(set(card.needs) - used)]
        found += [f"sentence names more than it needs: {field}" for field in sorted(named(rule) - set(card.needs))]
    if not all([card.nl, card.en, card.source, card.number > 0, quantity(2, card.unit, "nl")]):
        found.append("a card in full")
    if card.mode is RuleMode.SOFT and not (card.weight > 0 and (card.unknown_amount > 0) == ("unknown" in wanted)):
        found.append("a weight, and an amount for the unknown")
    if (card.weight > 0) != (card.part is not ValuePart.DEMANDS):
        found.append("a part of the value, for a rule with a weight and for no other")
    return found


def deciders(rule, pair_of):
    """Per missing example, the codes of all rules that stand in the way when the whole rulebook looks at it."""
    for example in misses(rule):
        instance = example_instance(example)
        if rule.CARD.mode in (RuleMode.SOFT, RuleMode.OFF):
            instance = instance.replace(policy=[{"rule": rule.CARD.code, "mode": "hard"}])
        rulebook = Rulebook.of(instance, RULES)
        pairs = pair_of(instance, MatchingData.of(instance, rulebook.needs), example.also)
        verdicts = judge(pairs, rulebook)
        blocked = {one.CARD.code for one, hit in zip(verdicts.rules, verdicts.blocked[:, 0], strict=True) if hit}
        for one in rulebook.row_rules:
            made = one.rows(pairs)
            used = np.bincount(made.row, made.amount, len(made.keys))
            blocked |= {one.CARD.code} if (used > made.capacity).any() else set()
        yield blocked


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_rule_is_complete(rule, work):
    """Examples of each kind, an exact sentence, needs that exist and are read, one function, a card in full."""
    assert complaints(rule, work) == []


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if not isinstance(rule, AuditRule) and not rule.CARD.estimate],
    ids=lambda r: r.CARD.code,
)
def test_rule_was_the_only_cause_of_a_block(rule, pair_of):
    """With the whole rulebook looking, at least one missing example is stopped by this rule and by no other."""
    assert {rule.CARD.code} in deciders(rule, pair_of)


def test_ordinary_pair_passes_every_rule(pair_of):
    """The pair that examples start from is blocked by nothing, asks nothing, and fits in every row."""
    instance = example_instance(Example("ordinary", 0))
    rulebook = Rulebook.of(instance, RULES)
    pairs = pair_of(instance, MatchingData.of(instance, rulebook.needs))
    verdicts = judge(pairs, rulebook)
    assert not verdicts.blocked.any()
    assert not verdicts.unknown.any()
    for rule in rulebook.row_rules:
        made = rule.rows(pairs)
        assert (np.bincount(made.row, made.amount, len(made.keys)) <= made.capacity).all()
    # 1000 - 25 minutes x 2 points - 2 hours (24 of 25.5, begun hours) x 2 points; regular work, dearest wish, skills in
    # full, two years of waiting, no promise
    assert verdicts.value.tolist() == [946]


def test_registry_holds_every_file_once():
    """Each file in the room is in the ordered list, under the code that is its name; titles are its own."""
    files = {path.stem for path in Path(matching.rules.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(CODES) == files
    assert len(CODES) == len(files)
    assert all(rule.__name__ == f"matching.rules.{rule.CARD.code}" for rule in RULES)
    assert len({rule.CARD.nl for rule in RULES}) == len({rule.CARD.en for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_docstring_gives_formula_and_source(rule):
    """The formula with its range stands above the code, and where the rule comes from."""
    assert "∀" in rule.__doc__
    assert "Source:" in rule.__doc__


def a_rule(**changes):
    """The hours rule with something changed."""
    parts = {"CARD": hours.CARD, "SENTENCES": hours.SENTENCES, "EXAMPLES": hours.EXAMPLES, "shortfall": hours.shortfall}
    return SimpleNamespace(**{**parts, **changes})


def card(**changes):
    return SimpleNamespace(**{**hours.CARD.__dict__, **changes})


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"rows": print}, "exactly one function"),
        ({"EXAMPLES": tuple(e for e in hours.EXAMPLES if e.expect != 0)}, "examples of each kind"),
        ({"EXAMPLES": tuple(e for e in hours.EXAMPLES if e.expect is not None)}, "examples of each kind"),
        ({"EXAMPLES": tuple(Example(e.name, e.expect) for e in hours.EXAMPLES)}, "an exact Dutch sentence"),
        ({"EXAMPLES": hours.EXAMPLES[:1] + hours.EXAMPLES}, "examples with names of their own"),
        ({"CARD": card(needs=(*hours.CARD.needs, "participant.bsn"))}, "no such field: participant.bsn"),
        ({"CARD": card(needs=(*hours.CARD.needs, "participant.dutch"))}, "needs too wide: participant.dutch"),
        ({"SENTENCES": Sentences(Texts("{participant.dutch}", "", "?"), Texts("", "", "?"))}, "sentence names more"),
        ({"CARD": card(source="")}, "a card in full"),
        ({"CARD": card(mode=RuleMode.SOFT, weight=0.0)}, "a weight"),
        ({"CARD": card(weight=1.0)}, "a part of the value"),
        ({"CARD": card(part=ValuePart.TRAVEL)}, "a part of the value"),
    ],
)
def test_completeness_would_notice(changes, complaint, work):
    """The checks above can fail: each flaw, planted on purpose, is named."""
    assert any(found.startswith(complaint) for found in complaints(a_rule(**changes), work))


def test_catalogue_is_in_step():
    """README.md of the rules shows the catalogue as `leerwerk rules --markdown` prints it."""
    readme = Path(matching.rules.__file__).with_name("README.md").read_text(encoding="utf-8")
    assert markdown(catalogue()) in readme
