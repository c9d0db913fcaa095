"""Workplaces and the skills they ask. A workplace is one or more equal slots at one site.

Source of the field list: domain.md section 3 (place record) and 5 (what the rules need).
"""

from datetime import date

from instances.schema.base import Clock, Document, Id, Postcode, Text, attribute
from instances.schema.participant import WORKWEEK
from instances.schema.vocabulary import Axis, Certificate, Day, Importance, Language, PlaceKind, Stream


def _load(title: str, what: str) -> int:
    description = f"How much {what} the work asks: 0 none, 1 little, 2 some, 3 much, 4 very much."
    found: int = attribute(title, description, unit="level 0-4", default=0, ge=0, le=4)
    return found


class Workplace(Document):
    """One place to work or learn, with its slots, demands and price."""

    id: Id = attribute("Plek", "Id of the workplace.")
    title: Text = attribute("Naam", "What the work is, in a few words.")
    organisation: Id = attribute("Organisatie", "Where one works.", to="organisations")
    kind: PlaceKind = attribute("Soort", "Kind of place.")
    line: Id | None = attribute("Lijn", "Learn-work line that the work belongs to.", to="lines", default=None)
    course: Id | None = attribute("Cursus", "Course, for a training place.", to="courses", default=None)
    postcode: Postcode = attribute("Postcode", "Four-digit postcode of the site; BE-/DE- across the border.")
    slots: int = attribute("Aantal plekken", "People at the same time.", unit="slots", default=1, ge=0, le=2_000)
    hours_min: float = attribute("Uren minimaal", "Fewest hours a week.", unit="hours/week", default=0.0, ge=0, le=48)
    hours_max: float = attribute("Uren maximaal", "Most hours a week.", unit="hours/week", default=40.0, ge=0, le=48)
    hours_day: float = attribute(
        "Uren per dag", "Length of a shift that everyone works.", unit="hours/day", default=0.0, ge=0, le=12
    )
    days: tuple[Day, ...] = attribute("Dagen", "Days on which there is work.", default=WORKWEEK)
    from_time: Clock = attribute("Begin", "Start of the working day.", unit="hh:mm", default="08:00")
    until_time: Clock = attribute("Einde", "End of the working day.", unit="hh:mm", default="17:00")
    load_sit: int = _load("Zitten", "sitting")
    load_stand: int = _load("Staan", "standing")
    load_lift: int = _load("Tillen", "lifting")
    load_reach: int = _load("Reiken", "reaching and bending")
    load_stress: int = _load("Werkdruk", "stress")
    load_noise: int = _load("Lawaai", "noise")
    load_heights: int = _load("Hoogte", "work at heights")
    load_contact: int = _load("Contact", "contact with customers")
    load_pace: int = _load("Tempo", "pace")
    adaptations: tuple[Axis, ...] = attribute("Aanpassingen", "Loads that the place can take away.", default=())
    min_dutch: Language | None = attribute("Nederlands minimaal", "Floor for safety; empty = none.", default=None)
    certificates: tuple[Certificate, ...] = attribute("Papieren", "Certificates that are required.", default=())
    guidance_hours: float = attribute(
        "Begeleiding",
        "Guidance that the place offers, all slots together.",
        unit="hours/week",
        default=0.0,
        ge=0,
        le=2_000,
    )
    max_intensive: int | None = attribute(
        "Intensief maximaal",
        "Most people with intensive guidance at the same time; empty = no limit.",
        unit="people",
        default=None,
        ge=0,
        le=2_000,
    )
    temporary_months: int | None = attribute(
        "Tijdelijk",
        "A temporary protected place: longest stay; empty = not temporary.",
        unit="months",
        default=None,
        ge=1,
        le=60,
    )
    next_step: PlaceKind | None = attribute(
        "Volgende stap", "Kind of place that follows a temporary one.", default=None
    )
    contract_months: int | None = attribute(
        "Contract",
        "Length of the contract that is offered, or meant to follow a trial; 120 = without end, 0 = none,"
        " empty = not known.",
        unit="months",
        default=None,
        ge=0,
        le=120,
    )
    wsw: bool = attribute("Wsw-plek", "Reserved for Wsw employees.", default=False)
    stream: Stream = attribute("Geldstroom", "Purse that pays the price.", default=Stream.REINTEGRATION)
    price_cents: int = attribute(
        "Prijs",
        "What one placement costs the paying municipality this year, apart from wage-cost subsidy.",
        unit="euro cents",
        default=0,
        ge=0,
        le=20_000_000,
    )
    start_on: date | None = attribute("Start", "First day; empty = at once.", default=None)
    end_on: date | None = attribute("Eind", "Last day; empty = no end.", default=None)
    updated_on: date | None = attribute("Bijgewerkt", "When these facts were last checked.", default=None)


class WorkplaceSkill(Document):
    """One skill that a workplace asks."""

    workplace: Id = attribute("Plek", "Which workplace.", to="workplaces")
    skill: Id = attribute("Vaardigheid", "Skill of the vocabulary.", to="skills")
    level: int = attribute(
        "Niveau",
        "1 with help, 2 on instruction, 3 alone, 4 teaches others; behaviour: 1 weak, 2 sufficient, 3 good.",
        unit="level 1-4",
        ge=1,
        le=4,
    )
    importance: Importance = attribute("Belang", "How much the work needs the skill.", default=Importance.ESSENTIAL)
