"""Fallback: a placement that may not hold keeps part of a slot free on a learn-work line, to fall back on.

    Σ_{(p, w): w a slot on line l at site s} 100 x_pw + Σ_{(p, w): (l, s) is behind w} share_k x_pw
                                              ≤ (100 + turnover) slots_ls      ∀ lines l with sites s, percent of a slot

k: kind of w; share_k: the share of such placements that ends in need of a slot (`guidance.fallback_share`: trial, work
experience, job with wage-cost subsidy); turnover: percent of the slots that become free of themselves before that
is known (`guidance.line_turnover_share`). The site behind w is the nearest one where line l of w has slots, so that one
falls back on the same work. Where no line teaches the work of w nothing is kept free, and whether the person can bear
the line is not judged. A row is hard or off, and this one leaves slots empty while people wait for them: whether that
is wanted is for the owner to say, so it is off until a policy puts it on.
Source: domain study, rule 37; shares derived from figures on trial placements (trouw.nl 2018).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from instances.geography import geography
from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, RuleMode
from matching.data import Ints, MatchingData, among
from matching.pairs import Pairs
from matching.rule import Card, Example, Rows, Sentences, Texts

CARD = Card(
    code="fallback",
    number=37,
    nl="Plek om op terug te vallen",
    en="A place to fall back on",
    unit="percent of a slot",
    needs=("workplace.kind", "workplace.line", "workplace.postcode", "workplace.slots"),
    mode=RuleMode.OFF,
    source="domain study; shares derived from figures on trial placements (trouw.nl 2018)",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Er is ruimte op de leerwerklijn, ook voor wie daarop terugvalt.",
        misses="Op de leerwerklijn is te weinig ruimte. Een deel blijft vrij voor mensen bij wie een proef of een baan"
        " niet lukt. Nu en binnenkort is nog vrij: {left}.",
    ),
    en=Texts(
        fits="There is room on the learn-work line, also for those who fall back on it.",
        misses="There is too little room on the learn-work line. Part of it stays free for people whose trial or job"
        " does not last. Free now or soon: {left}.",
    ),
)


def _line(slots: int) -> dict[str, tuple[dict[str, object], ...]]:
    place = {"id": "w2", "title": "Inpakken", "organisation": "mtb", "kind": "line_slot", "line": "verpakken"}
    return {"workplaces": ({**place, "postcode": "6229", "slots": slots},)}


TRIAL = {"kind": "trial"}
EXAMPLES = (
    Example("a trial with one slot behind it", 98, {}, TRIAL, tables=_line(1)),  # 100 + 27 - 29
    Example("a job with subsidy, two slots", 230, {}, {"kind": "regular_lks"}, tables=_line(2)),  # 2 x 127 - 24
    Example("a slot itself", 27, {}, {"kind": "line_slot"}),
    Example(
        "no slot behind a trial",
        -29,
        {},
        TRIAL,
        tables=_line(0),
        nl="Op de leerwerklijn is te weinig ruimte. Een deel blijft vrij voor mensen bij wie een proef of een baan niet"
        " lukt. Nu en binnenkort is nog vrij: 0 procent van een plek.",
    ),
    Example("a regular job keeps nothing free", None, tables=_line(0)),
    Example("no line teaches this work", None, {}, {**TRIAL, "line": "groen"}, tables=_line(0)),
)
IS_SLOT = among(PlaceKind, PlaceKind.LINE_SLOT)


def rows(options: Pairs) -> Rows:
    """One row per line and site with slots."""
    data = options.data
    pool, keys, slots = data.remember(_pools)
    share = figure("guidance.fallback_share").value
    assert isinstance(share, dict)
    percent = np.array([100 if kind is PlaceKind.LINE_SLOT else share.get(kind.value, 0) for kind in PlaceKind])
    row, amount = pool[options.w], percent[options.workplace("kind")].astype(np.int64)
    option = np.flatnonzero((row >= 0) & (amount > 0)).astype(np.int32)
    room = 100 + round(figure("guidance.line_turnover_share").number())
    return Rows(keys, room * slots, option, row[option], amount[option])


def _pools(data: MatchingData) -> tuple[Ints, list[str], NDArray[np.int64]]:
    """The pool that each workplace is in or falls back on, int32 (W,), -1 = none; its name and slots, by pool.

    A pool is all slots of one line at one site.
    """
    line, site = data.workplaces["line"], data.workplaces["postcode"]
    known = (line >= 0) & (site >= 0)
    slot = np.flatnonzero(IS_SLOT[data.workplaces["kind"]] & known)
    pools, number = np.unique(np.column_stack([line[slot], site[slot]]), axis=0, return_inverse=True)
    slots = np.bincount(number.reshape(-1), data.workplaces["slots"][slot], len(pools)).astype(np.int64)
    found = np.full(len(line), -1, np.int32)
    for one in np.unique(pools[:, 0]):
        mine = np.flatnonzero(pools[:, 0] == one)
        here = np.flatnonzero(known & (line == one))
        tree = cKDTree(geography().xyz[pools[mine, 1]])
        found[here] = mine[tree.query(geography().xyz[site[here]])[1]]
    names, code = data.instance["lines"]["id"].to_numpy(object), geography().code
    return found, [f"{names[one]}/{code[where]}" for one, where in pools], slots
