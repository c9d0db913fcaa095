"""Participants, their skills, their certificates, and who should or should not work together.

No BSN, name, diagnosis or nationality: what someone can bear at work is asked, never why. People are known by a
random id only. Source of the field list: domain.md section 3 (internal record) and 5 (what the rules need).
"""

from datetime import date

from instances.schema.base import Clock, Document, Id, MunicipalityCode, Postcode, attribute
from instances.schema.vocabulary import (
    Advice,
    Certificate,
    CoupleKind,
    CoupleReason,
    Day,
    Distance,
    Evidence,
    Language,
    Mode,
    Regime,
    Stage,
)

WORKWEEK = (Day.MON, Day.TUE, Day.WED, Day.THU, Day.FRI)


def _capacity(title: str, what: str) -> int | None:
    description = (
        f"How much {what} the person can bear: 0 none, 1 little, 2 some, 3 much, 4 no limit. Empty = not known."
    )
    found: int | None = attribute(title, description, unit="level 0-4", default=None, ge=0, le=4)
    return found


class Participant(Document):
    """One person who is looking for a place, as far as matching needs to know."""

    id: Id = attribute("Deelnemer", "Random id; never a BSN or a name.")
    municipality: MunicipalityCode = attribute("Betalende gemeente", "Municipality that pays.", to="municipalities")
    postcode: Postcode = attribute("Postcode", "Four-digit postcode of the home.")
    regime: Regime = attribute("Regeling", "Law and payer.")
    stage: Stage = attribute("Fase", "Where the person is in the chain.", default=Stage.DEVELOPMENT)
    coach: Id | None = attribute("Coach", "Job coach or case manager.", to="coaches", default=None)
    birth_year: int | None = attribute(
        "Geboortejaar", "For youth rules only.", unit="year", default=None, ge=1930, le=2015
    )
    target_group: bool | None = attribute("Doelgroepregister", "In the register of the jobs agreement.", default=None)
    ladder_step: int | None = attribute(
        "Trede", "Participation ladder step.", unit="step 1-6", default=None, ge=1, le=6
    )
    distance: Distance | None = attribute("Afstand", "Distance to work under the regional ordinance.", default=None)
    sheltered_advice: Advice | None = attribute("Advies beschut", "UWV advice on sheltered work.", default=None)
    sheltered_advice_on: date | None = attribute("Datum advies", "Date of the UWV advice.", default=None)
    wage_value: float | None = attribute(
        "Loonwaarde", "Output as share of the minimum wage in the last job.", unit="%", default=None, ge=0, le=150
    )
    wage_value_on: date | None = attribute("Datum loonwaarde", "Date of measurement; empty = estimated.", default=None)
    hours_week: float | None = attribute(
        "Uren per week", "Hours that the person can work.", unit="hours/week", default=None, ge=0, le=48
    )
    hours_day: float | None = attribute(
        "Uren per dag", "Longest working day.", unit="hours/day", default=None, ge=0, le=12
    )
    days: tuple[Day, ...] = attribute("Dagen", "Days on which the person can work.", default=WORKWEEK)
    from_time: Clock | None = attribute(
        "Vanaf", "Earliest start of work, for instance after school drop-off; empty = any.", unit="hh:mm", default=None
    )
    until_time: Clock | None = attribute("Tot", "Latest end of work; empty = any.", unit="hh:mm", default=None)
    capacity_sit: int | None = _capacity("Zitten", "sitting")
    capacity_stand: int | None = _capacity("Staan", "standing")
    capacity_lift: int | None = _capacity("Tillen", "lifting")
    capacity_reach: int | None = _capacity("Reiken", "reaching and bending")
    capacity_stress: int | None = _capacity("Werkdruk", "stress")
    capacity_noise: int | None = _capacity("Lawaai", "noise")
    capacity_heights: int | None = _capacity("Hoogte", "work at heights")
    capacity_contact: int | None = _capacity("Contact", "contact with customers")
    capacity_pace: int | None = _capacity("Tempo", "pace")
    guidance_hours: float = attribute(
        "Begeleiding", "Guidance needed on the work floor.", unit="hours/week", default=0.0, ge=0, le=20
    )
    modes: tuple[Mode, ...] = attribute("Vervoer", "Ways to travel; walking is always possible.", default=(Mode.WALK,))
    max_travel_minutes: int | None = attribute(
        "Reisgrens", "Longest journey one way; empty = regional default.", unit="minutes", default=None, ge=0, le=180
    )
    limited_mobility: bool = attribute("Beperkt mobiel", "Then the default journey is shorter.", default=False)
    dutch: Language | None = attribute("Nederlands", "Level of spoken Dutch.", default=None)
    education: int | None = attribute(
        "Opleiding", "VUM level of education.", unit="level 1-6", default=None, ge=1, le=6
    )
    certificates_on: date | None = attribute(
        "Papieren nagevraagd",
        "When certificates were last asked for; empty = never, so the list may lack some.",
        default=None,
    )
    wished_lines: tuple[Id, ...] = attribute("Wens", "Lines wished for, dearest first.", to="lines", default=())
    avoided_lines: tuple[Id, ...] = attribute(
        "Liever niet", "Lines that the person would rather avoid.", to="lines", default=()
    )
    vetoed_lines: tuple[Id, ...] = attribute("Nooit", "Lines that the person refuses.", to="lines", default=())
    vetoed_organisations: tuple[Id, ...] = attribute(
        "Nooit bij", "Organisations that the person refuses.", to="organisations", default=()
    )
    needs_stability_first: bool = attribute("Eerst rust", "Debts or housing come first.", default=False)
    wsw_voluntary_move: bool | None = attribute(
        "Wsw: wil verhuizen", "A Wsw employee agrees to leave the present place.", default=None
    )
    protected_months_used: int = attribute(
        "Maanden beschermd",
        "Months already spent on temporary protected places.",
        unit="months",
        default=0,
        ge=0,
        le=120,
    )
    budget_cents: int | None = attribute(
        "Budget",
        "Cap on the cost of the person's track this year; empty = the municipality's cap.",
        unit="euro cents",
        default=None,
        ge=0,
        le=20_000_000,
    )
    budget_used_cents: int = attribute(
        "Gebruikt", "Part of the budget already spent.", unit="euro cents", default=0, ge=0, le=20_000_000
    )
    waiting_since: date | None = attribute("Wacht sinds", "Since when without a place.", default=None)
    available_on: date | None = attribute("Beschikbaar", "First day of work; empty = at once.", default=None)
    exempt_until: date | None = attribute(
        "Ontheffing tot", "Last day of an exemption from the duty to work; empty = no exemption.", default=None
    )
    updated_on: date | None = attribute("Bijgewerkt", "When these facts were last checked.", default=None)


