"""Caseload: a coach guides no more people than there is time for; aftercare that was promised goes first.

    Σ_{options (p, w): coach of p = c} minutes_pw x_pw ≤ max(0, 60 (hours_c - aftercare_c))   ∀ coaches c, minutes/week

minutes_pw = 60 share_k h_pw + fixed_k for a place of kind k: share_k of the hours worked h_pw in jobs
(`guidance.coach_share`, 15 % in the first year), a fixed time elsewhere (`guidance.coach_minutes_week`). h_pw is the
shorter of the hours that the person can and the place offers; hours not known: the longest week of the place.
Who has no coach takes nobody's time. Source: UWV job coaching regime (factorwerk.org); fixed times are assumptions.
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, RuleMode
from matching.pairs import Pairs
from matching.rule import Card, Example, Rows, Sentences, Texts

CARD = Card(
    code="caseload",
    number=20,
    nl="Tijd van de coach",
    en="Time of the coach",
    unit="minutes/week",
    needs=(
        "participant.coach",
        "participant.hours_week",
        "workplace.kind",
        "workplace.hours_max",
        "coach.hours_week",
        "coach.aftercare_hours",
    ),
    mode=RuleMode.HARD,
    source="UWV job coaching regime (factorwerk.org); fixed times are assumptions",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De coach heeft tijd: {capacity} voor alle nieuwe plaatsingen samen.",
        misses="De coach heeft te weinig tijd voor een {workplace.kind}. Voor alle nieuwe plaatsingen samen"
        " is er {capacity}. Daarvan is nog vrij: {left}.",
    ),
    en=Texts(
        fits="The coach has time: {capacity} for all new placements together.",
        misses="The coach has too little time for a {workplace.kind}. There is {capacity} for all new placements"
        " together; {left} is free.",
    ),
)
WEEK = {"id": "c", "organisation": "mtb", "hours_week": 28.0}
EXAMPLES = (
    # 28 h = 1,680 minutes; 15 % of 24 h = 3.6 h = 216 minutes
    Example("a job of 24 hours", 1_464, {"hours_week": 24.0}, tables={"coaches": (WEEK,)}),
    Example("whole minutes: 209.7 is 210", 1_470, {"hours_week": 23.3}, tables={"coaches": (WEEK,)}),
    Example("a slot on a line takes half an hour", 1_650, {}, {"kind": "line_slot"}, tables={"coaches": (WEEK,)}),
    Example(
        "hours not known: the place gives 36",
        1_356,
        {"hours_week": None},
        {"hours_max": 36},
        tables={"coaches": (WEEK,)},
    ),
    Example(
        "aftercare leaves two hours",
        -96,
        {"hours_week": 24.0},
        tables={"coaches": ({**WEEK, "aftercare_hours": 26.0},)},
        nl="De coach heeft te weinig tijd voor een gewone baan. Voor alle nieuwe plaatsingen samen"
        " is er 120 minuten per week. Daarvan is nog vrij: 120 minuten per week.",
    ),
    Example("aftercare is more than there is", -216, {}, tables={"coaches": ({**WEEK, "aftercare_hours": 30.0},)}),
    Example("no coach", None, {"coach": None}),
)


def rows(options: Pairs) -> Rows:
    """One row per coach."""
    coaches = options.data.coaches
    share, fixed = (_by_kind(f"guidance.{name}") for name in ("coach_share", "coach_minutes_week"))
    hours = np.fmin(options.workplace("hours_max"), options.participant("hours_week"))
    kind = options.workplace("kind")
    minutes = np.rint(60 * hours * share[kind] / 100 + fixed[kind]).astype(np.int64)
    coach = options.participant("coach")
    option = np.flatnonzero((coach >= 0) & (minutes > 0)).astype(np.int32)
    left = np.maximum(0, coaches["hours_week"] - coaches["aftercare_hours"])
    return Rows(
        options.data.instance["coaches"]["id"].to_list(),
        np.rint(60 * left).astype(np.int64),
        option,
        coach[option],
        minutes[option],
    )


def _by_kind(key: str) -> np.ndarray:
    """A figure per kind of place, float64 (11,), 0 where the figure does not name the kind."""
    value = figure(key).value
    assert isinstance(value, dict)
    return np.array([float(value.get(kind.value, 0)) for kind in PlaceKind])
