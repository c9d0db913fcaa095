"""Who pays for what: pools of shared cost, keys, frozen budgets, impulse money, and the path of a deficit."""

from instances.schema.base import Document, Id, MunicipalityCode, Text, attribute
from instances.schema.plan import MOST_CENTS, cents, percent, source, status
from instances.schema.vocabulary import Status


class PlanPool(Document):
    """A purse that collects shared cost: a company, or the one-off cost of the change."""

    id: Id = attribute("Kostenpool", "Id of the pool.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    base_year_cents: int = cents("Vaste kosten", "Fixed shared cost that no decision changes.", "euro cents/year")
    growth_percent: float = percent("Autonome groei", "Growth of the fixed cost above wages.", "%/year", le=50)
    one_off: bool = attribute("Eenmalig", "Shares the one-off cost; exactly one pool does.", default=False)
    source: Text = source()
    status: Status = status()


class PlanKey(Document):
    """Which share of a pool one municipality pays; the shares of a pool sum to 100."""

    pool: Id = attribute("Kostenpool", "Which pool.", to="plan_pools")
    municipality: MunicipalityCode = attribute("Gemeente", "Who pays.", to="municipalities")
    share_percent: float = percent("Aandeel", "Share of the cost.")
    source: Text = source()
    status: Status = status()


class PlanBudget(Document):
    """What one municipality has for the lines in one year."""

    municipality: MunicipalityCode = attribute("Gemeente", "Who pays.", to="municipalities")
    year: int = attribute("Jaar", "Budget year.", unit="year", ge=2020, le=2060)
    structural_cents: int = cents("Bevroren budget", "Structural money; more only through planning and control.")
    impulse_cents: int = cents("Impulsmiddelen", "Incidental money that comes in this year.")
    participant_cents: int | None = attribute(
        "Budget per deelnemer",
        "Cost of one participant in a year at most; empty = no limit.",
        unit="euro cents/person/year",
        default=None,
        ge=0,
        le=MOST_CENTS,
    )
    source: Text = source()
    status: Status = status()


class PlanDeficit(Document):
    """The deficit that a company may have in one year."""

    pool: Id = attribute("Kostenpool", "Pool of the company.", to="plan_pools")
    year: int = attribute("Jaar", "Year.", unit="year", ge=2020, le=2060)
    most_cents: int = cents("Hoogste tekort", "Deficit of the company at most.")
    source: Text = source()
    status: Status = status()
