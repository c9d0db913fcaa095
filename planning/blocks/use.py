"""Use: people take places, and a new or moved place counts less while it is still being learnt.

    Σ_(g,m) places_g x_(n,g,m,p) <= cap_(n,p) - Σ_j θ_j (build + Σ_(k into p) move)_(a^j(n), p)              ∀ n, p

a^j(n) is the j-th node before n; θ_j the loss in the j-th period since the start. x exists only where a group of a
municipality may be at a host: who may not be there can never be sent there. People in places; places in places. Every
person costs the own municipality the net cost of the place (`PlanData.net`). Where matching says what a place on a
line is worth, that is taken off the objective, once per person-year on a track. Source: planning.md, row 2.
"""

import numpy as np

from instances.schema.plan_words import GroupKind
from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term
from planning.programme import Floats

CARD = Card(
    code="use",
    nl="Gebruik van plekken",
    en="Use of places",
    source="a place takes one person; learning loss of new and moved places",
    key=("line", "host"),
    unit="place",
    binding_nl="Alle plekken van {line} bij {host} zijn bezet in {period}. Een plek meer {effect}.",
    binding_en="All places of {line} at {host} are taken in {period}. One place more {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables x; one row per node and place."""
    losses = loss_by_period(data)
    there = np.argwhere(_wanted(data) > 0).tolist()
    net = data.net
    into: dict[int, list[int]] = {}
    for k, (_, target, _) in enumerate(data.shifts):
        into.setdefault(target, []).append(k)
    takes = [group.places_person for group in data.groups]
    worth = [data.calendar.length * line.worth_year_cents / CENTS for line in data.line_of]
    for (node, p), cap in model.at["cap"].items():
        place = data.places[p]
        terms: list[Term] = []
        for g, m in there:
            if data.allowed[g, m, data.host_of[p]]:
                who = (data.groups[g].id, data.municipalities[m], place.line, place.host)
                people = model.variable("x", (node, g, m, p), who)
                terms.append((people, takes[g]))
                model.spent[node, m].append((people, float(net[node, g, m, p])))
                if worth[p] and data.groups[g].kind is GroupKind.TRACK:
                    model.extra.append((people, -worth[p] * float(data.weight[node])))
        if not terms:
            continue
        terms.append((cap, -1.0))
        for before, loss in zip(data.calendar.back(node), losses, strict=False):
            if (before, p) in model.at["build"]:
                terms.append((model.at["build"][before, p], loss))
            for k in into.get(p, []):
                if (before, k) in model.at["move"]:
                    terms.append((model.at["move"][before, k], loss))
        model.row(CARD.code, (place.line, place.host), node, terms, "<=", 0.0)


def loss_by_period(data: PlanData) -> list[float]:
    """Loss of a place in the first, second, ... period since its start, from the losses by quarter."""
    by_quarter = {row.quarter: row.loss_percent / 100 for row in data.learning}
    months = data.calendar.months
    last = max(by_quarter, default=0) * 3
    return [
        float(np.mean([by_quarter.get(month // 3 + 1, 0.0) for month in range(start, start + months)]))
        for start in range(0, last, months)
    ]


def _wanted(data: PlanData) -> Floats:
    """How many people of a group and municipality there ever are, (G, M): where none, there is no variable."""
    found = data.asked.sum(axis=0) + data.start_people.sum(axis=2)
    for g in data.groups_of(GroupKind.RIGHT):
        found[g] = data.rights[:, g, :, 0].sum(axis=0)
    return found
