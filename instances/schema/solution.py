"""What comes out of matching: assignments, why we stopped, what each scarce thing is worth, what was found."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """A frozen part of a solution; unlike a table row it may hold other parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(StrEnum):
    """What we know at the end of a run (as OR-Tools' MathOpt has it)."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    NO_SOLUTION = "no_solution"


class Limit(StrEnum):
    """Why a run stopped before it knew more."""

    NONE = "none"
    GAP = "gap"
    TIME = "time"
    INTERRUPTED = "interrupted"
    METHOD = "method"


class Termination(Frozen):
    """What we know, and, apart from that, why we stopped."""

    reason: Reason = Field(description="Optimal only with a bound that proves it.")
    limit: Limit = Field(description="`method`: the engine has nothing more to try.")
    objective: int = Field(description="Sum of the values of all assignments, points.")
    bound: float = Field(
        description="Proven: no matching that keeps protected places and promises is worth more, points."
    )
    gap: float = Field(description="(bound - objective) / max(1, |bound|), a fraction.")


class Said(Frozen):
    """A sentence in both languages."""

    nl: str
    en: str


class Part(Frozen):
    """One line of the ledger of a value: what a soft rule cost, under the part of the value that it is."""

    part: str = Field(description="Part of the value (a word of `ValuePart`), or `base` / `floor` / `months`.")
    rule: str = Field(description="Code of the rule, or `base` / `floor`; of lines also what counts over months.")
    amount: int = Field(description="Units missed.")
    points: int = Field(description="Points gained (base, floor) or lost (negative).")
    unknown: bool = Field(default=False, description="The amount stands in for a fact that is not known.")


class Finding(Frozen):
    """Something worth telling: a rule that is missed, a question, a row that is full, a check that failed."""

    code: str = Field(description="Code of the rule or check.")
    severity: str = Field(description="`error`, `ask`, `watch` or `info`.")
    amount: int = Field(default=0, description="Units missed, or cases counted.")
    unit: str = Field(default="", description="Unit of the amount.")
    facts: dict[str, str] = Field(default_factory=dict, description="The data behind it.")
    nl: str = Field(description="The sentence in Dutch.")
    en: str = Field(description="The sentence in English.")


class Cost(Frozen):
    """One part of what a placement costs in the budget year, and who pays it."""

    payer: str = Field(description="Who pays.")
    stream: str | None = Field(description="From which purse; only a municipality has purses.")
    what: str = Field(description="What it is for.")
    cents: int = Field(description="Euro cents in the budget year; below zero where the payer receives.")
    estimate: bool = Field(description="An assumption stands in for something that is not known or not measured.")


class Assignment(Frozen):
    """One participant gets one slot of one workplace."""

    participant: str
    workplace: str
    start: date = Field(description="First possible day.")
    kind: str = Field(description="Kind of place.")
    value: int = Field(description="Points: sum of the ledger.")
    ledger: tuple[Part, ...] = Field(description="The value, part by part.")
    travel_minutes: float | None = Field(description="One way, minutes; empty where no journey is possible.")
    travel_mode: str | None = Field(description="Way to travel that gives this time.")
    travel_source: str = Field(description="Model or table behind the time.")
    travel_estimate: bool = Field(description="True when the time is an estimate.")
    cost_cents: int = Field(description="What the municipality pays this year, from all its purses, euro cents.")
    municipality: str = Field(description="Which municipality pays.")
    stream: str = Field(description="Purse that pays the price of the place.")
    costs: tuple[Cost, ...] = Field(default=(), description="Who pays what this year.")
    ask: tuple[str, ...] = Field(
        default=(), description="Codes of rules that passed on an unknown fact: ask before placing."
    )


class Unmatched(Frozen):
    """A participant without a place, and why."""

    participant: str
    reasons: tuple[Finding, ...]


class EmptySlots(Frozen):
    """Slots that stay empty, and why."""

    workplace: str
    slots: int
    reasons: tuple[Finding, ...]


class Price(Frozen):
    """What one more unit of a scarce thing would add to the whole matching (dual value)."""

    row: str = Field(description="Key of the scarce thing.")
    kind: str = Field(description="Code of the row rule.")
    unit: str = Field(description="Unit of the row, in which the price counts.")
    price: float = Field(description="Points per unit.")
    used: int = Field(description="Units in use.")
    capacity: int = Field(description="Units there are.")


class Provenance(Frozen):
    """Everything needed to repeat the run."""

    instance: str = Field(description="Name of the instance.")
    instance_hash: str = Field(description="SHA-256 over the documents.")
    synthetic: bool = Field(description="The people are made up.")
    seed: int
    workers: int
    versions: dict[str, str]
    options: dict[str, str | float | None] = Field(default_factory=dict)

    @property
    def policy(self) -> str:
        """Name of the policy that the run followed; `instance` for the instance's own, also where none is told."""
        return str(self.options.get("policy", "instance"))


class MatchingSolution(Frozen):
    """The whole answer of one matching run."""

    termination: Termination
    engine: str = Field(description="Engine that ran.")
    engine_reason: Said = Field(description="Why this engine.")
    seconds: float = Field(description="Wall time of the whole run, seconds.")
    statistics: dict[str, float] = Field(default_factory=dict, description="Counts and seconds per phase.")
    assignments: tuple[Assignment, ...]
    unmatched: tuple[Unmatched, ...]
    empty: tuple[EmptySlots, ...] = ()
    prices: tuple[Price, ...]
    findings: tuple[Finding, ...] = ()
    provenance: Provenance
