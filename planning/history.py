"""What was decided and what happened before a moment stays as an earlier plan has it; the rest is planned anew.

    stage 1    min  Σ_j w_j |x_j - earlier_j|      over the columns j and the rows of the periods before, no others
    stage 2    the plan, with  x_j = what stage 1 found                         ∀ j that were decided or happened

Decided: places that were built, ended and moved, floor that was given back, staff that left, was hired, ended or went
over. Happened: who was where and who moved along, and impulse money that was paid. A decision works one period later,
so the places of the first period that is planned anew are decided too.

Where the documents of today leave room for the earlier plan, stage 1 finds just that. Where they do not, because more
people turned out to have left, history comes as near to it as they allow, and what is otherwise is told (`otherwise`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from instances.errors import InconsistentInstance, Problem, Wanted, one_of
from instances.schema.plan_solution import PlanSolution
from instances.schema.solution import Finding
from matching.engines.engine import Monitor
from matching.words import number
from planning.assumptions import called
from planning.backend.highs import Live
from planning.backend.outcome import Outcome
from planning.data import PlanData
from planning.opening import OpenPlan
from planning.programme import Floats, Ints, Mask
from planning.told import Told

WEIGHTS = {
    **dict.fromkeys(("build", "cut", "move", "shrink", "leave", "end", "hire", "over"), 100.0),
    **dict.fromkeys(("x", "along", "impulse"), 1.0),
}  # what was decided gives way last
BAND = 1e-6  # a column that is held may move so far: solvers see no less, and plans leave smaller amounts out
FELT = 0.05  # of a place or a person; less is not told
BY_PERIOD = ("capacity", "moves", "people", "people_moves", "flows", "staff", "site")


@dataclass(frozen=True, eq=False)
class History:
    """An earlier plan, the first period that is planned anew, such as `2027Q1`, and where the plan came from."""

    earlier: PlanSolution
    until: str
    name: str = "plan.json"


def held(plan: OpenPlan, history: History, monitor: Monitor) -> OpenPlan:
    """Give the plan with its history held.

    Raises:
        InconsistentInstance: no such period, or the earlier plan has other periods, places, groups or staff.
        SolverFailure: the solver broke down.
    """
    past = _past(plan.data, history)
    told = Told.of(plan.data, _before(plan.data, history, past))
    columns, was = _known(plan, told, past)
    found = _nearest(plan, past, columns, was, monitor)
    lower, upper = plan.programme.lower.copy(), plan.programme.upper.copy()
    lower[columns] = np.clip(found - BAND, lower[columns], upper[columns])
    upper[columns] = np.clip(found + BAND, lower[columns], upper[columns])
    return replace(plan, programme=replace(plan.programme, lower=lower, upper=upper))


def ahead(plan: OpenPlan, history: History, outcome: Outcome) -> Outcome:
    """The outcome without values of what is over: nobody can have one more place in a year that has gone."""
    past = _past(plan.data, history)
    over = past[[row.node for row in plan.labels.rows]]
    return replace(outcome, duals=np.where(over, 0.0, outcome.duals)) if len(outcome.duals) else outcome


def otherwise(history: History, plan: PlanSolution) -> Iterator[Finding]:
    """What of the earlier plan could not be kept before the moment: places, and people by group."""
    known, until = {**history.earlier.names, **plan.names}, plan.periods.index(history.until)
    periods = plan.periods[:until]
    for code, nl, en in (("places", "plekken", "places"), ("people", "mensen", "people")):
        was, now = (_counted(one, code, periods) for one in (history.earlier, plan))
        apart = {key: now[key] - was[key] for key in {**was, **now} if abs(now[key] - was[key]) > FELT}
        if not apart:
            continue
        worst = max(apart, key=lambda key: abs(apart[key]))
        said = {
            lang: (called(known, worst[0], lang), number(now[worst], lang), number(was[worst], lang))
            for lang in ("nl", "en")
        }
        yield Finding(
            code=f"history_{code}", severity="warning", amount=len(apart), unit="figures",
            nl=f"Voor {history.until} past niet alles van het eerdere plan bij de documenten: {len(apart)} aantallen "
            f"{nl} zijn anders. Het meest: {said['nl'][0]} in {worst[1]}, {said['nl'][1]} in plaats van "
            f"{said['nl'][2]} {nl}.",
            en=f"Before {history.until} not all of the earlier plan agrees with the documents: {len(apart)} numbers "
            f"of {en} differ. The most: {said['en'][0]} in {worst[1]}, {said['en'][1]} instead of {said['en'][2]} "
            f"{en}.",
        )  # fmt: skip


def _counted(plan: PlanSolution, code: str, periods: Collection[str]) -> defaultdict[tuple[str, str], float]:
    """Places by line and host, or people by group and municipality, in each of the periods."""
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    if code == "places":
        rows = [(f"{one.line}/{one.host}", one.period, one.places) for one in plan.capacity]
    else:
        rows = [(f"{one.group}/{one.municipality}", one.period, one.exact) for one in plan.people]
    for key, period, amount in rows:
        if period in periods:
            found[key, period] += amount
    return found


def _past(data: PlanData, history: History) -> Mask:
    """Which nodes are over, (N,)."""
    names = data.calendar.names
    if history.until not in names[1:]:
        raise InconsistentInstance([Problem("plan", 0, "from", history.until, one_of(names[1:]))])
    past: Mask = data.calendar.tree.period < names.index(history.until)
    return past


def _before(data: PlanData, history: History, past: Mask) -> PlanSolution:
    """The earlier plan without the periods that are planned anew; every id in it is one of the documents."""
    calendar, earlier = data.calendar, history.earlier
    over = {(calendar.name(node), calendar.branch[node]) for node in np.flatnonzero(past).tolist()}
    years = {(end.year, calendar.branch[end.node]) for end in calendar.year_ends if past[end.node]}
    kept = {
        table: tuple(row for row in getattr(earlier, table) if (row.period, row.branch) in over) for table in BY_PERIOD
    }
    kept["money"] = tuple(row for row in earlier.money if (row.year, row.branch) in years)
    problems = list(_strange(data, earlier.model_copy(update=kept), history.name))
    there = {(row.period, row.branch) for row in earlier.capacity}
    for period, branch in sorted(over - there):
        wanted = Wanted("een plan dat ook hierover gaat", "a plan that covers this as well")
        problems.append(Problem(history.name, 0, "period", f"{period} {branch}".strip(), wanted))
    if problems:
        raise InconsistentInstance(problems)
    return earlier.model_copy(update=kept)


def _strange(data: PlanData, earlier: PlanSolution, name: str) -> Iterator[Problem]:
    """Ids of the earlier plan that the documents no longer have, each once."""
    ways = {f"{data.places[a].line}/{data.places[a].host}/{data.places[b].host}" for a, b, _ in data.shifts}
    found = {
        "plan_places": {f"{row.line}/{row.host}" for row in earlier.capacity}
        | {f"{row.line}/{row.host}" for row in earlier.people},
        "plan_moves": {f"{row.line}/{row.from_host}/{row.to_host}" for row in earlier.people_moves}
        | {f"{row.line}/{row.from_host}/{row.to_host}" for row in earlier.moves if row.from_host and row.to_host},
        "plan_groups": {row.group for row in earlier.people} | {row.group for row in earlier.flows},
        "municipalities": {row.municipality for row in earlier.people} | {row.municipality for row in earlier.money},
        "plan_staff": {row.staff for row in earlier.staff},
        "plan_sites": {row.site for row in earlier.site},
    }
    there = {
        "plan_places": {f"{line}/{host}" for line, host in data.place_at}, "plan_moves": ways,
        "plan_groups": set(data.group_at), "municipalities": set(data.town_at),
        "plan_staff": {row.id for row in data.staff}, "plan_sites": {row.id for row in data.sites},
    }  # fmt: skip
    for table, ids in found.items():
        for one in sorted(ids - there[table]):
            wanted = Wanted(f"wat in de tabel {table} staat", f"what stands in the table {table}")
            yield Problem(name, 0, table, one, wanted)


def _known(plan: OpenPlan, told: Told, past: Mask) -> tuple[Ints, Floats]:
    """The columns of the past that were decided or happened, and what they were."""
    calendar = plan.data.calendar
    was: dict[str, Floats] = {
        "build": told.built, "cut": told.ended, "move": told.moved, "shrink": told.shrunk, "leave": told.left,
        "end": told.stopped, "hire": told.hired, "over": told.over, "x": told.people, "along": told.along,
    }  # fmt: skip
    columns, amounts = [], []
    for column, (name, at) in enumerate(plan.positions):
        if name in WEIGHTS and past[at[0]]:
            columns.append(column)
            if name == "impulse":
                amounts.append(float(told.money[name, calendar.year(at[0]), calendar.branch[at[0]]][at[1]]))
            else:
                amounts.append(float(was[name][at]))
    return np.array(columns, np.int64), np.array(amounts)


def _nearest(plan: OpenPlan, past: Mask, columns: Ints, was: Floats, monitor: Monitor) -> Floats:
    """What the columns are, as near to what they were as the rows of the past allow: x - up + down = was."""
    whole = plan.programme
    mine = np.flatnonzero(past[[variable.node for variable in plan.labels.variables]])
    rows = np.flatnonzero(past[[row.node for row in plan.labels.rows]])
    at = np.searchsorted(mine, columns)
    count = len(columns)
    pick = sparse.csr_array((np.ones(count), (np.arange(count), at)), (count, len(mine)))
    one = sparse.csr_array(sparse.identity(count))
    ruled = sparse.hstack([whole.matrix[:, mine][rows], sparse.csr_array((len(rows), 2 * count))])
    weights = np.array([WEIGHTS[plan.positions[column][0]] for column in columns])
    apart = np.zeros(2 * count)
    live = Live(
        replace(
            whole, cost=np.concatenate([np.zeros(len(mine)), weights, weights]), offset=0.0,
            lower=np.concatenate([whole.lower[mine], apart]),
            upper=np.concatenate([whole.upper[mine], apart + np.inf]),
            matrix=sparse.vstack([ruled, sparse.hstack([pick, -one, one])], format="csc"),
            row_lower=np.concatenate([whole.row_lower[rows], was]),
            row_upper=np.concatenate([whole.row_upper[rows], was]),
            integral=np.concatenate([whole.integral[mine], apart > 0]),
        ),
        monitor,
    )  # fmt: skip
    outcome = live.solve()
    return outcome.x[at] if outcome.found else was  # where the past has no plan, nor has the whole
