"""Skills: how much of what the work asks the person does not bring yet.

    gap_s     = max(0, level_ws - level_ps) / level_ws         for each skill s that w asks, level_ps = 0 if not named
    shortfall = 100 Σ_s u_s gap_s f_s / Σ_s u_s, rounded       ∀ pairs (p, w), percentage points

u_s = 3 for an essential skill, 1 for a welcome one; f_s = ½ where the gap is one level and the place offers guidance,
so that it can be closed on the job, else 1. A place that asks nothing: 0. Unknown when the work asks something and no
skill of the person was ever written down; then half is counted.
Source: asymmetric coverage as in CompetentNL-based matching (domain study); the weights are assumptions.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from instances.schema.vocabulary import RuleMode
from matching.data import MatchingData, row_of
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

ESSENTIAL, WELCOME, LEARNT_HERE = 3, 1, 0.5
LEVELS = 5  # 0 (does not have it) to 4
CARD = Card(
    code="skills",
    number=31,
    nl="Vaardigheden voor het werk",
    en="Skills for the work",
    unit="percentage points",
    needs=("participant_skills", "workplace_skills", "workplace.guidance_hours"),
    mode=RuleMode.SOFT,
    source="coverage as in CompetentNL-based matching; weights are assumptions",
    weight=2.0,  # a third of the skills missing costs 70 points, about as much as half an hour of travel
    unknown_amount=50,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De deelnemer kan al wat dit werk vraagt.",
        misses="De deelnemer kan nog niet alles wat dit werk vraagt. Aantal vaardigheden om te leren: {to_learn}"
        " (samen {percent} procent van het werk).",
        unknown="Er is nog niets opgeschreven over wat de deelnemer kan. Dit werk vraagt wel vaardigheden.",
    ),
    en=Texts(
        fits="The participant can already do what this work asks.",
        misses="The participant cannot yet do all that this work asks. Number of skills to learn: {to_learn} (together"
        " {percent} percent of the work).",
        unknown="Nothing was written down yet about what the participant can do. This work does ask skills.",
    ),
)


def _asks(*asked: tuple[str, int, bool]) -> tuple[dict[str, Any], ...]:
    return tuple({"workplace": "w", "skill": s, "level": level, "essential": e} for s, level, e in asked)


def _has(**levels: int) -> tuple[dict[str, Any], ...]:
    return tuple({"participant": "p", "skill": skill, "level": level} for skill, level in levels.items())


CLEANS = _asks(("clean_floors", 2, True), ("clean_glass", 2, False))
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
        nl="De deelnemer kan nog niet alles wat dit werk vraagt. Aantal vaardigheden om te leren: 1 (samen 75 procent"
        " van het werk).",
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
        {"guidance_hours": 0},
        {"guidance_hours": 0},
        tables={"participant_skills": _has(clean_floors=1, clean_glass=2), "workplace_skills": CLEANS},
    ),
    Example("nothing written down", None, tables={"participant_skills": (), "workplace_skills": CLEANS}),
)


@dataclass(frozen=True)
class _Tables:
    """What pairs look up: K is the most skills that one place asks, S the number of skills asked anywhere.

    `level` int8 (P, S); `known` bool (P,): any skill written down; `asked` int16 (W,): how many skills;
    `skill` int16 (W, K), 0 as filler; `cost` float32 (W, K, 5): percentage points by the person's level, 0 as filler.
    """

    level: NDArray[np.int8]
    known: NDArray[np.bool_]
    asked: NDArray[np.int16]
    skill: NDArray[np.int16]
    cost: NDArray[np.float32]


def shortfall(pairs: Pairs) -> Shortfall:
    """Percentage points of the work that are not covered."""
    tables: _Tables = pairs.data.remember(_tables)
    width = tables.skill.shape[1]
    total, to_learn = np.zeros(len(pairs), np.float32), np.zeros(len(pairs), np.int16)
    level, cost, num_skills = tables.level.reshape(-1), tables.cost.reshape(-1), tables.level.shape[1]
    row, place = pairs.p.astype(np.int64) * num_skills, pairs.w.astype(np.int64) * width
    asked = tables.asked[pairs.w]
    for number in range(width):
        some = np.flatnonzero(asked > number)
        spot = place[some] + number
        found = level[row[some] + tables.skill.reshape(-1)[spot]]
        points = cost[spot * LEVELS + found]
        total[some] += points
        to_learn[some] += points > 0
    unknown = (asked > 0) & ~tables.known[pairs.p]
    amount = np.rint(total).astype(np.int32)
    return Shortfall(amount, unknown, {"to_learn": to_learn, "percent": amount})


def _tables(data: MatchingData) -> _Tables:
    asks, has = data.table("workplace_skills"), data.table("participant_skills")
    asks = asks.assign(row=row_of(data.instance, "workplaces", asks["workplace"])).sort_values("row", kind="stable")
    code, names = pd.factorize(asks["skill"])
    row = asks["row"].to_numpy()
    asked = np.bincount(row, minlength=data.num_workplaces).astype(np.int16)
    spot = np.arange(len(row)) - np.searchsorted(row, row)
    width = max(1, int(asked.max(initial=0)))
    weight = np.where(asks["essential"], ESSENTIAL, WELCOME)
    share = 100 * weight / np.bincount(row, weight, data.num_workplaces)[row]
    wanted = asks["level"].to_numpy()[:, None]
    gap = np.maximum(0, wanted - np.arange(LEVELS))
    here = (gap == 1) & (data.workplaces["guidance_hours"][row] > 0)[:, None]
    skill = np.zeros((data.num_workplaces, width), np.int16)
    cost = np.zeros((data.num_workplaces, width, LEVELS), np.float32)
    skill[row, spot] = code
    cost[row, spot] = share[:, None] * gap / wanted * np.where(here, LEARNT_HERE, 1)
    who, known = row_of(data.instance, "participants", has["participant"]), np.zeros(data.num_participants, bool)
    known[who] = True
    column = names.get_indexer(pd.Index(has["skill"]))
    level = np.zeros((data.num_participants, max(1, len(names))), np.int8)
    np.maximum.at(level, (who[column >= 0], column[column >= 0]), has["level"].to_numpy(np.int8)[column >= 0])
    return _Tables(level, known, asked, skill, cost)
