"""Cost per participant: no more than a municipality said it would spend on one in a year.

    Σ_(n in y) [Σ net x + Σ_c κ pool] <= β_(m,y) Δ Σ_(n in y) Σ_(g,p) x_(n,g,m,p)     ∀ year ends y, m with β; k euro

Linear because β is given; without a figure no row is written and the plan reports what it comes to. Source: budget per
participant from 2026 on (college proposal of January 2025); planning.md, row 16.
"""

from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="participant",
    nl="Kosten per deelnemer",
    en="Cost per participant",
    source="budget per participant from 2026 on",
    key=("municipality",),
    unit="k euro",
    binding_nl="De kosten per deelnemer van {municipality} zijn op hun hoogst in {period}. Een euro ruimte {effect}.",
    binding_en="The cost per participant of {municipality} is at its limit in {period}. One euro of room {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """One row per year end and municipality with a figure."""
    caps = {(row.municipality, row.year): row.participant_cents for row in data.budgets}
    for end in data.calendar.year_ends:
        for m, town in enumerate(data.municipalities):
            cap = caps.get((town, end.year))
            if cap is None:
                continue
            allowed = data.calendar.length * cap / CENTS
            terms: list[Term] = []
            for node in end.nodes.tolist():
                terms += [(people, cost - allowed) for people, cost in model.spent[node, m]]
                for c in range(len(data.pools)):
                    if (node, c) in model.at["pool"] and data.share[c, m]:
                        terms.append((model.at["pool"][node, c], float(data.share[c, m])))
            model.row(CARD.code, (town,), end.node, terms, "<=", 0.0)
