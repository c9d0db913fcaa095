"""Waiting: who comes in waits until a place is free; some give up.

    v_(n,g,m) = (1 - Δ gives_up_g) v_(a,g,m) + D_(n,g,m) - Σ_p [x_(n,g,m,p) - (1 - ends_(g,h)) x_(a,g,m,p)]

    ∀ n, m, g a track; persons; at the root v_a is who waits before the first period. The brackets hold those who enter
    (block `tracks`); who moves along drops out.

Waiting counts in person-years (goal `waiting`). Source: planning.md, row 9.
"""

from instances.schema.plan_words import Goal, GroupKind
from planning.block import Card
from planning.data import PlanData
from planning.model import Model, Term

CARD = Card(
    code="waiting",
    nl="Wachtlijst",
    en="Waiting list",
    source="balance of people who wait",
    key=("group", "municipality"),
    unit="person",
    binding_nl="Wie wacht op {group} in {municipality} telt mee in {period}. Een persoon meer instroom {effect}.",
    binding_en="Who waits for {group} in {municipality} counts in {period}. One person more inflow {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables waiting; one row per node, track and municipality."""
    x, waiting = model.at["x"], model.at["waiting"]
    for node in data.calendar.nodes:
        before = data.calendar.parent(node)
        for g in data.groups_of(GroupKind.TRACK):
            group = data.groups[g]
            stays = 1.0 - data.calendar.length * group.gives_up_percent / 100
            for m, town in enumerate(data.municipalities):
                places = [p for p in range(len(data.places)) if (node, g, m, p) in x or (before, g, m, p) in x]
                if not places:
                    continue
                here = model.variable("waiting", (node, g, m), (group.id, town))
                terms: list[Term] = [(here, 1.0)]
                side = float(data.asked[node, g, m])
                if before < 0:
                    side += stays * float(data.start_waiting[g, m])
                elif (before, g, m) in waiting:
                    terms.append((waiting[before, g, m], -stays))
                for p in places:
                    keeps = 1.0 - data.ends[g, data.host_of[p]]
                    if (node, g, m, p) in x:
                        terms.append((x[node, g, m, p], 1.0))
                    if before < 0:
                        side += keeps * float(data.start_people[g, m, p])
                    elif (before, g, m, p) in x:
                        terms.append((x[before, g, m, p], -keeps))
                model.row(CARD.code, (group.id, town), node, terms, "=", side)
                model.aim(Goal.WAITING, node, [(here, data.calendar.length)])
