"""Works the examples of a rule with nothing but the fields that the rule asks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from instances.tables import Instance
from matching.data import TABLE_OF, MatchingData, row_of
from matching.examples import example_instance
from matching.pairs import Pairs
from matching.rule import Example, NamedRows, PairRule, RowRule, Rule
from matching.words import LANGUAGES, Wording, quantity


class Watched(MatchingData):
    """Notes which side tables a rule reads."""

    def table(self, name: str) -> Any:
        """Give the table, and remember that it was asked for."""
        self.cache.setdefault("tables read", set()).add(name)
        return super().table(name)

    @property
    def reads(self) -> set[str]:
        """Everything that was read so far, as the needs of a card name it."""
        fields = {f"{one}.{field}" for one, table in TABLE_OF.items() for field in getattr(self, table).arrays}
        return fields | self.cache.get("tables read", set())


@dataclass(frozen=True)
class Worked:
    """What came out of an example: the number of `Example.expect`, the sentence in both languages, what was read."""

    result: int | None
    sentences: dict[str, str]
    reads: set[str]


def ordinary_pair(instance: Instance, data: MatchingData, also: Sequence[tuple[str, str]] = ()) -> Pairs:
    """The pair of participant "p" and workplace "w", and behind it the further pairs of an example."""
    people, places = zip(("p", "w"), *also, strict=True)
    return Pairs(data, row_of(instance, "participants", people), row_of(instance, "workplaces", places))


def work_example(rule: Rule, example: Example) -> Worked:
    """Run one example of a rule, fenced in by the needs of its own card."""
    instance = example_instance(example)
    data = Watched.of(instance, rule.CARD.needs)
    assert isinstance(data, Watched)
    pairs = ordinary_pair(instance, data, example.also)
    unit, facts, amount = rule.CARD.unit, {}, 0
    if isinstance(rule, PairRule):
        found = rule.shortfall(pairs)
        facts = {name: values[0] for name, values in found.facts.items()}
        amount = int(found.amount[0])
        unknown = found.unknown is not None and bool(found.unknown[0])
        result, text = (None, "unknown") if unknown else (amount, "misses" if amount else "fits")
    elif isinstance(rule, RowRule):
        made = rule.rows(pairs)
        left = {int(row): int(made.capacity[row] - made.amount[made.row == row].sum()) for row in made.row}
        row = min(left, key=lambda row: left[row], default=None)
        result, text = (None, "") if row is None else (left[row], "misses" if left[row] < 0 else "fits")
        if row is not None:
            amount, capacity = max(0, -left[row]), int(made.capacity[row])
            facts = {"key": made.keys[row]}
            facts |= dict.fromkeys(("capacity", "left"), (capacity, unit)) | {"used": (0, unit)}
            facts["amount"] = int(made.amount[made.row == row].sum()), unit
            facts |= rule.about(made.keys[row]) if isinstance(rule, NamedRows) else {}
    else:
        audited = rule.audit(data, pairs)
        assert all(one.amount > 0 for one in audited)
        result, text = sum(one.amount for one in audited), "misses" if audited else "fits"
        if audited:
            amount, facts = audited[0].amount, {"key": audited[0].key, **audited[0].facts}
    told = {}
    for lang in LANGUAGES if text else ():
        shown = {name: quantity(*fact, lang) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
        p, w = (int(pairs.p[0]), int(pairs.w[0])) if isinstance(rule, PairRule | RowRule) else (-1, -1)
        template = getattr(rule.SENTENCES.of(lang), text)
        told[lang] = Wording(instance).render(template, lang, p, w, miss=quantity(amount, unit, lang), **shown)
    return Worked(result, told, data.reads)


@pytest.fixture(scope="session")
def work() -> Callable[[Rule, Example], Worked]:
    """`work(rule, example)`: what comes out; each example is worked once."""
    done: dict[tuple[int, int], tuple[Rule, Example, Worked]] = {}

    def once(rule: Rule, example: Example) -> Worked:
        key = id(rule), id(example)
        if key not in done:
            done[key] = rule, example, work_example(rule, example)
        return done[key][2]

    return once


@pytest.fixture
def pair_of() -> Callable[..., Pairs]:
    """`pair_of(instance, data, also)`: the ordinary pair, and further ones."""
    return ordinary_pair
