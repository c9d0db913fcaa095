"""Intensive guidance in a group: a group takes only so many people who need much guidance.

    Σ_{options (p, w): guidance_hours_p ≥ g} x_pw ≤ max_intensive_w      ∀ workplaces w with a maximum, people

g = 4 hours a week (`guidance.intensive_hours`). Rule 19 counts the hours together; this one keeps a group from being
made of people who all need much of the leader at the same moment. A workplace without a maximum has no row.
Source: practice of group leaders; domain study, rule 35 (an assumption of this project).
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import RuleMode
from matching.pairs import Pairs
from matching.rule import Card, Example, Rows, Sentences, Texts

CARD = Card(
    code="intensive_group",
    number=35,
    nl="Intensieve begeleiding in een groep",
    en="Intensive guidance in a group",
    unit="people",
    needs=("participant.guidance_hours", "workplace.max_intensive"),
    mode=RuleMode.HARD,
    source="practice of group leaders; assumption of this project",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="In deze groep is ruimte voor iemand die veel begeleiding nodig heeft: hoogstens {capacity} tegelijk.",
        misses="In deze groep kunnen niet meer mensen die veel begeleiding nodig hebben. De deelnemer heeft"
        " {participant.guidance_hours} uur per week nodig. Hoogstens tegelijk: {capacity}.",
    ),
    en=Texts(
        fits="This group has room for someone who needs much guidance: at most {capacity} at the same time.",
        misses="This group cannot take more people who need much guidance. The participant needs"
        " {participant.guidance_hours} hours a week. At most at the same time: {capacity}.",
    ),
)
NEIGHBOUR = {"id": "p2", "municipality": "GM0935", "postcode": "6211", "regime": "pw", "guidance_hours": 5.0}
EXAMPLES = (
    Example("one of two", 1, {"guidance_hours": 4.0}, {"max_intensive": 2}),
    Example("needs less", None, {"guidance_hours": 3.5}, {"max_intensive": 0}),
    Example("no maximum", None, {"guidance_hours": 4.0}),
    Example(
        "no room for much guidance",
        -1,
        {"guidance_hours": 4.0},
        {"max_intensive": 0},
        nl="In deze groep kunnen niet meer mensen die veel begeleiding nodig hebben. De deelnemer heeft 4 uur per week"
        " nodig. Hoogstens tegelijk: 0 mensen.",
    ),
    Example(
        "two where one can be",
        -1,
        {"guidance_hours": 4.0},
        {"max_intensive": 1, "slots": 2, "guidance_hours": 9.0},
        tables={"participants": (NEIGHBOUR,)},
        also=(("p2", "w"),),
    ),
)


def rows(options: Pairs) -> Rows:
    """One row per workplace with a maximum."""
    data = options.data
    most = data.workplaces["max_intensive"]
    place = np.flatnonzero(~np.isnan(most))
    row_of_place = np.full(data.num_workplaces, -1, np.int32)
    row_of_place[place] = np.arange(len(place), dtype=np.int32)
    intensive = data.participants["guidance_hours"] >= figure("guidance.intensive_hours").number()
    row = row_of_place[options.w]
    option = np.flatnonzero((row >= 0) & intensive[options.p]).astype(np.int32)
    return Rows(
        data.instance["workplaces"]["id"].to_numpy(object)[place].tolist(),
        most[place].astype(np.int64),
        option,
        row[option],
        np.ones(len(option), np.int64),
    )
