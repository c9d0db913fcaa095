"""What holds for every rule on any instance, and what more room or less demand can never do."""

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from instances.tables import SEPARATOR, columns
from matching.better import Better, Way, all_better
from matching.data import TABLE_OF, MatchingData
from matching.eligibility import judge
from matching.examples import PARTICIPANT, WORKPLACE, example_instance
from matching.pairs import JOURNEY_NEEDS, Pairs
from matching.rule import NEVER, Example, PairRule, RowRule, Rulebook
from matching.rules import RULES
from matching.words import LANGUAGES, Wording, fact

PAIR_RULES = [rule for rule in RULES if isinstance(rule, PairRule)]
BASE = example_instance(Example("base", 0))
KEYS = {
    "municipalities": ("GM0935", "GM0981"),
    "organisations": ("mtb", "wozl", "mob", "employer"),
    "lines": ("verpakken", "groen"),
    "coaches": ("c",),
    "courses": ("course",),
    "participants": ("p0", "p1", "p2", "p3"),
    "workplaces": ("w0", "w1", "w2"),
    "skills": ("pack_goods", "clean_floors", "clean_glass"),
}
COURSE = {
    "name_nl": "Cursus",
    "name_en": "Course",
    "weeks": 10,
    "start_dates": ("2026-10-05",),
    "teaches": ("pack_goods", "clean_floors"),
    "min_dutch": "A2",
}
DATES = st.sampled_from(["2019-05-01", "2025-12-31", "2026-09-01", "2026-09-02", "2027-03-01"])


def cell(column):
    """Any value that the documents allow in a column, also none where it may be unknown."""
    value = {
        "integer": lambda: st.integers(int(column.minimum), int(min(column.maximum, 10**6))),
        "number": lambda: st.floats(column.minimum, min(column.maximum, 60)).map(lambda x: round(2 * x) / 2),
        "boolean": st.booleans,
        "word": lambda: st.sampled_from(list(column.words)),
        "date": lambda: DATES,
        "clock": lambda: st.sampled_from(["00:00", "06:15", "08:45", "14:45", "22:00", "23:59"]),
        "list": lambda: st.lists(items(column), max_size=3, unique=True).map(tuple),
        "string": lambda: text(column),
    }[column.kind]()
    return st.none() | value if column.nullable else value


def text(column):
    if column.to:
        return st.sampled_from(KEYS[column.to]) if KEYS[column.to] else st.none()
    if column.name == "postcode":
        return st.sampled_from(["6211", "6231", "6291", "BE-3620", "1000"])
    return st.just("x")


def items(column):
    if column.item == "date":
        return DATES
    return st.sampled_from(list(column.words)) if column.words else st.sampled_from(KEYS[column.to])


def rows(table, ordinary, **fixed):
    """Rows of a table: the ordinary one, with up to twelve fields changed at random."""
    fields = {name: cell(column) for name, column in columns(table).items() if name not in fixed}
    patch = st.lists(st.sampled_from(sorted(fields)), max_size=12, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: fields[name] for name in names})
    )
    return patch.map(lambda changed: {**ordinary, **changed, **fixed})


@st.composite
def instances(draw):
    """Four people, three places, and what lies between them."""
    side = {
        table: draw(st.lists(st.fixed_dictionaries({n: cell(c) for n, c in columns(table).items()}), max_size=5))
        for table in (
            "participant_skills",
            "workplace_skills",
            "participant_certificates",
            "placements",
            "budgets",
            "couples",
        )
    }
    return BASE.replace(
        participants=[draw(rows("participants", PARTICIPANT, id=key)) for key in KEYS["participants"]],
        workplaces=[draw(rows("workplaces", WORKPLACE, id=key)) for key in KEYS["workplaces"]],
        courses=[draw(rows("courses", COURSE, id=key)) for key in KEYS["courses"]],
        **side,
    )


def all_pairs(instance, needs):
    num_participants, num_workplaces = len(instance["participants"]), len(instance["workplaces"])
    p, w = np.divmod(np.arange(num_participants * num_workplaces, dtype=np.int32), np.int32(num_workplaces))
    return Pairs(MatchingData.of(instance, needs), p.astype(np.int32), w.astype(np.int32))


