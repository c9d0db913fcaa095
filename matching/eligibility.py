"""Judges pairs by all active pair rules at once: who may go where, what is unknown, what it is worth.

For pair i and rule r, a_ri is the shortfall and u_ri says that r cannot judge. The pair is blocked by r when

    r is hard (or hard unless overridden, and nobody overrode it for this pair), and
    a_ri > 0, or u_ri and the setting says that unknown blocks.

A pair that the law protects (`protects` of an active rule: a Wsw employee at the own place) is blocked by nothing.
A pair is eligible when no rule blocks it. Its value, points:

    v_i = max(1, BASE - Σ_{soft r} ⌊weight_r · max(0, ã_ri - free_r) + ½⌋),   ã = unknown_amount of the card where u_ri
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from instances.schema.vocabulary import OnUnknown, RuleMode
from matching.data import Ints, MatchingData, row_of
from matching.pairs import Pairs
from matching.rule import NEVER, PairRule, PromisingRule, ProtectingRule, Rulebook

BASE = 1000
CHUNK = 250_000  # pairs judged at once: keeps the working arrays within the caches


@dataclass(frozen=True)
class Verdicts:
    """What the pair rules say about n pairs, rule by rule in the order of the rulebook.

    `amount` int32 (R, n); `unknown` bool (R, n); `blocked` bool (R, n); `overridden` bool (R, n): would block, but a
    named person or the law sets it aside; `protected` bool (n,); `promised` int8 (n,), 0 = no, else whose turn it is:
    1 for what the first promising rule of the catalogue names, 2 for the next; `points` int32 (R, n), what soft rules
    cost; `value` int32 (n,); `facts` per rule.
    """

    rules: tuple[PairRule, ...]
    amount: NDArray[np.int32]
    unknown: NDArray[np.bool_]
    blocked: NDArray[np.bool_]
    overridden: NDArray[np.bool_]
    protected: NDArray[np.bool_]
    promised: NDArray[np.int8]
    points: NDArray[np.int32]
    value: NDArray[np.int32]
    facts: tuple[Mapping[str, NDArray[Any]], ...]

    @property
    def eligible(self) -> NDArray[np.bool_]:
        """Pairs that no rule blocks, bool (n,)."""
        return ~self.blocked.any(0)


def judge(pairs: Pairs, rulebook: Rulebook) -> Verdicts:
    """Run every pair rule over the pairs."""
    shape = (len(rulebook.pair_rules), len(pairs))
    amount, points = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    unknown, blocked, overridden = (np.zeros(shape, bool) for _ in range(3))
    protected, promised, turn = np.zeros(len(pairs), bool), np.zeros(len(pairs), np.int8), 0
    facts = []
    for number, rule in enumerate(rulebook.pair_rules):
        setting, found = rulebook.settings[rule.CARD.code], rule.shortfall(pairs)
        facts.append(found.facts)
        if isinstance(rule, ProtectingRule):
            protected |= rule.protects(pairs)
        if isinstance(rule, PromisingRule) and setting.mode is not RuleMode.WATCH:
            turn += 1
            promised[(promised == 0) & rule.promised(pairs)] = turn
        amount[number] = found.amount
        if found.unknown is not None:
            unknown[number] = found.unknown
            amount[number][found.unknown] = 0
        if setting.mode is RuleMode.SOFT:
            counted = np.where(unknown[number], rule.CARD.unknown_amount, amount[number])
            points[number] = np.floor(setting.weight * np.maximum(0, counted - setting.free) + 0.5)
        elif setting.mode in (RuleMode.HARD, RuleMode.OVERRIDABLE):
            blocked[number] = amount[number] > 0
            if setting.unknown is OnUnknown.BLOCK:
                blocked[number] |= unknown[number]
            if setting.mode is RuleMode.OVERRIDABLE:
                overridden[number] = blocked[number] & _is_overridden(pairs, rule.CARD.code)
                blocked[number] &= ~overridden[number]
    overridden |= blocked & protected
    blocked &= ~protected
    value = np.maximum(1, BASE - points.sum(0, dtype=np.int64)).astype(np.int32)
    marks = (unknown, blocked, overridden, protected)
    return Verdicts(rulebook.pair_rules, amount, *marks, promised, points, value, tuple(facts))


def _override_keys(data: MatchingData) -> dict[str, NDArray[np.int64]]:
    """Sorted pair keys per rule code."""
    table = data.instance["overrides"]
    p = row_of(data.instance, "participants", table["participant"]).astype(np.int64)
    w = row_of(data.instance, "workplaces", table["workplace"])
    keys = p * data.num_workplaces + w
    rules = table["rule"].to_numpy(object)
    return {code: np.unique(keys[rules == code]) for code in set(rules)}


def _is_overridden(pairs: Pairs, code: str) -> NDArray[np.bool_]:
    keys = pairs.data.remember(_override_keys).get(code)
    if keys is None:
        return np.zeros(len(pairs), bool)
    return np.isin(pairs.p.astype(np.int64) * pairs.data.num_workplaces + pairs.w, keys)


@dataclass(frozen=True)
class Nearest:
    """Per owner, the pair that one rule blocks alone and by little: `other` -1 where there is none.

    `other`, `rule`, `amount` int32 (num_owners,): the other side of the pair, the rule by its place in the rulebook,
    units missed. Units of different rules cannot be compared; by convention the smallest number of units is nearest,
    and rules without a unit (yes or no) have no near misses.
    """

    other: Ints
    rule: Ints
    amount: Ints


@dataclass(frozen=True)
class Screening:
    """The eligible pairs of an instance, and a tally of what stood in the way of the others.

    `p`, `w` int32 (n,), sorted by p, then w; `value` int32 (n,); `protected` bool (n,); `promised` int8 (n,), as in
    `Verdicts`. Per side (participants, workplaces): `considered` int32 (num,) candidate pairs; `blocked`, `alone` int32
    (num, R): pairs that rule r blocks, and blocks alone; `nearest` as above.
    """

    p: Ints
    w: Ints
    value: Ints
    protected: NDArray[np.bool_]
    promised: NDArray[np.int8]
    participants: "Tally"
    workplaces: "Tally"


class Tally:
    """Counts per owner and rule, filled chunk by chunk."""

    def __init__(self, num_owners: int, rules: tuple[PairRule, ...]) -> None:
        self.considered = np.zeros(num_owners, np.int32)
        self.blocked = np.zeros((num_owners, len(rules)), np.int32)
        self.alone = np.zeros((num_owners, len(rules)), np.int32)
        self.nearest = Nearest(*(np.full(num_owners, -1, np.int32) for _ in range(3)))
        self._measurable = [bool(rule.CARD.unit) for rule in rules]

    def add(self, owner: Ints, other: Ints, verdicts: Verdicts) -> None:
        """Count one chunk of pairs."""
        num_owners, num_rules = self.blocked.shape
        self.considered += np.bincount(owner, minlength=num_owners).astype(np.int32)
        times = verdicts.blocked.sum(0)
        for number in range(num_rules):
            hit = verdicts.blocked[number]
            if not hit.any():
                continue
            self.blocked[:, number] += np.bincount(owner[hit], minlength=num_owners).astype(np.int32)
            only = np.flatnonzero(hit & (times == 1))
            self.alone[:, number] += np.bincount(owner[only], minlength=num_owners).astype(np.int32)
            if self._measurable[number]:
                near = only[(verdicts.amount[number, only] > 0) & (verdicts.amount[number, only] < NEVER)]
                self._approach(owner[near], other[near], number, verdicts.amount[number, near])

    def _approach(self, owner: Ints, other: Ints, number: int, amount: Ints) -> None:
        """Keep the nearest miss of each owner."""
        order = np.lexsort((other, amount, owner))
        who, first = np.unique(owner[order], return_index=True)
        best = order[first]
        held = self.nearest.amount[who]
        closer = (held < 0) | (amount[best] < held)
        who, best = who[closer], best[closer]
        self.nearest.other[who] = other[best]
        self.nearest.rule[who] = number
        self.nearest.amount[who] = amount[best]


def screen(data: MatchingData, rulebook: Rulebook, candidates: Iterator[tuple[Ints, Ints]]) -> Screening:
    """Judge all candidate pairs, chunk by chunk (each chunk sorted by p, then w; chunks in order of p)."""
    rules = rulebook.pair_rules
    participants, workplaces = Tally(data.num_participants, rules), Tally(data.num_workplaces, rules)
    kept: list[tuple[NDArray[Any], ...]] = [(*(np.empty(0, np.int32),) * 3, np.empty(0, bool), np.empty(0, np.int8))]
    for p, w in candidates:
        for start in range(0, len(p), CHUNK):
            chunk = Pairs(data, p[start : start + CHUNK], w[start : start + CHUNK])
            verdicts = judge(chunk, rulebook)
            participants.add(chunk.p, chunk.w, verdicts)
            workplaces.add(chunk.w, chunk.p, verdicts)
            ok = verdicts.eligible
            marks = (verdicts.protected[ok], verdicts.promised[ok])
            kept.append((chunk.p[ok], chunk.w[ok], verdicts.value[ok], *marks))
    found = [np.concatenate(part) for part in zip(*kept, strict=True)]
    return Screening(found[0], found[1], found[2], found[3], found[4], participants, workplaces)
