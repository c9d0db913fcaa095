"""Why someone has no place, and why a slot stays empty: told from what the run recorded, never judged anew.

For a participant without a place there are four cases: nothing lies within reach; rules block all that does; a scarce
thing is too small for what the person needs; or everything that fits went to people for whom it is worth more.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from instances.schema.solution import Finding
from matching.eligibility import Screening, Tally
from matching.engines.engine import EngineResult
from matching.opened import OpenInstance
from matching.problem import AssignmentProblem
from matching.rule import Card, NamedRows
from matching.words import LANGUAGES, Wording, number, quantity

MOST_RULES = 3
TEXTS = {
    "home": (
        "De postcode van de deelnemer is niet gevonden. Daardoor is geen enkele reis te berekenen.",
        "The participant's postcode was not found, so no journey can be worked out.",
    ),
    "reach": (
        "Binnen de reisgrens van de deelnemer ligt geen enkele plek.",
        "No place at all lies within the participant's travel limit.",
    ),
    "site": (
        "Binnen de reisgrens van deze plek woont niemand die zoekt.",
        "Nobody who is looking lives within travel distance of this place.",
    ),
    "blocked": (
        "{title}. Bekeken {owners} binnen bereik: {total}. Hierdoor niet mogelijk: {count}. Alleen hierdoor: {alone}.",
        "{title}. Looked at {owners} within reach: {total}. Not possible by this: {count}. By this alone: {alone}.",
    ),
    "nearest": ("Het dichtst bij komt {other}. {sentence}", "The nearest is {other}. {sentence}"),
    "too_small": (
        "{other} past, maar is te klein voor wat de deelnemer nodig heeft. {sentence}",
        "{other} fits, but is too small for what the participant needs. {sentence}",
    ),
    "scarce": (
        "{other} past, maar er is te weinig van iets dat ook anderen nodig hebben. {sentence}",
        "{other} fits, but there is too little of something that others need too. {sentence}",
    ),
    "time": (
        "{other} past en er is nog ruimte: de berekening stopte voordat dit was uitgezocht.",
        "{other} fits and there is still room: the run stopped before this was worked out.",
    ),
    "person_too_small": (
        "Deelnemer {other} past, maar heeft meer nodig dan er is. {sentence}",
        "Participant {other} fits, but needs more than there is. {sentence}",
    ),
    "person_scarce": (
        "Deelnemer {other} past en heeft geen plek. {sentence}",
        "Participant {other} fits and has no place. {sentence}",
    ),
    "elsewhere": (
        "Aantal mensen dat hier past, maar nu een andere plek heeft: {count}.",
        "Number of people who fit here, but have another place now: {count}.",
    ),
    "all_here": ("Iedereen die hier past, heeft hier al een plek.", "Everybody who fits here has a place here."),
    "site_home": (
        "De postcode van deze plek is niet gevonden. Daardoor is geen enkele reis te berekenen.",
        "The postcode of this place was not found, so no journey can be worked out.",
    ),
}
OWNERS = {True: ("plekken", "places"), False: ("mensen", "people")}


def plain(
    code: str, texts: tuple[str, str], amount: int = 0, unit: str = "", facts: dict[str, str] | None = None
) -> Finding:
    """Make a finding that belongs to no rule."""
    return Finding(code=code, severity="info", amount=amount, unit=unit, facts=facts or {}, nl=texts[0], en=texts[1])


@dataclass(frozen=True)
class Outcome:
    """What is known after a run: the problem with its matching, and what the screening tallied."""

    opened: OpenInstance
    screening: Screening
    problem: AssignmentProblem
    result: EngineResult

    @cached_property
    def left(self) -> NDArray[np.int64]:
        """What is left of each row, int64 (R,)."""
        return self.problem.capacity - self.problem.used(self.result.chosen)

    @cached_property
    def prices(self) -> NDArray[np.float64]:
        """Price of each row, points per unit, float64 (R,)."""
        assert self.result.prices is not None
        return self.result.prices

    @cached_property
    def net(self) -> NDArray[np.float64]:
        """Value minus prices of each option, float64 (n,)."""
        return self.problem.net(self.prices)

    @cached_property
    def fits_alone(self) -> NDArray[np.bool_]:
        """Which options fit when nobody else is placed, bool (n,)."""
        return self.problem.fits_alone()

    @cached_property
    def _by_workplace(self) -> NDArray[np.intp]:
        return np.argsort(self.problem.workplace, kind="stable")

    def options_of(self, w: int) -> NDArray[np.intp]:
        """Options at workplace w."""
        sites = self.problem.workplace[self._by_workplace]
        return self._by_workplace[np.searchsorted(sites, w) : np.searchsorted(sites, w, side="right")]

    def row_name(self, row: int) -> tuple[str, str]:
        """Code of the rule and key of a row."""
        block = next(block for block in self.problem.blocks if block.start <= row < block.stop)
        return block.code, block.keys[row - block.start]

    def uses(self, option: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Rows that an option takes from, and how much."""
        span = slice(self.problem.use.indptr[option], self.problem.use.indptr[option + 1])
        return self.problem.use.indices[span], self.problem.use.data[span]


