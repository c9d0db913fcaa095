"""How past placements went, and the model that was fitted on them. Advice only: a rule that is off by default reads it.

The facts of an outcome are those of its first day, in the same units as the rules count them. Nobody can be found back
in them: an outcome has no participant and no workplace. Fields that begin with `audit` are for judging the model; no
rule and no model reads them.
"""

from datetime import date

from instances.schema.base import Document, Id, MunicipalityCode, Text, attribute
from instances.schema.vocabulary import AgeGroup


def _weight(title: str, what: str) -> float:
    description = f"Log-odds of a lasting place {what}; a better fact never counts against someone."
    found: float = attribute(title, description, unit="log-odds/unit", default=0.0, ge=0, le=10)
    return found


class Outcome(Document):
    """A past placement: what was known on its first day, and whether it lasted."""

    id: Id = attribute("Plaatsing", "Random id; points to nobody.")
    start_on: date = attribute("Begin", "First day.")
    steps: int = attribute("Stappen", "Steps from a regular job, as `regular_first` counts.", unit="steps", ge=0, le=10)
    ladder_step: int | None = attribute(
        "Trede", "Participation ladder step on the first day.", unit="step 1-6", default=None, ge=1, le=6
    )
    travel_minutes: float | None = attribute("Reistijd", "Journey one way.", unit="minutes", default=None, ge=0, le=600)
    missing_percent: float | None = attribute(
        "Gat", "What the person could not do yet, as `skills` counts.", unit="% of the work", default=None, ge=0, le=100
    )
    wished: bool = attribute("Gewenst", "The line was a wish of the person.", default=False)
    avoided: bool = attribute("Liever niet", "The person would rather have avoided the line.", default=False)
    guidance_short_hours: float = attribute(
        "Begeleiding tekort", "Guidance needed above what a slot offered.", unit="hours/week", default=0.0, ge=0, le=20
    )
    stayed: bool = attribute("Gebleven", "Still there after the trial of two months.")
    lasted: bool = attribute("Blijvend", "Still there after a year.")
    audit_age: AgeGroup | None = attribute("Leeftijdsgroep", "For audit only.", default=None)
    audit_municipality: MunicipalityCode | None = attribute(
        "Gemeente", "For audit only.", to="municipalities", default=None
    )


class LastingModel(Document):
    """A fitted chance that a place lasts a year; of several the latest counts.

    Every weight is zero or more and has a fixed direction, so no model can turn a better fact against someone.
    """

    fitted_on: date = attribute("Gemaakt op", "When it was fitted.")
    source: Text = attribute("Bron", "Outcomes that it was fitted on.")
    outcomes: int = attribute("Aantal", "How many outcomes.", unit="outcomes", ge=1, le=10**9)
    base_percent: float = attribute("Basis", "Chance where every fact below is zero.", unit="%", ge=0.001, le=99.999)
    steps: float = _weight("Stappen", "lost per step from a regular job")
    ladder_step: float = _weight("Trede", "gained per step of the ladder")
    travel_minutes: float = _weight("Reistijd", "lost per minute of travel")
    missing_percent: float = _weight("Gat", "lost per percent of the work that is not covered")
    wished: float = _weight("Gewenst", "gained where the line is wished")
    avoided: float = _weight("Liever niet", "lost where the line is avoided")
    guidance_short_hours: float = _weight("Begeleiding tekort", "lost per hour of guidance too little")
