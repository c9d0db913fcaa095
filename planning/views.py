"""What a planner looks at: the rows of a plan put together per host, per line, per year; no solver, no documents.

Stocks (places, people) are read at the last period of a year; flows (moves, exits) and money are summed over the year.
A plan on a tree is read along one path of branches: `path` names them, the trunk "" first.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from instances.schema.plan_solution import PlanReason, PlanSolution
from instances.schema.plan_words import Method, MoneyKind
from instances.schema.solution import Frozen
from instances.tables import Instance
from planning.assumptions import in_both, kind_of_money

TRUNK = ("",)
CHARTED = (MoneyKind.STRUCTURAL, MoneyKind.DEFICIT, MoneyKind.ONE_OFF)  # what a planner looks at first
DEFICIT_PATH = (MoneyKind.DEFICIT, MoneyKind.PATH)
OUTCOMES = {
    PlanReason.OPTIMAL: ("het beste plan, bewezen", "the best plan, proven"),
    PlanReason.FEASIBLE: ("een plan, misschien niet het beste", "a plan, perhaps not the best"),
    PlanReason.INFEASIBLE: ("er bestaat geen plan", "no plan exists"),
    PlanReason.UNBOUNDED: ("geen plan is het beste", "no plan is the best"),
    PlanReason.NO_SOLUTION: ("geen plan gevonden", "no plan found"),
}
FELT = 0.05  # places: a move below this is an artefact of the arithmetic


@dataclass(frozen=True)
class Names:
    """What ids are called in a language: `of("lines", "groen")`."""

    instance: Instance
    lang: str

    def of(self, table: str, key: str) -> str:
        """The name of a row, or the id itself where the table does not know it."""
        rows = self.instance[table]
        name = f"name_{self.lang}" if f"name_{self.lang}" in rows else "name"
        found = rows.loc[rows[rows.columns[0]] == key, name]
        return str(found.iat[0]) if len(found) else key

    def money(self, kind: str) -> str:
        """What a kind of money is called."""
        return kind_of_money(kind, in_both(self.instance), self.lang)


def frame(rows: Iterable[Frozen], path: Collection[str] = TRUNK) -> pd.DataFrame:
    """The rows of one table along a path, one column a field; `year` is that of the period."""
    made = pd.DataFrame([row.model_dump() for row in rows])
    if made.empty:
        return made
    made = made[made["branch"].isin(path)].drop(columns="branch").reset_index(drop=True)
    if "period" in made:
        made["year"] = made["period"].str[:4].astype(int)
    return made


def year_ends(plan: PlanSolution) -> dict[int, str]:
    """The last period of each year of the plan."""
    return {int(period[:4]): period for period in plan.periods}


def places(plan: PlanSolution, by: str, path: Collection[str] = TRUNK) -> pd.DataFrame:
    """Places of each `by` (`line` or `host`) in every period: a row each, a column a period."""
    return _spread(frame(plan.capacity, path), by, plan.periods, "places")


def people(plan: PlanSolution, by: str, path: Collection[str] = TRUNK) -> pd.DataFrame:
    """People of each `by` (`group`, `municipality`, `line` or `host`) in every period."""
    return _spread(frame(plan.people, path), by, plan.periods, "number")


def rights(plan: PlanSolution, path: Collection[str] = TRUNK) -> pd.DataFrame:
    """People with a right per municipality in every period."""
    return _spread(frame(plan.wsw, path), "municipality", plan.periods, "people")


def waiting(plan: PlanSolution, path: Collection[str] = TRUNK) -> pd.DataFrame:
    """People who wait per group in every period."""
    flows = frame(plan.flows, path)
    return _spread(flows[flows["kind"] == "waiting"] if len(flows) else flows, "group", plan.periods, "number")


def money(plan: PlanSolution, kind: str, path: Collection[str] = TRUNK) -> pd.DataFrame:
    """Euros of one kind: a row a municipality, a column a year."""
    rows = frame(plan.money, path)
    years = list(year_ends(plan))
    return _spread(rows[rows["kind"] == kind] if len(rows) else rows, "municipality", years, "euro", "year")


@dataclass(frozen=True)
class Moved:
    """Places of a line that move between two hosts: `places` in every period of the plan."""

    line: str
    from_host: str
    to_host: str
    places: tuple[float, ...]

    @property
    def total(self) -> float:
        """Places over the whole plan."""
        return sum(self.places)

    @property
    def busy(self) -> tuple[bool, ...]:
        """In which periods something moves."""
        return tuple(amount > FELT for amount in self.places)


def moves(plan: PlanSolution, path: Collection[str] = TRUNK) -> list[Moved]:
    """What moves, the largest first; moves of next to nothing left out."""
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for one in plan.moves:
        if one.from_host and one.to_host and one.branch in path:
            amounts = found.setdefault((one.line, one.from_host, one.to_host), {})
            amounts[one.period] = amounts.get(one.period, 0.0) + one.places
    made = [Moved(*key, tuple(amounts.get(period, 0.0) for period in plan.periods)) for key, amounts in found.items()]
    return sorted((one for one in made if one.total >= FELT), key=lambda one: -one.total)


def in_order(plan: PlanSolution) -> bool:
    """Were its goals weighed one after the other? Then a value is of the first goal that notices."""
    return plan.provenance.options.get("method") == Method.LEXICOGRAPHIC


def turnover(plan: PlanSolution, path: Collection[str] = TRUNK) -> list[Moved]:
    """Places that begin and end at each host, moves included: what grows comes from "", what shrinks goes to ""."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for one in plan.moves:
        for key in (("", one.to_host), (one.from_host, "")):
            if any(key) and one.branch in path:
                amounts = found.setdefault(key, {})
                amounts[one.period] = amounts.get(one.period, 0.0) + one.places
    made = [
        Moved("", *key, tuple(amounts.get(period, 0.0) for period in plan.periods)) for key, amounts in found.items()
    ]
    return sorted((one for one in made if one.total >= 1), key=lambda one: -one.total)


