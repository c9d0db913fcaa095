"""Pace: how many places can change in a period.

    Σ_p build + Σ_k move            <= starts                organisation as a whole                             ∀ n
    Σ_(p at h) build + moves into h <= builds_h              what a host can take in                             ∀ n, h
    moves out of h                  <= moves_h               what a host can let go                              ∀ n, h
    Σ_(p at h) cut                  <= cuts_h                what can end carefully                              ∀ n, h
    moves of line l                 <= moves_l               what a line bears                                   ∀ n, l

Places per period. In the last period of a host that closes, its limits on cuts and moves are let go.
Source: planning.md, row 3: phasing and care (fasering en zorgvuldigheid).
"""

from planning.block import Card
from planning.data import PlanData
from planning.model import Model, Term

CARD = Card(
    code="pace",
    nl="Tempo van de verandering",
    en="Pace of change",
    source="phasing and care in the college proposal, January 2025",
    key=("what", "place"),
    unit="place",
    binding_nl="Het tempo is de grens in {period}: {what} {place}. Een plek sneller {effect}.",
    binding_en="Pace is the limit in {period}: {what} {place}. One place faster {effect}.",
)


def write(model: Model, data: PlanData) -> None:
    """Up to one row per node and limit."""
    for node in data.calendar.nodes:
        if data.calendar.next_start(node) is None:
            continue
        moves = [(k, model.at["move"][node, k]) for k in range(len(data.shifts)) if (node, k) in model.at["move"]]
        builds = [(p, model.at["build"][node, p]) for p in range(len(data.places)) if (node, p) in model.at["build"]]
        starts: list[Term] = [(found, 1.0) for _, found in moves + builds]
        _limit(model, ("starts", ""), node, starts, data.settings.starts_period)
        for h, host in enumerate(data.hosts):
            into: list[Term] = [(found, 1.0) for p, found in builds if data.host_of[p] == h]
            into += [(found, 1.0) for k, found in moves if data.host_of[data.shifts[k][1]] == h]
            _limit(model, ("builds", host.id), node, into, data.per_period(host.builds_quarter))
            if data.open[node, h] and not data.opens_next[node, h]:
                continue
            out: list[Term] = [(found, 1.0) for k, found in moves if data.host_of[data.shifts[k][0]] == h]
            cuts: list[Term] = [
                (model.at["cut"][node, p], 1.0) for p in data.places_at[h] if (node, p) in model.at["cut"]
            ]
            _limit(model, ("moves", host.id), node, out, data.per_period(host.moves_quarter))
            _limit(model, ("cuts", host.id), node, cuts, data.per_period(host.cuts_quarter))
        for line in data.lines:
            of_line: list[Term] = [
                (found, 1.0) for k, found in moves if data.places[data.shifts[k][0]].line == line.line
            ]
            _limit(model, ("moves", line.line), node, of_line, data.per_period(line.moves_quarter))


def _limit(model: Model, key: tuple[str, str], node: int, terms: list[Term], most: float | None) -> None:
    if most is not None and terms:
        model.row(CARD.code, key, node, terms, "<=", most)
