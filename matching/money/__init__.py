"""What a placement costs in the budget year, and who pays: per purse, per month, and part by part.

    cost_po = Σ_{flows f of option o, paid from p} cents_f - [p = employer] Σ_{flows f handed to the employer} cents_f

p is one of `PURSES`: the five streams of the municipality where the participant lives, then UWV, the employer and the
state. What all payers pay together is what the placement costs. Amounts are euro cents, int64. `matching.money.flows`
says which flows there are; `instances.subsidies` holds the formulas of law.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from instances.schema.vocabulary import CostKind, Payer, Stream
from matching.money.flows import COST_NEEDS, EMPLOYER, KINDS, PURSES, STREAMS, Flows
from matching.money.terms import STAY_NEEDS, SUBSIDY_NEEDS
from matching.pairs import Pairs

__all__ = [
    "COST_NEEDS", "PURSES", "STAY_NEEDS", "SUBSIDY_NEEDS",
    "Share", "cost_cents", "month_costs", "shares", "stream_costs", "year_costs",
]  # fmt: skip
Cents = NDArray[np.int64]


def year_costs(pairs: Pairs) -> Cents:
    """Cost of each pair per purse in the budget year, shape (n, 8), in the order of `PURSES`."""
    costs = np.zeros((len(pairs), len(PURSES)), np.int64)
    for flow in Flows(pairs).all():
        costs[flow.pair, flow.purse] += flow.year
        if flow.to_employer:
            costs[flow.pair, EMPLOYER] -= flow.year
    return costs


def month_costs(pairs: Pairs) -> Cents:
    """Cost of each pair per purse and month of the budget year, shape (n, 8, 12); the months add up to the year."""
    costs = np.zeros((len(pairs), len(PURSES), 12), np.int64)
    for flow in Flows(pairs).all():
        costs[flow.pair, flow.purse] += flow.months
        if flow.to_employer:
            costs[flow.pair, EMPLOYER] -= flow.months
    return costs


def stream_costs(pairs: Pairs, streams: tuple[Stream, ...] = STREAMS) -> Cents:
    """What the municipality pays for each pair this year from each of these streams, shape (n, len(streams)).

    Reads only the price of the place where wage-cost subsidy is not asked for.
    """
    flows = Flows(pairs)
    column = np.full(len(PURSES), -1)
    column[[STREAMS.index(stream) for stream in streams]] = np.arange(len(streams))
    costs = np.zeros((len(pairs), len(streams)), np.int64)
    for flow in flows.municipal() if Stream.WAGE_SUBSIDY in streams else (flows.price(),):
        spot = column[flow.purse]
        here = spot >= 0
        costs[flow.pair[here], spot[here]] += flow.year[here]
    return costs


def cost_cents(pairs: Pairs) -> Cents:
    """What the municipality pays for each pair this year, from all its purses, shape (n,)."""
    cost: Cents = stream_costs(pairs).sum(axis=1)
    return cost


@dataclass(frozen=True)
class Share:
    """One payer's part of what one pair costs this year, euro cents."""

    payer: Payer
    stream: Stream | None
    what: CostKind
    cents: int
    estimate: bool


def shares(pairs: Pairs) -> list[tuple[Share, ...]]:
    """Who pays what for each pair this year, the municipality first; the employer's part is the wage less subsidies."""
    found: list[dict[tuple[int, int], tuple[int, bool]]] = [{} for _ in range(len(pairs))]

    def put(pair: int, purse: int, what: int, cents: int, estimate: bool) -> None:
        before, unsure = found[pair].get((purse, what), (0, False))
        found[pair][purse, what] = before + cents, unsure or estimate

    for flow in Flows(pairs).all():
        parts = (flow.pair, flow.purse, flow.what, flow.year, flow.estimate)
        for pair, purse, what, cents, estimate in zip(*(part.tolist() for part in parts), strict=True):
            put(pair, purse, what, cents, estimate)
            if flow.to_employer:
                put(pair, EMPLOYER, KINDS.index(CostKind.WAGE), -cents, estimate)
    return [
        tuple(
            Share(*PURSES[purse], KINDS[what], cents, estimate)
            for (purse, what), (cents, estimate) in sorted(each.items())
            if cents
        )
        for each in found
    ]
