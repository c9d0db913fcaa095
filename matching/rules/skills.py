"""Skills: how much of what the work asks the person does not bring yet.

    shortfall = missing_pw, rounded      ∀ pairs (p, w), percentage points: the share of the work that is not covered

`matching.coverage` has the formula: asymmetric, rarer skills weigh more, and a gap of one level counts half where
guidance or a course can close it. Behaviour and languages are asked and weighed as skills are, as a rule as welcome. A
place that asks nothing: 0. Unknown when the work asks something and no skill of the person was ever written down; then
half is counted.
Source: asymmetric coverage weighted by rarity as in CompetentNL-based matching (domain study 1.2).
"""

from typing import Any

import numpy as np

from instances.schema.vocabulary import RuleMode, ValuePart
from matching.coverage import COVERAGE_NEEDS, coverage
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="skills",
    number=31,
    nl="Vaardigheden voor het werk",
    en="Skills for the work",
    unit="percentage points",
    needs=COVERAGE_NEEDS,
    mode=RuleMode.SOFT,
    source="coverage as in CompetentNL-based matching; weights are assumptions",
    weight=2.0,  # a third of the skills missing costs 70 points, about as much as half an hour of travel
    part=ValuePart.DEVELOPMENT,
    unknown_amount=50,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De deelnemer kan al wat dit werk vraagt.",
        misses="De deelnemer kan nog niet alles wat dit werk vraagt. Aantal vaardigheden om te leren: {to_learn}. Te"
        " leren op de plek of met een cursus: {within_reach}. Het gat telt voor {percent} procent van het werk.",
        unknown="Er is nog niets opgeschreven over wat de deelnemer kan. Dit werk vraagt wel vaardigheden.",
    ),
    en=Texts(
        fits="The participant can already do what this work asks.",
        misses="The participant cannot yet do all that this work asks. Number of skills to learn: {to_learn}. To be"
        " learnt at the place or in a course: {within_reach}. The gap counts for {percent} percent of the work.",
        unknown="Nothing was written down yet about what the participant can do. This work does ask skills.",
    ),
)


def _asks(*asked: tuple[str, int, str], workplace: str = "w") -> tuple[dict[str, Any], ...]:
    return tuple({"workplace": workplace, "skill": s, "level": level, "importance": i} for s, level, i in asked)


def _has(**levels: int) -> tuple[dict[str, Any], ...]:
    return tuple({"participant": "p", "skill": skill, "level": level} for skill, level in levels.items())


CLEANS = _asks(("clean_floors", 2, "essential"), ("clean_glass", 2, "somewhat"))
ALONE = {"guidance_hours": 0}
COURSE = {
    "id": "schoonmaak",
    "name_nl": "Basis schoonmaak",
    "name_en": "Basic cleaning",
    "weeks": 10,
    "teaches": ("clean_floors",),
    "start_dates": ("2026-03-02", "2026-10-05"),
    "min_dutch": "A2",
}
OTHER = {"organisation": "employer", "kind": "regular", "postcode": "6231", "title": "Ander werk"}
EXAMPLES = (
    Example("asks nothing", 0, tables={"participant_skills": (), "workplace_skills": ()}),
    Example(
        "can do more", 0, tables={"participant_skills": _has(clean_floors=3, clean_glass=2), "workplace_skills": CLEANS}
    ),
    Example(
        # floors: gap 2 of 2, weight 3 of 4; glass: none  ->  75 %
        "misses what is essential",
        75,
        tables={"participant_skills": _has(clean_glass=3), "workplace_skills": CLEANS},
        nl="De deelnemer kan nog niet alles wat dit werk vraagt. Aantal vaardigheden om te leren: 1. Te leren op de"
        " plek of met een cursus: 0. Het gat telt voor 75 procent van het werk.",
    ),
    Example(
        # floors: gap 1 of 2, halved by guidance, weight 3 of 4  ->  100 · 3/4 · 1/2 · 1/2 = 18.75
        "one level short, with guidance",
        19,
        tables={"participant_skills": _has(clean_floors=1, clean_glass=2), "workplace_skills": CLEANS},
    ),
    Example(
        "one level short, without guidance",  # 37.5, rounded to the even number
        38,
        ALONE,
        ALONE,
        tables={"participant_skills": _has(clean_floors=1, clean_glass=2), "workplace_skills": CLEANS},
    ),
    Example(
        # as above, and the course closes it (Dutch B1 is enough for A2, it starts on 5 October)  ->  18.75
        "one level short, with a course",
        19,
        ALONE,
        ALONE,
        tables={
            "participant_skills": _has(clean_floors=1, clean_glass=2),
            "workplace_skills": CLEANS,
            "courses": (COURSE,),
        },
        nl="De deelnemer kan nog niet alles wat dit werk vraagt. Aantal vaardigheden om te leren: 1. Te leren op de"
        " plek of met een cursus: 1. Het gat telt voor 19 procent van het werk.",
    ),
    Example(
        "too little Dutch for the course",
        38,
        {**ALONE, "dutch": "A1"},
        ALONE,
        tables={
            "participant_skills": _has(clean_floors=1, clean_glass=2),
            "workplace_skills": CLEANS,
            "courses": (COURSE,),
        },
    ),
    Example(
        # three places ask floors, one of them also glass: idf 1 + ln(4/4) = 1 and 1 + ln(4/2) = 1.693;
        # both essential, glass is not there at all  ->  100 · 1.693 / 2.693 = 62.9
        "what is rare weighs more",
        63,
        tables={
            "workplaces": ({"id": "other", **OTHER}, {"id": "third", **OTHER}),
            "participant_skills": _has(clean_floors=2),
            "workplace_skills": (
                *_asks(("clean_floors", 2, "essential"), ("clean_glass", 2, "essential")),
                *_asks(("clean_floors", 2, "essential"), workplace="other"),
                *_asks(("clean_floors", 2, "essential"), workplace="third"),
            ),
        },
    ),
    Example(
        # floors 3 of 5 in full; following instructions: level 1 of 2, halved by guidance, weight 2 of 5 -> 100·2/5·1/4
        "behaviour that is important",
        10,
        tables={
            "participant_skills": _has(clean_floors=2, behave_instructions=1),
            "workplace_skills": _asks(("clean_floors", 2, "essential"), ("behave_instructions", 2, "important")),
        },
    ),
    Example(
        # Dutch B1 is level 2 of the 3 that are welcome: gap 1/3, halved by guidance, weight 1 of 4  ->  100/4/3/2 = 4.2
        "more Dutch is welcome",
        4,
        tables={
            "participant_skills": _has(clean_floors=2),
            "workplace_skills": _asks(("clean_floors", 2, "essential"), ("speak_dutch", 3, "somewhat")),
        },
    ),
    Example("nothing written down", None, tables={"participant_skills": (), "workplace_skills": CLEANS}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Percentage points of the work that are not covered."""
    found = coverage(pairs)
    amount = np.rint(found.missing).astype(np.int32)
    counts = {"to_learn": found.to_learn, "within_reach": found.within_reach}
    return Shortfall(amount, found.unknown, {**counts, "percent": amount})
