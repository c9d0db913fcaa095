"""The rule catalogue, made from the cards: what each rule is, what it does by default, and what it does here."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from instances.schema.solution import Frozen
from instances.schema.vocabulary import OnUnknown, RuleMode, ValuePart
from matching.rule import AuditRule, PairRule, Per, RowRule, Rule, Rulebook, allowed_modes
from matching.rules import RULES

SORTS = ((PairRule, "pair"), (RowRule, "row"), (AuditRule, "audit"))
HEAD = ("#", "code", "rule", "regel", "sort", "default", "unit", "weight", "part")


class Sentence(Frozen):
    """The templates of a rule in one language; `unknown` is empty where nothing can be unknown."""

    fits: str
    misses: str
    unknown: str


class Case(Frozen):
    """A worked example: `expect` as `matching.rule.Example` says, and the Dutch sentence where it is written out."""

    name: str
    expect: int | None
    nl: str


class Working(Frozen):
    """How a rule works in one instance."""

    mode: RuleMode
    weight: float
    free: int
    unknown: OnUnknown


class Entry(Frozen):
    """One rule of the catalogue."""

    number: int = Field(description="Number in the domain study.")
    code: str
    nl: str
    en: str
    sort: str = Field(description="pair, row or audit.")
    modes: tuple[RuleMode, ...] = Field(description="What a policy may make of it.")
    mode: RuleMode = Field(description="What it does by default.")
    weight: float = Field(description="Points lost per unit missed where it is soft.")
    part: ValuePart = Field(description="Part of the value that it weighs in where it is soft.")
    estimate: bool = Field(description="It guesses from the past of other people, so no policy makes it block.")
    unknown: OnUnknown = Field(description="What a missing fact does where it is hard.")
    unit: str
    per: Per | None = Field(description="What the rows of a row rule are per; of other rules nothing.")
    needs: tuple[str, ...] = Field(description="Fields and tables that it reads; no others reach it.")
    source: str
    sentences: dict[str, Sentence] = Field(description="Templates by language.")
    examples: tuple[Case, ...]
    here: Working | None = Field(default=None, description="How it works in the instance that was asked for.")


def catalogue(rulebook: Rulebook | None = None, rules: Sequence[Rule] = RULES) -> list[Entry]:
    """Give all rules in their order; with a rulebook also how each works there."""
    return [_entry(rule, rulebook) for rule in rules]


def _entry(rule: Rule, rulebook: Rulebook | None) -> Entry:
    card = rule.CARD
    here = None
    if rulebook is not None:
        setting = rulebook.settings[card.code]
        here = Working(mode=setting.mode, weight=setting.weight, free=setting.free, unknown=setting.unknown)
    return Entry(
        number=card.number,
        code=card.code,
        nl=card.nl,
        en=card.en,
        sort=next(name for kind, name in SORTS if isinstance(rule, kind)),
        modes=allowed_modes(rule),
        mode=card.mode,
        weight=card.weight,
        part=card.part,
        estimate=card.estimate,
        unknown=card.unknown,
        unit=card.unit,
        per=card.per if isinstance(rule, RowRule) else None,
        needs=card.needs,
        source=card.source,
        sentences={
            lang: Sentence(fits=texts.fits, misses=texts.misses, unknown=texts.unknown)
            for lang, texts in (("nl", rule.SENTENCES.nl), ("en", rule.SENTENCES.en))
        },
        examples=tuple(Case(name=one.name, expect=one.expect, nl=one.nl) for one in rule.EXAMPLES),
        here=here,
    )


def markdown(entries: Iterable[Entry]) -> str:
    """Write the catalogue as the table of `rules/README.md`."""
    lines = [f"| {' | '.join(HEAD)} |", "|" + "---|" * len(HEAD)]
    for one in entries:
        weight, part = (f"{one.weight:g}", one.part.en) if one.weight else ("", "")
        cells = (str(one.number), f"`{one.code}`", one.en, one.nl, one.sort, one.mode.value, one.unit, weight, part)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
