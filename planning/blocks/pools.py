"""Pools: what a company or cooperation spends together in a period.

    pool_(n,c) = w_n Δ base_c (1 + growth_c)^(years since the first) + Σ idle + Σ rent + Σ salaries         ∀ n, c

k euro per period. The terms come from the blocks that spend. Source: planning.md, section 6, money rows.
"""

from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model

CARD = Card(
    code="pools",
    nl="Gedeelde kosten",
    en="Shared cost",
    source="idle places, rent, salaries and fixed cost of a company",
    key=("pool",),
)


def write(model: Model, data: PlanData) -> None:
    """Variables pool; one row per node and pool that spends."""
    for node in data.calendar.nodes:
        for c, pool in enumerate(data.pools):
            base = data.wages[node] * data.calendar.length * pool.base_year_cents / CENTS
            fixed = (
                base * (1 + pool.growth_percent / 100) ** float(data.price_years[node]) + model.shared_fixed[node, c]
            )
            terms = model.shared[node, c]
            if terms or fixed:
                cost = model.variable("pool", (node, c), (pool.id,))
                spent = [(term, -amount) for term, amount in terms]
                model.row(CARD.code, (pool.id,), node, [(cost, 1.0), *spent], "=", fixed)
