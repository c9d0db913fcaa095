"""How many places a host can have at most, on all its lines together.

    Σ_(p at h) cap_(n,p) <= most_h                                                                   ∀ n, h with a limit

Places. Founding dates and the limit of one line at a host are bounds of the variables (block `capacity`).
Source: agreements with employers and partners, planning.md, row 4.
"""

from planning.block import Card
from planning.data import PlanData
from planning.model import Model

CARD = Card(
    code="limits",
    nl="Meeste plekken bij een plek",
    en="Most places at a host",
    source="agreements with employers and partners",
    key=("host",),
    unit="place",
    binding_nl="{host} zit vol in {period}. Ruimte voor een plek meer {effect}.",
    binding_en="{host} is full in {period}. Room for one place more {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """One row per node and host with a limit."""
    for node in data.calendar.nodes:
        if data.calendar.parent(node) < 0:
            continue  # what there is at the start is given
        for h, host in enumerate(data.hosts):
            terms = [(model.at["cap"][node, p], 1.0) for p in data.places_at[h] if (node, p) in model.at["cap"]]
            if host.most_places is not None and terms:
                model.row(CARD.code, (host.id,), node, terms, "<=", host.most_places)
