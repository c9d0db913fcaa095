"""What comes out of comparing plans: the same figures of each side by side, and where the differences come from."""

from pydantic import Field

from instances.schema.solution import Finding, Frozen


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


class Comparison(Frozen):
    """Plans side by side; the first is the one that the others are compared with."""

    plans: tuple[str, ...] = Field(description="What each plan is called: its file, and its scenario.")
    kpis: tuple[Kpi, ...]
    money: tuple[MoneyCompared, ...] = Field(description="Only where the plans differ.")
    places: tuple[PlacesCompared, ...] = Field(description="Only where the plans differ.")
    why: tuple[tuple[Finding, ...], ...] = Field(description="Of each plan: what makes it differ from the first.")
