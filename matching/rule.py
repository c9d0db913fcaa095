"""What a rule is, and how an instance switches it.

One rule = one file in `matching/rules/`. Its module holds

- `CARD`: code (the file's name), number in the rule catalogue, titles, unit, the fields it needs, default mode, source;
- `SENTENCES`: templates in plain Dutch and English (see `matching.words`), each over the fields it needs and its facts;
- `EXAMPLES`: worked cases that the tests run: one that fits, one that misses by n, one unknown (where it can be);
- `BETTER`, for fields that it reads alone: which way they are better, and what can be proposed (`matching.better`);
- `AGAINST`, where it has any: fields whose change for the better counts against a pair here, on purpose;
- exactly one function, which decides what sort of rule it is:
    `shortfall(pairs)` a pair rule: by how many units each pair misses (0 = fits), the same number for the hard mask,
                       the soft penalty and the explanation;
    `rows(options)`    a row rule: linear rows over options, Σ amount · x ≤ capacity;
    `audit(data, chosen)`  judges a whole matching without steering it.

A pair rule may also have `protects(pairs)`: pairs that the law protects, which nothing else may block; or
`promised(pairs)`: pairs that are placed first where nothing blocks them. A row rule may have `about(key)`: further
facts of a row for its sentences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from instances.errors import PolicyError
from instances.schema.vocabulary import OnUnknown, RuleMode, ValuePart
from instances.tables import Instance
from matching.data import MatchingData
from matching.pairs import Pairs

Amounts = NDArray[np.int32]
NEVER = 30_000  # the amount that stands for "by no means", in any unit


class Per(StrEnum):
    """Over which time the rows of a rule hold, when people stay for months (`matching.trajectories`)."""

    MOMENT = "moment"  # in every month by itself: a slot, an hour a week
    YEAR = "year"  # over the months of a calendar year together: money


@dataclass(frozen=True)
class Card:
    """What a rule is called, needs and does by default.

    `weight` (soft mode): points lost per unit missed. `part`: what part of the value a soft rule is; the other rules
    stand under the demands of the work, where a policy weighs them. `unknown`: what a missing fact does in a hard mode.
    `unknown_amount`: units counted for a missing fact in soft mode, so that it never counts as zero. `estimate`: it
    guesses from the past of other people; it may weigh or tell, and no policy can make it block. `per` (row rules):
    what its rows are per; a rule with rows per year reads `data.year`.
    """

    code: str
    number: int
    nl: str
    en: str
    unit: str
    needs: tuple[str, ...]
    mode: RuleMode
    source: str
    weight: float = 0.0
    part: ValuePart = ValuePart.DEMANDS
    unknown: OnUnknown = OnUnknown.ASK
    unknown_amount: int = 0
    estimate: bool = False
    per: Per = Per.MOMENT


@dataclass(frozen=True)
class Texts:
    """The sentences of a rule in one language; `unknown` is empty where nothing can be unknown."""

    fits: str
    misses: str
    unknown: str = ""


@dataclass(frozen=True)
class Sentences:
    """The sentences of a rule in Dutch and English."""

    nl: Texts
    en: Texts

    def of(self, lang: str) -> Texts:
        """Give those of one language."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True)
class Example:
    """A worked case: what differs from the ordinary pair that fits everything, and what must come out.

    `expect`: units missed; None = unknown. For a row rule: units of its row that are left with this one option in
    place (negative = it does not fit; None = the option takes nothing). For an audit: units found over this one pair.
    `also`: further couples of ids (participant, workplace) placed as well, where a row or an audit looks at several.
    `nl`: the exact Dutch sentence, given in at least one example of each rule. The changes are those of
    `matching.examples.example_instance`.
    """

    name: str
    expect: int | None
    participant: Mapping[str, Any] = field(default_factory=dict)
    workplace: Mapping[str, Any] = field(default_factory=dict)
    organisation: Mapping[str, Any] = field(default_factory=dict)
    municipality: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    also: Sequence[tuple[str, str]] = ()
    nl: str = ""


