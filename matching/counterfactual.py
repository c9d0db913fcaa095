"""Why not, as the smallest set of changes that would make a pair possible.

The changes are those of `matching.better` for the fields that the blocking rules read; a pair is possible when no
rule blocks it and every scarce thing could hold it if nobody else were placed. Single changes first, each value of
each domain; then sets of two, where no single change but an override helps. A rule reads no other fields than its
card needs (the fence of `MatchingData`), so

    a rule that reads only one of two changed fields judges as it does after that single change,

and only values that satisfy all rules that read them alone need to be judged together: nothing is left out. What comes
back was judged twice: as copies (`twins`), and once more in the whole instance. Of each field only the smallest step
is told, and of a set no part suffices: minimal over the stated domain, because all of it was decided.

Where two changes are not enough, one larger set is told that was put together rule by rule: no part of it suffices,
but whether another, smaller set does was not decided, and that is said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from instances.schema.answer import Changed, Nearby, Repair, Repairs
from instances.schema.solution import Said
from instances.schema.vocabulary import RuleMode
from matching.better import OVERRIDE, Change, changes, override, proposals
from matching.board import Board
from matching.eligibility import judge
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.twins import changed, now, twins
from matching.words import LANGUAGES, listing

LARGEST = 2
BATCH = 2_000  # copies judged at once
JOINED = {"nl": "Het kan als {clauses}.", "en": "It is possible if {clauses}."}
AND = {"nl": " en als ", "en": " and if "}
NOTHING = {
    "nl": "Geen een of twee veranderingen uit de lijst maken dit mogelijk. In de weg staan: {titles}.",
    "en": "No one or two changes of the list make this possible. In the way: {titles}.",
}
FOUND = {
    "nl": "Zo kan het wel. Kleiner kan niet binnen de lijst van veranderingen ({tried} bekeken).",
    "en": "This is how it is possible. Nothing smaller within the list of changes does ({tried} looked at).",
}
MORE = {
    "nl": "Met een of twee veranderingen kan het niet. Dit samen is genoeg, en geen deel ervan is genoeg.",
    "en": "One or two changes are not enough. These together are, and no part of them is.",
}
FREE = {"nl": "Deze plek kan al.", "en": "This place is possible already."}


@dataclass(frozen=True)
class Case:
    """One pair by its ids, and what may be changed about it."""

    opened: OpenInstance
    participant: str
    workplace: str

    @property
    def ids(self) -> dict[str, str]:
        """The two documents, by table."""
        return {"participants": self.participant, "workplaces": self.workplace}

    @cached_property
    def blockers(self) -> tuple[str, ...]:
        """Codes of the rules that stand in the way now."""
        return self._blocking(self.opened)

    def possible(self, found: Sequence[Change]) -> bool:
        """Whether the pair is possible in the whole instance with these changes."""
        return not self._blocking(self.opened.on(changed(self.opened.instance, self.ids, found)))

    def _blocking(self, opened: OpenInstance) -> tuple[str, ...]:
        p, w = (opened.wording.row(table, key) for table, key in self.ids.items())
        stands = in_the_way(opened, np.array([p], np.int32), np.array([w], np.int32))
        return tuple(code for code, blocked in stands.items() if blocked[0])

    def judged(self, sets: Sequence[Sequence[Change]]) -> Mapping[str, NDArray[np.bool_]]:
        """What stands in the way after each set of changes: by rule, bool (len(sets),)."""
        parts = []
        for start in range(0, len(sets), BATCH):
            some = sets[start : start + BATCH]
            opened = self.opened.on(twins(self.opened.instance, self.ids, some))
            both = np.arange(len(some), dtype=np.int32)
            parts.append(in_the_way(opened, both, both))
        return {code: np.concatenate([part[code] for part in parts]) for code in parts[0]} if parts else {}

    @cached_property
    def domain(self) -> tuple[Change, ...]:
        """Every single change of a field that a blocking rule reads, and overrides of blocking rules."""
        rules = [*self.opened.rulebook.pair_rules, *self.opened.rulebook.row_rules]
        fields = {need for rule in rules if rule.CARD.code in self.blockers for need in rule.CARD.needs}
        found: list[Change] = []
        for better in proposals(rules, fields):
            column, cell = now(self.opened.instance, better.field, better.item, self.ids)
            found += changes(better, column, cell)
        modes = self.opened.rulebook.settings
        found += [override(code) for code in self.blockers if modes[code].mode is RuleMode.OVERRIDABLE]
        return tuple(found)


def told(opened: OpenInstance, ids: Mapping[str, str], change: Change) -> Changed:
    """A change of the documents `ids` (by table) in words."""
    said = Said(**{lang: _clause(opened, ids, change, lang) for lang in LANGUAGES})
    return Changed(field=change.field, value=str(change.value), steps=change.steps, said=said)


def _clause(opened: OpenInstance, ids: Mapping[str, str], change: Change, lang: str) -> str:
    template = change.better.nl if lang == "nl" else change.better.en
    if _is_override(change):
        return template.format(rule=title(opened, change.value, lang))
    column, cell = now(opened.instance, change.field, change.better.item, ids)
    if change.items and column.words is not None:
        return template.format(items=listing([column.words(item).label(lang) for item in sorted(change.items)], lang))
    new, old = opened.wording.written(column, change.value, lang), opened.wording.written(column, cell, lang)
    return template.format(new=new, now=old)


def in_the_way(opened: OpenInstance, p: NDArray[np.int32], w: NDArray[np.int32]) -> dict[str, NDArray[np.bool_]]:
    """By rule, which pairs it stops: a pair rule that blocks, or a scarce thing that is too small."""
    pairs = Pairs(opened.data, p, w)
    verdicts = judge(pairs, opened.rulebook)
    found = {rule.CARD.code: verdicts.blocked[k] for k, rule in enumerate(verdicts.rules)}
    for rule in opened.rulebook.row_rules:
        made, small = rule.rows(pairs), np.zeros(len(pairs), bool)
        small[made.option[made.amount > made.capacity[made.row]]] = True
        found[rule.CARD.code] = small & ~verdicts.protected
    return found


def repairs(opened: OpenInstance, participant: str, workplace: str) -> Repairs:
    """The smallest sets of changes that make a pair possible."""
    case = Case(opened, participant, workplace)
    singles = [(change,) for change in case.domain]
    judged = case.judged(singles)
    free = ~np.logical_or.reduce(list(judged.values())) if judged else np.zeros(0, bool)
    found = _smallest([singles[i] for i in np.flatnonzero(free)])
    tried, largest = len(singles), 1
    if all(_is_override(change) for (change,) in found):
        sets = _joint(case, judged)
        both = case.judged(sets)
        works = ~np.logical_or.reduce(list(both.values())) if both else np.zeros(0, bool)
        alone = {change.field for (change,) in found}
        pairs = [sets[i] for i in np.flatnonzero(works) if not alone & {change.field for change in sets[i]}]
        found, tried, largest = [*_smallest(pairs), *found], tried + len(sets), LARGEST
    sure = [one for one in found if case.possible(one)]
    together = () if sure else _together(case, judged)
    if together:
        sure = [together]
    return Repairs(
        participant=participant, workplace=workplace, blockers=case.blockers,
        repairs=tuple(_repair(case, one, smallest=not together) for one in sure), num_tried=tried, largest=largest,
        said=_summary(case, MORE if together else FOUND if sure else NOTHING, tried),
    )  # fmt: skip


def _joint(case: Case, judged: Mapping[str, NDArray[np.bool_]]) -> list[tuple[Change, ...]]:
    """The sets of two that can help, given what each change does alone (see the module docstring)."""
    needs = {
        rule.CARD.code: frozenset(rule.CARD.needs)
        for rule in (*case.opened.rulebook.pair_rules, *case.opened.rulebook.row_rules)
    }
    reads = {code: _reader(code, needs[code]) for code in judged}
    blocking = set(case.blockers)
    spots: dict[str, list[int]] = {}
    for spot, change in enumerate(case.domain):
        spots.setdefault(change.field, []).append(spot)
    found: list[tuple[Change, ...]] = []
    for first, second in combinations(spots, 2):
        if any(not reads[code](first) and not reads[code](second) for code in blocking):
            continue
        sides = []
        for one, other in ((first, second), (second, first)):
            alone = [code for code in judged if reads[code](one) and not reads[code](other)]
            sides.append([spot for spot in spots[one] if not any(judged[code][spot] for code in alone)])
        found += [(case.domain[a], case.domain[b]) for a in sides[0] for b in sides[1]]
    return found


def _reader(code: str, needs: frozenset[str]) -> Callable[[str], bool]:
    """Whether a rule reads a field, or is set aside by it; a date that is set along is read with its field."""
    return lambda field: field in needs or field == f"{OVERRIDE}{code}"


def _smallest(sets: Sequence[tuple[Change, ...]]) -> list[tuple[Change, ...]]:
    """Of the sets that work, those of which no smaller step of the same fields works; one per fields and size."""
    kept: list[tuple[Change, ...]] = []
    for one in sorted(sets, key=lambda found: sum(change.steps for change in found)):
        fields = [change.field for change in one]
        rivals = [other for other in kept if [change.field for change in other] == fields]
        if not any(_no_larger(other, one) for other in rivals):
            kept.append(one)
    return kept


def _no_larger(other: tuple[Change, ...], one: tuple[Change, ...]) -> bool:
    """Whether `other` changes the same fields by steps that are at most as large, every one of them."""
    return all(a is b or b.exceeds(a) for a, b in zip(other, one, strict=True))


def _together(case: Case, judged: Mapping[str, NDArray[np.bool_]]) -> tuple[Change, ...]:
    """More than two changes that together are enough, none of which can be left out; empty where there are none.

    Picked one after another: what lifts most rules that are left, rather no override, by the smallest step.
    """
    left, picked = set(case.blockers), list[int]()
    while left:
        lifts = [sum(not judged[code][spot] for code in left) for spot in range(len(case.domain))]
        taken = {case.domain[spot].field for spot in picked}
        useful = [spot for spot, count in enumerate(lifts) if count and case.domain[spot].field not in taken]
        if not useful:
            return ()
        best = min(useful, key=lambda spot: (-lifts[spot], _is_override(case.domain[spot]), case.domain[spot].steps))
        picked.append(best)
        left = {code for code in left if judged[code][best]}
    found = tuple(case.domain[spot] for spot in picked)
    for change in found:
        fewer = tuple(other for other in found if other is not change)
        found = fewer if case.possible(fewer) else found
    return found if case.possible(found) else ()


def _is_override(change: Change) -> bool:
    return change.field.startswith(OVERRIDE)


def _repair(case: Case, found: tuple[Change, ...], *, smallest: bool) -> Repair:
    changes_told = tuple(told(case.opened, case.ids, change) for change in found)
    said = {
        lang: JOINED[lang].format(clauses=AND[lang].join(getattr(one.said, lang) for one in changes_told))
        for lang in LANGUAGES
    }
    return Repair(changes=changes_told, smallest=smallest, said=Said(**said))


def title(opened: OpenInstance, code: str, lang: str) -> str:
    """The title of an active rule."""
    rules = (*opened.rulebook.pair_rules, *opened.rulebook.row_rules)
    card = next(rule.CARD for rule in rules if rule.CARD.code == code)
    return card.nl if lang == "nl" else card.en


def _summary(case: Case, texts: Mapping[str, str], tried: int) -> Said:
    texts = texts if case.blockers else FREE
    said = {}
    for lang in LANGUAGES:
        titles = listing([title(case.opened, code, lang) for code in case.blockers], lang)
        said[lang] = texts[lang].format(tried=tried, titles=titles)
    return Said(**said)


def nearest(board: Board, participant: str, count: int = 3) -> tuple[Nearby, ...]:
    """The workplaces that come nearest for a person: first where something can be done about every rule in the way.

    Then the fewest rules in the way, then places with room, then in the order of the documents.
    """
    opened = board.opened
    p = opened.wording.row("participants", participant)
    w = np.arange(opened.data.num_workplaces, dtype=np.int32)
    stands = in_the_way(opened, np.full(len(w), p, np.int32), w)
    blockers = np.sum(list(stands.values()), axis=0)
    hopeless = np.sum([blocked for code, blocked in stands.items() if not _mendable(opened, code)], axis=0)
    room = room_left(board)
    order = np.lexsort((w, room <= 0, blockers, hopeless))
    order = order[blockers[order] > 0][:count]
    raw = opened.wording.raw
    return tuple(
        Nearby(
            workplace=str(raw("workplaces", "id")[one]), title=str(raw("workplaces", "title")[one]),
            room=int(room[one]), repairs=repairs(opened, participant, str(raw("workplaces", "id")[one])),
        )
        for one in order.tolist()
    )  # fmt: skip


def _mendable(opened: OpenInstance, code: str) -> bool:
    """Whether the list of changes has anything for a rule."""
    rules = (*opened.rulebook.pair_rules, *opened.rulebook.row_rules)
    (rule,) = (rule for rule in rules if rule.CARD.code == code)
    return opened.rulebook.settings[code].mode is RuleMode.OVERRIDABLE or bool(proposals([rule], rule.CARD.needs))


def room_left(board: Board) -> NDArray[np.int64]:
    """Slots that the solution leaves free at each workplace, int64 (W,)."""
    placed = board.problem.workplace[board.chosen[board.chosen >= 0]]
    slots = board.opened.instance["workplaces"]["slots"].to_numpy(np.int64)
    left: NDArray[np.int64] = slots - np.bincount(placed, minlength=len(slots))
    return left
