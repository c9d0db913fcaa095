"""Coverage: how much of what the work asks a person does not bring yet, and how much of that can be learnt.

    gap_s   = max(0, level_ws - level_ps) / level_ws           for each skill s that w asks, level_ps = 0 if not named
    missing = 100 Σ_s u_ws gap_s f_s / Σ_s u_ws                ∀ pairs (p, w), percent of the work
    u_ws    = i_ws · idf_s
    idf_s   = 1 + ln((1 + W) / (1 + W_s))                      ∀ skills s, at least 1

i_ws = 3 for an essential skill, 2 for an important, 1 for a welcome one. W counts the workplaces of the instance that
ask anything and W_s those that ask s, so that a rare skill weighs more than one that every place asks. Coverage is
asymmetric: what a person can do beyond what is asked, counts for nothing. f_s = ½ where the gap is one level and can be
closed: on a place that offers guidance, or by a course that teaches s, starts today or later, and asks no more Dutch
than the person has; else f_s = 1. The level of spoken Dutch is that of the person's own record.

Source: CompetentNL-based matching (coverage weighted by rarity, then a gap analysis; domain study 1.2); the numbers
3, 2, 1 and ½ are assumptions of this project.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from instances.schema.vocabulary import Importance, Language
from instances.skills import DUTCH, LEVEL_OF_LANGUAGE
from instances.tables import SEPARATOR
from matching.data import Ints, MatchingData, row_of
from matching.pairs import Pairs

COVERAGE_NEEDS = ("participant_skills", "workplace_skills", "workplace.guidance_hours", "participant.dutch", "courses")
WEIGHT = {Importance.ESSENTIAL: 3, Importance.IMPORTANT: 2, Importance.SOMEWHAT: 1}
CLOSABLE = 0.5
LEVELS = 5  # 0 (does not have it) to 4
STATES = 2 * LEVELS  # a level, and whether a course would raise it: state = 2 · level + course
WITHIN_REACH = 256  # tallies: how many skills are to be learnt, and in units of 256 how many of them can be


@dataclass(frozen=True)
class Coverage:
    """What n pairs lack: `missing` float32 (n,), percent; `to_learn`, `within_reach` int16 (n,), numbers of skills.

    `unknown` bool (n,): the work asks something and no skill of the person was ever written down.
    """

    missing: NDArray[np.float32]
    to_learn: NDArray[np.int16]
    within_reach: NDArray[np.int16]
    unknown: NDArray[np.bool_]


@dataclass(frozen=True)
class _Tables:
    """What pairs look up: K is the most skills that one place asks, S the number of skills asked anywhere.

    `state` int8 (P, S); `known` bool (P,): any skill written down; `asked` int16 (W,): how many skills; `column` by
    skill; `skill` int16 (W, K), 0 as filler; `cost` float32 and `tally` int16 (W, K, STATES): percent of the work, and
    what to count, by the person's state.
    """

    state: NDArray[np.int8]
    known: NDArray[np.bool_]
    asked: NDArray[np.int16]
    column: Mapping[str, int]
    skill: NDArray[np.int16]
    cost: NDArray[np.float32]
    tally: NDArray[np.int16]


def coverage(pairs: Pairs, taught: Sequence[str] = ()) -> Coverage:
    """What is not covered; as if the skills `taught` were one level higher (needs COVERAGE_NEEDS)."""
    tables: _Tables = pairs.data.remember(_tables)
    width = tables.skill.shape[1]
    missing, tally = np.zeros(len(pairs), np.float32), np.zeros(len(pairs), np.int16)
    state, p = (_raised(tables, pairs.p, taught), np.arange(len(pairs))) if taught else (tables.state, pairs.p)
    row, place = p.astype(np.int64) * state.shape[1], pairs.w.astype(np.int64) * width
    asked = tables.asked[pairs.w]
    for number in range(width):
        some = np.flatnonzero(asked > number)
        spot = place[some] + number
        cell = spot * STATES + state.reshape(-1)[row[some] + tables.skill.reshape(-1)[spot]]
        missing[some] += tables.cost.reshape(-1)[cell]
        tally[some] += tables.tally.reshape(-1)[cell]
    unknown = (asked > 0) & ~tables.known[pairs.p]
    return Coverage(missing, tally % WITHIN_REACH, tally // WITHIN_REACH, unknown)


def upcoming(data: MatchingData) -> pd.DataFrame:
    """The courses with a start today or later, with that day as `start` (needs the table `courses`)."""
    courses, today = data.table("courses"), str(data.instance.info.reference_date)
    start = [min((day for day in text.split(SEPARATOR) if day >= today), default="") for text in courses["start_dates"]]
    return courses.assign(start=start).query("start != ''")


def enough_dutch(data: MatchingData, least: Any) -> NDArray[np.bool_]:
    """Who has at least this level of Dutch, bool (P,); everyone where none is asked, nobody whose level is unknown."""
    if pd.isna(least):
        return np.ones(data.num_participants, bool)
    enough: NDArray[np.bool_] = data.participants["dutch"] >= tuple(Language).index(Language(least))
    return enough


def _raised(tables: _Tables, p: Ints, taught: Sequence[str]) -> NDArray[np.int8]:
    """States of these people after a course, int8 (n, S): one level up, and no further course for the same skill."""
    state = tables.state[p]
    columns = [tables.column[skill] for skill in taught if skill in tables.column]
    state[:, columns] = 2 * np.minimum(state[:, columns] // 2 + 1, LEVELS - 1)
    return state


def _tables(data: MatchingData) -> _Tables:
    asks = data.table("workplace_skills")
    asks = asks.assign(row=row_of(data.instance, "workplaces", asks["workplace"]))
    asks = asks.sort_values(["row", "skill", "level", "importance"])
    code, names = pd.factorize(asks["skill"])
    row = asks["row"].to_numpy()
    asked = np.bincount(row, minlength=data.num_workplaces).astype(np.int16)
    spot = np.arange(len(row)) - np.searchsorted(row, row)
    width = max(1, int(asked.max(initial=0)))
    weight = asks["importance"].map(WEIGHT).to_numpy(np.float64) * _rarity(row, code)[code]
    share = 100 * weight / np.bincount(row, weight, data.num_workplaces)[row]
    wanted = asks["level"].to_numpy()[:, None]
    gap = np.maximum(0, wanted - np.arange(STATES) // 2)
    guided = (data.workplaces["guidance_hours"][row] > 0)[:, None]
    closable = (gap == 1) & (guided | (np.arange(STATES) % 2 == 1))
    skill = np.zeros((data.num_workplaces, width), np.int16)
    cost = np.zeros((data.num_workplaces, width, STATES), np.float32)
    tally = np.zeros((data.num_workplaces, width, STATES), np.int16)
    skill[row, spot] = code
    cost[row, spot] = share[:, None] * gap / wanted * np.where(closable, CLOSABLE, 1)
    tally[row, spot] = (gap > 0) + WITHIN_REACH * closable
    state, known = _states(data, names)
    return _Tables(state, known, asked, {name: number for number, name in enumerate(names)}, skill, cost, tally)


def _rarity(row: NDArray[Any], code: NDArray[Any]) -> NDArray[np.float64]:
    """The factor idf of each skill, float64 (S,), from who (row) asks what (code)."""
    pairs = np.unique(np.column_stack([row, code]), axis=0)
    asking = np.bincount(pairs[:, 1])
    rarity: NDArray[np.float64] = 1 + np.log((1 + len(np.unique(row))) / (1 + asking))
    return rarity


def _states(data: MatchingData, names: pd.Index) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """State of each person in each skill, int8 (P, S), and who has any skill written down, bool (P,)."""
    has = data.table("participant_skills")
    who, known = row_of(data.instance, "participants", has["participant"]), np.zeros(data.num_participants, bool)
    known[who] = True
    column = names.get_indexer(pd.Index(has["skill"]))
    level = np.zeros((data.num_participants, max(1, len(names))), np.int8)
    np.maximum.at(level, (who[column >= 0], column[column >= 0]), has["level"].to_numpy(np.int8)[column >= 0])
    if DUTCH in names:
        spoken = np.array([*(LEVEL_OF_LANGUAGE[language] for language in Language), 0], np.int8)
        dutch = names.get_loc(DUTCH)
        level[:, dutch] = np.maximum(level[:, dutch], spoken[data.participants["dutch"]])
    course = np.zeros(level.shape, bool)
    for _, one in upcoming(data).iterrows():
        taught = names.get_indexer(pd.Index(one["teaches"].split(SEPARATOR)))
        course[np.ix_(enough_dutch(data, one["min_dutch"]), taught[taught >= 0])] = True
    return 2 * level + course, known
