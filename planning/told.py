"""What a solution document says, as arrays: read back from its tables, so that a checker can compute with it."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from instances.schema.plan_solution import PlanSolution
from planning.calendar import Calendar
from planning.data import CENTS, PlanData
from planning.programme import Floats, Ints

MONEY = ("deficit", "surplus", "impulse", "own")


@dataclass(frozen=True, eq=False)
class Told:
    """Axes as in `PlanData`. Places (N, P): `places`, `counting` (new ones less), `built`, `ended`; `moved` (N, K);
    `change` (N, P): what they make of the places of the next period. People (N, G, M, P): `people` exact, `whole`;
    `along` (N, G, M, K); `waiting`, `short` (N, G, M); `arrived` (N, G, M, H), worked out. `area`, `shrunk` (N, B);
    `fte`, `left`, `stopped`, `hired`, `over` (N, S). `money`: kind, year, branch -> (M,) k euro.
    """

    places: Floats
    counting: Floats
    built: Floats
    ended: Floats
    moved: Floats
    change: Floats
    people: Floats
    whole: Ints
    along: Floats
    waiting: Floats
    short: Floats
    arrived: Floats
    area: Floats
    shrunk: Floats
    fte: Floats
    left: Floats
    stopped: Floats
    hired: Floats
    over: Floats
    money: dict[tuple[str, int, str], Floats]

    @classmethod
    def of(cls, data: PlanData, solution: PlanSolution) -> "Told":
        """Fill the arrays from the tables."""
        calendar, at = data.calendar, _nodes(data.calendar)
        num, groups, towns = calendar.num_nodes, len(data.groups), len(data.municipalities)
        places, built, ended = (np.zeros((num, len(data.places))) for _ in range(3))
        moved = np.zeros((num, len(data.shifts)))
        shift_at = {
            (data.places[s].line, data.places[s].host, data.places[t].host): k
            for k, (s, t, _) in enumerate(data.shifts)
        }
        for row in solution.capacity:
            places[at[row.period, row.branch], data.place_at[row.line, row.host]] = row.places
        for move in solution.moves:
            node = at[move.period, move.branch]
            if not move.from_host:
                built[node, data.place_at[move.line, move.to_host]] += move.places
            elif not move.to_host:
                ended[node, data.place_at[move.line, move.from_host]] += move.places
            else:
                moved[node, shift_at[move.line, move.from_host, move.to_host]] += move.places
        people, whole = (
            np.zeros((num, groups, towns, len(data.places))),
            np.zeros((num, groups, towns, len(data.places)), int),
        )
        for found in solution.people:
            where = (
                at[found.period, found.branch], data.group_at[found.group], data.town_at[found.municipality],
                data.place_at[found.line, found.host],
            )  # fmt: skip
            people[where], whole[where] = found.exact, found.number
        along = np.zeros((num, groups, towns, len(data.shifts)))
        for went in solution.people_moves:
            k = shift_at[went.line, went.from_host, went.to_host]
            node = at[went.period, went.branch]
            along[node, data.group_at[went.group], data.town_at[went.municipality], k] = went.number
        flows: dict[str, Floats] = defaultdict(lambda: np.zeros((num, groups, towns)))
        for flow in solution.flows:
            node = at[flow.period, flow.branch]
            flows[flow.kind][node, data.group_at[flow.group], data.town_at[flow.municipality]] = flow.number
        area, shrunk = (np.zeros((num, len(data.sites))) for _ in range(2))
        for site in solution.site:
            b = [found.id for found in data.sites].index(site.site)
            area[at[site.period, site.branch], b], shrunk[at[site.period, site.branch], b] = site.m2, site.given_back_m2
        staff = np.zeros((5, num, len(data.staff)))
        for row_ in solution.staff:
            s = [found.id for found in data.staff].index(row_.staff)
            staff[:, at[row_.period, row_.branch], s] = (
                row_.fte, row_.attrition, row_.ended, row_.hired, row_.retrained
            )  # fmt: skip
        money: dict[tuple[str, int, str], Floats] = defaultdict(lambda: np.zeros(towns))
        for amount in solution.money:
            if amount.kind in MONEY:
                money[amount.kind, amount.year, amount.branch][data.town_at[amount.municipality]] = amount.euro / 1000
        into = built - ended
        fresh = built.copy()
        for k, (source, target, _) in enumerate(data.shifts):
            into[:, source] -= moved[:, k]
            into[:, target] += moved[:, k]
            fresh[:, target] += moved[:, k]
        return cls(
            places, _counting(data, places, fresh), built, ended, moved, into, people, whole, along, flows["waiting"],
            flows["short"], _arrived(data, people), area, shrunk, staff[0], staff[1], staff[2], staff[3], staff[4],
            money,
        )  # fmt: skip

    def shared(self, data: PlanData) -> Floats:
        """Shared cost of each pool, (N, C), k euro per period."""
        price = data.wages * data.calendar.length / CENTS
        found = np.zeros((data.calendar.num_nodes, len(data.pools)))
        for c, pool in enumerate(data.pools):
            found[:, c] = price * pool.base_year_cents * (1 + pool.growth_percent / 100) ** data.price_years
        for h, host in enumerate(data.hosts):
            if host.pool is not None:
                there = self.places[:, list(data.places_at[h])].sum(axis=1)
                found[:, data.pool_at[host.pool]] += price * host.idle_year_cents * there
        for b, site in enumerate(data.sites):
            h = data.host_at[site.host]
            pool_id = data.hosts[h].pool
            if pool_id is not None:
                cost = site.rent_m2_year_cents * self.area[:, b] + site.open_year_cents * data.open[:, h]
                found[:, data.pool_at[pool_id]] += price * cost
        for s, staff in enumerate(data.staff):
            found[:, data.pool_at[staff.pool]] += price * staff.salary_year_cents * self.fte[:, s]
        return found

    def one_off(self, data: PlanData) -> Floats:
        """One-off cost of what happens at each node, the programme apart, (N,), k euro."""
        host = [data.hosts[h] for h in data.host_of]
        total = self.built @ np.array([row.build_cents for row in host])
        total = total + self.ended @ np.array([row.cut_cents for row in host])
        total = total + self.moved @ np.array([data.line_of[source].move_cents for source, _, _ in data.shifts])
        total = total + self.shrunk @ np.array([site.clear_m2_cents for site in data.sites])
        total = total + self.stopped @ np.array([staff.severance_cents for staff in data.staff])
        total = total + self.over @ np.array([staff.retrain_cents for staff in data.staff])
        guide = np.array([row.transfer_cents for row in data.hosts], float)
        to = np.array([guide[data.host_of[target]] for _, target, _ in data.shifts])
        total = total + self.along.sum(axis=(1, 2)) @ to + self.arrived.sum(axis=(1, 2)) @ guide
        return np.asarray(total / CENTS)


def _nodes(calendar: Calendar) -> dict[tuple[str, str], int]:
    return {(calendar.name(node), calendar.branch[node]): node for node in calendar.nodes}


def _counting(data: PlanData, places: Floats, fresh: Floats) -> Floats:
    """Places less what is still being learnt: loss by quarter since the start, month by month."""
    loss = {row.quarter: row.loss_percent / 100 for row in data.learning}
    months, counting = data.calendar.months, places.copy()
    for node in data.calendar.nodes:
        for age, before in enumerate(data.calendar.back(node)):
            since = range(age * months, (age + 1) * months)
            counting[node] -= fresh[before] * np.mean([loss.get(month // 3 + 1, 0.0) for month in since])
    return counting


def _arrived(data: PlanData, people: Floats) -> Floats:
    """People with a right or duty who came to a host, (N, G, M, H); none of a track."""
    parent = data.calendar.tree.parent
    before = people[np.maximum(parent, 0)]
    before[parent < 0] = data.start_people
    came = np.zeros((*people.shape[:3], len(data.hosts)))
    for h in range(len(data.hosts)):
        own = list(data.places_at[h])
        came[..., h] = np.maximum((people - before)[..., own].sum(axis=3), 0.0)
    for g, group in enumerate(data.groups):
        if group.kind == "track":
            came[:, g] = 0.0
    return came
