"""What a planner asks, one question after the other, with plain HiGHS on the same arrays beside it in the same run.

A line is a flat dict: the `question`, our CPU seconds, those of HiGHS (`highs_*`), the ratio, and what came out of it.
HiGHS goes through our own door, as a new model per programme with the way named: interior point, which suits these
models, cold. It gets no head start, basis or bound of ours, and the arrays are built before its clock starts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

import numpy as np

from benchmarks.cases.transition import Transition, stock_flow
from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.family import Figures, Run
from matching.engines.engine import Limits, Monitor
from planning.alternatives import near_optimal, switched
from planning.backend.highs import Live
from planning.backend.lexicographic import cap, room
from planning.backend.outcome import Method, Outcome
from planning.clash import minimal_clash, relaxation
from planning.pareto import front, knee
from planning.programme import Programme
from planning.ranges import binding, worths
from planning.twostage import decide, together
from planning.uncertainty import measures, shy_plans

Question = Literal[
    "base", "one_number", "values", "alternatives", "pareto", "closing_dates", "scenarios", "clash",
    "tree_9", "tree_27", "worst_9", "two_stage_30", "two_stage_100",
]  # fmt: skip

WITHIN = 0.02  # of the best, for alternatives
SIMPLEX_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class PlanningRun(Run):
    """One question about a drawn plan of lines over twenty quarters."""

    lines: Annotated[int, "lines; each can run at four hosts"] = 7
    question: Annotated[Question, "what is asked"] = "base"

    @property
    def patience(self) -> float:
        """The largest tree and a hundred scenarios take minutes."""
        return 1800.0


def base(case: Transition) -> Figures:
    """One plan, by us and by HiGHS both ways; `read_cpu`: pass the arrays, change nothing, solve, read, check."""
    with stopwatch() as ours:
        live = Live(case.programme)
        outcome = live.solve()
    with stopwatch() as again:
        live.solve()
    with stopwatch() as interior:
        _plain(case.programme)
    with stopwatch() as simplex:
        slow = _plain(case.programme, Method.SIMPLEX, SIMPLEX_SECONDS)
    shape = {
        "columns": case.programme.num_columns,
        "rows": case.programme.num_rows,
        "entries": case.programme.matrix.nnz,
    }
    told: Figures = {"way": str(outcome.method), "status": str(outcome.status), "objective": outcome.objective}
    beside: Figures = {
        "again_cpu": again.cpu,
        "highs_simplex_cpu": simplex.cpu,
        "highs_simplex_status": str(slow.status),
    }
    return {"question": "base plan", **shape, **_beside(ours.cpu, interior.cpu), **beside, **told}


def one_number(case: Transition) -> Figures:
    """One side changed by one unit in a plan that is solved."""
    live = Live(case.programme)
    live.solve()
    rows = case.changed
    sides = case.programme.row_lower[rows] + 1, case.programme.row_upper[rows] + 1
    with stopwatch() as ours:
        live.change_rows(rows, *sides)
        outcome = live.solve()
    with stopwatch() as plain:
        _plain(live.programme)
    return {"question": "one changed number", **_beside(ours.cpu, plain.cpu), "objective": outcome.objective}


def values(case: Transition) -> Figures:
    """What one more unit is worth, with its range, and confirmed by solving again one unit up and down."""
    live = Live(case.programme)
    outcome = live.solve()
    with stopwatch() as ours:
        found = worths(live, outcome, case.valued)
    told = {"binding": len(binding(outcome)), "confirmed": sum(worth.confirmed for worth in found)}
    return {"question": f"values of {len(found)} rows", "cpu_seconds": ours.cpu, **told}


def alternatives(case: Transition) -> Figures:
    """The least and the most of eight directions."""
    live = Live(case.programme)
    best = live.solve()
    with stopwatch() as ours:
        found = near_optimal(live, best, case.directions, WITHIN)
    capped = Live(case.programme)
    cap(capped, case.programme.cost, room(case.programme.cost, best.objective, WITHIN))
    costs = [sign * direction for direction in case.directions.values() for sign in (1.0, -1.0)]
    with stopwatch() as plain:
        for cost in costs:
            _plain(replace(capped.programme, cost=cost))
    told = {"plans": sum(one.outcome.found for one in found), "dearest": max(one.cost for one in found)}
    return {"question": f"{len(found)} alternatives", **_beside(ours.cpu, plain.cpu), **told}


def pareto(case: Transition, points: int = 8) -> Figures:
    """A front of two aims; HiGHS solves one plain programme per point, which need not be efficient."""
    live = Live(case.programme)
    live.solve()
    with stopwatch() as ours:
        found = front(live, *case.aims, points)
    first, second = case.aims
    capped = Live(replace(case.programme, cost=first))
    row = np.array([cap(capped, second, np.inf)])
    scale = float(abs(second).max())
    with stopwatch() as plain:
        for point in found:
            capped.change_rows(row, -np.inf, (point.second + 1e-6 * max(1.0, abs(point.second))) / scale)
            _plain(capped.programme)
    told = {"points": len(found), "knee": knee(found)}
    return {"question": f"front of {points} points", **_beside(ours.cpu, plain.cpu), **told}


def closing_dates(case: Transition) -> Figures:
    """Every setting of the switch."""
    live = Live(case.programme)
    live.solve()
    with stopwatch() as ours:
        found = switched(live, case.switch)
    programmes = []
    for setting in case.switch.values():
        programme = replace(case.programme, lower=case.programme.lower.copy(), upper=case.programme.upper.copy())
        programme.lower[setting.columns], programme.upper[setting.columns] = setting.lower, setting.upper
        programmes.append(programme)
    plain = _each(programmes)
    best = min(found, key=lambda name: found[name].objective)
    return {"question": f"{len(found)} closing dates", **_beside(ours.cpu, plain), "best": best}


def scenarios(case: Transition) -> Figures:
    """Plans for every scenario, one after the other."""
    with stopwatch() as ours:
        found = [Live(programme).solve() for programme in case.scenarios]
    told = {"plans": sum(outcome.found for outcome in found)}
    return {"question": f"{len(found)} scenarios", **_beside(ours.cpu, _each(case.scenarios)), **told}


def tree(case: Transition, branches: dict[int, Sequence[float]]) -> Figures:
    """The plan on a tree; then its measures, and plans that shun the worst."""
    branched = case.branched(branches)
    staged = branched.staged
    with stopwatch() as ours:
        outcome = Live(staged.programme).solve()
    with stopwatch() as plain:
        _plain(staged.programme)
    with stopwatch() as more:
        found = measures(staged, case.programme, branched.decided, branched.counterpart)
    told: Figures = {
        "objective": outcome.objective, "measures_cpu": more.cpu, "ev": found.ev, "eev": found.eev, "ws": found.ws,
        "vss": found.vss, "evpi": found.evpi, "matters": str(found.matters),
    }  # fmt: skip
    return {"question": f"tree of {len(staged.tree.leaves)} leaves", **_beside(ours.cpu, plain.cpu), **told}


def shunning(
    case: Transition, branches: dict[int, Sequence[float]], weights: Sequence[float] = (0.0, 0.5, 0.9)
) -> Figures:
    """Plans on a tree that shun the worst fifth, at growing weights."""
    staged = case.branched(branches).staged
    spending = staged.programme.cost / staged.tree.probability[staged.column_node]
    with stopwatch() as ours:
        plans = shy_plans(staged, spending, 0.8, weights)
    ends = {
        f"{name}_{at}": getattr(plan, name)
        for at, plan in enumerate((plans[0], plans[-1]))
        for name in ("expected", "cvar")
    }
    return {"question": f"worst fifth of {len(staged.tree.leaves)} leaves", "cpu_seconds": ours.cpu, **ends}


def two_stage(case: Transition, count: int, gap: float = 0.005, plain_seconds: float = 0.0) -> Figures:
    """One decision for many scenarios; HiGHS gets all of them as one programme, for so many seconds (0: not at all)."""
    uncertain = case.uncertain(count)
    chances = np.full(count, 1 / count)
    with stopwatch() as ours:
        found = decide(uncertain.write, uncertain.features, chances, uncertain.shared, gap)
    told: Figures = {"lower": found.lower, "upper": found.upper, "gap": found.gap, "clusters": found.clusters,
                     "peak_mb": peak_mb()}  # fmt: skip
    line: Figures = {"question": f"two stages, {count} scenarios", "cpu_seconds": ours.cpu, **told}
    if plain_seconds:
        everything = together([uncertain.write(row) for row in uncertain.features], chances, uncertain.shared)
        with stopwatch() as plain:
            outcome = _plain(everything, seconds=plain_seconds)
        line |= _beside(ours.cpu, plain.cpu) | {
            "highs_status": str(outcome.status),
            "highs_objective": outcome.objective,
        }
    return line


def clashes(case: Transition) -> Figures:
    """An impossible plan: the amount that is short, and the demands that clash."""
    with stopwatch() as first:
        found = relaxation(case.impossible, np.ones(case.impossible.num_rows))
    with stopwatch() as second:
        clash = minimal_clash(case.impossible)
    told: Figures = {"gives_way": len(found.rows), "total": found.total}
    if clash is not None:
        told |= {"clash_rows": len(clash.rows), "minimal": str(clash.is_minimal)}
    return {"question": "no plan exists", "relaxation_cpu": first.cpu, "clash_cpu": second.cpu, **told}


QUESTIONS: dict[Question, Callable[[Transition], Figures]] = {
    "base": base, "one_number": one_number, "values": values, "alternatives": alternatives, "pareto": pareto,
    "closing_dates": closing_dates, "scenarios": scenarios, "clash": clashes,
    "tree_9": lambda case: tree(case, {4: (0.25, 0.5, 0.25), 8: (0.25, 0.5, 0.25)}),
    "tree_27": lambda case: tree(case, {4: (0.25, 0.5, 0.25), 8: (0.25, 0.5, 0.25), 12: (0.25, 0.5, 0.25)}),
    "worst_9": lambda case: shunning(case, {4: (0.25, 0.5, 0.25), 8: (0.25, 0.5, 0.25)}),
    "two_stage_30": lambda case: two_stage(case, 30),
    "two_stage_100": lambda case: two_stage(case, 100),
}  # fmt: skip


def run(wanted: PlanningRun) -> Figures:
    """Answer one question on the plan that is drawn."""
    found = QUESTIONS[wanted.question](stock_flow(wanted.lines, wanted.seed))
    return {"answered": found.pop("question"), **found}


def _plain(programme: Programme, method: Method = Method.INTERIOR, seconds: float = np.inf) -> Outcome:
    return Live(programme, Monitor(Limits(time_limit=seconds))).solve(method)


def _each(programmes: Iterable[Programme]) -> float:
    """CPU seconds of HiGHS on all of them."""
    with stopwatch() as plain:
        for programme in programmes:
            _plain(programme)
    return plain.cpu


def _beside(ours: float, plain: float) -> Figures:
    return {"cpu_seconds": ours, "highs_cpu": plain, "ratio": round(ours / max(plain, 1e-3), 2)}
