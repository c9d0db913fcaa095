"""Frozen budgets: what a municipality spends in a year is its structural budget, or more with a name.

    Σ_(n in y) [Σ_(g,p) net_(n,g,m,p) x_(n,g,m,p) + Σ_c κ_(c,m) pool_(n,c)] - deficit_(y,m) + surplus_(y,m)
        = b_(m,y) share_y                                                       ∀ year ends y, m; k euro a year

deficit is what has to come through planning and control (P&C), and counts (goal `deficit`). Source: frozen budgets,
college proposal of January 2025; planning.md, row 13.
"""

from instances.schema.plan_words import Goal
from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="budget",
    nl="Bevroren budget",
    en="Frozen budget",
    source="college proposal of January 2025",
    key=("municipality",),
    unit="k euro",
    binding_nl="Het budget van {municipality} is op in {period}. Een euro meer {effect}.",
    binding_en="The budget of {municipality} is spent in {period}. One euro more {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables deficit and surplus; one row per year end and municipality."""
    budgets = {(row.municipality, row.year): row.structural_cents / CENTS for row in data.budgets}
    for end in data.calendar.year_ends:
        for m, town in enumerate(data.municipalities):
            deficit = model.variable("deficit", (end.node, m), (town,))
            surplus = model.variable("surplus", (end.node, m), (town,))
            terms: list[Term] = [(deficit, -1.0), (surplus, 1.0)]
            for node in end.nodes.tolist():
                terms += model.spent[node, m]
                for c in range(len(data.pools)):
                    if (node, c) in model.at["pool"] and data.share[c, m]:
                        terms.append((model.at["pool"][node, c], float(data.share[c, m])))
            model.row(CARD.code, (town,), end.node, terms, "=", budgets.get((town, end.year), 0.0) * end.share)
            model.aim(Goal.DEFICIT, end.node, [(deficit, 1.0)])