@dataclass(frozen=True)
class Shortfall:
    """By how much each pair misses a rule.

    `amount` int32 (n,), >= 0, in the unit of the card; `unknown` bool (n,) or None: the rule cannot judge (then
    `amount` counts for nothing); `facts`: further arrays (n,) that the sentences name.
    """

    amount: Amounts
    unknown: NDArray[np.bool_] | None = None
    facts: Mapping[str, NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """Scarce things and how options use them: Σ_k amount[k] · x[option[k]] over the entries of row r ≤ capacity[r].

    `keys` names each row; capacity int64 (R,); option, row int32 (k,) and amount int64 (k,) > 0 are the entries.
    """

    keys: Sequence[str]
    capacity: NDArray[np.int64]
    option: NDArray[np.int32]
    row: NDArray[np.int32]
    amount: NDArray[np.int64]


@dataclass(frozen=True)
class Audited:
    """One thing that an audit found: `amount` in the unit of the card about `key`, with the facts of its sentence."""

    key: str
    amount: int
    facts: Mapping[str, Any] = field(default_factory=dict)


class Described(Protocol):
    """What every rule module has, whatever its sort."""

    @property
    def CARD(self) -> Card: ...  # noqa: N802, D102 - a constant of the rule's module

    @property
    def SENTENCES(self) -> Sentences: ...  # noqa: N802, D102

    @property
    def EXAMPLES(self) -> tuple[Example, ...]: ...  # noqa: N802, D102


@runtime_checkable
class PairRule(Described, Protocol):
    """A rule over single pairs."""

    def shortfall(self, pairs: Pairs) -> Shortfall:
        """Units that each pair misses."""


@runtime_checkable
class ProtectingRule(PairRule, Protocol):
    """A pair rule that also says which pairs the law protects: no rule may block them, and they are placed first."""

    def protects(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Pairs that are protected, bool (n,)."""


@runtime_checkable
class PromisingRule(PairRule, Protocol):
    """A pair rule that says which pairs were promised: where nothing blocks them and there is room, they come first.

    Of two such rules, the one that stands first in the catalogue goes first.
    """

    def promised(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Pairs that were promised, bool (n,)."""


@runtime_checkable
class RowRule(Described, Protocol):
    """A rule that couples options."""

    def rows(self, options: Pairs) -> Rows:
        """Scarce things that the options share."""


@runtime_checkable
class NamedRows(RowRule, Protocol):
    """A row rule that says what a row is about, for its sentences."""

    def about(self, key: str) -> Mapping[str, Any]:
        """Facts of the row with this key."""


@runtime_checkable
class AuditRule(Described, Protocol):
    """A rule that judges a whole matching."""

    def audit(self, data: MatchingData, chosen: Pairs) -> Sequence[Audited]:
        """What is found over the chosen pairs; empty = all well."""


Rule = PairRule | RowRule | AuditRule


@dataclass(frozen=True)
class Setting:
    """How one rule works in one instance."""

    mode: RuleMode
    weight: float
    free: int
    unknown: OnUnknown


def allowed_modes(rule: Rule) -> tuple[RuleMode, ...]:
    """What a policy may make of a rule: anything of a pair rule, all or nothing of the others."""
    if isinstance(rule, PairRule):
        blocking = (RuleMode.HARD, RuleMode.OVERRIDABLE)
        return tuple(mode for mode in RuleMode if not (rule.CARD.estimate and mode in blocking))
    first = RuleMode.HARD if isinstance(rule, RowRule) else RuleMode.WATCH
    return (first, RuleMode.OFF)


@dataclass(frozen=True)
class Rulebook:
    """The rules that are not off in an instance, in catalogue order, each with its setting."""

    settings: Mapping[str, Setting]
    pair_rules: tuple[PairRule, ...]
    row_rules: tuple[RowRule, ...]
    audits: tuple[AuditRule, ...]

    @classmethod
    def of(cls, instance: Instance, rules: Sequence[Rule]) -> "Rulebook":
        """Apply the instance's policy to the cards.

        Raises:
            PolicyError: a policy row or override names a rule that does not exist, a rule twice, or a mode that this
                sort of rule does not have (all of them at once).
        """
        known = {rule.CARD.code: rule for rule in rules}
        settings = {code: _setting(rule.CARD, {}) for code, rule in known.items()}
        wrong = [f"overrides: rule {code!r} does not exist" for code in set(instance["overrides"]["rule"]) - set(known)]
        seen: set[str] = set()
        for number, row in enumerate(instance["policy"].to_dict("records"), 1):
            code, mode = row["rule"], RuleMode(row["mode"])
            if code not in known:
                wrong.append(f"policy, row {number}: rule {code!r} does not exist; known are {', '.join(known)}")
            elif code in seen:
                wrong.append(f"policy, row {number}: rule {code!r} was set before")
            elif mode not in (allowed := allowed_modes(known[code])):
                wrong.append(f"policy, row {number}: {code!r} can be {', '.join(allowed)}; found {mode.value!r}")
            else:
                seen.add(code)
                settings[code] = _setting(known[code].CARD, {str(key): cell for key, cell in row.items()})
        if wrong:
            raise PolicyError("; ".join(wrong))
        active = [rule for rule in rules if settings[rule.CARD.code].mode is not RuleMode.OFF]
        return cls(
            settings,
            tuple(rule for rule in active if isinstance(rule, PairRule)),
            tuple(rule for rule in active if isinstance(rule, RowRule)),
            tuple(rule for rule in active if isinstance(rule, AuditRule)),
        )

    @property
    def needs(self) -> frozenset[str]:
        """Every field that an active rule reads: the fence."""
        active: tuple[Rule, ...] = (*self.pair_rules, *self.row_rules, *self.audits)
        return frozenset(need for rule in active for need in rule.CARD.needs)


def _setting(card: Card, row: Mapping[str, Any]) -> Setting:
    weight, unknown = row.get("weight"), row.get("unknown")
    return Setting(
        RuleMode(row.get("mode", card.mode)),
        card.weight if weight is None or np.isnan(weight) else float(weight),
        int(row.get("free", 0)),
        OnUnknown(unknown) if isinstance(unknown, str) else card.unknown,
    )
