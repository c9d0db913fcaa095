"""Tracks: who is on a track stays until it ends, and moves along when the line moves.

    x_(n,g,m,p) >= (1 - ends_(g,h)) x_(a,g,m,p) - Σ_(k out of p) along_(a,g,m,k) + Σ_(k into p) along_(a,g,m,k)
    Σ_(g,m) along_(a,g,m,k) <= move_(a,k)                                       ∀ n, m, p, k, g a track; persons

What x has above the right-hand side are those who enter. Without `along` a line that closes keeps a tail of
participants for ever, and closing is impossible. At a host that is closed x is zero. Source: planning.md, row 8.
"""

from instances.schema.plan_words import Goal, GroupKind
from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="tracks",
    nl="Trajecten lopen door",
    en="Tracks go on",
    source="balance of people on tracks",
    key=("group", "municipality", "line", "host"),
)
ALONG = "along"


def write(model: Model, data: PlanData) -> None:
    """Variables along; a row per node, group, municipality and place, and one per node and shift."""
    tracks = data.groups_of(GroupKind.TRACK)
    x, along = model.at["x"], model.at[ALONG]
    for (node, k), move in model.at["move"].items():
        source, target, row = data.shifts[k]
        h = data.host_of[target]
        terms: list[Term] = []
        for g in tracks:
            for m, town in enumerate(data.municipalities):
                if (node, g, m, source) in x and data.allowed[g, m, h]:
                    who = (data.groups[g].id, town, data.places[source].line, row.from_host, row.to_host)
                    people = model.variable(ALONG, (node, g, m, k), who)
                    terms.append((people, data.groups[g].places_person))
                    model.one_off[node].append((people, data.hosts[h].transfer_cents / CENTS))
                    model.aim(Goal.TRANSFERS, node, [(people, 1.0)])
        if terms:
            model.row(
                CARD.code, ("", "", data.places[source].line, row.to_host), node, [*terms, (move, -1.0)], "<=", 0.0
            )
    out = [[k for k, (source, _, _) in enumerate(data.shifts) if source == p] for p in range(len(data.places))]
    into = [[k for k, (_, target, _) in enumerate(data.shifts) if target == p] for p in range(len(data.places))]
    for node in data.calendar.nodes:
        before = data.calendar.parent(node)
        for g in tracks:
            for m, town in enumerate(data.municipalities):
                for p, place in enumerate(data.places):
                    here, was = x.get((node, g, m, p)), x.get((before, g, m, p))
                    if here is None and was is None:
                        continue
                    stays = 1.0 - float(data.ends[g, data.host_of[p]])
                    terms = [] if here is None else [(here, 1.0)]
                    if was is not None:
                        terms.append((was, -stays))
                    for ks, sign in ((out[p], 1.0), (into[p], -1.0)):
                        terms += [(along[before, g, m, k], sign) for k in ks if (before, g, m, k) in along]
                    side = stays * float(data.start_people[g, m, p]) if before < 0 else 0.0
                    key = (data.groups[g].id, town, place.line, place.host)
                    model.row(CARD.code, key, node, terms, ">=", side)