@settings(deadline=None, max_examples=8)
@given(instance=instances(), seed=st.integers(0, 2**16))
def test_shortfalls_of_any_pairs(instance, seed):
    """Whole, finite, never negative; each pair is judged for itself, in whatever order; every sentence can be said."""
    wording = Wording(instance)
    for rule in PAIR_RULES:
        pairs = all_pairs(instance, rule.CARD.needs)
        found = rule.shortfall(pairs)
        unknown = np.zeros(len(pairs), bool) if found.unknown is None else found.unknown
        assert found.amount.dtype == np.int32
        assert found.amount.shape == unknown.shape == (len(pairs),)
        assert ((found.amount >= 0) & (found.amount <= max(NEVER, 200_000))).all()
        order = np.random.default_rng(seed).permutation(len(pairs))[:-2]
        again = rule.shortfall(Pairs(pairs.data, pairs.p[order], pairs.w[order]))
        assert np.array_equal(again.amount, found.amount[order])
        assert again.unknown is None or np.array_equal(again.unknown, unknown[order])
        for name, values in found.facts.items():
            assert np.array_equal(again.facts[name], values[order], equal_nan=values.dtype.kind == "f")
        for spot in range(len(pairs)):
            text = "unknown" if unknown[spot] else "misses" if found.amount[spot] else "fits"
            facts = {name: values[spot] for name, values in found.facts.items()}
            for lang in LANGUAGES:
                template = getattr(rule.SENTENCES.of(lang), text)
                told = wording.render(template, lang, pairs.p[spot], pairs.w[spot], miss="1", **facts)
                for words in (told, *(fact(name, value, lang) for name, value in facts.items())):
                    assert not re.search(r"\b(nan|inf|None|NaT)\b", words), (rule.CARD.code, words)


@settings(deadline=None, max_examples=10)
@given(instance=instances())
def test_rows_of_any_options(instance):
    """Rows have a name of their own and room >= 0; entries lie within, and use something."""
    for rule in (rule for rule in RULES if isinstance(rule, RowRule)):
        options = all_pairs(instance, rule.CARD.needs)
        made = rule.rows(options)
        assert len(set(made.keys)) == len(made.keys) == len(made.capacity)
        assert (made.capacity >= 0).all()
        assert made.capacity.dtype == made.amount.dtype == np.int64
        assert made.option.dtype == made.row.dtype == np.int32
        assert (made.amount > 0).all()
        assert ((made.option >= 0) & (made.option < len(options))).all()
        assert ((made.row >= 0) & (made.row < len(made.keys))).all()
        assert len(np.unique(np.column_stack([made.option, made.row]), axis=0)) == len(made.row)


@settings(deadline=None, max_examples=6)
@given(instance=instances())
def test_shortfalls_alone_and_together(instance):
    """A rule sees the same through its own fence as through that of the whole rulebook."""
    together = all_pairs(instance, {need for rule in RULES for need in rule.CARD.needs})
    for rule in PAIR_RULES:
        alone = rule.shortfall(all_pairs(instance, rule.CARD.needs))
        assert np.array_equal(alone.amount, rule.shortfall(together).amount)


@settings(deadline=None, max_examples=6)
@given(instance=instances())
def test_order_of_rows_does_not_matter(instance):
    """With every table upside down each pair gets the same numbers, each option uses the same of the same rows."""
    ordered = ("travel_times", "instance")  # of a journey that is listed twice the last one counts
    turned = instance.replace(**{name: rows[::-1] for name, rows in instance.tables.items() if name not in ordered})
    for rule in PAIR_RULES:
        straight, back = (rule.shortfall(all_pairs(one, rule.CARD.needs)) for one in (instance, turned))
        assert np.array_equal(straight.amount, back.amount[::-1]), rule.CARD.code
        assert straight.unknown is None or np.array_equal(straight.unknown, back.unknown[::-1]), rule.CARD.code
        for name, values in straight.facts.items():
            assert np.array_equal(values, back.facts[name][::-1], equal_nan=values.dtype.kind == "f"), rule.CARD.code
    for rule in (rule for rule in RULES if isinstance(rule, RowRule)):
        straight, back = (rule.rows(all_pairs(one, rule.CARD.needs)) for one in (instance, turned))
        last = len(KEYS["participants"]) * len(KEYS["workplaces"]) - 1
        assert dict(zip(straight.keys, straight.capacity, strict=True)) == dict(
            zip(back.keys, back.capacity, strict=True)
        )
        assert {
            (straight.keys[r], o, a) for r, o, a in zip(straight.row, straight.option, straight.amount, strict=True)
        } == {(back.keys[r], last - o, a) for r, o, a in zip(back.row, back.option, back.amount, strict=True)}, (
            rule.CARD.code
        )


def reads(rule, better):
    """Whether a rule reads what is made better; journeys stand in a table of their own."""
    table = better.field.partition(".")[0]
    return better.field in rule.CARD.needs or table in rule.CARD.needs or (table == "travel_times" and travels(rule))


def travels(rule):
    return set(JOURNEY_NEEDS) <= set(rule.CARD.needs)


def against(rule):
    return getattr(rule, "AGAINST", ())


def kind(better):
    """The kind of field: a clock goes round, so that later is at some point earlier."""
    one, _, field = better.field.partition(".")
    return columns(TABLE_OF.get(one, one))[better.item or field].kind


def bettered(instance, better, steps=1):
    """The instance with one change for the better, so many steps far, in every row where it is known."""
    one, _, field = better.field.partition(".")
    table = TABLE_OF.get(one, one)
    frame = instance[table]
    if better.item:
        who, column = instance["participants"]["id"], columns(table)[better.item]
        return instance.replace(**{table: [{"participant": p, better.item: w} for p in who for w in column.words]})
    made = {field: further(frame[field], columns(table)[field], better, steps)}
    if better.dated:
        made[better.dated] = instance.info.reference_date
    typed = {name: pd.Series(cells, index=frame.index).astype(frame[name].dtype) for name, cells in made.items()}
    return instance.replace(**{table: frame.assign(**typed)})


