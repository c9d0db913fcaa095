"""The world around the people: organisations, municipalities, lines, coaches, courses."""

from datetime import date

from instances.schema.base import Document, Id, MunicipalityCode, Postcode, Text, attribute
from instances.schema.vocabulary import Certificate, Language, OrganisationKind, Sector


class Organisation(Document):
    """MTB, Annex, Podium24, SZMH, SEM, WOZL, Vidar, the MOB, or an employer's site."""

    id: Id = attribute("Organisatie", "Id of the organisation.")
    name: Text = attribute("Naam", "Name of the organisation, never of a person.")
    kind: OrganisationKind = attribute("Soort", "Role in the chain.")
    sector: Sector = attribute("Sector", "Sector of the work.", default=Sector.OTHER)
    postcode: Postcode | None = attribute("Postcode", "Main site.", default=None)
    staff: int | None = attribute(
        "Personeel", "People at work on the site.", unit="people", default=None, ge=0, le=100_000
    )
    non_regular_staff: int = attribute(
        "Niet-regulier",
        "Of these: unpaid or subsidised, apart from the participants of this instance.",
        unit="people",
        default=0,
        ge=0,
        le=100_000,
    )
    successor_of: Id | None = attribute(
        "Opvolger van", "Takes over the rights and duties of.", to="organisations", default=None
    )


class Municipality(Document):
    """A municipality as payer."""

    id: MunicipalityCode = attribute("Gemeente", "CBS code.")
    name: Text = attribute("Naam", "Name of the municipality.")
    wsw_organisation: Id = attribute("Sw-bedrijf", "Who employs its Wsw people.", to="organisations")
    social_service: Id | None = attribute("Sociale dienst", "Who runs its benefits.", to="organisations", default=None)
    participant_cap_cents: int | None = attribute(
        "Budget per deelnemer",
        "Cap on one person's track in a year; empty = no cap.",
        unit="euro cents",
        default=None,
        ge=0,
        le=20_000_000,
    )
    sheltered_duty: int = attribute(
        "Plaatsingsplicht", "Sheltered places to realise by year's end.", unit="people", default=0, ge=0, le=10_000
    )


class Line(Document):
    """A learn-work line."""

    id: Id = attribute("Lijn", "Id of the line.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    sector: Sector = attribute("Sector", "Sector that the line prepares for.", default=Sector.OTHER)
    organisation: Id | None = attribute("Uitvoerder", "Who runs the line.", to="organisations", default=None)


class Coach(Document):
    """A job coach or case manager, with hours rather than heads."""

    id: Id = attribute("Coach", "Id of the coach.")
    organisation: Id = attribute("Organisatie", "Employer of the coach.", to="organisations")
    hours_week: float = attribute("Uren", "Direct hours with people.", unit="hours/week", ge=0, le=40)
    aftercare_hours: float = attribute(
        "Nazorg", "Hours already promised to people in aftercare.", unit="hours/week", default=0.0, ge=0, le=40
    )


class Course(Document):
    """A course or training that closes gaps."""

    id: Id = attribute("Cursus", "Id of the course.")
    name_nl: Text = attribute("Naam", "Dutch name.")
    name_en: Text = attribute("Naam (Engels)", "English name.")
    line: Id | None = attribute("Lijn", "Line that it belongs to.", to="lines", default=None)
    weeks: int = attribute("Weken", "Length.", unit="weeks", ge=1, le=156)
    start_dates: tuple[date, ...] = attribute("Startdata", "Days on which a group starts.", default=())
    teaches: tuple[Id, ...] = attribute("Leert", "Skills that are raised one level.", to="skills", default=())
    certificate: Certificate | None = attribute("Papier", "Certificate at the end.", default=None)
    min_dutch: Language | None = attribute("Nederlands minimaal", "Level needed to follow it.", default=None)
    price_cents: int = attribute("Prijs", "Price for one person.", unit="euro cents", default=0, ge=0, le=20_000_000)
