"""From the values of a solved plan to its solution document: tables in the units of the documents, people whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from instances.schema.plan_solution import (
    BindingBlock,
    Capacity,
    Dual,
    Flow,
    Move,
    ObjectivePart,
    People,
    PeopleMove,
    PlanProvenance,
    PlanReason,
    PlanSolution,
    PlanTermination,
    Site,
    Staff,
    Wsw,
)
from instances.schema.plan_words import Goal, GroupKind
from instances.tables import Instance
from matching.engines.engine import Limits
from planning.assumptions import assumptions, in_both
from planning.backend.outcome import Outcome, Status
from planning.blocks.use import loss_by_period
from planning.data import PlanData
from planning.money import company_rows, money_rows
from planning.opening import OpenPlan
from planning.programme import Floats, Ints
from planning.rounding import effect, whole_people
from planning.scenarios import of_scenario
from planning.values import Values

NOTHING = 1e-6
REASONS = {
    Status.OPTIMAL: PlanReason.OPTIMAL,
    Status.FEASIBLE: PlanReason.FEASIBLE,
    Status.INFEASIBLE: PlanReason.INFEASIBLE,
    Status.UNBOUNDED: PlanReason.UNBOUNDED,
    Status.UNKNOWN: PlanReason.NO_SOLUTION,
}
UNITS = {
    Goal.SHELTERED_SHORT: "person-years", Goal.DEFICIT: "k euro", Goal.OWN_MONEY: "k euro",
    Goal.COMPANY_DEFICIT: "k euro", Goal.EXITS_SHORT: "persons", Goal.PROTECTED: "person-years",
    Goal.WAITING: "person-years", Goal.TRANSFERS: "persons", Goal.REDUNDANCIES: "fte",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Run:
    """How a run was made; `instance` as it was before the scenario; `until`: where history ends, empty = none."""

    instance: Instance
    scenario: str
    mode: str
    limits: Limits
    until: str
    seconds: float
    spent: dict[str, float]


def report(
    plan: OpenPlan, outcome: Outcome, worth: tuple[Dual, ...], held: tuple[BindingBlock, ...], run: Run
) -> PlanSolution:
    """Write the solution document; without a plan it has a termination and no tables."""
    data = plan.data
    start = PlanSolution(
        termination=_termination(plan, outcome),
        periods=data.calendar.names,
        branches={
            data.calendar.branch[leaf]: float(data.calendar.tree.probability[leaf])
            for leaf in data.calendar.tree.leaves.tolist()
        },
        wsw=tuple(_wsw(data)),
        assumptions=tuple(assumptions(data.instance)),
        names=in_both(data.instance),
        seconds=run.seconds,
        statistics={
            "columns": plan.programme.num_columns, "rows": plan.programme.num_rows,
            "nonzeros": plan.programme.matrix.nnz, **run.spent,
        },
        provenance=PlanProvenance(
            instance=run.instance.info.name, instance_hash=run.instance.digest, synthetic=run.instance.info.synthetic,
            plan=data.settings.name, scenario=run.scenario, mode=run.mode,
            patches=tuple(of_scenario(run.instance, run.scenario)), seed=run.limits.seed,
            versions={name: version(name) for name in ("highspy", "numpy", "pulp")},
            solver=f"HiGHS, {outcome.method}",
            options={"time_limit": run.limits.time_limit, "gap": run.limits.gap, "method": data.settings.method,
                     **({"from": run.until} if run.until else {})},
        ),
    )  # fmt: skip
    if not outcome.found:
        return start
    values = plan.values(outcome.x)
    people = values.people(data)
    return start.model_copy(
        update={
            "objective_parts": tuple(_parts(plan, outcome.x)),
            "capacity": tuple(_capacity(data, values, people)),
            "moves": tuple(_moves(data, values)),
            "people": tuple(_people(data, people)),
            "people_moves": tuple(_people_moves(data, values)),
            "flows": tuple(_flows(data, values, people)),
            "money": tuple(money_rows(data, values, people)),
            "companies": tuple(company_rows(data, values, people)),
            "staff": tuple(_staff(data, values)),
            "site": tuple(_site(data, values)),
            "duals": worth,
            "binding": held,
            "findings": (effect(data, people, whole_people(people)),),
        }
    )


def _termination(plan: OpenPlan, outcome: Outcome) -> PlanTermination:
    if not outcome.found:
        return PlanTermination(
            reason=REASONS[outcome.status], limit=outcome.limit, objective=None, bound=None, gap=None
        )
    objective = plan.programme.offset + float(plan.programme.cost @ outcome.x)
    bound = outcome.bound if np.isfinite(outcome.bound) else None
    gap = None if bound is None else max(0.0, outcome.objective - bound) / max(1.0, abs(outcome.objective))
    return PlanTermination(
        reason=REASONS[outcome.status], limit=outcome.limit, objective=objective, bound=bound, gap=gap
    )


def _parts(plan: OpenPlan, x: Floats) -> Iterator[ObjectivePart]:
    for goal, cost in plan.parts.items():
        yield ObjectivePart(
            goal=goal, level=plan.data.goals[goal].level, amount=float(plan.amount(goal) @ x), unit=UNITS[goal],
            weighted_k_euro=float(cost @ x),
        )  # fmt: skip


def effective(data: PlanData, values: Values) -> Floats:
    """Places that count, (N, P): new and moved ones less for what is still being learnt."""
    places, fresh = values.places(data), values.places(data, "build")
    moved = values.of("move", data.calendar.num_nodes, len(data.shifts))
    for k, (_, target, _) in enumerate(data.shifts):
        fresh[:, target] += moved[:, k]
    for node in data.calendar.nodes:
        for before, loss in zip(data.calendar.back(node), loss_by_period(data), strict=False):
            places[node] -= loss * fresh[before]
    return places


def _capacity(data: PlanData, values: Values, people: Floats) -> Iterator[Capacity]:
    places, counting = values.places(data), effective(data, values)
    taken = np.einsum("ngmp,g->np", people, [group.places_person for group in data.groups])
    for node, p in _felt(places + taken):
        place = data.places[p]
        yield Capacity(
            line=place.line, host=place.host, period=data.calendar.name(node), places=float(places[node, p]),
            effective=float(counting[node, p]), occupied=float(taken[node, p]), branch=data.calendar.branch[node],
        )  # fmt: skip


def _moves(data: PlanData, values: Values) -> Iterator[Move]:
    for name in ("build", "cut"):
        found = values.places(data, name)
        for node, p in _felt(found):
            host = data.places[p].host
            yield Move(
                line=data.places[p].line, from_host=host if name == "cut" else "",
                to_host=host if name == "build" else "", period=data.calendar.name(node),
                places=float(found[node, p]), branch=data.calendar.branch[node],
            )  # fmt: skip
    moved = values.of("move", data.calendar.num_nodes, len(data.shifts))
    for node, k in _felt(moved):
        source, target, _ = data.shifts[k]
        yield Move(
            line=data.places[source].line, from_host=data.places[source].host, to_host=data.places[target].host,
            period=data.calendar.name(node), places=float(moved[node, k]), branch=data.calendar.branch[node],
        )  # fmt: skip


def _people(data: PlanData, people: Floats) -> Iterator[People]:
    whole = whole_people(people)
    for node, g, m, p in _felt(people + whole):
        place = data.places[p]
        yield People(
            group=data.groups[g].id, municipality=data.municipalities[m], line=place.line, host=place.host,
            period=data.calendar.name(node), number=int(whole[node, g, m, p]), exact=float(people[node, g, m, p]),
            branch=data.calendar.branch[node],
        )  # fmt: skip


def _people_moves(data: PlanData, values: Values) -> Iterator[PeopleMove]:
    shape = (data.calendar.num_nodes, len(data.groups), len(data.municipalities), len(data.shifts))
    along = values.of("along", *shape)
    for node, g, m, k in _felt(along):
        source, target, _ = data.shifts[k]
        yield PeopleMove(
            group=data.groups[g].id, municipality=data.municipalities[m], line=data.places[source].line,
            from_host=data.places[source].host, to_host=data.places[target].host, period=data.calendar.name(node),
            number=float(along[node, g, m, k]), branch=data.calendar.branch[node],
        )  # fmt: skip


def _flows(data: PlanData, values: Values, people: Floats) -> Iterator[Flow]:
    """Tracks: who enters, ends, goes into lasting work and waits; duty: what is short; arrivals at another host."""
    before = np.concatenate([data.start_people[None], people[:-1]])
    parents = data.calendar.tree.parent
    before[1:] = people[parents[1:]]
    ends = data.ends[:, data.host_of]
    ended = np.einsum("ngmp,gp->ngm", before, ends)
    lasting = np.einsum("ngmp,gp->ngm", people, ends * data.lasting[:, data.host_of])
    shape = people.shape[:3]
    kinds = {
        "enters": people.sum(axis=3) - before.sum(axis=3) + ended,
        "ends": ended,
        "lasting_exits": lasting,
        "waiting": values.of("waiting", *shape),
    }
    for g in data.groups_of(GroupKind.RIGHT, GroupKind.DUTY):
        for kind in ("enters", "ends", "lasting_exits"):
            kinds[kind][:, g] = 0.0
    kinds["short"] = values.of("short", *shape)
    kinds["arrives"] = values.of("arrive", *shape, len(data.hosts)).sum(axis=3)
    for kind, found in kinds.items():
        for node, g, m in _felt(found):
            yield Flow(
                group=data.groups[g].id, municipality=data.municipalities[m], period=data.calendar.name(node),
                kind=kind, number=float(found[node, g, m]), branch=data.calendar.branch[node],
            )  # fmt: skip


def _staff(data: PlanData, values: Values) -> Iterator[Staff]:
    shape = (data.calendar.num_nodes, len(data.staff))
    fte, leave, end, hire, over = (values.of(name, *shape) for name in ("fte", "leave", "end", "hire", "over"))
    for node in data.calendar.nodes:
        for s, staff in enumerate(data.staff):
            yield Staff(
                staff=staff.id, period=data.calendar.name(node), fte=float(fte[node, s]),
                attrition=float(leave[node, s]), hired=float(hire[node, s]), ended=float(end[node, s]),
                retrained=float(over[node, s]), branch=data.calendar.branch[node],
            )  # fmt: skip


def _site(data: PlanData, values: Values) -> Iterator[Site]:
    shape = (data.calendar.num_nodes, len(data.sites))
    area, shrink, places = values.of("area", *shape), values.of("shrink", *shape), values.places(data)
    for node in data.calendar.nodes:
        for b, site in enumerate(data.sites):
            own = list(data.places_at[data.host_at[site.host]])
            needed = places[node, own] @ np.array([data.line_of[p].area_m2 for p in own])
            yield Site(
                site=site.id, period=data.calendar.name(node), m2=float(area[node, b]), needed_m2=float(needed),
                given_back_m2=float(shrink[node, b]), branch=data.calendar.branch[node],
            )  # fmt: skip


def _wsw(data: PlanData) -> Iterator[Wsw]:
    for node, g, m in _felt(data.rights[..., 0]):
        people, units = data.rights[node, g, m]
        yield Wsw(
            group=data.groups[g].id, municipality=data.municipalities[m], period=data.calendar.name(node),
            people=float(people), units=float(units), branch=data.calendar.branch[node],
        )  # fmt: skip


def _felt(found: Floats) -> Ints:
    """Positions of what is not zero, (k, axes)."""
    return np.argwhere(abs(found) > NOTHING)