def further(cells, column, better, steps):
    """One column, some steps the better way: a list gets all there is, or nothing."""
    if better.way is Way.ADD:
        return SEPARATOR.join(column.words)
    if better.way is Way.REMOVE:
        return ""
    if better.way is Way.SET:
        return better.to
    steps = steps if better.way is Way.RAISE else -steps
    if column.kind == "date":
        return cells + np.timedelta64(steps * int(better.step), "D")
    if column.kind == "word":
        words = [word.value for word in column.words]
        return cells.map(lambda word: words[min(max(words.index(word) + steps, 0), len(words) - 1)], na_action="ignore")
    return (cells + steps * better.step).clip(column.minimum, column.maximum)


ALL = all_better(RULES)
ONE_WAY = [one for one in ALL if sum(other.field == one.field for other in ALL) == 1 and kind(one) != "clock"]
READ = {better: [rule for rule in PAIR_RULES if reads(rule, better)] for better in ONE_WAY}


def counted(rules, instance):
    """Units that count against each pair, by rule: what a weighed rule does not know has its price, elsewhere NaN."""
    pairs = all_pairs(instance, {need for rule in rules for need in rule.CARD.needs})
    return {rule.CARD.code: units(rule, pairs) for rule in rules}


def units(rule, pairs):
    found = rule.shortfall(pairs)
    unknown = np.zeros(len(found.amount), bool) if found.unknown is None else found.unknown
    return np.where(unknown, rule.CARD.unknown_amount if rule.CARD.weight else np.nan, found.amount)


@settings(deadline=None, max_examples=4, phases=[Phase.reuse, Phase.generate])
@given(instance=instances(), far=st.booleans())
def test_a_better_fact_never_counts_against_a_pair(instance, far):
    """No rule that reads it counts more against any pair, so that no pair is worth less; other rules do not see it.

    By one step, or as far as answers look. Left out is what pulls the other way on purpose (`AGAINST`).
    """
    before = counted(PAIR_RULES, instance)
    for better, readers in READ.items():
        after = bettered(instance, better, better.most if far else 1)
        for code, units_after in counted([one for one in readers if better.field not in against(one)], after).items():
            worse = units_after > before[code]
            assert not worse.any(), f"{better.way.value} {better.field} counts against {code}"


@cache
def of_examples(rule):
    """The examples of a rule, each with what it misses."""
    built = [example_instance(example) for example in rule.EXAMPLES]
    return [(instance, amounts(rule, instance)) for instance in built]


def amounts(rule, instance):
    return rule.shortfall(all_pairs(instance, rule.CARD.needs)).amount.astype(int)


def gains(rule, better):
    """Example by example, the most units fewer that a pair misses after a change for the better."""
    return ((was - amounts(rule, bettered(instance, better))).max() for instance, was in of_examples(rule))


def losses(rule, better):
    """Example by example, the most units more, after a change as far as answers look."""
    return ((amounts(rule, bettered(instance, better, better.most)) - was).max() for instance, was in of_examples(rule))


@pytest.mark.parametrize("better", ONE_WAY, ids=lambda better: better.field)
def test_what_is_called_better_is_better_for_someone(better):
    """The test above would hold for a change that does nothing: each helps in one example of a rule that reads it."""
    assert any(gain > 0 for rule in READ[better] for gain in gains(rule, better))


@pytest.mark.parametrize("rule", [rule for rule in PAIR_RULES if rule.CARD.weight], ids=lambda rule: rule.CARD.code)
def test_something_makes_every_rule_that_weighs_better(rule):
    """A rule that costs points which nothing could ever win back would be no part of a value."""
    assert any(gain > 0 for better in ONE_WAY if rule in READ[better] for gain in gains(rule, better))


@pytest.mark.parametrize(
    "rule", [rule for rule in PAIR_RULES if any(rule in READ[one] for one in READ)], ids=lambda rule: rule.CARD.code
)
def test_exactly_what_a_rule_names_pulls_the_other_way(rule):
    """In the worked examples, which stand at the edges of each rule: what counts more after the farthest change."""
    read = [better for better in ONE_WAY if rule in READ[better]]
    found = {better.field for better in read if any(loss > 0 for loss in losses(rule, better))}
    assert found == set(against(rule))


def test_the_harness_notices_what_is_worse():
    """Turned round, the same changes lower the value of the ordinary pair."""
    rulebook = Rulebook.of(BASE, RULES)
    worse = bettered(BASE, Better("travel_times.minutes", Way.RAISE, step=10))
    before, after = (judge(all_pairs(one, rulebook.needs), rulebook) for one in (BASE, worse))
    assert (after.value < before.value).all()
