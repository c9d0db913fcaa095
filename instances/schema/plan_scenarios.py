"""Other futures: scenarios are patches on the documents, and branches make a tree of them."""

from datetime import date

from instances.schema.base import Document, Id, Text, attribute
from instances.schema.plan import percent, source, status
from instances.schema.plan_words import Operation
from instances.schema.vocabulary import Status


class PlanScenario(Document):
    """One picture of the future, told in a sentence."""

    id: Id = attribute("Scenario", "Id of the scenario.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    story_nl: Text = attribute("Verhaal", "What happens, in Dutch.")
    story_en: Text = attribute("Verhaal (Engels)", "What happens, in English.")
    source: Text = source()
    status: Status = status()


class PlanPatch(Document):
    """One change that a scenario makes to one field of a table of the plan; patches apply in their order."""

    scenario: Id = attribute("Scenario", "Which scenario.", to="plan_scenarios")
    order: int = attribute("Volgnummer", "First 1, then 2.", unit="rank", ge=1, le=1000)
    table: Id = attribute("Tabel", "Which table of the plan.")
    row: str = attribute("Rij", "Key of the rows, parts joined by /, * for any; empty = every row.", default="")
    field: Id = attribute("Veld", "Which field.")
    operation: Operation = attribute("Bewerking", "Becomes, times or plus.")
    value: Text = attribute("Waarde", "The new value, factor or addition, as it would stand in the cell.")
    from_year: int | None = attribute(
        "Vanaf", "Tables with a year: first year; empty = all.", unit="year", default=None, ge=2020, le=2060
    )
    until_year: int | None = attribute(
        "Tot en met", "Tables with a year: last year; empty = all.", unit="year", default=None, ge=2020, le=2060
    )
    source: Text = source()
    status: Status = status()


class PlanBranch(Document):
    """A branch of the tree of futures: from a day on, with a chance, these factors hold along it."""

    id: Id = attribute("Tak", "Id of the branch.")
    parent: Id | None = attribute(
        "Vorige tak", "Branch it grows from; empty = the trunk.", to="plan_branches", default=None
    )
    from_on: date = attribute("Vanaf", "First day on which it differs.")
    chance_percent: float = percent("Kans", "Chance among the branches that grow from the same place then.")
    demand_percent: float = percent("Instroom", "Inflow, against the documents.", default=100.0, le=1000)
    leaves_percent: float = percent("Uitstroom", "Wsw outflow, against the documents.", default=100.0, le=1000)
    wage_percent: float = percent("Lonen", "Wages, against the documents.", default=100.0, le=1000)
    source: Text = source()
    status: Status = status()
