"""Answers beside a plan: what is still open, what aims cost one another, what clashes, what foresight is worth."""

from datetime import date

from pydantic import Field

from instances.schema.solution import Frozen, Said


class Reach(Frozen):
    """How little and how much there can be of something in plans that are nearly as good."""

    direction: str = Field(description="What is counted, such as `goal_redundancies` or `host_employer`.")
    unit: str
    now: float = Field(description="In the best plan.")
    least: float | None = Field(description="Empty where no plan was found.")
    most: float | None = Field(description="Empty where no plan was found.")
    said: Said


class NearPlans(Frozen):
    """What is still open among plans that cost at most a share more."""

    within: float = Field(description="Share of the objective that a plan may be dearer.")
    objective: float = Field(description="Of the best plan, k euro.")
    reaches: tuple[Reach, ...]


class FrontPoint(Frozen):
    """One plan of a front."""

    rest: float = Field(description="All other goals together, weighed, k euro.")
    amount: float = Field(description="Of the goal that is varied.")
    price: float | None = Field(description="What one unit less of the goal costs of the rest here, k euro.")
    knee: bool = Field(description="Beyond this point each next step buys least.")


class Front(Frozen):
    """What less of one goal costs all the others."""

    goal: str
    unit: str
    points: tuple[FrontPoint, ...] = Field(description="From the least of the goal to where it costs nothing more.")
    said: Said


class ClosingDate(Frozen):
    """The best plan when a host closes on a day."""

    closes_on: date | None = Field(description="First day without places; empty = as the documents have it.")
    objective: float | None = Field(description="Of the best plan, k euro; empty where none was found.")


class Closing(Frozen):
    """What each closing date of a host costs."""

    host: str
    nl: str
    en: str
    dates: tuple[ClosingDate, ...]


class Demand(Frozen):
    """One demand of a clash, or one that gives way: `amount` units."""

    block: str
    key: tuple[str, ...]
    period: str
    amount: float = 0.0
    unit: str = ""
    said: Said


class PlanClash(Frozen):
    """Why no plan exists: demands that cannot be met together, and the cheapest way out."""

    minimal: bool = Field(description="Proven: without any one of them the others can be met.")
    demands: tuple[Demand, ...]
    relaxation: tuple[Demand, ...] = Field(description="What has to give way, and by how much.")
    said: Said


class Foresight(Frozen):
    """What uncertainty costs and what foresight would be worth, k euro; empty where no such plan was found."""

    expected: float | None = Field(description="RP: the plan that waits and sees, expected.")
    mean_plan: float | None = Field(description="EV: the plan for expected figures, if they came true.")
    mean_plan_expected: float | None = Field(description="EEV: what comes of keeping its first decisions.")
    known_beforehand: float | None = Field(description="WS: with the course of events known beforehand.")
    stochastic_worth: float | None = Field(description="VSS = EEV - RP.")
    information_worth: float | None = Field(description="EVPI = RP - WS.")
    matters: bool
    said: Said
