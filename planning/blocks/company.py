"""The path of a company's deficit: what it loses in a year is on the path, or above it with a name.

    Σ_(n in y) [pool_(n,c) + Σ_(p at hosts of c) Σ_(g,m) (net - tariff)_(n,g,m,p) x_(n,g,m,p)] - above_(y,c)
        <= path_(c,y)

∀ year ends y, pools c with a path; k euro a year. A company earns the added value, grants and tariffs of who works with
it. What is above counts (goal `company_deficit`). Source: MTB deficit above 4 million must shrink (college proposal of
January 2025); planning.md, row 17.
"""

from instances.schema.plan_words import Goal
from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="company",
    nl="Tekort van het bedrijf",
    en="Deficit of the company",
    source="college proposal of January 2025: the deficit must shrink",
    key=("pool",),
    unit="k euro",
    binding_nl="Het tekort van {pool} is wat het pad toelaat of meer in {period}. Een euro meer ruimte {effect}.",
    binding_en="The deficit of {pool} is what the path allows or more in {period}. One euro more room {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables above; one row per year end and pool with a path."""
    paths = {(row.pool, row.year): row.most_cents / CENTS for row in data.deficits}
    for end in data.calendar.year_ends:
        for c, pool in enumerate(data.pools):
            if (pool.id, end.year) not in paths:
                continue
            above = model.variable("above", (end.node, c), (pool.id,))
            terms: list[Term] = [(above, -1.0)]
            own = {p for p, h in enumerate(data.host_of) if data.hosts[h].pool == pool.id}
            for node in end.nodes.tolist():
                if (node, c) in model.at["pool"]:
                    terms.append((model.at["pool"][node, c], 1.0))
                for g in range(len(data.groups)):
                    for m in range(len(data.municipalities)):
                        for p in own:
                            if (node, g, m, p) in model.at["x"]:
                                loss = float(data.net[node, g, m, p] - data.tariff[node, g])
                                terms.append((model.at["x"][node, g, m, p], loss))
            model.row(CARD.code, (pool.id,), end.node, terms, "<=", paths[pool.id, end.year] * end.share)
            model.aim(Goal.COMPANY_DEFICIT, end.node, [(above, 1.0)])
