"""Empty slots: which single change of the place opens it to most people who have none.

For every change in the domain of `matching.better` on a field of the workplace the place is copied (`twins`), and all
people without a place are judged against all copies at once; of each way to change it the step that opens it to most
people is kept, the smallest of these. What is told was judged once more in the whole instance.
"""

import numpy as np
from numpy.typing import NDArray

from instances.schema.answer import Opening, Openings
from instances.schema.solution import Said
from matching.better import Better, Change, changes, proposals
from matching.board import Board
from matching.counterfactual import in_the_way, room_left, told
from matching.opened import OpenInstance
from matching.twins import changed, now, twins
from matching.words import LANGUAGES, quantity

PAIRS_AT_ONCE = 200_000
SAID = {
    "nl": ("Dit opent de plek voor {count} zonder plek: als {clause}.",
           "Vrij: {room}. Zonder plek en nu al mogelijk: {fitting}.",
           "Geen enkele verandering uit de lijst opent de plek voor iemand zonder plek."),
    "en": ("This opens the place to {count} without a place: if {clause}.",
           "Free: {room}. Without a place and possible already: {fitting}.",
           "No single change of the list opens the place to anyone without a place."),
}  # fmt: skip


def openings(board: Board, workplace: str, count: int = 5) -> Openings:
    """The single changes of a workplace that open it to most people without a place, best first."""
    opened, w = board.opened, board.opened.wording.row("workplaces", workplace)
    people = board.unplaced.astype(np.int32)
    fitting = _possible(opened, people, np.array([w], np.int32))[0]
    domain = _domain(opened, workplace)
    opens = [after & ~fitting for after in _judged(opened, workplace, domain, people)]
    found = []
    for spot in _best_of_each(domain, [int(each.sum()) for each in opens])[:count]:
        sure = opened.on(changed(opened.instance, {"workplaces": workplace}, [domain[spot]]))
        who = people[_possible(sure, people, np.array([w], np.int32))[0] & ~fitting]
        if len(who):
            found.append(_opening(opened, workplace, domain[spot], who))
    room = int(room_left(board)[w])
    return Openings(
        workplace=workplace, room=room, fitting=int(fitting.sum()), openings=tuple(found), num_tried=len(domain),
        said=_summary(room, int(fitting.sum()), bool(found)),
    )  # fmt: skip


def _domain(opened: OpenInstance, workplace: str) -> list[Change]:
    """Every single change of a field of the workplace that an active rule reads; slots are free already."""
    rules = (*opened.rulebook.pair_rules, *opened.rulebook.row_rules)
    fields = {need for need in opened.rulebook.needs if need.startswith("workplace.")} - {"workplace.slots"}
    found: list[Change] = []
    for better in proposals(rules, fields):
        column, cell = now(opened.instance, better.field, better.item, {"workplaces": workplace})
        found += changes(better, column, cell)
    return found


def _judged(
    opened: OpenInstance, workplace: str, domain: list[Change], people: NDArray[np.int32]
) -> list[NDArray[np.bool_]]:
    """For whom the place is possible after each change: bool (people,) per change."""
    found: list[NDArray[np.bool_]] = []
    step = max(1, PAIRS_AT_ONCE // max(1, len(people)))
    for start in range(0, len(domain), step):
        some = [(change,) for change in domain[start : start + step]]
        copies = opened.on(twins(opened.instance, {"workplaces": workplace}, some))
        found += list(_possible(copies, people, np.arange(len(some), dtype=np.int32)))
    return found


def _possible(opened: OpenInstance, people: NDArray[np.int32], places: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which people can go to which places, bool (places, people)."""
    p, w = np.tile(people, len(places)), np.repeat(places, len(people))
    stands = np.logical_or.reduce(list(in_the_way(opened, p, w).values()))
    possible: NDArray[np.bool_] = ~stands.reshape(len(places), len(people))
    return possible


def _best_of_each(domain: list[Change], counts: list[int]) -> list[int]:
    """Of each way to change a place the one that opens most, the smallest of these; those that open nothing go."""
    best: dict[Better, int] = {}
    for spot, change in enumerate(domain):
        held = best.get(change.better)
        if counts[spot] and (held is None or counts[spot] > counts[held]):
            best[change.better] = spot
    return sorted(best.values(), key=lambda spot: (-counts[spot], domain[spot].steps))


def _opening(opened: OpenInstance, workplace: str, change: Change, who: NDArray[np.int32]) -> Opening:
    clause = told(opened, {"workplaces": workplace}, change)
    said = {
        lang: SAID[lang][0].format(count=quantity(len(who), "people", lang), clause=getattr(clause.said, lang))
        for lang in LANGUAGES
    }
    ids = opened.wording.raw("participants", "id")[who]
    return Opening(change=clause, count=len(who), participants=tuple(map(str, ids)), said=Said(**said))


def _summary(room: int, fitting: int, found: bool) -> Said:
    said = {}
    for lang in LANGUAGES:
        free, people = quantity(room, "slots", lang), quantity(fitting, "people", lang)
        said[lang] = SAID[lang][1].format(room=free, fitting=people) + ("" if found else f" {SAID[lang][2]}")
    return Said(**said)
