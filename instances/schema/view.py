"""A pair as people look at it: a proposal, an answer to "why" and to "why not", all in one form."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from instances.schema.solution import Cost, Finding, Frozen, Part, Said


class Verdict(StrEnum):
    """How a pair stands."""

    ASSIGNED = "assigned"
    ELIGIBLE = "eligible"
    BLOCKED = "blocked"


class Weight(StrEnum):
    """What a finding means for the pair."""

    BLOCKS = "blocks"
    OVERRIDDEN = "overridden"
    ASK = "ask"
    AGAINST = "against"
    WATCH = "watch"
    FOR = "for"


class Reading(Frozen):
    """One rule read for one pair."""

    weight: Weight = Field(description="What it means for the pair.")
    points: int = Field(default=0, description="Points lost by a soft rule.")
    telling: bool = Field(default=True, description="The sentence names facts of this pair.")
    finding: Finding


class Scarcity(Frozen):
    """One scarce thing that the pair uses."""

    row: str = Field(description="Key of the scarce thing.")
    kind: str = Field(description="Code of the row rule.")
    amount: int = Field(description="Units that the pair takes.")
    capacity: int = Field(description="Units there are.")
    unit: str
    price: float = Field(description="Points per unit.")
    finding: Finding

    @property
    def cost(self) -> float:
        """What the pair pays for it, points, to the thousandth."""
        return round(self.price * self.amount, 3)


class CourseStep(Frozen):
    """A course that makes the gap between a person and a place smaller."""

    course: str = Field(description="Id of the course.")
    before: int = Field(description="Gap now, percent of the work, as the rule `skills` counts it.")
    after: int = Field(description="Gap after the course, percent of the work.")
    start_on: date = Field(description="First start, today or later.")
    price_cents: int = Field(description="Price for one person, euro cents.")
    enough_dutch: bool = Field(description="The person has the Dutch that the course asks.")
    nl: str
    en: str


class Proposal(Frozen):
    """A pair as a list of proposals shows it, in short: what it is worth, why, and whether there is room now."""

    participant: str
    workplace: str
    title: str = Field(description="What the work is.")
    organisation: str = Field(description="Name of the organisation.")
    kind: str = Field(description="Kind of place.")
    assigned: bool = Field(description="It is the place of this participant in the solution.")
    value: int = Field(description="Points: sum of the ledger.")
    price: float = Field(description="Points: what its scarce things would bring elsewhere.")
    net: float = Field(description="Value minus price, points.")
    ledger: tuple[Part, ...]
    ask: tuple[str, ...] = Field(description="Codes of rules that passed on an unknown fact: ask before placing.")
    left: int = Field(description="Slots that nobody holds now; an own one counts as free.")
    waiting: int = Field(description="Other people without a place who could go here.")


class Ride(Frozen):
    """One way to travel to a place, at its hours of work."""

    mode: str = Field(description="Way to travel.")
    minutes: float = Field(description="One way, minutes.")


class PairView(Frozen):
    """Everything there is to say about one participant at one workplace."""

    participant: str
    workplace: str
    title: str = Field(description="What the work is.")
    organisation: str = Field(description="Name of the organisation.")
    kind: str = Field(description="Kind of place.")
    verdict: Verdict
    value: int = Field(description="Points: sum of the ledger; what it would be worth if nothing blocked.")
    price: float = Field(description="Points: what its scarce things would bring elsewhere.")
    net: float = Field(description="Value minus price, points.")
    ledger: tuple[Part, ...]
    travel_minutes: float | None = Field(description="One way, minutes.")
    travel_mode: str | None
    travel_source: str
    travel_estimate: bool
    rides: tuple[Ride, ...] = Field(default=(), description="Every way to travel that the person has, fastest first.")
    cost_cents: int = Field(description="What the municipality pays this year, from all its purses, euro cents.")
    municipality: str = Field(description="Which municipality pays.")
    stream: str = Field(description="Purse that pays the price of the place.")
    costs: tuple[Cost, ...] = Field(description="Who pays what this year.")
    who_pays: tuple[Said, ...] = Field(description="The same in sentences.")
    readings: tuple[Reading, ...] = Field(description="Rule by rule: what blocks first, what speaks for it last.")
    scarce: tuple[Scarcity, ...] = Field(description="What it uses, dearest first.")
    courses: tuple[CourseStep, ...] = Field(default=(), description="What makes the gap in skills smaller, most first.")
    waiting: int = Field(default=0, description="Other people without a place who could go here.")
    nl: str = Field(description="The verdict in one Dutch sentence.")
    en: str = Field(description="The verdict in one English sentence.")
