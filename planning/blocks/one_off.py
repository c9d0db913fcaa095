"""One-off cost: paid from impulse money, else from own money, shared by its key.

    impulse_(y,m) + own_(y,m) = κ_m [programme_y + Σ_(n in y) Σ one-off terms]         ∀ year ends y, m; k euro a year

The terms (building, ending, moving, clearing, redundancy, going over, guidance) come from the blocks that cause them.
Own money counts (goal `own_money`). Source: one-off transition cost pro rata from impulse money (college proposal of
January 2025); the key is a figure of the plan; planning.md, row 14.
"""

from instances.schema.plan_words import Goal
from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="one_off",
    nl="Eenmalige kosten",
    en="One-off cost",
    source="college proposal of January 2025: pro rata from impulse money",
    key=("municipality",),
    unit="k euro",
    binding_nl="{municipality} betaalt mee aan eenmalige kosten in {period}. Een euro meer kosten {effect}.",
    binding_en="{municipality} shares one-off cost in {period}. One euro more of cost {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables impulse and own; one row per year end and municipality."""
    if data.change_pool < 0:
        return
    for end in data.calendar.year_ends:
        programme = sum(row.amount_cents for row in data.programme if row.year == end.year) / CENTS
        spent = [term for node in end.nodes.tolist() for term in model.one_off[node] if term[1]]
        total = model.variable("one_off", (end.node,), ())
        minus: list[Term] = [(term, -amount) for term, amount in spent]
        model.row("one_off_total", (), end.node, [(total, 1.0), *minus], "=", programme * end.share)
        for m, town in enumerate(data.municipalities):
            share = float(data.share[data.change_pool, m])
            impulse = model.variable("impulse", (end.node, m), (town,))
            own = model.variable("own", (end.node, m), (town,))
            terms: list[Term] = [(impulse, 1.0), (own, 1.0), (total, -share)]
            model.row(CARD.code, (town,), end.node, terms, "=", 0.0)
            model.aim(Goal.OWN_MONEY, end.node, [(own, 1.0)])
