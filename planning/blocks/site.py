"""Floor: a site holds its places, and gives floor back in steps.

    area_(n,b) >= Σ_(p at h(b)) m2_l cap_(n,p)                                                        ∀ n, b; m2
    area_(n,b) = area_(a,b) - shrink_(a,b);   area_root = start;   least_b <= area;   shrink_(a,b) <= step_b

When the host closes, all floor is given back in the period before, whatever the step. Rent and the fixed cost of an
open site are shared cost, w Δ (rent area + open); clearing costs once. Source: planning.md, row 11.
"""

from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="site",
    nl="Vloer van een locatie",
    en="Floor of a site",
    source="floor per place; floor is given back in steps",
    key=("site",),
    unit="m2",
    binding_nl="De vloer van {site} is vol in {period}. Een vierkante meter meer nodig {effect}.",
    binding_en="The floor of {site} is full in {period}. One square metre more needed {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables area and shrink; up to two rows per node and site."""
    for b, site in enumerate(data.sites):
        h = data.host_at[site.host]
        pool = data.hosts[h].pool
        for node in data.calendar.nodes:
            before = data.calendar.parent(node)
            terms: list[Term] = []
            if data.open[node, h]:
                root = before < 0
                area = model.variable(
                    "area", (node, b), (site.id,), lower=site.start_m2 if root else site.least_m2,
                    upper=site.start_m2 if root else None,
                )  # fmt: skip
                terms = [(area, 1.0)]
                needed = [(model.at["cap"][node, p], -data.line_of[p].area_m2) for p in data.places_at[h]]
                model.row(CARD.code, (site.id,), node, [(area, 1.0), *needed], ">=", 0.0)
                if pool is not None:
                    price = data.wages[node] * data.calendar.length / CENTS
                    at = (node, data.pool_at[pool])
                    model.shared[at].append((area, price * site.rent_m2_year_cents))
                    model.shared_fixed[at] += price * site.open_year_cents
                if data.calendar.next_start(node) is not None:
                    step = data.per_period(site.shrink_quarter_m2) if data.opens_next[node, h] else None
                    shrink = model.variable("shrink", (node, b), (site.id,), upper=step)
                    model.one_off[node].append((shrink, site.clear_m2_cents / CENTS))
            if before >= 0 and (before, b) in model.at["area"]:
                terms += [(model.at["area"][before, b], -1.0), (model.at["shrink"][before, b], 1.0)]
                model.row("floor", (site.id,), node, terms, "=", 0.0)
