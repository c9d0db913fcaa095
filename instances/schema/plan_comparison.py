"""What comes out of comparing plans: the same figures of each side by side, and where the differences come from."""

from pydantic import Field

from instances.schema.solution import Finding, Frozen, Said


class Kpi(Frozen):
    """One figure of every plan that is compared."""

    code: str
    unit: str
    values: tuple[float, ...] = Field(description="Of each plan, in the order asked for.")
    nl: str
    en: str


class MoneyCompared(Frozen):
    """Euros of one municipality, year and kind in every plan."""

    municipality: str
    year: int
    kind: str
    euro: tuple[float, ...]


class PlacesCompared(Frozen):
    """Places of a line at a host at the end of a year in every plan."""

    line: str
    host: str
    year: int
    places: tuple[float, ...]


class Change(Frozen):
    """One figure that stands otherwise in the documents of a plan than in those of the first; empty = not there."""

    table: str
    row: str
    field: str
    before: bool | float | str | None
    after: bool | float | str | None
    source: str = Field(description="Where the new figure comes from.")
    status: str


class MunicipalityCompared(Frozen):
    """What one municipality notices, in every plan: euros of all years together, people at the end."""

    municipality: str
    deficit: tuple[float, ...]
    structural: tuple[float, ...]
    own: tuple[float, ...] = Field(description="One-off cost from own money.")
    people: tuple[float, ...] = Field(description="People in a place in the last period.")
    waiting: tuple[float, ...] = Field(description="People who wait in the last period.")


class Comparison(Frozen):
    """Plans side by side; the first is the one that the others are compared with."""

    plans: tuple[str, ...] = Field(description="What each plan is called: its file, and its scenario.")
    kpis: tuple[Kpi, ...]
    names: dict[str, Said] = Field(default_factory=dict, description="What ids are called.")
    money: tuple[MoneyCompared, ...] = Field(description="Only where the plans differ.")
    places: tuple[PlacesCompared, ...] = Field(description="Only where the plans differ.")
    municipalities: tuple[MunicipalityCompared, ...]
    changes: tuple[tuple[Change, ...], ...] = Field(description="Of each plan: figures that are not as in the first.")
    why: tuple[tuple[Finding, ...], ...] = Field(description="Of each plan: what makes it differ from the first.")
