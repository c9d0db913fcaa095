"""Protected places as few as possible: everyone at a protected host counts (goal `protected`, person-years).

    protected_n = Δ Σ_(g,m) Σ_(p at a protected host) x_(n,g,m,p)                                                 ∀ n

No rows: what is small is a matter of weight. Source: "as small a protected facility as possible" (vision of January
2025), which the course of September 2025 takes back; so scenarios set the weight.
"""

from instances.schema.plan_words import Goal
from planning.block import Card
from planning.data import PlanData
from planning.model import Model

CARD = Card(
    code="protected",
    nl="Mensen op beschermde plekken",
    en="People in protected places",
    source="vision of January 2025",
)


def write(model: Model, data: PlanData) -> None:
    """Counts people at protected hosts towards the goal."""
    inside = [data.hosts[h].protected for h in data.host_of]
    for (node, _, _, p), people in model.at["x"].items():
        if inside[p]:
            model.aim(Goal.PROTECTED, node, [(people, data.calendar.length)])
