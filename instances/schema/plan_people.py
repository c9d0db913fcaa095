"""Whom the plan is for: groups, where they may be, who is there now, and who comes and goes."""

from instances.schema.base import Document, Id, MunicipalityCode, Text, attribute
from instances.schema.plan import cents, percent, source, status
from instances.schema.plan_words import GroupKind
from instances.schema.vocabulary import Status


def _people(title: str, description: str, unit: str = "people") -> float:
    found: float = attribute(title, description, unit=unit, ge=0, le=1e6)
    return found


class PlanGroup(Document):
    """A group of people that the plan gives places to."""

    id: Id = attribute("Groep", "Id of the group.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    kind: GroupKind = attribute("Soort", "Right, duty or track.")
    wage_year_cents: int = cents("Loonkosten", "Wage that the municipality bears.", "euro cents/person/year")
    grant_year_cents: int = cents("Rijksbijdrage", "Grant, for one standard unit.", "euro cents/unit/year")
    tariff_year_cents: int = cents("Tarief", "Price that a company gets for a track.", "euro cents/person/year")
    production_percent: float = percent("Productie", "Share of full production.")
    places_person: float = attribute(
        "Plekken", "Places one person takes.", unit="places/person", default=1.0, ge=0, le=5
    )
    employers_most_percent: float = percent("Bij werkgevers", "Share at employers at most.", default=100.0)
    gives_up_percent: float = percent("Haakt af", "Share of those who wait that leaves in a year.", "%/year")
    source: Text = source()
    status: Status = status()


class PlanAllowed(Document):
    """A group may be at a host; how tracks end there."""

    group: Id = attribute("Groep", "Who.", to="plan_groups")
    host: Id = attribute("Plek", "Where.", to="plan_hosts")
    municipalities: tuple[MunicipalityCode, ...] = attribute(
        "Gemeenten", "Only people of these; empty = of all.", to="municipalities", default=()
    )
    ends_percent: float = percent("Einde", "Tracks that end in a year, of those that run.", "%/year", le=1000)
    lasting_percent: float = percent("Blijvend", "Ended tracks that bring lasting work.")
    source: Text = source()
    status: Status = status()


class PlanStart(Document):
    """Who has a place before the first period."""

    group: Id = attribute("Groep", "Who.", to="plan_groups")
    municipality: MunicipalityCode = attribute("Gemeente", "From where.", to="municipalities")
    line: Id = attribute("Lijn", "On which line.", to="lines")
    host: Id = attribute("Plek", "Where.", to="plan_hosts")
    people: float = _people("Aantal", "How many.")
    source: Text = source()
    status: Status = status()


class PlanWaiting(Document):
    """Who waits for a track before the first period; a plan without rows begins with nobody waiting."""

    group: Id = attribute("Groep", "Group on a track.", to="plan_groups")
    municipality: MunicipalityCode = attribute("Gemeente", "From where.", to="municipalities")
    people: float = _people("Aantal", "How many wait.")
    source: Text = source()
    status: Status = status()


class PlanCohort(Document):
    """People with a right, by municipality and age class; classes of a municipality go from young to old."""

    group: Id = attribute("Groep", "Group with a right.", to="plan_groups")
    municipality: MunicipalityCode = attribute("Gemeente", "From where.", to="municipalities")
    age_from: int = attribute("Leeftijd vanaf", "Youngest age of the class.", unit="years", ge=15, le=100)
    age_until: int = attribute("Leeftijd tot", "Age at which one leaves the class.", unit="years", ge=16, le=101)
    people: float = _people("Aantal", "Before the first period.")
    units_person: float = attribute(
        "Eenheden", "Standard units per person.", unit="units/person", default=1.0, ge=0, le=2
    )
    leaves_percent: float = percent("Uitstroom", "Who leaves in a year, ageing apart.", "%/year")
    source: Text = source()
    status: Status = status()


class PlanDemand(Document):
    """What one municipality asks of one group in one year."""

    group: Id = attribute("Groep", "Group with a duty or a track.", to="plan_groups")
    municipality: MunicipalityCode = attribute("Gemeente", "From where.", to="municipalities")
    year: int = attribute("Jaar", "Year.", unit="year", ge=2020, le=2060)
    people: float = _people("Aantal", "Duty: places to have; track: people who come in that year.", "people/year")
    source: Text = source()
    status: Status = status()


class PlanExits(Document):
    """Lasting exits that the municipalities want together in one year."""

    year: int = attribute("Jaar", "Year.", unit="year", ge=2020, le=2060)
    people: float = _people("Blijvende uitstroom", "Wanted in the year.", "people/year")
    source: Text = source()
    status: Status = status()
