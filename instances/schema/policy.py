"""What the owner decides rather than the code: budgets, rule settings, overrides; and what was already decided."""

from datetime import date

from instances.schema.base import Document, Id, MunicipalityCode, Postcode, Text, attribute
from instances.schema.vocabulary import Decision, DecisionReason, Mode, OnUnknown, PlacementStatus, RuleMode, Stream


class InstanceInfo(Document):
    """One row that says what this instance is."""

    name: Id = attribute("Naam", "Short name of the instance.")
    title: Text = attribute("Titel", "Title for people.")
    reference_date: date = attribute("Peildatum", "The day that counts as today.")
    synthetic: bool = attribute("Verzonnen", "True when the people and places were made up by the generator.")
    seed: int | None = attribute("Startgetal", "Seed of the generator.", default=None, ge=0, le=2**31 - 1)
    note: str = attribute("Opmerking", "Anything a reader should know.", default="")


class Budget(Document):
    """Money of one municipality for one purpose in one year."""

    municipality: MunicipalityCode = attribute("Gemeente", "Who pays.", to="municipalities")
    stream: Stream = attribute("Geldstroom", "Purse.")
    year: int = attribute("Jaar", "Budget year.", unit="year", ge=2020, le=2060)
    amount_cents: int = attribute("Bedrag", "Amount available.", unit="euro cents", ge=0, le=10**13)
    committed_cents: int = attribute(
        "Vastgelegd",
        "Of this: already promised, apart from places of participants of this instance.",
        unit="euro cents",
        default=0,
        ge=0,
        le=10**13,
    )


class PolicyRule(Document):
    """How one rule works in this instance; a rule without a row keeps the mode of its card."""

    rule: Id = attribute("Regel", "Code of the rule.", to="rules")
    mode: RuleMode = attribute("Werking", "Hard, hard unless overridden, soft, watch or off.")
    weight: float | None = attribute(
        "Gewicht",
        "Soft rules: points lost per unit missed; empty = the card's.",
        unit="points/unit",
        default=None,
        ge=0,
        le=10_000,
    )
    free: int = attribute(
        "Vrij", "Soft rules: units missed that cost nothing.", unit="units", default=0, ge=0, le=10_000
    )
    unknown: OnUnknown | None = attribute("Onbekend", "When a fact is unknown; empty = the card's.", default=None)
    why: str = attribute("Waarom", "Why the owner set it so.", default="")


class Override(Document):
    """A named person sets one rule aside for one pair, with a reason."""

    participant: Id = attribute("Deelnemer", "For whom.", to="participants")
    workplace: Id = attribute("Plek", "On which workplace.", to="workplaces")
    rule: Id = attribute("Regel", "Code of the rule that is set aside.", to="rules")
    by: Id = attribute("Door", "Id of the person who decides.")
    reason: Text = attribute("Reden", "Why.")
    on: date = attribute("Datum", "When.")


class PairDecision(Document):
    """What a named person decided about one pair; the decision that stands, so one row a pair."""

    participant: Id = attribute("Deelnemer", "About whom.", to="participants")
    workplace: Id = attribute("Plek", "About which workplace.", to="workplaces")
    decision: Decision = attribute("Besluit", "Pin, exclude, accepted or rejected.")
    by: Id = attribute("Door", "Id of the person who decides.")
    reason: DecisionReason = attribute("Reden", "Coded reason.")
    on: date = attribute("Datum", "When.")


class Placement(Document):
    """A placement that was, is, or is promised."""

    participant: Id = attribute("Deelnemer", "Who.", to="participants")
    workplace: Id = attribute("Plek", "Where.", to="workplaces")
    status: PlacementStatus = attribute("Stand", "Promised, current or ended.")
    start_on: date = attribute("Van", "First day.")
    end_on: date | None = attribute("Tot", "Last day; empty = open.", default=None)
    reason: str = attribute("Reden van einde", "Coded reason of the end.", default="")


class TravelTime(Document):
    """One imported journey time; pairs that are not listed fall back on the embedded model."""

    origin: Postcode = attribute("Van", "Postcode of the home.")
    destination: Postcode = attribute("Naar", "Postcode of the workplace.")
    mode: Mode = attribute("Vervoer", "Way to travel.")
    minutes: float = attribute("Minuten", "Time one way, door to door.", unit="minutes", ge=0, le=600)
    source: Text = attribute("Bron", "Engine or table, with the date of its data.")
    estimate: bool = attribute("Schatting", "An estimate rather than a routed or published time.", default=False)
