"""Rights: everyone with a Wsw right has a place, in every period.

    Σ_p x_(n,g,m,p) = W_(n,g,m)                                                     ∀ n, m, g with a right; persons

An equation, and there is no variable to dismiss anyone: people only leave through W, which the cohorts give. Where
their municipality lets them be (WOZL for Gulpen-Wittem, Vaals and Valkenburg) stands in the table of who may be where.
Source: Wsw rights "onverkort van kracht" (council letters 2023-2025); planning.md, row 5.
"""

from instances.schema.plan_words import GroupKind
from planning.block import Card
from planning.data import PlanData
from planning.model import Model

CARD = Card(
    code="rights",
    nl="Rechten",
    en="Rights",
    source="Wsw rights, council letters 2023-2025",
    key=("group", "municipality"),
    unit="person",
    binding_nl="Iedereen van {group} uit {municipality} houdt een plek in {period}. Een persoon meer {effect}.",
    binding_en="Everyone of {group} from {municipality} keeps a place in {period}. One person more {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """One row per node, group with a right and municipality."""
    for g in data.groups_of(GroupKind.RIGHT):
        for node in data.calendar.nodes:
            for m, town in enumerate(data.municipalities):
                people = float(data.rights[node, g, m, 0])
                if people > 0:
                    everyone = [
                        (model.at["x"][node, g, m, p], 1.0)
                        for p in range(len(data.places))
                        if (node, g, m, p) in model.at["x"]
                    ]
                    model.row(CARD.code, (data.groups[g].id, town), node, everyone, "=", people)
