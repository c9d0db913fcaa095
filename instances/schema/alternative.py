"""Other matchings that are nearly as good, and what each would change for whom."""

from pydantic import Field

from instances.schema.solution import Frozen, MatchingSolution, Said


class Move(Frozen):
    """What another matching means for one participant."""

    participant: str
    before: str | None = Field(description="Workplace in the first solution; empty = none.")
    after: str | None = Field(description="Workplace in the alternative; empty = none.")


class Alternative(Frozen):
    """One alternative: a whole solution, checked, and how it differs from the first."""

    solution: MatchingSolution
    loss: int = Field(description="Value that it gives up against the first solution, points; below zero: it gains.")
    moves: tuple[Move, ...] = Field(description="Everybody for whom something changes.")
    num_in_group: int = Field(description="Of these, people of the chosen group.")
    distance: int = Field(description="Differences within the group, summed over the first solution and earlier ones.")
    distance_at_most: int = Field(description="Proven: no matching of enough value has a larger distance.")
    said: Said


class NearFree(Frozen):
    """A place that a participant could have at little cost to the whole, if nothing else moved the prices."""

    participant: str
    workplace: str
    slack: float = Field(description="Least that it costs the whole, points, up to the gap of the solution.")


class Blocking(Frozen):
    """A pair that would both gain: the place is worth more with this participant than with one who has it."""

    participant: str
    workplace: str
    holder: str = Field(description="Who has the place and is worth least there.")
    gain: int = Field(description="Points that the participant would gain over the own place.")


class Kept(Frozen):
    """How often a placement stays when all values are a little different."""

    participant: str
    workplace: str
    share: float = Field(description="Fraction of the scenarios that keep it.")
    fragile: bool = Field(description="Kept in fewer scenarios than the parameter `fairness.fragile_share` says.")


class Sturdiness(Frozen):
    """How firmly a solution stands."""

    num_blocking: int = Field(description="Pairs that would both gain, all of them.")
    blocking: tuple[Blocking, ...] = Field(description="Those with the largest gain.")
    scenarios: int = Field(description="Runs with other values.")
    kept: tuple[Kept, ...] = Field(description="Per placement that was weighed, the most fragile first.")


class Alternatives(Frozen):
    """What was asked, what was found, and what is proven."""

    asked: int = Field(description="How many were asked for.")
    within: float = Field(description="Largest loss against the optimum, a fraction.")
    least: int = Field(description="Value that every alternative has at least, points: (1 - within) x proven bound.")
    group: str = Field(description="The group that should see other places; empty = everybody.")
    num_in_group: int = Field(description="People in the group for whom there is something to choose.")
    alternatives: tuple[Alternative, ...]
    near: tuple[NearFree, ...] = Field(description="Places for people of the group that are nearly free.")
    sturdiness: Sturdiness
    said: Said