def row_finding(
    opened: OpenInstance, code: str, key: str, p: int, w: int, *, amount: int, capacity: int, left: int, full: bool
) -> Finding:
    """Say how a scarce thing stands for a pair: the sentence "misses" when `full`, else "fits"."""
    rule = next(rule for rule in opened.rulebook.row_rules if rule.CARD.code == code)
    card, told = rule.CARD, {}
    about = rule.about(key) if isinstance(rule, NamedRows) else {}
    for lang in LANGUAGES:
        texts = rule.SENTENCES.of(lang)
        facts = {
            **about,
            "amount": quantity(amount, card.unit, lang),
            "capacity": quantity(capacity, card.unit, lang),
            "used": quantity(capacity - left, card.unit, lang),
            "left": quantity(max(0, left), card.unit, lang),
            "miss": quantity(max(0, amount - left), card.unit, lang),
            "key": key,
        }
        told[lang] = opened.wording.render(texts.misses if full else texts.fits, lang, p, w, **facts)
    return Finding(
        code=code, severity="info", amount=max(0, amount - left) if full else 0, unit=card.unit,
        facts={"key": key, "capacity": str(capacity), "left": str(left)}, nl=told["nl"], en=told["en"],
    )  # fmt: skip


def why_unmatched(outcome: Outcome, p: int) -> tuple[Finding, ...]:
    """Reasons why participant p has no place, the weightiest first; never empty."""
    problem, opened = outcome.problem, outcome.opened
    options = np.arange(problem.first[p], problem.first[p + 1])
    if not len(options):
        return _screened_out(opened, outcome.screening.participants, p, of_participant=True)
    fitting = options[outcome.fits_alone[options]]
    if not len(fitting):
        dearest = int(options[np.argmax(problem.value[options])])
        return (_limited(outcome, dearest, "too_small"),)
    best = fitting[np.argsort(-outcome.net[fitting], kind="stable")][:2]
    return tuple(_limited(outcome, int(option), "scarce") for option in best)


def _limited(outcome: Outcome, option: int, text: str) -> Finding:
    """Which scarce thing keeps an option from its participant, told about the place or about the person."""
    problem, opened = outcome.problem, outcome.opened
    p, w = int(problem.participant[option]), int(problem.workplace[option])
    rows, amounts = outcome.uses(option)
    limits = problem.capacity[rows] if text.endswith("too_small") else outcome.left[rows]
    short = np.flatnonzero(amounts > limits)
    about_person = text.startswith("person")
    participant, workplace = _id(opened.wording, "participants", p), _id(opened.wording, "workplaces", w)
    other = {
        lang: participant if about_person else opened.wording.cell("workplaces", "title", w, lang) for lang in LANGUAGES
    }
    if not len(short):
        told = (TEXTS["time"][0].format(other=other["nl"]), TEXTS["time"][1].format(other=other["en"]))
        return plain("time", told)
    worst = short[np.argmax(amounts[short] * outcome.prices[rows[short]])]
    row = int(rows[worst])
    code, key = outcome.row_name(row)
    found = row_finding(
        opened, code, key, p, w,
        amount=int(amounts[worst]), capacity=int(problem.capacity[row]), left=int(limits[worst]), full=True,
    )  # fmt: skip
    nl = TEXTS[text][0].format(other=other["nl"], sentence=found.nl)
    en = TEXTS[text][1].format(other=other["en"], sentence=found.en)
    price = float(outcome.prices[rows] @ amounts)
    facts = {**found.facts, "participant": participant, "workplace": workplace, "price": number(price, "en", 0)}
    return found.model_copy(update={"nl": nl, "en": en, "facts": facts})


