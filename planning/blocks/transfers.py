"""Hand-overs: people with a right or a duty who come to another host count, and their guidance costs.

    arrive_(n,g,m,h) >= Σ_(p at h) x_(n,g,m,p) - Σ_(p at h) x_(a,g,m,p)             ∀ n, m, h, g no track; persons

At the root the people at the start take the part of x_a. Participants who move along with their line are counted in
block `tracks`. Source: promise to residents, fewer hand-overs (council letters); planning.md, section 5.
"""

from instances.schema.plan_words import Goal, GroupKind
from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="transfers",
    nl="Overdrachten",
    en="Hand-overs",
    source="promise to residents: fewer hand-overs",
    key=("group", "municipality", "host"),
)


def write(model: Model, data: PlanData) -> None:
    """Variables arrive; one row per node, group, municipality and host."""
    x = model.at["x"]
    for g in data.groups_of(GroupKind.RIGHT, GroupKind.DUTY):
        for node in data.calendar.nodes:
            before = data.calendar.parent(node)
            for m, town in enumerate(data.municipalities):
                for h, host in enumerate(data.hosts):
                    terms: list[Term] = [(x[node, g, m, p], -1.0) for p in data.places_at[h] if (node, g, m, p) in x]
                    if not terms:
                        continue
                    side = 0.0
                    if before < 0:
                        side = -float(data.start_people[g, m, list(data.places_at[h])].sum())
                    terms += [(x[before, g, m, p], 1.0) for p in data.places_at[h] if (before, g, m, p) in x]
                    key = (data.groups[g].id, town, host.id)
                    arrive = model.variable("arrive", (node, g, m, h), key)
                    model.row(CARD.code, key, node, [*terms, (arrive, 1.0)], ">=", side)
                    model.one_off[node].append((arrive, host.transfer_cents / CENTS))
                    model.aim(Goal.TRANSFERS, node, [(arrive, 1.0)])
