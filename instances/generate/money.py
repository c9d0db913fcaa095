"""What the municipalities have: budgets per purse and year, caps per person, and the duty to offer sheltered work.

Re-integration money is frozen: `amount` is what a municipality has, `committed` what already goes to other things, so
that what is free for placements is `room` times its share, by households, of the cost of filling every slot. Wage-cost
subsidy has a purse of its own, for jobs with subsidy and for sheltered work.
"""

from datetime import date

import numpy as np
import pandas as pd

from instances.generate.demands import SHELTERED
from instances.generate.draw import Floats, Ints, apportion, number, rows_of, table
from instances.generate.market import Places
from instances.generate.people import REGIMES, People
from instances.generate.world import World, region_participants
from instances.subsidies import hour_wages, wage_cost_subsidy

STREAMS = ("reintegration", "sheltered", "wsw", "wage_subsidy", "impulse")


def municipalities(world: World, num_people: int) -> pd.DataFrame:
    """The municipalities as payers."""
    duty = apportion(round(number("sheltered_duty") * num_people / region_participants()), world.households)
    return rows_of(
        "municipalities",
        {
            "id": world.code,
            "name": world.name,
            "wsw_organisation": [world.companies[c] for c in world.wsw_company],
            "social_service": world.social_service,
            "participant_cap_cents": world.cap_euro * 100,
            "sheltered_duty": duty,
        },
        len(world.code),
    )


def budgets(world: World, made: People, offer: Places, reference: date) -> pd.DataFrame:
    """One row per municipality and purse; impulse money only where a company has its seat."""
    cost = offer.cells["price_cents"] * offer.slots
    stream = np.asarray(offer.cells["stream"])
    full = {name: float(cost[stream == name].sum()) for name in STREAMS}
    people = {name: _counts(world, made, regimes) for name, regimes in (
        ("sheltered", ("sheltered",)), ("wsw", ("wsw_mtb", "wsw_wozl")), ("wage_subsidy", ("pw_lks", "wajong")),
    )}  # fmt: skip
    weight = world.households / world.households.sum()
    free = np.round(full["reintegration"] * weight * world.room / 10_000).astype(np.int64) * 10_000
    amount = {
        "reintegration": np.maximum(free, np.round(world.frozen_euro).astype(np.int64) * 100),
        "sheltered": _share(full["sheltered"] * number("ample"), people["sheltered"] + 1),
        "wsw": _share(full["wsw"] * number("ample"), people["wsw"]),
        "wage_subsidy": _subsidies(offer, people["wage_subsidy"] + 1, people["sheltered"] + 1, reference.year),
        "impulse": _impulse(world, len(made)),
    }
    committed = {name: np.zeros(len(world.code), np.int64) for name in STREAMS}
    committed["reintegration"] = amount["reintegration"] - free
    parts = [
        rows_of(
            "budgets",
            {
                "municipality": world.code,
                "stream": name,
                "year": reference.year,
                "amount_cents": amount[name],
                "committed_cents": committed[name],
            },
            len(world.code),
        )
        for name in STREAMS
    ]
    whole = pd.concat(parts, ignore_index=True)
    return whole[(whole["stream"] != "impulse") | (whole["amount_cents"] > 0)].reset_index(drop=True)


def _subsidies(offer: Places, workers: Ints, sheltered: Ints, year: int) -> Ints:
    """Wage-cost subsidy of every slot at the mean wage value, with room; jobs and sheltered places by their people."""
    hours = (np.asarray(offer.cells["hours_min"]) + np.asarray(offer.cells["hours_max"])) / 2 * offer.slots
    wage = float(hour_wages(year).mean())
    jobs, places = (
        100 * wage_cost_subsidy(hours[mask].sum(), table("wage_value")[group][0], wage)
        for mask, group in ((offer.of("regular_lks"), "pw_lks"), (offer.of(*SHELTERED), "sheltered"))
    )
    room = number("wage_subsidy_room")
    return _share(jobs * room, workers) + _share(places * room, sheltered)


def _counts(world: World, made: People, regimes: tuple[str, ...]) -> Ints:
    inside = np.isin(made.regime, [REGIMES.index(name) for name in regimes])
    return np.bincount(made.municipality[inside], minlength=len(world.code))


def _share(cents: float, weights: Floats | Ints) -> Ints:
    """Share an amount out, in whole hundreds of euros."""
    return (
        apportion(round(cents / 10_000), np.asarray(weights, np.float64)) * 10_000
        if cents
        else np.zeros(len(weights), np.int64)
    )


def _impulse(world: World, num_people: int) -> Ints:
    """Impulse money goes to the seat of each cooperation, in proportion to its Wsw people."""
    hub = world.hub[world.company]
    weights = np.bincount(hub, world.wsw_people, len(world.code))
    return _share(number("impulse") * 100 * num_people / region_participants(), weights)
