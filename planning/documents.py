"""The documents of a plan, opened: tables as tuples, the calendar, and the sets with the positions of their ids."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from instances.errors import InconsistentInstance, Problem, Wanted
from instances.schema.base import Document
from instances.schema.plan import PlanGoal, PlanLearning, PlanProgramme, PlanSettings
from instances.schema.plan_money import PlanBudget, PlanDeficit, PlanKey, PlanPool
from instances.schema.plan_people import (
    PlanAllowed,
    PlanCohort,
    PlanDemand,
    PlanExits,
    PlanGroup,
    PlanStart,
    PlanWaiting,
)
from instances.schema.plan_places import PlanHost, PlanLine, PlanMove, PlanPlace, PlanSite, PlanStaff
from instances.schema.plan_scenarios import PlanBranch
from instances.schema.plan_words import Goal, GroupKind, HostKind
from instances.tables import Instance
from planning.calendar import Calendar
from planning.programme import Ints


@dataclass(frozen=True, eq=False)
class PlanDocuments:
    """The documents by table, as tuples in their order."""

    instance: Instance
    settings: PlanSettings
    calendar: Calendar
    goals: dict[Goal, PlanGoal]
    learning: tuple[PlanLearning, ...]
    programme: tuple[PlanProgramme, ...]
    pools: tuple[PlanPool, ...]
    keys: tuple[PlanKey, ...]
    budgets: tuple[PlanBudget, ...]
    deficits: tuple[PlanDeficit, ...]
    hosts: tuple[PlanHost, ...]
    lines: tuple[PlanLine, ...]
    places: tuple[PlanPlace, ...]
    moves: tuple[PlanMove, ...]
    sites: tuple[PlanSite, ...]
    staff: tuple[PlanStaff, ...]
    groups: tuple[PlanGroup, ...]
    allowed_rows: tuple[PlanAllowed, ...]
    start: tuple[PlanStart, ...]
    waiting: tuple[PlanWaiting, ...]
    cohorts: tuple[PlanCohort, ...]
    demand: tuple[PlanDemand, ...]
    exits: tuple[PlanExits, ...]

    @classmethod
    def of(cls, instance: Instance) -> Self:
        """Open the plan of an instance; scenarios are applied before.

        Raises:
            InconsistentInstance: the instance has no plan, or several.
        """
        if len(instance["plan"]) != 1:
            found = str(len(instance["plan"]))
            wanted = Wanted("precies één rij die zegt wat het plan is", "exactly one row that says what is planned")
            raise InconsistentInstance([Problem("plan", 0, "name", found, wanted)])

        def rows[D: Document](table: str, kind: type[D]) -> tuple[D, ...]:
            return tuple(row for row in instance.documents(table) if isinstance(row, kind))

        settings = rows("plan", PlanSettings)[0]
        return cls(
            instance,
            settings,
            Calendar.of(settings, list(rows("plan_branches", PlanBranch))),
            {found.goal: found for found in rows("plan_goals", PlanGoal)},
            rows("plan_learning", PlanLearning),
            rows("plan_programme", PlanProgramme),
            rows("plan_pools", PlanPool),
            rows("plan_keys", PlanKey),
            rows("plan_budgets", PlanBudget),
            rows("plan_deficits", PlanDeficit),
            rows("plan_hosts", PlanHost),
            rows("plan_lines", PlanLine),
            rows("plan_places", PlanPlace),
            rows("plan_moves", PlanMove),
            rows("plan_sites", PlanSite),
            rows("plan_staff", PlanStaff),
            rows("plan_groups", PlanGroup),
            rows("plan_allowed", PlanAllowed),
            rows("plan_start", PlanStart),
            rows("plan_waiting", PlanWaiting),
            rows("plan_cohorts", PlanCohort),
            rows("plan_demand", PlanDemand),
            rows("plan_exits", PlanExits),
        )

    @cached_property
    def municipalities(self) -> tuple[str, ...]:
        """Ids of all municipalities that the plan names."""
        tables = (self.keys, self.budgets, self.start, self.waiting, self.cohorts, self.demand)
        named = {row.municipality for rows in tables for row in rows}
        return tuple(str(code) for code in self.instance["municipalities"]["id"] if code in named)

    @cached_property
    def host_at(self) -> dict[str, int]:
        """Position of each host."""
        return {host.id: at for at, host in enumerate(self.hosts)}

    @cached_property
    def pool_at(self) -> dict[str, int]:
        """Position of each pool."""
        return {pool.id: at for at, pool in enumerate(self.pools)}

    @cached_property
    def group_at(self) -> dict[str, int]:
        """Position of each group."""
        return {group.id: at for at, group in enumerate(self.groups)}

    @cached_property
    def town_at(self) -> dict[str, int]:
        """Position of each municipality."""
        return {code: at for at, code in enumerate(self.municipalities)}

    @cached_property
    def place_at(self) -> dict[tuple[str, str], int]:
        """Position of each line at a host."""
        return {(place.line, place.host): at for at, place in enumerate(self.places)}

    @cached_property
    def host_of(self) -> Ints:
        """Host of each place, (P,)."""
        return np.array([self.host_at[place.host] for place in self.places], np.int64)

    @cached_property
    def line_of(self) -> tuple[PlanLine, ...]:
        """Line of each place; a line without a row of its own has no figures."""
        known = {line.line: line for line in self.lines}
        return tuple(known.get(place.line) or PlanLine(line=place.line) for place in self.places)

    @cached_property
    def places_at(self) -> tuple[tuple[int, ...], ...]:
        """Places of each host, H lists."""
        return tuple(tuple(np.flatnonzero(self.host_of == host).tolist()) for host in range(len(self.hosts)))

    @cached_property
    def shifts(self) -> tuple[tuple[int, int, PlanMove], ...]:
        """All moves of a line: from place, to place, and the row that allows it; K of them."""
        return tuple(
            (self.place_at[place.line, move.from_host], self.place_at[place.line, move.to_host], move)
            for move in self.moves
            for place in self.places
            if place.host == move.from_host and (place.line, move.to_host) in self.place_at
        )

    def kind(self, group: int) -> GroupKind:
        """Right, duty or track."""
        return self.groups[group].kind

    def groups_of(self, *kinds: GroupKind) -> list[int]:
        """Groups of these kinds."""
        return [at for at, group in enumerate(self.groups) if group.kind in kinds]

    def hosts_of(self, kind: HostKind) -> list[int]:
        """Hosts of a kind."""
        return [at for at, host in enumerate(self.hosts) if host.kind is kind]
