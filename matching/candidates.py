"""Which pairs are worth judging: everything within reach, and what people decided or already have.

A workplace is within reach of a participant when its postcode lies within the distance that some way to travel of the
person covers in the largest time that an active hard travel rule allows. Nothing is ever participants x workplaces
in memory: pairs come in blocks of participants. Candidates are a superset of the eligible pairs; the rules decide.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from instances.geography import geography
from instances.schema.vocabulary import PlacementStatus, RuleMode
from matching.data import Ints, MatchingData, row_of
from matching.pairs import MODES, TRAVEL_LIMITS
from matching.rule import Rulebook

PAIRS_PER_BLOCK = 1_000_000
HARD = (RuleMode.HARD, RuleMode.OVERRIDABLE)


def candidates(data: MatchingData, rulebook: Rulebook) -> Iterator[tuple[Ints, Ints]]:
    """Give blocks of candidate pairs (p, w), int32, sorted by p, then w, without doubles."""
    if not data.num_participants or not data.num_workplaces:
        return
    group, places = _places_in_reach(data, _limit_minutes(data, rulebook))
    decided = _decided(data)
    who: list[int] = []
    found: list[Ints] = []
    size = 0
    for p in range(data.num_participants):
        near = places[group[p]]
        found.append(np.union1d(near, decided[p]).astype(np.int32) if p in decided else near)
        who.append(p)
        size += len(found[-1])
        if size >= PAIRS_PER_BLOCK or p + 1 == data.num_participants:
            yield np.repeat(np.array(who, np.int32), [len(each) for each in found]), np.concatenate(found)
            who, found, size = [], [], 0


def _limit_minutes(data: MatchingData, rulebook: Rulebook) -> NDArray[np.float32]:
    """Longest journey one way that the active hard rules allow, float32 (P,), infinite where none does."""
    limit = np.full(data.num_participants, np.inf, np.float32)
    for code, longest in TRAVEL_LIMITS.items():
        if code in rulebook.settings and rulebook.settings[code].mode in HARD:
            limit = np.minimum(limit, longest(data))
    return limit


def _places_in_reach(data: MatchingData, limit: NDArray[np.float32]) -> tuple[NDArray[np.intp], list[Ints]]:
    """Group people by home and reach: the group of each person, the workplaces (sorted) of each group."""
    if np.isinf(limit).all():
        return np.zeros(len(limit), np.intp), [np.arange(data.num_workplaces, dtype=np.int32)]
    home = data.participants["postcode"]
    kinds, group = np.unique(np.column_stack([home, _reach_km(data, limit)]), axis=0, return_inverse=True)
    site = data.workplaces["postcode"]
    known = np.flatnonzero(site >= 0).astype(np.int32)
    found: list[Ints] = [np.empty(0, np.int32)] * len(kinds)
    if len(known):
        tree = cKDTree(geography().xyz[site[known]])
        centres = geography().xyz[kinds[:, 0].astype(np.intp)]
        for number in np.flatnonzero(kinds[:, 0] >= 0):
            near = tree.query_ball_point(centres[number], kinds[number, 1], return_sorted=True)
            found[number] = known[np.array(near, np.intp)]
    return group.reshape(-1), found


def _reach_km(data: MatchingData, limit: NDArray[np.float32]) -> NDArray[np.float64]:
    """How far each person gets within the limit by the best of the own ways to travel, float64 (P,), km."""
    ways, which = np.unique(np.column_stack([data.participants["modes"], limit]), axis=0, return_inverse=True)
    reach = [
        max(
            data.travel.reach_km(mode, float(minutes))
            for bit, mode in enumerate(MODES)
            if bit == 0 or int(modes) >> bit & 1
        )
        for modes, minutes in ways
    ]
    return np.array(reach)[which.reshape(-1)]


def _decided(data: MatchingData) -> dict[int, list[int]]:
    """Workplaces by participant that someone decided on or that exist: overrides, decisions, placements not ended."""
    placements = data.instance["placements"]
    running = placements[placements["status"] != PlacementStatus.ENDED.value]
    found: dict[int, list[int]] = {}
    for rows in (data.instance["overrides"], data.instance["decisions"], running):
        p = row_of(data.instance, "participants", rows["participant"])
        w = row_of(data.instance, "workplaces", rows["workplace"])
        for one, other in zip(p.tolist(), w.tolist(), strict=True):
            found.setdefault(one, []).append(other)
    return found
