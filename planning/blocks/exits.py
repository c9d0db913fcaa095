"""Lasting exits: as many people a year into lasting work as the municipalities want together.

    Σ_(n in y) Σ_(g,m,p) lasting_(g,h) ends_(g,h) x_(n,g,m,p) + short_y >= target_y share_y           ∀ year ends y

Persons a year; share = the part of the year that the plan covers. The target is soft (goal `exits_short`): at the hard
end the price of a person grows without limit. Source: KplusV 2021, 50 to 100 fewer on benefit a year; planning.md,
row 10.
"""

from instances.schema.plan_words import Goal, GroupKind
from planning.block import Card
from planning.data import PlanData
from planning.model import Model, Term

CARD = Card(
    code="exits",
    nl="Blijvende uitstroom",
    en="Lasting exits",
    source="KplusV 2021",
    unit="person",
    binding_nl="De blijvende uitstroom is precies het doel of minder in {period}. Een persoon meer als doel {effect}.",
    binding_en="Lasting exits are the target or less in {period}. One person more as target {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables exits_short; one row per year end with a target."""
    targets = {row.year: row.people for row in data.exits}
    for end in data.calendar.year_ends:
        if end.year not in targets:
            continue
        short = model.variable("exits_short", (end.node,), ())
        terms: list[Term] = [(short, 1.0)]
        for node in end.nodes.tolist():
            for g in data.groups_of(GroupKind.TRACK):
                for m in range(len(data.municipalities)):
                    for p, h in enumerate(data.host_of):
                        if (node, g, m, p) in model.at["x"]:
                            terms.append((model.at["x"][node, g, m, p], float(data.lasting[g, h] * data.ends[g, h])))
        model.row(CARD.code, (), end.node, terms, ">=", targets[end.year] * end.share)
        model.aim(Goal.EXITS_SHORT, end.node, [(short, 1.0)])
