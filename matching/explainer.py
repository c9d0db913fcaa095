"""Why, and why not: the answer for a participant, or for a participant and a workplace, placed or not."""

import numpy as np
from pydantic import Field

from instances.schema.solution import Finding, Frozen
from instances.schema.view import PairView, Verdict
from matching.pricing import Desk


class Explanation(Frozen):
    """What there is to say about one participant, and about one workplace where one is asked for."""

    participant: str
    placed: PairView | None = Field(description="The place in the solution, read aloud; empty = no place.")
    unmatched: tuple[Finding, ...] = Field(description="Reasons for having no place.")
    asked: PairView | None = Field(default=None, description="The workplace that was asked for.")
    loss: float | None = Field(
        default=None,
        description="Least that forcing the pair costs the whole, points, up to the gap; empty = blocked or there.",
    )
    nl: str
    en: str


def why(desk: Desk, participant: str) -> Explanation:
    """Why this participant has this place, or none."""
    p = desk.index("participants", participant)
    place = next((one.workplace for one in desk.solution.assignments if one.participant == participant), None)
    if place is not None:
        view = _look(desk, p, desk.index("workplaces", place))
        return Explanation(participant=participant, placed=view, unmatched=(), nl=view.nl, en=view.en)
    reasons = next((one.reasons for one in desk.solution.unmatched if one.participant == participant), ())
    nl = "Voor deze deelnemer is nu geen plek gevonden."
    en = "No place was found for this participant now."
    return Explanation(participant=participant, placed=None, unmatched=reasons, nl=nl, en=en)


def why_not(desk: Desk, participant: str, workplace: str) -> Explanation:
    """Why this participant is not (or is) at this workplace.

    A pair is blocked by rules; or it is possible and its price is higher than what it brings; or the other place
    brings more. For any prices y the best matching with (p, w) forced is worth at most D(y) - slack_pw, with

        slack_pw = max(0, max_{w'} net_pw') - net_pw

    so slack is a proven lower bound on the loss, up to D(y) minus the value of the solution (its gap).
    """
    base = why(desk, participant)
    view = _look(desk, desk.index("participants", participant), desk.index("workplaces", workplace))
    loss = None
    if view.verdict is Verdict.ELIGIBLE:
        best = desk.propose_places(participant, 1)
        loss = round(max([0.0, *(one.net for one in best)]) - view.net, 3)
    return base.model_copy(update={"asked": view, "loss": loss, "nl": view.nl, "en": view.en})


def _look(desk: Desk, p: int, w: int) -> PairView:
    (view,) = desk.look(np.array([p], np.int32), np.array([w], np.int32))
    return view
