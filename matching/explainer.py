"""Why, and why not: the answer for a participant, or for a participant and a workplace, placed or not."""

import numpy as np

from instances.schema.answer import Explanation
from instances.schema.view import PairView, Verdict
from matching.counterfactual import nearest, repairs
from matching.freshness import evidence
from matching.pinning import force
from matching.pricing import Desk
from matching.problem import NO_OPTION
from matching.rivals import rivals
from matching.waterfall import waterfall


def explain(desk: Desk, participant: str, workplace: str | None = None) -> Explanation:
    """Everything there is to say: the facts and their age, price and rivals, and what would make it otherwise.

    Of a blocked pair the smallest changes that make it possible; of a possible one what forcing it costs, by a new
    plan; for who has no place the nearest ones, and what they take.
    """
    told = why(desk, participant) if workplace is None else why_not(desk, participant, workplace)
    view = told.placed if workplace is None else told.asked
    found: dict[str, object] = {}
    if view is not None:
        found["evidence"], found["waterfall"] = evidence(desk.opened, view), waterfall(view)
        found["rivals"] = rivals(desk.board, view)
        if view.verdict is Verdict.BLOCKED:
            found["repairs"] = repairs(desk.opened, participant, view.workplace)
        elif view.verdict is Verdict.ELIGIBLE:
            option = desk.board.option(
                desk.index("participants", participant), desk.index("workplaces", view.workplace)
            )
            found["forced"] = force(desk.board, [option]) if option != NO_OPTION else None
    else:
        found["nearest"] = nearest(desk.board, participant)
    return told.model_copy(update=found)


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
