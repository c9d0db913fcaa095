"""Looks at single pairs: every rule read aloud, the value part by part, the price of what the pair would use.

A proposal, "why" and "why not" are the same look at a pair, whether someone is placed there or not. Prices come from
a solution, so that single looks and the joint matching speak of the same numbers:

    net_pw = v_pw - Σ_r a_r,pw · y_r
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from instances.schema.solution import Cost, MatchingSolution, Said
from instances.schema.view import PairView, Reading, Scarcity, Verdict, Weight
from instances.schema.vocabulary import OnUnknown, RuleMode
from matching.courses import gap_closers
from matching.data import Ints, row_of
from matching.eligibility import Verdicts, judge
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.policy import set_aside
from matching.reasons import row_finding
from matching.report import bills, journeys, ledger, rides
from matching.words import LANGUAGES, number, quantity, who_pays

ORDER = (Weight.BLOCKS, Weight.ASK, Weight.OVERRIDDEN, Weight.AGAINST, Weight.WATCH, Weight.FOR)
SEVERITY = {
    Weight.BLOCKS: "error",
    Weight.ASK: "ask",
    Weight.OVERRIDDEN: "watch",
    Weight.AGAINST: "info",
    Weight.WATCH: "watch",
    Weight.FOR: "info",
}
SUMMARY = {
    Verdict.ASSIGNED: (
        "{title} is de plek van deze deelnemer in de oplossing: waarde {value}, prijs {price}.",
        "{title} is this participant's place in the solution: value {value}, price {price}.",
    ),
    Verdict.ELIGIBLE: (
        "{title} kan: waarde {value} min prijs {price} geeft {net}.",
        "{title} is possible: value {value} less price {price} leaves {net}.",
    ),
    Verdict.BLOCKED: (
        "{title} kan nu niet. In de weg staat: {rules}.",
        "{title} is not possible now. In the way: {rules}.",
    ),
}
type PriceSheet = Mapping[tuple[str, str], float]
type Taken = Mapping[tuple[str, str], int]


def price_sheet(solution: MatchingSolution) -> PriceSheet:
    """Price by (row rule, key); a row that is not listed is free."""
    return {(price.kind, price.row): price.price for price in solution.prices}


def look(
    opened: OpenInstance, p: Ints, w: Ints, prices: PriceSheet, assigned: Mapping[str, str], taken: Taken
) -> list[PairView]:
    """View each pair (p, w): int32 (n,) each.

    `prices` by (rule, key); `assigned` workplace by participant id; `taken` units in use by (rule, key).
    """
    pairs = Pairs(opened.data, p, w)
    verdicts = judge(pairs, opened.rulebook)
    travels, ways, costs = journeys(opened, pairs), rides(opened, pairs), bills(pairs)
    scarce = _scarce(opened, pairs, prices, assigned, taken)
    raw = opened.wording.raw
    views = []
    for i in range(len(pairs)):
        readings = (*_too_small(scarce[i], bool(verdicts.protected[i])), *_readings(opened, pairs, verdicts, i))
        blocks = sum(reading.weight is Weight.BLOCKS for reading in readings)
        value, price = int(verdicts.value[i]), round(sum(found.cost for found in scarce[i]), 3)
        participant, workplace = str(raw("participants", "id")[p[i]]), str(raw("workplaces", "id")[w[i]])
        here = assigned.get(participant) == workplace
        verdict = Verdict.BLOCKED if blocks else Verdict.ASSIGNED if here else Verdict.ELIGIBLE
        views.append(
            PairView(
                participant=participant,
                workplace=workplace,
                title=str(raw("workplaces", "title")[w[i]]),
                organisation=opened.wording.cell("workplaces", "organisation", int(w[i]), "nl"),
                kind=str(raw("workplaces", "kind")[w[i]]),
                verdict=verdict,
                value=value,
                price=price,
                net=round(value - price, 3),
                ledger=ledger(opened, verdicts, i),
                **travels[i],
                rides=ways[i],
                **costs[i],
                who_pays=_who_pays(opened, int(p[i]), costs[i]["costs"]),
                municipality=str(raw("participants", "municipality")[p[i]]),
                stream=str(raw("workplaces", "stream")[w[i]]),
                readings=readings,
                scarce=scarce[i],
                courses=gap_closers(opened, int(p[i]), int(w[i])),
                **_summary(opened, int(w[i]), verdict, value, price, blocks),
            )
        )
    return views


def _summary(opened: OpenInstance, w: int, verdict: Verdict, value: int, price: float, count: int) -> dict[str, str]:
    told = {}
    for template, lang in zip(SUMMARY[verdict], LANGUAGES, strict=True):
        numbers = {"value": value, "price": price, "net": value - price}
        shown = {name: number(amount, lang, 0) for name, amount in numbers.items()}
        shown |= {"rules": quantity(count, "rules", lang), "title": opened.wording.cell("workplaces", "title", w, lang)}
        told[lang] = template.format(**shown)
    return told


def _who_pays(opened: OpenInstance, p: int, costs: Sequence[Cost]) -> tuple[Said, ...]:
    told = {lang: opened.wording.records(p, -1, lang)["municipality"].name for lang in LANGUAGES}
    return tuple(Said(**{lang: who_pays(cost, told[lang], lang) for lang in LANGUAGES}) for cost in costs)


def _too_small(scarce: tuple[Scarcity, ...], protected: bool) -> tuple[Reading, ...]:
    """Scarce things that could not hold the pair even if nobody else were placed; the law's protection goes first."""
    return tuple(
        Reading(weight=Weight.BLOCKS, finding=thing.finding.model_copy(update={"severity": "error"}))
        for thing in scarce
        if thing.amount > thing.capacity and not protected
    )


