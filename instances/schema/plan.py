"""The plan as a whole: its periods, what counts how much, and what was decided about the years.

Every row of a plan says where its figures come from and how far to trust them. An instance without these tables has no
plan; a table that is left out switches its part of the mathematics off.
"""

from datetime import date

from instances.schema.base import Document, Id, Text, attribute
from instances.schema.plan_words import Goal, Method
from instances.schema.vocabulary import Status

ASSUMPTION = "assumption of this project"
MOST_CENTS = 10**13


def source() -> str:
    """The field that says where the figures of a row come from."""
    found: str = attribute("Bron", "Where the figures of this row come from.", default=ASSUMPTION)
    return found


def status() -> Status:
    """The field that says how far the figures of a row can be trusted."""
    found: Status = attribute("Status", "Official, estimated or assumed.", default=Status.ASSUMED)
    return found


def cents(title: str, description: str, unit: str = "euro cents", default: int = 0) -> int:
    """A field with an amount of money."""
    found: int = attribute(title, description, unit=unit, default=default, ge=0, le=MOST_CENTS)
    return found


def percent(title: str, description: str, unit: str = "%", default: float = 0.0, le: float = 100) -> float:
    """A field with a share or rate in percent."""
    found: float = attribute(title, description, unit=unit, default=default, ge=0, le=le)
    return found


class PlanSettings(Document):
    """One row: the periods of the plan and the figures that hold for all of it."""

    name: Id = attribute("Plan", "Short name of the plan.")
    title: Text = attribute("Titel", "Title for people.")
    first_on: date = attribute("Eerste dag", "First day of the first period.")
    num_periods: int = attribute("Perioden", "How many periods.", unit="periods", ge=1, le=240)
    period_months: int = attribute("Maanden", "Length of a period.", unit="months", default=3, ge=1, le=12)
    method: Method = attribute("Werkwijze", "How goals are weighed.", default=Method.WEIGHTED)
    discount_percent: float = percent("Discontering", "Later euros and people count less.", "%/year", le=50)
    price_year: int | None = attribute(
        "Prijspeil", "Year whose prices the documents have; empty = the first year of the plan.", unit="year",
        default=None, ge=2020, le=2060,
    )  # fmt: skip
    wage_growth_percent: float = percent("Loonstijging", "Growth of wages and prices.", "%/year", le=50)
    grant_growth_percent: float = percent("Stijging bijdragen", "Growth of grants.", "%/year", le=50)
    value_growth_percent: float = percent("Stijging opbrengst", "Growth of added value.", "%/year", le=50)
    starts_period: float | None = attribute(
        "Starts per periode",
        "Places that the organisation can build or move in one period; empty = no limit.",
        unit="places/period",
        default=None,
        ge=0,
        le=100_000,
    )
    impulse_carry_over: bool = attribute("Impuls meenemen", "Unused impulse money stays for later years.", default=True)
    tail_percent: float = percent("Staart", "CVaR: over which share of the worst outcomes.", default=10.0)
    tail_weight_percent: float = percent("Gewicht staart", "How much the worst outcomes weigh beside the expected.")
    source: Text = source()
    status: Status = status()


class PlanGoal(Document):
    """What one unit of a goal weighs; a goal without a row does not steer."""

    goal: Goal = attribute("Doel", "What must stay small.")
    level: int = attribute(
        "Volgorde", "In order: 1 first; equal levels are weighed together.", unit="rank", ge=1, le=99
    )
    penalty_cents: int = cents("Gewicht", "What one unit of it counts for.", "euro cents/unit")
    source: Text = source()
    status: Status = status()


class PlanLearning(Document):
    """How much less a new or moved place yields in its first quarters."""

    quarter: int = attribute("Kwartaal", "Quarter since the start, 1 = first.", unit="quarters", ge=1, le=40)
    loss_percent: float = percent("Leerverlies", "Share of the places that does not count yet.")
    source: Text = source()
    status: Status = status()


class PlanActivity(Document):
    """One line of the council's planning table: what happens in which years."""

    id: Id = attribute("Activiteit", "Id of the activity.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    from_year: int = attribute("Vanaf", "First year.", unit="year", ge=2020, le=2060)
    until_year: int = attribute("Tot en met", "Last year.", unit="year", ge=2020, le=2060)
    source: Text = source()
    status: Status = status()


class PlanProgramme(Document):
    """One-off cost of the change itself in one year: project office, decisions, communication."""

    id: Id = attribute("Post", "Id of the item.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    year: int = attribute("Jaar", "Year.", unit="year", ge=2020, le=2060)
    amount_cents: int = cents("Bedrag", "One-off cost in that year.")
    source: Text = source()
    status: Status = status()
