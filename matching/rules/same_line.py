"""Continuing learn-work line: the next place builds on the line where someone learned until now.

    shortfall = 0                                   if p has no line, or w belongs to the line of p
                100 - 100 |S_w ∩ S_l| / |S_w|       otherwise                    ∀ pairs (p, w), percentage points

l: line of the place that p has now or had last, up to `guidance.track_months` after its end. S_w: skills that w asks;
S_l: skills that any workplace of line l asks, so what one learns there. A place of another line that asks no skills
builds on nothing: 100. Source: promises to residents (council letters 2023): continuous learn-work lines.
"""

import numpy as np
from scipy import sparse

from instances.schema.vocabulary import RuleMode, ValuePart
from matching.data import Ints, MatchingData, last_places, row_of
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="same_line",
    number=23,
    nl="Doorlopende leer-werklijn",
    en="Continuing learn-work line",
    unit="percentage points",
    needs=("placements", "workplace.line", "workplace_skills"),
    mode=RuleMode.SOFT,
    source="council letters 2023: continuous learn-work lines; the weight is an assumption",
    weight=0.3,  # to start all over in another line costs 30 points: a quarter of an hour of travel
    part=ValuePart.CONTINUITY,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Deze plek sluit aan op wat de deelnemer tot nu toe leerde, of de deelnemer is nog nergens begonnen.",
        misses="Deze plek hoort niet bij de lijn waar de deelnemer tot nu toe leerde: {last_nl}. Van wat dit werk"
        " vraagt, komt op die lijn aan bod: {percent} procent.",
    ),
    en=Texts(
        fits="This place builds on what the participant learned until now, or the participant has not begun anywhere.",
        misses="This place is not in the line where the participant learned until now: {last_en}. Of what this work"
        " asks, that line covers {percent} percent.",
    ),
)
GREEN = {"id": "w2", "title": "Groen", "organisation": "mtb", "kind": "line_slot", "line": "groen", "postcode": "6229"}
NOW = {"participant": "p", "workplace": "w2", "status": "current", "start_on": "2026-01-05"}
BEFORE = {"workplaces": (GREEN,), "placements": (NOW,)}
ASKS_PACKING = {"workplace": "w", "skill": "pack_goods", "level": 2}
ASKS_CLEANING = {"workplace": "w", "skill": "clean_floors", "level": 2}
TAUGHT = {"workplace": "w2", "skill": "clean_floors", "level": 1}
EXAMPLES = (
    Example("has not begun anywhere", 0),
    Example("the same line", 0, {}, {"line": "groen"}, tables=BEFORE),
    Example(
        "another line, nothing in common",
        100,
        tables=BEFORE,
        nl="Deze plek hoort niet bij de lijn waar de deelnemer tot nu toe leerde: Groen. Van wat dit werk vraagt, komt"
        " op die lijn aan bod: 0 procent.",
    ),
    Example(
        "one of two skills in common",
        50,
        tables={**BEFORE, "workplace_skills": (ASKS_PACKING, ASKS_CLEANING, TAUGHT)},
    ),
    Example(
        "another line that asks the same",
        0,
        tables={**BEFORE, "workplace_skills": (ASKS_CLEANING, TAUGHT)},
    ),
    Example(
        "another line until half a year ago",
        100,
        tables={**BEFORE, "placements": ({**NOW, "status": "ended", "end_on": "2026-03-02"},)},
    ),
    Example("work outside the lines", 100, {}, {"line": None}, tables={**BEFORE, "workplace_skills": (TAUGHT,)}),
    Example(
        "learned outside the lines",
        0,
        tables={"workplaces": ({**GREEN, "line": None},), "placements": (NOW,)},
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Percentage points of the work that the present line does not prepare for."""
    line = pairs.data.remember(_last_lines)[pairs.p]
    covered = pairs.data.remember(_covered)[line, pairs.w]
    other = (line >= 0) & (line != pairs.workplace("line"))
    lines = pairs.data.instance["lines"]
    names = {f"last_{lang}": np.append(lines[f"name_{lang}"].to_numpy(object), "")[line] for lang in ("nl", "en")}
    return Shortfall(np.where(other, 100 - covered, 0).astype(np.int32), facts={**names, "percent": covered})


def _last_lines(data: MatchingData) -> Ints:
    """The line of each participant until now, int32 (P,), -1 = none."""
    found: Ints = np.append(data.workplaces["line"], np.int32(-1))[data.remember(last_places)]
    return found


def _covered(data: MatchingData) -> np.ndarray:
    """Percent of the skills of each workplace that each line covers, int16 (L + 1, W); the last row (no line) is 0."""
    asks, num_lines = data.table("workplace_skills"), len(data.instance["lines"])
    w = row_of(data.instance, "workplaces", asks["workplace"])
    skill, line = np.unique(asks["skill"].to_numpy(object), return_inverse=True)[1], data.workplaces["line"][w]
    shape = (data.num_workplaces, int(skill.max(initial=0)) + 1)
    asked = sparse.csr_array((np.ones(len(w)), (w, skill)), shape=shape) > 0
    some = line >= 0
    taught = sparse.csr_array((np.ones(some.sum()), (line[some], skill[some])), shape=(num_lines + 1, shape[1])) > 0
    common = (taught.astype(np.int32) @ asked.astype(np.int32).T).toarray()
    return np.rint(100 * common / np.maximum(1, asked.sum(axis=1))).astype(np.int16)
