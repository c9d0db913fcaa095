"""Duty: sheltered places as many as the law asks of a municipality.

    Σ_p x_(n,g,m,p) + short_(n,g,m) = B_(n,g,m)                                     ∀ n, m, g with a duty; persons

What is short weighs more than anything else (goal `sheltered_short`, person-years). Source: art. 10b Participatiewet;
Kamerbrief of 23 May 2019; planning.md, row 6.
"""

from instances.schema.plan_words import Goal, GroupKind
from planning.block import Card
from planning.data import PlanData
from planning.model import Model, Term

CARD = Card(
    code="duty",
    nl="Plicht beschut werk",
    en="Duty of sheltered work",
    source="art. 10b Participatiewet",
    key=("group", "municipality"),
    unit="place",
    binding_nl="De plicht voor {group} in {municipality} geldt in {period}. Een plek meer {effect}.",
    binding_en="The duty of {group} in {municipality} holds in {period}. One place more {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables short; one row per node, group with a duty and municipality."""
    for g in data.groups_of(GroupKind.DUTY):
        group = data.groups[g].id
        for node in data.calendar.nodes:
            for m, town in enumerate(data.municipalities):
                wanted = float(data.asked[node, g, m])
                if wanted <= 0:
                    continue
                short = model.variable("short", (node, g, m), (group, town))
                everyone: list[Term] = [
                    (model.at["x"][node, g, m, p], 1.0)
                    for p in range(len(data.places))
                    if (node, g, m, p) in model.at["x"]
                ]
                model.row(CARD.code, (group, town), node, [*everyone, (short, 1.0)], "=", wanted)
                model.aim(Goal.SHELTERED_SHORT, node, [(short, data.calendar.length)])
