"""At most a share of a group with a right or duty works at employers.

    Σ_(p at employers) x_(n,g,m,p) <= share_g total_(n,g,m)          ∀ n, m, g with a share below 100 %; persons

total is W for a right and B for a duty. Source: not everyone can work outside (planning.md, row 7); share assumed.
"""

from instances.schema.plan_words import GroupKind, HostKind
from planning.block import Card
from planning.data import PlanData
from planning.model import Model, Term

CARD = Card(
    code="employer_share",
    nl="Aandeel bij werkgevers",
    en="Share at employers",
    source="not everyone can work outside",
    key=("group", "municipality"),
    unit="person",
    binding_nl="Bij werkgevers mag in {period} niemand meer van {group} uit {municipality}. Een persoon meer {effect}.",
    binding_en="Employers can have no more of {group} from {municipality} in {period}. One person more {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """One row per node, group and municipality."""
    outside = [p for h in data.hosts_of(HostKind.EMPLOYER) for p in data.places_at[h]]
    for g in data.groups_of(GroupKind.RIGHT, GroupKind.DUTY):
        share = data.groups[g].employers_most_percent / 100
        if share >= 1:
            continue
        total = data.rights[..., 0] if data.kind(g) is GroupKind.RIGHT else data.asked
        for node in data.calendar.nodes:
            for m, town in enumerate(data.municipalities):
                terms: list[Term] = [
                    (model.at["x"][node, g, m, p], 1.0) for p in outside if (node, g, m, p) in model.at["x"]
                ]
                if terms:
                    side = share * float(total[node, g, m])
                    model.row(CARD.code, (data.groups[g].id, town), node, terms, "<=", side)
