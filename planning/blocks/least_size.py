"""A line runs with enough places to be a line, or not at all.

    least_p run_(n,p) <= cap_(n,p) <= most_p run_(n,p),   run whole, 0 or 1          ∀ n, p with a smallest size; places

most_p is the limit of the place, else the places of all its line. The only whole numbers of the model: a plan without
smallest sizes is linear. Source: minimum viable size, planning.md, sections 1 and 6.
"""

from planning.block import Card
from planning.data import PlanData
from planning.model import Model

CARD = Card(
    code="least_size",
    nl="Kleinste lijn",
    en="Smallest line",
    source="minimum viable size of a line",
    key=("line", "host"),
    unit="place",
    binding_nl="{line} bij {host} heeft precies de kleinste omvang in {period}. Een plek meer als minimum {effect}.",
    binding_en="{line} at {host} has just the smallest size in {period}. One place more as minimum {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Variables run; two rows per node and place with a smallest size."""
    for (node, p), cap in list(model.at["cap"].items()):
        place = data.places[p]
        if place.least_places <= 0 or data.calendar.parent(node) < 0:
            continue
        key = (place.line, place.host)
        line = sum(other.start_places for other in data.places if other.line == place.line)
        most = place.most_places if place.most_places is not None else max(line, place.least_places) * 2
        run = model.variable("run", (node, p), key, upper=1.0, whole=True)
        model.row(CARD.code, key, node, [(cap, 1.0), (run, -place.least_places)], ">=", 0.0)
        model.row(CARD.code, key, node, [(cap, 1.0), (run, -most)], "<=", 0.0)
