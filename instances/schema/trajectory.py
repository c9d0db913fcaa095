"""What comes out of matching over months: a line for each participant, and what each scarce thing is worth when."""

from datetime import date

from pydantic import ConfigDict, Field

from instances.schema.solution import Finding, Frozen, Part, Provenance, Said, Termination, Unmatched


class Period(Frozen):
    """Something that lasts; its first day is called `from` in files."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    begin: date = Field(alias="from", description="First day.")
    until: date = Field(description="Last day within the horizon.")


class Leg(Period):
    """One stay within a line."""

    workplace: str | None = Field(description="Where; empty for a diagnosis, which has no workplace.")
    stage: str = Field(description="Diagnosis, development, training, placement or aftercare.")
    months: int = Field(description="Months of the horizon in which the stay takes room.")
    goes_on: bool = Field(description="True when it goes on after the horizon.")
    value: int = Field(description="Points: sum of the ledger.")
    cost_cents: int = Field(description="Cost within the horizon, euro cents.")
    ledger: tuple[Part, ...] = Field(description="Months in the place; waiting and the change before it, each once.")
    month: tuple[Part, ...] = Field(description="What one month in the place is worth, part by part.")


class Trajectory(Frozen):
    """The line of one participant."""

    participant: str
    legs: tuple[Leg, ...] = Field(description="In order of time; they never overlap.")
    value: int = Field(description="Points: sum of the values of the legs.")
    cost_cents: int = Field(description="Cost within the horizon, euro cents.")
    ledger: tuple[Part, ...] = Field(description="The ledgers of the legs added up.")


class MonthPrice(Period):
    """What one more unit of a scarce thing would add in these months (dual value)."""

    row: str = Field(description="Key of the scarce thing.")
    kind: str = Field(description="Code of the row rule.")
    unit: str = Field(description="Unit of the row, in which the price counts.")
    price: float = Field(description="Points per unit: in each of these months, or for the whole year.")
    used: int = Field(description="Units in use: the most of these months; of money, all that is spent in them.")
    capacity: int = Field(description="Units there are: the least of these months; of money, all of these months.")


class TrajectorySolution(Frozen):
    """The whole answer of one run over months."""

    horizon_months: int = Field(description="Months that were planned, the month of the reference date first.")
    termination: Termination
    engine: str = Field(description="Engine that chose among the lines.")
    engine_reason: Said = Field(description="How the lines were found.")
    seconds: float = Field(description="Wall time of the whole run, seconds.")
    statistics: dict[str, float] = Field(default_factory=dict, description="Counts and seconds per phase.")
    trajectories: tuple[Trajectory, ...]
    unmatched: tuple[Unmatched, ...]
    prices: tuple[MonthPrice, ...]
    findings: tuple[Finding, ...] = ()
    provenance: Provenance
