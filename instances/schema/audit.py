"""What an audit of equal treatment found, per axis and group."""

from pydantic import Field

from instances.schema.solution import Finding, Frozen


class Share(Frozen):
    """A share of a group, with its interval."""

    count: int = Field(description="People for whom it holds.")
    share: float = Field(description="A fraction of the group.")
    low: float = Field(description="Lower end of the Wilson interval, a fraction.")
    high: float = Field(description="Upper end of the Wilson interval, a fraction.")


class GroupFigures(Frozen):
    """How one group fared; a group below the least number of people has no figures."""

    label: str
    people: int | None = Field(description="Size; empty = too small to show.")
    placed: Share | None = Field(default=None, description="People with a place.")
    proposed: Share | None = Field(default=None, description="People with a place that could be proposed.")
    relative_value: float | None = Field(
        default=None, description="Mean value as a fraction of the own best option, 0 for who has no place."
    )
    waiting_months: float | None = Field(
        default=None, description="Mean months that those without a place have waited; empty = not known."
    )


class AxisAudit(Frozen):
    """One axis: its groups, and how far they lie apart."""

    axis: str
    groups: tuple[GroupFigures, ...]
    ratio_placed: float | None = Field(description="Lowest share placed over the highest; empty = nothing to compare.")
    chance_placed: float | None = Field(description="Chance of such a spread, or wider, when groups do not matter.")
    ratio_proposed: float | None = Field(description="The same for proposals.")
    chance_proposed: float | None = Field(description="The same for proposals.")


class EqualTreatment(Frozen):
    """The whole audit."""

    people: int = Field(description="People who were looked at: all whose place did not come first.")
    axes: tuple[AxisAudit, ...]
    findings: tuple[Finding, ...] = Field(description="Severity `stop`, `watch` or `info`.")
