"""What holds for every rule on any instance, and what more room or less demand can never do."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.schema.vocabulary import Axis, Day, Language
from instances.tables import SEPARATOR, columns
from matching.data import TABLE_OF, MatchingData
from matching.eligibility import judge
from matching.examples import PARTICIPANT, WORKPLACE, example_instance
from matching.pairs import Pairs
from matching.rule import NEVER, Better, Example, PairRule, RowRule, Rulebook, WeighedRule
from matching.rules import RULES
from matching.words import LANGUAGES, Wording, fact

PAIR_RULES = [rule for rule in RULES if isinstance(rule, PairRule)]
BY_CODE = {rule.CARD.code: rule for rule in RULES}
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


@settings(deadline=None, max_examples=25)
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


@settings(deadline=None, max_examples=25)
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


@settings(deadline=None, max_examples=25)
@given(instance=instances())
def test_shortfalls_alone_and_together(instance):
    """A rule sees the same through its own fence as through that of the whole rulebook."""
    together = all_pairs(instance, {need for rule in RULES for need in rule.CARD.needs})
    for rule in PAIR_RULES:
        alone = rule.shortfall(all_pairs(instance, rule.CARD.needs))
        assert np.array_equal(alone.amount, rule.shortfall(together).amount)


@settings(deadline=None, max_examples=25)
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


ALL_DAYS = SEPARATOR.join(Day)
EASIER = [
    ("hours", "participants", "hours_week", lambda x: x + 3),
    ("hours", "workplaces", "hours_min", lambda x: x / 2),
    ("timetable", "participants", "hours_day", lambda x: x + 1),
    ("timetable", "participants", "days", lambda _: ALL_DAYS),
    ("timetable", "workplaces", "hours_min", lambda x: x / 2),
    *(("load", "participants", f"capacity_{axis}", lambda x: (x + 1).clip(upper=4)) for axis in Axis),
    *(("load", "workplaces", f"load_{axis}", lambda x: (x - 1).clip(lower=0)) for axis in Axis),
    ("load", "workplaces", "adaptations", lambda _: SEPARATOR.join(Axis)),
    ("personal_travel", "participants", "max_travel_minutes", lambda x: x + 15),
    ("personal_travel", "participants", "limited_mobility", lambda _: False),
    ("personal_travel", "participants", "modes", lambda _: "walk;bike;ebike;moped;car;public_transport"),
    ("dutch", "workplaces", "min_dutch", lambda x: x.where(x.isna(), Language.A0)),
    ("certificates", "workplaces", "certificates", lambda _: ""),
    ("temporary_protected", "participants", "protected_months_used", lambda x: x // 2),
    ("temporary_protected", "workplaces", "next_step", lambda _: "regular"),
    ("participant_budget", "workplaces", "price_cents", lambda x: x // 2),
    ("participant_budget", "participants", "budget_used_cents", lambda x: x // 2),
    ("veto", "participants", "vetoed_lines", lambda _: ""),
    ("veto", "participants", "vetoed_organisations", lambda _: ""),
    ("jobcoach", "participants", "hours_week", lambda x: x + 3),
    ("jobcoach", "participants", "guidance_hours", lambda x: x * 0),
]


@settings(deadline=None, max_examples=25)
@given(instance=instances())
def test_more_room_never_misses_by_more(instance):
    """More hours, days, papers, money or skill, or less asked: where both can be judged, no pair misses by more."""
    for code, table, field, ease in EASIER:
        frame, rule = instance[table], BY_CODE[code]
        eased = instance.replace(**{table: frame.assign(**{field: ease(frame[field])}).astype(frame.dtypes)})
        before, after = (rule.shortfall(all_pairs(one, rule.CARD.needs)) for one in (instance, eased))
        judged = np.ones(len(before.amount), bool)
        for found in (before, after):
            judged &= True if found.unknown is None else ~found.unknown
        assert (after.amount <= before.amount)[judged].all(), f"{code}: {table}.{field}"


def bettered(instance, better):
    """The instance with one fact changed for the better, in every row where it is known."""
    one, _, field = better.field.partition(".")
    table = TABLE_OF.get(one, one)
    frame, column = instance[table], columns(table)[field]
    if column.kind == "date" and better.step:
        found = frame[field] + np.timedelta64(int(better.step), "D")
    elif better.step:
        found = (frame[field] + better.step).clip(column.minimum, column.maximum)
    else:
        found = SEPARATOR.join(better.to) if column.kind == "list" else better.to
    return instance.replace(**{table: frame.assign(**{field: found}).astype(frame.dtypes)})


BETTER = [(rule.CARD.code, better) for rule in PAIR_RULES if isinstance(rule, WeighedRule) for better in rule.BETTER]
# One good that gives way to another on purpose: for the young schooling goes before regular work; and where more people
# share the same guidance, each of them has less of it.
AGAINST = {"workplace.kind": ("schooling_first",), "workplace.slots": ("lasting",)}


def all_on(*but):
    """A policy under which every rule that can weigh does, but for these."""
    rules = (rule.CARD.code for rule in PAIR_RULES if isinstance(rule, WeighedRule))
    return [{"rule": code, "mode": "off" if code in but else "soft"} for code in rules]


@pytest.mark.parametrize(("code", "better"), BETTER, ids=[f"{code}: {better.field}" for code, better in BETTER])
@settings(deadline=None, max_examples=8)
@given(instance=instances())
def test_a_better_fact_never_lowers_the_value(code, better, instance):
    """With all rules that weigh switched on, but for what pulls the other way on purpose (`AGAINST`).

    No pair loses more points to the rule itself, none is worth less.
    """
    instance = instance.replace(policy=all_on(*AGAINST.get(better.field, ())))
    rulebook = Rulebook.of(instance, RULES)
    number = [rule.CARD.code for rule in rulebook.pair_rules].index(code)
    before, after = (judge(all_pairs(one, rulebook.needs), rulebook) for one in (instance, bettered(instance, better)))
    assert (after.points[number] <= before.points[number]).all()
    assert (after.value >= before.value).all()


@pytest.mark.parametrize(("code", "better"), BETTER, ids=[f"{code}: {better.field}" for code, better in BETTER])
def test_what_is_called_better_is_better_for_someone(code, better):
    """The test above would hold for a change that does nothing: each raises the value in one example of its rule."""
    rule = BY_CODE[code]
    gains = []
    for example in rule.EXAMPLES:
        instance = example_instance(example)
        found = [rule.shortfall(all_pairs(one, rule.CARD.needs)) for one in (instance, bettered(instance, better))]
        gains.append((found[0].amount - found[1].amount).max())
    assert max(gains) > 0


def test_the_harness_notices_what_is_worse():
    """Turned round, the same changes lower the value of the ordinary pair."""
    rulebook = Rulebook.of(BASE, RULES)
    worse = bettered(BASE, Better("travel_times.minutes", step=10))
    before, after = (judge(all_pairs(one, rulebook.needs), rulebook) for one in (BASE, worse))
    assert (after.value < before.value).all()
