"""Guidance on the place: the people who are placed together need no more guidance than the place offers.

    Σ_{options (p, w)} 60 guidance_hours_p x_pw ≤ 60 guidance_hours_w     ∀ workplaces w but trainings, minutes/week

A training has a teacher: its group size is its number of slots. Every other place, a regular job as well, offers what
it says, and someone who needs nothing takes nothing. Source: derived from the job coaching regime (factorwerk.org).
"""

import numpy as np

from instances.schema.vocabulary import PlaceKind, RuleMode
from matching.data import among
from matching.pairs import Pairs
from matching.rule import Card, Example, Rows, Sentences, Texts

CARD = Card(
    code="guidance",
    number=19,
    nl="Begeleiding op de plek",
    en="Guidance on the place",
    unit="minutes/week",
    needs=("participant.guidance_hours", "workplace.guidance_hours", "workplace.kind"),
    mode=RuleMode.HARD,
    source="derived from the job coaching regime (factorwerk.org)",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Er is genoeg begeleiding op deze plek: {workplace.guidance_hours} uur per week voor iedereen samen.",
        misses="Er is te weinig begeleiding vrij op deze plek. De deelnemer heeft {participant.guidance_hours} uur per"
        " week nodig. De plek heeft {workplace.guidance_hours} uur per week voor iedereen samen.",
    ),
    en=Texts(
        fits="There is enough guidance on this place: {workplace.guidance_hours} hours a week for everyone together.",
        misses="There is too little guidance free on this place. The participant needs {participant.guidance_hours}"
        " hours a week. The place has {workplace.guidance_hours} hours a week for everyone together.",
    ),
)
EXAMPLES = (
    Example("needs 42 of 120 minutes", 78, {"guidance_hours": 0.7}, {"guidance_hours": 2.0}),
    Example("needs no guidance", None, {"guidance_hours": 0.0}, {"guidance_hours": 0.0}),
    Example(
        "one hour short",
        -60,
        {"guidance_hours": 2.5},
        {"guidance_hours": 1.5},
        nl="Er is te weinig begeleiding vrij op deze plek. De deelnemer heeft 2,5 uur per week nodig. De plek heeft"
        " 1,5 uur per week voor iedereen samen.",
    ),
    Example("a training has a teacher", None, {"guidance_hours": 3.0}, {"kind": "training", "guidance_hours": 0.0}),
)
HAS_TEACHER = among(PlaceKind, PlaceKind.TRAINING)


def rows(options: Pairs) -> Rows:
    """One row per workplace that is not a training."""
    data = options.data
    place = np.flatnonzero(~HAS_TEACHER[data.workplaces["kind"]])
    row_of_place = np.full(data.num_workplaces, -1, np.int32)
    row_of_place[place] = np.arange(len(place), dtype=np.int32)
    need = _minutes(data.participants["guidance_hours"])[options.p]
    row = row_of_place[options.w]
    option = np.flatnonzero((row >= 0) & (need > 0)).astype(np.int32)
    return Rows(
        data.instance["workplaces"]["id"].to_numpy(object)[place].tolist(),
        _minutes(data.workplaces["guidance_hours"])[place],
        option,
        row[option],
        need[option],
    )


def _minutes(hours: np.ndarray) -> np.ndarray:
    return np.rint(hours * 60).astype(np.int64)
