"""What can be asked of a run: the options that stand in its row, beside its seed, its instance and its scenario.

With `seeds`, `scenarios` or `document_scenarios` a run is done by children, one each, and joined (`children`).
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from instances.errors import InvalidField, Problem

MOST_CHILDREN = 200
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Fraction = Annotated[float, Field(ge=0, le=1)]


class Asked(BaseModel):
    """What match-runs and plan-runs share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time_limit_seconds: Seconds = Field(60.0, description="Longest time for the engine, of each child.")
    gap: Fraction = Field(0.0005, description="Stop at this proven gap (0.0005 = 0.05 %).")


class MatchAsked(Asked):
    """Options of a match-run."""

    engine: str = Field("auto", description="greedy, flow, lp_core, cpsat, or auto: the data decide.")
    policy: str = Field("instance", description="A named policy, or the instance's own.")
    workers: int = Field(1, ge=1, le=64, description="Threads of the engine; 1 = repeatable to the bit.")
    fair: Literal["municipality", "waiting"] | None = Field(None, description="Lift the worst of these groups first.")
    horizon_months: int | None = Field(None, ge=1, le=120, description="Lines over so many months, not single places.")
    previous: str | None = Field(None, description="Id of a solved match-run: start from it, and tell what changes.")
    max_changes: int | None = Field(
        None, ge=0, description="At most so many people may lose their place in `previous`."
    )
    seeds: tuple[Annotated[int, Field(ge=0)], ...] = Field(
        (), max_length=MOST_CHILDREN, description="Match once with each of these seeds, and keep the best."
    )

    @model_validator(mode="after")
    def _together(self) -> "MatchAsked":
        """Refuse what does not go together; every reason at once."""
        found = []
        if self.max_changes is not None and self.previous is None:
            found.append("max_changes goes with previous")
        if self.fair is not None and self.previous is not None:
            found.append("fair and previous cannot be combined")
        if self.horizon_months is not None and (self.previous or self.fair or self.engine != "auto"):
            found.append("horizon_months cannot be combined with previous, fair or engine")
        if found:
            raise ValueError("; ".join(found))
        return self

    @property
    def is_sweep(self) -> bool:
        """Whether children do it."""
        return bool(self.seeds)


class PlanAsked(Asked):
    """Options of a plan-run."""

    time_limit_seconds: Seconds = Field(300.0, description="Longest time for the solver, of each child.")
    gap: Fraction = Field(1e-4, description="Plans with whole numbers: stop at this proven gap.")
    document_scenario: str = Field("", description="Id of a scenario in the documents; empty = as they are.")
    ranges: int = Field(10, ge=0, le=200, description="Of how many values to say how far they hold.")
    scenarios: tuple[str, ...] = Field(
        (), max_length=MOST_CHILDREN, description="Plan each of these scenarios of the service, and compare."
    )
    document_scenarios: tuple[str, ...] = Field(
        (), max_length=MOST_CHILDREN, description="Plan each of these scenarios of the documents, and compare."
    )

    @property
    def is_sweep(self) -> bool:
        """Whether children do it."""
        return bool(self.scenarios or self.document_scenarios)


def asked(kind: str, options: dict[str, Any]) -> MatchAsked | PlanAsked:
    """Read the options of a run of a kind, `match` or `plan`.

    Raises:
        InvalidField: they are not what such a run takes; all problems at once.
    """
    try:
        return PlanAsked.model_validate(options) if kind == "plan" else MatchAsked.model_validate(options)
    except ValidationError as error:
        raise InvalidField(
            Problem("options", 0, ".".join(map(str, one["loc"])), str(one["input"])[:80], one["msg"])
            for one in error.errors()
        ) from error
