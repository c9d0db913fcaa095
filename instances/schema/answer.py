"""What an answer to "why", "why not" and "what if" holds: data and their age, price and people, changes, clashes."""

from datetime import date

from pydantic import Field

from instances.schema.solution import Finding, Frozen, Said
from instances.schema.view import PairView, Weight


class Datum(Frozen):
    """One fact that a rule read, and how old it is."""

    field: str = Field(description="As rules name it: `participant.hours_week`, or a side table.")
    title: Said = Field(description="What it is called in front of people.")
    value: Said = Field(description="As people read it.")
    source: str = Field(description="Table and row that it stands in.")
    checked_on: date | None = Field(description="When it was last checked; empty = not known.")
    months: int | None = Field(description="Whole months since then.")
    stale: bool = Field(description="Older than `guidance.fact_stale_months` allows, or never dated.")


class Evidence(Frozen):
    """The facts behind the verdict of one rule."""

    rule: str
    weight: Weight
    data: tuple[Datum, ...]
    said: Said | None = Field(default=None, description="How old the oldest of them is; empty where none is stale.")


class Bar(Frozen):
    """One step of the waterfall from base to net value."""

    code: str = Field(description="Rule, `base`, `floor`, or rule and key of a scarce thing as `slots:w1`.")
    points: float = Field(description="What this step adds or takes, points.")
    total: float = Field(description="Sum up to and including this step, points.")


class Rival(Frozen):
    """Someone who has, or waits for, a share of a scarce thing."""

    participant: str
    workplace: str = Field(description="Where the share is used, or would be.")
    amount: int = Field(description="Units of the scarce thing.")
    points: float = Field(
        description="Who has it: what is lost by moving to the next best. Who waits: what would be gained."
    )


class Competition(Frozen):
    """A scarce thing, its price, and the people who compete for it."""

    row: str
    kind: str = Field(description="Code of the row rule.")
    unit: str
    price: float = Field(description="Points per unit.")
    capacity: int
    num_first: int = Field(description="Who has a share that the law protects or that was promised.")
    num_holders: int = Field(description="Who else has a share.")
    num_waiting: int
    holders: tuple[Rival, ...] = Field(description="Cheapest to move first.")
    waiting: tuple[Rival, ...] = Field(description="Greatest gain first.")
    said: Said


class Changed(Frozen):
    """One field with a new value."""

    field: str
    value: str = Field(description="The new cell, as it would stand in the document.")
    steps: int = Field(description="How many steps of the stated domain away from now.")
    said: Said = Field(description="As a clause: 'the travel limit becomes 45 minutes (now 30)'.")


class Repair(Frozen):
    """A set of changes that makes a pair possible, while no part of it does."""

    changes: tuple[Changed, ...]
    smallest: bool = Field(description="Nothing smaller in the stated domain does it; otherwise that was not decided.")
    said: Said


class Repairs(Frozen):
    """What would make a blocked pair possible, each answer verified by judging the changed documents."""

    participant: str
    workplace: str
    blockers: tuple[str, ...] = Field(description="Codes of the rules that stand in the way.")
    repairs: tuple[Repair, ...]
    num_tried: int = Field(description="Sets of changes that were judged.")
    largest: int = Field(description="Sets of up to this many changes were all decided: the claim of minimality.")
    said: Said


class Move(Frozen):
    """What one person gets in another plan."""

    participant: str
    before: str | None = Field(description="Workplace; empty = none.")
    after: str | None
    points: int = Field(description="Change of value, points.")


class Pays(Frozen):
    """A scarce thing that is used differently in another plan."""

    row: str
    kind: str
    unit: str
    before: int = Field(description="Units in use.")
    after: int
    capacity: int
    price: float = Field(description="Points per unit.")


class Forced(Frozen):
    """What it costs the whole to place people at named workplaces."""

    couples: tuple[tuple[str, str], ...]
    possible: bool = Field(description="Beside the places that the law protects and promises that can be kept.")
    slack: float = Field(description="Loss at the prices of the solution, points.")
    at_least: int = Field(description="Proven: forcing costs at least this against the solution, points.")
    loss: int | None = Field(description="Value of the solution less that of the plan that was found, points.")
    exact: bool = Field(description="The plan that was found is proven to be the best one.")
    moves: tuple[Move, ...]
    pays: tuple[Pays, ...]
    said: Said


class Nearby(Frozen):
    """A workplace that comes near for someone, and what it takes."""

    workplace: str
    title: str
    room: int = Field(description="Slots that are free in the solution.")
    repairs: Repairs


class Opening(Frozen):
    """One change of a workplace, and the people without a place to whom it opens the place."""

    change: Changed
    count: int
    participants: tuple[str, ...]
    said: Said


class Openings(Frozen):
    """Which single changes of a workplace with empty slots open it to most people, best first."""

    workplace: str
    room: int = Field(description="Slots that are free in the solution.")
    fitting: int = Field(description="People without a place for whom it is possible already.")
    openings: tuple[Opening, ...]
    num_tried: int
    said: Said


class Extra(Frozen):
    """Units that a scarce thing lacks."""

    row: str
    kind: str
    unit: str
    units: int
    said: Said


class Clash(Frozen):
    """Whether demands can be met together; if not, a smallest clash, and the cheapest way out."""

    feasible: bool
    demands: tuple[str, ...] = Field(description="Demands as given: `p001` or `p001:w001`.")
    clashing: tuple[str, ...] = Field(description="No smaller part of these demands clashes; empty = feasible.")
    rows: tuple[str, ...] = Field(description="Scarce things that by themselves make them clash, each needed for that.")
    relaxation: tuple[Extra, ...] = Field(description="Fewest typical portions more that meet all demands.")
    said: Said


class Difference(Frozen):
    """One hypothetical change: the pair before and after, and how many places or people it opens or closes."""

    changes: tuple[Changed, ...]
    before: PairView | None
    after: PairView | None
    opened: tuple[str, ...] = Field(description="What becomes possible: places of the person, or people of the place.")
    closed: tuple[str, ...]
    rules: tuple[str, ...] = Field(description="Rules that judge the pair otherwise than before.")
    said: Said


class Explanation(Frozen):
    """What there is to say about one participant, and about one workplace where one is asked for."""

    participant: str
    placed: PairView | None = Field(description="The place in the solution, read aloud; empty = no place.")
    unmatched: tuple[Finding, ...] = Field(description="Reasons for having no place.")
    asked: PairView | None = Field(default=None, description="The workplace that was asked for.")
    loss: float | None = Field(
        default=None,
        description="Least that forcing the pair costs the whole, points, up to the gap; empty = blocked or there.",
    )
    evidence: tuple[Evidence, ...] = Field(default=(), description="Facts behind each rule, with their age.")
    waterfall: tuple[Bar, ...] = Field(default=(), description="From base to net value; sums exactly.")
    rivals: tuple[Competition, ...] = Field(default=(), description="Scarce things with a price, and who competes.")
    repairs: Repairs | None = Field(default=None, description="What would make the pair possible.")
    forced: Forced | None = Field(default=None, description="What forcing the pair costs, by a new plan.")
    nearest: tuple[Nearby, ...] = Field(default=(), description="For who has no place: what comes nearest.")
    nl: str
    en: str
