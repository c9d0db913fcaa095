"""What comes out of a plan: places, moves, people, money, staff and floor, and what every scarce thing is worth.

Amounts of people, places, staff and floor are as the programme found them, but for `people`, which is whole. Money is
in euro. A period is named by its first month or quarter (`2026Q3`, `2026-07`), a year by its number.
"""

from enum import StrEnum

from pydantic import Field

from instances.schema.plan_scenarios import PlanPatch
from instances.schema.solution import Finding, Frozen, Limit, Said


class PlanReason(StrEnum):
    """What we know at the end of a run."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    NO_SOLUTION = "no_solution"


class PlanTermination(Frozen):
    """What we know, and, apart from that, why we stopped."""

    reason: PlanReason = Field(description="Optimal only with a bound that proves it.")
    limit: Limit = Field(description="Why the run stopped before it knew more.")
    objective: float | None = Field(description="Weighted sum of the goals, k euro; smaller is better.")
    bound: float | None = Field(description="Proven: no plan has a smaller objective, k euro.")
    gap: float | None = Field(description="(objective - bound) / max(1, |objective|), a fraction.")


class ObjectivePart(Frozen):
    """One goal in the objective."""

    goal: str = Field(description="A word of `Goal`.")
    level: int = Field(description="Order in which it was weighed.")
    amount: float = Field(description="Units over the whole plan, expected over the tree, not discounted.")
    unit: str
    weighted_k_euro: float = Field(description="Its part of the objective, discounted, k euro.")


class Capacity(Frozen):
    """Places of a line at a host in a period."""

    line: str
    host: str
    period: str
    places: float
    effective: float = Field(description="Places that count, new ones less for what is still being learnt.")
    occupied: float = Field(description="Places in use.")
    branch: str = Field(default="", description="Branch of the tree; empty = the trunk.")


class Move(Frozen):
    """Places that move, start or end during a period; the change counts from the next period on."""

    line: str
    from_host: str = Field(description="Empty = newly built.")
    to_host: str = Field(description="Empty = ended.")
    period: str
    places: float
    branch: str = ""


class People(Frozen):
    """How many people of a group are where; whole, every right and duty kept."""

    group: str
    municipality: str
    line: str
    host: str
    period: str
    number: int = Field(description="Whole people: largest remainders per group, municipality and period.")
    exact: float = Field(description="As the programme found it.")
    branch: str = ""


class PeopleMove(Frozen):
    """People on a track who move along with their line during a period."""

    group: str
    municipality: str
    line: str
    from_host: str
    to_host: str
    period: str
    number: float
    branch: str = ""


class Flow(Frozen):
    """What changes for a group of a municipality in a period: `enters`, `ends`, `lasting_exits`, `waiting`, ..."""

    group: str
    municipality: str
    period: str
    kind: str
    number: float
    branch: str = ""


class Money(Frozen):
    """An amount of one municipality in one year; costs are positive, income negative."""

    municipality: str
    year: int
    kind: str = Field(description="What it is; `structural`, `budget`, `deficit` and so on are sums.")
    euro: float
    branch: str = ""


class CompanyMoney(Frozen):
    """An amount of a cost pool in one year."""

    pool: str
    year: int
    kind: str
    euro: float
    branch: str = ""


class Staff(Frozen):
    """Staff of a class in a period, and what changes during it."""

    staff: str
    period: str
    fte: float
    attrition: float
    hired: float
    ended: float
    retrained: float
    branch: str = ""


class Site(Frozen):
    """Floor of a site in a period, and what is given back during it."""

    site: str
    period: str
    m2: float
    needed_m2: float
    given_back_m2: float
    branch: str = ""


class Wsw(Frozen):
    """People with a right, by municipality, in a period: an input of the plan, shown beside it."""

    group: str
    municipality: str
    period: str
    people: float
    units: float = Field(description="Standard units, for which the grant is.")
    branch: str = ""


class Dual(Frozen):
    """What one unit more of a scarce thing changes in the objective."""

    block: str
    key: tuple[str, ...]
    period: str
    value: float = Field(description="Change of the objective per unit more, euro; below zero: it saves.")
    unit: str = Field(description="Unit of the scarce thing.")
    least: float | None = Field(default=None, description="It holds from this amount on; empty = not worked out.")
    most: float | None = Field(default=None, description="It holds up to this amount; empty = not worked out.")
    nl: str
    en: str
    branch: str = ""


class BindingBlock(Frozen):
    """How many rows of a block hold the plan back."""

    block: str
    rows: int
    binding: int
    nl: str
    en: str


class Assumption(Frozen):
    """One row of the documents behind a plan, as its scenario has it: every figure with where it comes from."""

    table: str
    row: str = Field(description="Its key, parts joined by /, as patches name it.")
    values: dict[str, bool | float | str | None] = Field(description="By field, in the units of the document.")
    source: str
    status: str = Field(description="`official`, `estimated` or `assumed`.")


class PlanProvenance(Frozen):
    """Everything needed to repeat the run."""

    instance: str = Field(description="Name of the instance.")
    instance_hash: str = Field(description="SHA-256 over the documents before the scenario.")
    synthetic: bool
    plan: str = Field(description="Name of the plan.")
    scenario: str = Field(description="Scenario that was applied; empty = the documents as they are.")
    patches: tuple[PlanPatch, ...] = Field(default=(), description="What the scenario changes, in order.")
    mode: str = Field(description="`five-year` or `year`.")
    seed: int
    versions: dict[str, str]
    solver: str = Field(description="Solver and method that ran.")
    options: dict[str, str | float | None] = Field(default_factory=dict)


class PlanSolution(Frozen):
    """The whole answer of one planning run."""

    termination: PlanTermination
    objective_parts: tuple[ObjectivePart, ...] = ()
    periods: tuple[str, ...]
    branches: dict[str, float] = Field(default_factory=dict, description="Leaves of the tree and their chances.")
    capacity: tuple[Capacity, ...] = ()
    moves: tuple[Move, ...] = ()
    people: tuple[People, ...] = ()
    people_moves: tuple[PeopleMove, ...] = ()
    flows: tuple[Flow, ...] = ()
    money: tuple[Money, ...] = ()
    companies: tuple[CompanyMoney, ...] = ()
    staff: tuple[Staff, ...] = ()
    site: tuple[Site, ...] = ()
    wsw: tuple[Wsw, ...] = ()
    duals: tuple[Dual, ...] = ()
    binding: tuple[BindingBlock, ...] = ()
    findings: tuple[Finding, ...] = ()
    assumptions: tuple[Assumption, ...] = Field(default=(), description="Every row of the documents behind the plan.")
    names: dict[str, Said] = Field(default_factory=dict, description="What ids are called.")
    seconds: float = Field(description="Wall time of the whole run, seconds.")
    statistics: dict[str, float] = Field(default_factory=dict, description="Counts, and CPU seconds per phase.")
    provenance: PlanProvenance