def _readings(opened: OpenInstance, pairs: Pairs, verdicts: Verdicts, i: int) -> tuple[Reading, ...]:
    found = []
    for k, rule in enumerate(verdicts.rules):
        weight = _weight(opened, verdicts, k, i)
        told = "unknown" if verdicts.unknown[k, i] else "misses" if verdicts.amount[k, i] else "fits"
        texts = (getattr(rule.SENTENCES.nl, told), getattr(rule.SENTENCES.en, told))
        facts = {name: values[i] for name, values in verdicts.facts[k].items()}
        finding = opened.wording.finding(
            rule.CARD, SEVERITY[weight], texts, int(pairs.p[i]), int(pairs.w[i]),
            amount=int(verdicts.amount[k, i]), facts=facts,
        )  # fmt: skip
        if weight is Weight.OVERRIDDEN:
            finding = set_aside(opened.instance, finding, int(pairs.p[i]), int(pairs.w[i]))
        found.append(
            Reading(weight=weight, points=int(verdicts.points[k, i]), telling="{" in texts[0], finding=finding)
        )
    return tuple(sorted(found, key=lambda reading: (ORDER.index(reading.weight), -reading.points)))


def _weight(opened: OpenInstance, verdicts: Verdicts, k: int, i: int) -> Weight:
    """What rule k means for pair i."""
    setting = opened.rulebook.settings[verdicts.rules[k].CARD.code]
    if verdicts.blocked[k, i]:
        return Weight.BLOCKS
    if verdicts.overridden[k, i]:
        return Weight.OVERRIDDEN
    if verdicts.unknown[k, i]:
        return Weight.ASK if setting.unknown is OnUnknown.ASK else Weight.WATCH
    if not verdicts.amount[k, i]:
        return Weight.FOR
    return Weight.AGAINST if setting.mode is RuleMode.SOFT else Weight.WATCH


def _scarce(
    opened: OpenInstance, pairs: Pairs, prices: PriceSheet, assigned: Mapping[str, str], taken: Taken
) -> list[tuple[Scarcity, ...]]:
    """What each pair uses of each scarce thing, dearest first; what the person has now is free for the person."""
    own = _taken_by(opened, pairs, assigned)
    found: list[list[Scarcity]] = [[] for _ in range(len(pairs))]
    for rule in opened.rulebook.row_rules:
        made = rule.rows(pairs)
        for option, row, amount in zip(made.option, made.row, made.amount, strict=True):
            code, key, capacity = rule.CARD.code, made.keys[row], int(made.capacity[row])
            left = capacity - taken.get((code, key), 0) + own[option].get((code, key), 0)
            finding = row_finding(
                opened, code, key, int(pairs.p[option]), int(pairs.w[option]),
                amount=int(amount), capacity=capacity, left=left, full=left < amount,
            )  # fmt: skip
            found[option].append(
                Scarcity(
                    row=key, kind=code, amount=int(amount), capacity=capacity, unit=rule.CARD.unit,
                    price=prices.get((code, key), 0.0), finding=finding,
                )
            )  # fmt: skip
    return [tuple(sorted(each, key=lambda thing: -thing.cost)) for each in found]


def _taken_by(opened: OpenInstance, pairs: Pairs, assigned: Mapping[str, str]) -> list[Taken]:
    """Units that the participant of each pair takes in the solution, by (row rule, key)."""
    ids = opened.wording.raw("participants", "id")
    couples = {int(p): (str(ids[p]), assigned[ids[p]]) for p in set(pairs.p.tolist()) if ids[p] in assigned}
    own = {p: units_taken(opened, pairs_of(opened, [couple])) for p, couple in couples.items()}
    return [own.get(int(p), {}) for p in pairs.p]


def units_taken(opened: OpenInstance, pairs: Pairs) -> dict[tuple[str, str], int]:
    """Units that the given pairs use together, by (row rule, key)."""
    total: dict[tuple[str, str], int] = {}
    for rule in opened.rulebook.row_rules:
        made = rule.rows(pairs)
        used: Any = np.bincount(made.row, made.amount, len(made.keys))
        total |= {(rule.CARD.code, made.keys[row]): int(used[row]) for row in map(int, np.flatnonzero(used))}
    return total


def pairs_of(opened: OpenInstance, couples: Sequence[tuple[str, str]]) -> Pairs:
    """Find pairs by their ids (participant, workplace)."""
    p = row_of(opened.instance, "participants", [one for one, _ in couples])
    w = row_of(opened.instance, "workplaces", [other for _, other in couples])
    return Pairs(opened.data, p, w)
