"""Places: what there is now is what there was, plus what was built or moved in, less what ended or moved away.

    cap_(n,p) = cap_(a,p) + build_(a,p) - cut_(a,p) + Σ_(k into p) move_(a,k) - Σ_(k out of p) move_(a,k)    ∀ n, p
    cap_(root,p) = start_p;   cap_(n,p) <= most_p;   cap_(n,p) does not exist while its host is closed

a is the node before n: a decision works one period later. A closed host has no places, so its lines must have moved or
ended by then. Every place costs its idle cost, used or not, otherwise nobody would ever end one; building, ending and
moving cost once. Places per period; money k euro/period. Source: planning.md, rows 1 and 4.
"""

from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="capacity",
    nl="Plekken per lijn en plek",
    en="Places per line and host",
    source="balance of places; lead time of one period",
    key=("line", "host"),
)


def write(model: Model, data: PlanData) -> None:
    """Variables cap, build, cut, move; one balance per node and place."""
    calendar = data.calendar
    for node in calendar.nodes:
        for p, place in enumerate(data.places):
            host = data.host_of[p]
            if data.open[node, host]:
                root = calendar.parent(node) < 0
                model.variable(
                    "cap", (node, p), (place.line, place.host),
                    lower=place.start_places if root else 0.0,
                    upper=place.start_places if root else place.most_places,
                )  # fmt: skip
        _decide(model, data, node)
    for node in calendar.nodes:
        if calendar.parent(node) >= 0:
            _balance(model, data, node, calendar.parent(node))
    _pay(model, data)


def _decide(model: Model, data: PlanData, node: int) -> None:
    """What can be decided at a node: to build where it will be open, to end or move what is there."""
    day = data.calendar.start(node)
    if data.calendar.next_start(node) is None:
        return
    for p, place in enumerate(data.places):
        host = data.host_of[p]
        if data.opens_next[node, host] and data.hosts[host].builds_quarter != 0:
            model.variable("build", (node, p), (place.line, place.host))
        if (node, p) in model.at["cap"]:
            model.variable("cut", (node, p), (place.line, place.host))
    for k, (source, target, row) in enumerate(data.shifts):
        opens = data.opens_next[node, data.host_of[target]]
        if (node, source) in model.at["cap"] and opens and (row.from_on is None or row.from_on <= day):
            model.variable("move", (node, k), (data.places[source].line, row.from_host, row.to_host))


def _balance(model: Model, data: PlanData, node: int, before: int) -> None:
    at = model.at
    for p, place in enumerate(data.places):
        terms: list[Term] = [(at["cap"][node, p], 1.0)] if (node, p) in at["cap"] else []
        for name, sign, when in (("cap", -1.0, before), ("build", -1.0, before), ("cut", 1.0, before)):
            if (when, p) in at[name]:
                terms.append((at[name][when, p], sign))
        for k, (source, target, _) in enumerate(data.shifts):
            if p in (source, target) and (before, k) in at["move"]:
                terms.append((at["move"][before, k], 1.0 if p == source else -1.0))
        if terms:
            model.row(CARD.code, (place.line, place.host), node, terms, "=", 0.0)


def _pay(model: Model, data: PlanData) -> None:
    for (node, p), cap in model.at["cap"].items():
        host = data.hosts[data.host_of[p]]
        if host.pool is not None and host.idle_year_cents:
            cost = data.wages[node] * data.calendar.length * host.idle_year_cents / CENTS
            model.shared[node, data.pool_at[host.pool]].append((cap, cost))
    for name, field in (("build", "build_cents"), ("cut", "cut_cents")):
        for (node, p), places in model.at[name].items():
            model.one_off[node].append((places, getattr(data.hosts[data.host_of[p]], field) / CENTS))
    for (node, k), places in model.at["move"].items():
        model.one_off[node].append((places, data.line_of[data.shifts[k][0]].move_cents / CENTS))