def _screened_out(opened: OpenInstance, tally: Tally, owner: int, *, of_participant: bool) -> tuple[Finding, ...]:
    """Which rules ruled everything out, and what came nearest."""
    total = int(tally.considered[owner])
    if total == 0:
        if not of_participant:
            lost = "workplace.postcode" in opened.data.needs and opened.data.workplaces["postcode"][owner] < 0
            code = "site_home" if lost else "site"
            return (plain(code, TEXTS[code]),)
        known = "participant.postcode" not in opened.data.needs or opened.data.participants["postcode"][owner] >= 0
        code = "reach" if known else "home"
        return (plain(code, TEXTS[code]),)
    cards = [rule.CARD for rule in opened.rulebook.pair_rules]
    order = np.lexsort((-tally.blocked[owner], -tally.alone[owner]))[:MOST_RULES]
    found = [
        _counted(cards[rule], int(tally.blocked[owner, rule]), int(tally.alone[owner, rule]), total, of_participant)
        for rule in order
        if tally.blocked[owner, rule]
    ]
    near = tally.nearest
    if near.other[owner] >= 0:
        other = int(near.other[owner])
        pair = (owner, other) if of_participant else (other, owner)
        found.append(_near(opened, pair, int(near.rule[owner]), int(near.amount[owner]), of_participant))
    return tuple(found)


def _counted(card: Card, count: int, alone: int, total: int, of_participant: bool) -> Finding:
    titles, owners = (card.nl, card.en), OWNERS[of_participant]
    nl, en = (
        TEXTS["blocked"][lang].format(title=titles[lang], count=count, total=total, owners=owners[lang], alone=alone)
        for lang in range(2)
    )
    return plain(card.code, (nl, en), count, "places" if of_participant else "people", {"alone": str(alone)})


def _near(opened: OpenInstance, pair: tuple[int, int], number: int, amount: int, of_participant: bool) -> Finding:
    """The nearest miss, in the words of the rule that blocks it."""
    rule = opened.rulebook.pair_rules[number]
    p, w = pair
    facts = opened.facts(p, w, number)
    texts = (rule.SENTENCES.nl.misses, rule.SENTENCES.en.misses)
    found = opened.wording.finding(rule.CARD, "info", texts, p, w, amount=amount, facts=facts)
    workplace, participant = _id(opened.wording, "workplaces", w), _id(opened.wording, "participants", p)
    other = {
        lang: opened.wording.cell("workplaces", "title", w, lang) if of_participant else participant
        for lang in LANGUAGES
    }
    told = {"nl": TEXTS["nearest"][0].format(other=other["nl"], sentence=found.nl)}
    told["en"] = TEXTS["nearest"][1].format(other=other["en"], sentence=found.en)
    return found.model_copy(
        update={**told, "facts": {**found.facts, "workplace": workplace, "participant": participant}}
    )


def _id(wording: Wording, table: str, row: int) -> str:
    return str(wording.raw(table, "id")[row])


def why_empty(outcome: Outcome, w: int) -> tuple[Finding, ...]:
    """Reasons why slots of workplace w stay empty, the weightiest first; never empty."""
    problem, opened = outcome.problem, outcome.opened
    options = outcome.options_of(w)
    if not len(options):
        return _screened_out(opened, outcome.screening.workplaces, w, of_participant=False)
    place = outcome.result.chosen[problem.participant[options]]
    waiting = options[place < 0]
    found = []
    if count := int(((place >= 0) & (place != options)).sum()):
        told = (TEXTS["elsewhere"][0].format(count=count), TEXTS["elsewhere"][1].format(count=count))
        found.append(plain("elsewhere", told, count, "people"))
    for option in waiting[:2]:
        text = "person_scarce" if outcome.fits_alone[option] else "person_too_small"
        found.append(_limited(outcome, int(option), text))
    return tuple(found) or (plain("all_here", TEXTS["all_here"]),)