class ParticipantSkill(Document):
    """One skill of one participant."""

    participant: Id = attribute("Deelnemer", "Whose skill.", to="participants")
    skill: Id = attribute("Vaardigheid", "Skill of the vocabulary.", to="skills")
    level: int = attribute(
        "Niveau",
        "1 with help, 2 on instruction, 3 alone, 4 teaches others; behaviour: 1 weak, 2 sufficient, 3 good.",
        unit="level 1-4",
        ge=1,
        le=4,
    )
    evidence: Evidence = attribute("Bewijs", "How sure the level is.", default=Evidence.OBSERVED)


class ParticipantCertificate(Document):
    """One certificate of one participant."""

    participant: Id = attribute("Deelnemer", "Whose certificate.", to="participants")
    certificate: Certificate = attribute("Papier", "Which certificate.")
    valid_until: date | None = attribute(
        "Geldig tot", "Last day on which it counts; empty = does not end.", default=None
    )


class Couple(Document):
    """Two participants who should not work together, or who help one another; each couple stands here once."""

    participant: Id = attribute("Deelnemer", "One of the two.", to="participants")
    other: Id = attribute("Ander", "The other of the two.", to="participants")
    kind: CoupleKind = attribute("Soort", "Apart or together.")
    reason: CoupleReason = attribute(
        "Reden", "Why, in a word that says nothing of health; no rule reads it.", default=CoupleReason.AGREED
    )
