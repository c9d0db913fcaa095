"""The documents of a plan as arrays: money becomes k euro, rates become per period.

Axes: n node (N), t period, m municipality (M), l line, h host (H), p place = a line at a host (P), k shift = a move of
places from one place to another of the same line (K), g group (G), c pool (C), s staff class, b site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

import numpy as np

from instances.schema.plan_words import Goal, GroupKind
from planning.cohorts import survivors
from planning.documents import PlanDocuments
from planning.programme import Floats, Ints, Mask

CENTS = 100_000  # euro cents in a k euro


@dataclass(frozen=True, eq=False)
class PlanData(PlanDocuments):
    """A plan as arrays, each made when it is first asked for."""

    def is_open(self, host: int, day: date | None) -> bool:
        """Is a host open in the period that begins on a day? Beyond the horizon: no."""
        row = self.hosts[host]
        return day is not None and (row.open_from is None or row.open_from <= day) and (
            row.open_until is None or day < row.open_until
        )  # fmt: skip

    @cached_property
    def open(self) -> Mask:
        """Which hosts are open, (N, H)."""
        days = [self.calendar.start(node) for node in self.calendar.nodes]
        return np.array([[self.is_open(host, day) for host in range(len(self.hosts))] for day in days])

    @cached_property
    def opens_next(self) -> Mask:
        """Which hosts are open in the period after, (N, H)."""
        days = [self.calendar.next_start(node) for node in self.calendar.nodes]
        return np.array([[self.is_open(host, day) for host in range(len(self.hosts))] for day in days])

    @cached_property
    def allowed(self) -> Mask:
        """Who may be where, (G, M, H)."""
        found = np.zeros((len(self.groups), len(self.municipalities), len(self.hosts)), bool)
        for row in self.allowed_rows:
            towns = [self.town_at[code] for code in row.municipalities or self.municipalities if code in self.town_at]
            found[self.group_at[row.group], towns, self.host_at[row.host]] = True
        return found

    @cached_property
    def ends(self) -> Floats:
        """Share of the tracks that ends in a period, (G, H)."""
        return self._of_allowed("ends_percent") * self.calendar.length

    @cached_property
    def lasting(self) -> Floats:
        """Share of the ended tracks that brings lasting work, (G, H)."""
        return self._of_allowed("lasting_percent")

    def _of_allowed(self, field: str) -> Floats:
        found = np.zeros((len(self.groups), len(self.hosts)))
        for row in self.allowed_rows:
            found[self.group_at[row.group], self.host_at[row.host]] = getattr(row, field) / 100
        return found

    @cached_property
    def start_people(self) -> Floats:
        """People before the first period, (G, M, P)."""
        found = np.zeros((len(self.groups), len(self.municipalities), len(self.places)))
        for row in self.start:
            at = self.place_at[row.line, row.host]
            found[self.group_at[row.group], self.town_at[row.municipality], at] += row.people
        return found

    @cached_property
    def start_waiting(self) -> Floats:
        """People on a waiting list before the first period, (G, M)."""
        found = np.zeros((len(self.groups), len(self.municipalities)))
        for row in self.waiting:
            found[self.group_at[row.group], self.town_at[row.municipality]] += row.people
        return found

    @cached_property
    def rights(self) -> Floats:
        """People with a right and their standard units, (N, G, M, 2)."""
        return survivors(self.calendar, self.cohorts, self.group_at, self.town_at)

    @cached_property
    def asked(self) -> Floats:
        """Duty: places to have; track: people who come in during the period; (N, G, M)."""
        found = np.zeros((self.calendar.num_nodes, len(self.groups), len(self.municipalities)))
        rows = {(row.group, row.municipality, row.year): row.people for row in self.demand}
        for node in self.calendar.nodes:
            factor = self.calendar.factors[node, 0]
            for g, group in enumerate(self.groups):
                part = factor * self.calendar.length if group.kind is GroupKind.TRACK else 1.0
                for m, code in enumerate(self.municipalities):
                    found[node, g, m] = part * rows.get((group.id, code, self.calendar.year(node)), 0.0)
        return found

    @cached_property
    def weight(self) -> Floats:
        """Chance times discount, (N,)."""
        tree, rate = self.calendar.tree, self.settings.discount_percent / 100
        return tree.probability * (1 + rate) ** -(tree.period * self.calendar.length)

    @cached_property
    def price_years(self) -> Ints:
        """Years since the prices of the documents, (N,)."""
        base = self.settings.price_year or self.settings.first_on.year
        return np.array([self.calendar.year(node) for node in self.calendar.nodes]) - base

    def _index(self, percent: float) -> Floats:
        return np.power(1 + percent / 100, self.price_years.astype(np.float64))

    @cached_property
    def wages(self) -> Floats:
        """Index of wages and prices by calendar year, 1 in the first, (N,)."""
        return self._index(self.settings.wage_growth_percent) * self.calendar.factors[:, 2]

    @cached_property
    def person_money(self) -> dict[str, Floats]:
        """What a person in a place costs (+) or brings (-) in a period, by kind, (N, G, M, P), k euro/person/period.

        wages  Δ w wage_g;   guidance  Δ w supervision_h;   grant  - Δ grant_g units;
        value  - Δ production_g value_l value_h, each with its own growth by calendar year
        """
        grants, values = (
            self._index(rate) for rate in (self.settings.grant_growth_percent, self.settings.value_growth_percent)
        )
        people, units = self.rights[..., 0], self.rights[..., 1]
        per_person = np.divide(units, people, out=np.ones_like(units), where=people > 0)  # (N, G, M)
        wage = np.array([group.wage_year_cents for group in self.groups]) / CENTS
        grant = np.array([group.grant_year_cents for group in self.groups]) / CENTS
        made = np.array([group.production_percent for group in self.groups]) / 100
        guidance = np.array([self.hosts[h].supervision_year_cents for h in self.host_of]) / CENTS
        worth = np.array([line.value_year_cents for line in self.line_of]) / CENTS
        worth = worth * np.array([self.hosts[h].value_percent for h in self.host_of]) / 100
        shape = (*self.asked.shape, len(self.places))
        wages = self.wages[:, None, None, None]
        kinds = {
            "wages": wages * wage[:, None, None],
            "guidance": wages * guidance,
            "grant": -(grants[:, None, None] * grant[:, None] * per_person)[..., None],
            "value": -values[:, None, None, None] * (made[:, None, None] * worth),
        }
        return {kind: np.broadcast_to(self.calendar.length * amount, shape) for kind, amount in kinds.items()}

    @cached_property
    def net(self) -> Floats:
        """What a person in a place costs in a period, net, (N, G, M, P), k euro/person/period."""
        return cast("Floats", sum(self.person_money.values()))

    @cached_property
    def tariff(self) -> Floats:
        """Price that a company gets for a track in a period, (N, G), k euro/person/period."""
        price = np.array([group.tariff_year_cents for group in self.groups]) / CENTS
        return self.calendar.length * self.wages[:, None] * price

    @cached_property
    def share(self) -> Floats:
        """Which part of each pool each municipality pays, (C, M)."""
        found = np.zeros((len(self.pools), len(self.municipalities)))
        for row in self.keys:
            found[self.pool_at[row.pool], self.town_at[row.municipality]] = row.share_percent / 100
        return found

    @cached_property
    def change_pool(self) -> int:
        """The pool that shares the one-off cost; -1 = none."""
        return next((at for at, pool in enumerate(self.pools) if pool.one_off), -1)

    def penalty(self, goal: Goal) -> float:
        """What one unit of a goal weighs, in k euro; money goals per k euro, all others per unit."""
        row = self.goals.get(goal)
        if row is None:
            return 0.0
        return row.penalty_cents / (100 if goal in MONEY_GOALS else CENTS)

    def per_period(self, quarterly: float | None) -> float | None:
        """A limit per quarter as one per period; None = no limit."""
        return None if quarterly is None else quarterly * self.calendar.months / 3


MONEY_GOALS: Sequence[Goal] = (Goal.DEFICIT, Goal.OWN_MONEY, Goal.COMPANY_DEFICIT)
