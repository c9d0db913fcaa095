"""The bad tail: what the worst futures cost, beside what is expected (conditional value at risk, CVaR).

    beyond_leaf >= Σ_(years on the way) d_y Σ_m [deficit + own]_(y,m) - eta                ∀ leaves of the tree; k euro
    objective  +=  λ [eta + (1 / α) Σ_leaf π_leaf beyond_leaf]

α is the share of worst outcomes, λ how much they weigh. Only with branches and λ above zero. Source: Rockafellar and
Uryasev (2000); planning.md, row 18.
"""

from planning.block import Card
from planning.data import PlanData
from planning.model import Model, Term

CARD = Card(
    code="tail",
    nl="Slechtste uitkomsten",
    en="Worst outcomes",
    source="Rockafellar and Uryasev (2000)",
    unit="k euro",
    binding_nl="De toekomst die eindigt in {period} is een van de slechtste. Een euro meer kosten daarin {effect}.",
    binding_en="The future that ends in {period} is among the worst. One euro more of cost in it {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables eta (free) and beyond; one row per leaf."""
    tree, weight = data.calendar.tree, data.settings.tail_weight_percent / 100
    share = data.settings.tail_percent / 100
    if len(tree.leaves) < 2 or not weight or not share:
        return
    eta = model.variable("eta", (0,), (), lower=-1e9)
    model.extra.append((eta, weight))
    for leaf in tree.leaves.tolist():
        beyond = model.variable("beyond", (leaf,), ())
        terms: list[Term] = [(beyond, 1.0), (eta, 1.0)]
        for node in tree.path(leaf).tolist():
            discount = float(data.weight[node] / tree.probability[node])
            for name in ("deficit", "own"):
                terms += [(found, -discount) for _, found in model.all_of(name, node)]
        model.row(CARD.code, (), leaf, terms, ">=", 0.0)
        model.extra.append((beyond, weight * float(tree.probability[leaf]) / share))