def _spread(rows: pd.DataFrame, by: str, wanted: Iterable[str | int], value: str, over: str = "period") -> pd.DataFrame:
    columns = list(wanted)
    if rows.empty:
        return pd.DataFrame(columns=columns, dtype=float)
    made = rows.pivot_table(index=by, columns=over, values=value, aggfunc="sum", sort=False)
    return made.reindex(columns=columns, fill_value=0.0).fillna(0.0)


def company(plan: PlanSolution, pool: str, path: Collection[str] = TRUNK) -> pd.DataFrame:
    """Euros of one company: a row a kind, a column a year."""
    rows = frame((one for one in plan.companies if one.pool == pool), path)
    return _spread(rows, "kind", year_ends(plan), "euro", "year")


def staff(plan: PlanSolution, path: Collection[str] = TRUNK) -> pd.DataFrame:
    """Fte of every class of staff in every period."""
    return _spread(frame(plan.staff, path), "staff", plan.periods, "fte")


def floor(plan: PlanSolution, path: Collection[str] = TRUNK) -> pd.DataFrame:
    """Floor of every site in every period, m2."""
    return _spread(frame(plan.site, path), "site", plan.periods, "m2")


def instant(period: str) -> float:
    """When a period begins, in years: 2026Q3 is 2026.5, 2026-07 is 2026.5, 2026 is 2026."""
    year, rest = int(period[:4]), period[4:]
    part = (int(rest[1:]) - 1) / (4 if rest.startswith("Q") else 12) if rest else 0.0
    return year + part


def length(plan: PlanSolution) -> float:
    """How long a period is, in years."""
    begun = [instant(period) for period in plan.periods[:2]]
    return begun[1] - begun[0] if len(begun) == 2 else 1.0


def likeliest(instance: Instance, plan: PlanSolution) -> tuple[str, ...]:
    """The trunk and the branches that lead to the likeliest leaf; the trunk alone where there is no tree."""
    if not plan.branches:
        return TRUNK
    branches = instance["plan_branches"]
    parent = dict(zip(branches["id"], branches["parent"], strict=True))
    path, at = list(TRUNK), max(plan.branches, key=lambda leaf: plan.branches[leaf])
    while at in parent:
        path.append(at)
        at = str(parent[at])
    return tuple(path)


@dataclass(frozen=True)
class Stretch:
    """A bar of the planning, in years: `council` says whether the council planned it, or the plan did.

    `places`: what it is about, of the plan only.
    """

    name: str
    begin: float
    lasts: float
    council: bool
    places: float | None = None


def gantt(instance: Instance, plan: PlanSolution, lang: str, path: Collection[str] = TRUNK) -> list[Stretch]:
    """The council's own planning, then when places begin, end and move by the plan."""
    made = [
        Stretch(str(one[f"name_{lang}"]), one["from_year"], one["until_year"] + 1 - one["from_year"], True)
        for one in instance["plan_activities"].to_dict("records")
    ]
    names = Names(instance, lang)
    for one in [*turnover(plan, path), *moves(plan, path)]:
        begun = [instant(period) for period, busy in zip(plan.periods, one.busy, strict=True) if busy]
        if begun:
            lasts = begun[-1] + length(plan) - begun[0]
            made.append(Stretch(_moved(names, one), begun[0], lasts, False, one.total))
    return made


def _moved(names: Names, one: Moved) -> str:
    """What a bar of the plan is called."""
    host = {name: names.of("plan_hosts", name) for name in (one.from_host, one.to_host) if name}
    if one.from_host and one.to_host:
        return f"{names.of('lines', one.line)}: {' → '.join(host.values())}"
    grows, shrinks = ("Opbouw", "Afbouw") if names.lang == "nl" else ("Growth", "Reduction")
    return f"{grows if one.to_host else shrinks}: {next(iter(host.values()))}"
