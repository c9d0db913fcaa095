"""Impulse money: no more than what came in, counted over all years so far, or by the year.

    Σ_(years up to y) impulse_(y',m) <= Σ_(years up to y) J_(m,y')    ∀ year ends y, m       unused money carries over
    impulse_(y,m)                    <= J_(m,y)                       the same without carry-over;    k euro

It pays transition only: running cost never meets it. The switch `impulse_carry_over` says which of the two holds.
Source: impulse money 2025-2029 (gemeente.nu; college proposal of January 2025); planning.md, row 15.
"""

from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model

CARD = Card(
    code="impulse",
    nl="Impulsmiddelen",
    en="Impulse money",
    source="gemeente.nu; college proposal of January 2025",
    key=("municipality",),
    unit="k euro",
    binding_nl="De impulsmiddelen van {municipality} zijn op in {period}. Een euro meer {effect}.",
    binding_en="The impulse money of {municipality} is spent in {period}. One euro more {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """One row per year end and municipality."""
    if data.change_pool < 0:
        return
    comes = {(row.municipality, row.year): row.impulse_cents / CENTS for row in data.budgets}
    ends = {end.node: end for end in data.calendar.year_ends}
    for node, end in ends.items():
        way = [end]
        if data.settings.impulse_carry_over:
            way = [ends[found] for found in data.calendar.tree.path(node).tolist() if found in ends]
        for m, town in enumerate(data.municipalities):
            used = [(model.at["impulse"][year.node, m], 1.0) for year in way]
            there = sum(comes.get((town, year.year), 0.0) for year in way)
            model.row(CARD.code, (town,), node, used, "<=", there)
