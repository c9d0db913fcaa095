"""One engine, or peer, on one instance of generalised assignment: every job assigned, at least cost."""

import csv
from collections import Counter
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Annotated

from benchmarks.cases import gap, multi_resource
from benchmarks.cases.gap import Instance
from benchmarks.drivers.engines import solver_of
from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.drivers.peers import WHOLE
from benchmarks.drivers.peers.whole import Solver, solve_whole
from benchmarks.family import Cell, Figures, SolverRun
from matching.engines import ENGINES
from matching.engines.engine import EngineResult, Limits, Monitor
from matching.problem import AssignmentProblem
from matching.solver import AUTO

DATA = Path(__file__).parents[1] / "data"
NAMES = (AUTO, *(engine.NAME for engine in ENGINES if engine.NAME != "greedy"), *WHOLE)  # who can place everyone


@dataclass(frozen=True, kw_only=True)
class GapRun(SolverRun):
    """One published instance; asked for the optimum of its own accord."""

    instance: Annotated[str, "file in benchmarks/data/gap"] = "c05200"
    gap: Annotated[float, "stop at this proven gap"] = 0.0

    def read(self) -> Instance:
        """Read it."""
        return gap.read(DATA / "gap" / f"{self.instance}.txt.gz")[0]

    def known(self) -> Figures:
        """The best bound and cost that are published."""
        row = _row("gap/best_known.csv", self.instance)
        return {"known_bound": int(row["lower_bound_min"]), "known_best": int(row["best_known_min"])}


@dataclass(frozen=True, kw_only=True)
class MultiResourceRun(SolverRun):
    """One instance with several resources per agent; asked for the optimum of its own accord."""

    instance: Annotated[str, "file in benchmarks/data/multi_resource"] = "mrc05100_2"
    gap: Annotated[float, "stop at this proven gap"] = 0.0

    def read(self) -> Instance:
        """Read it."""
        return multi_resource.read(DATA / "multi_resource" / f"{self.instance}.txt.gz")

    def known(self) -> Figures:
        """Bound and cost that HiGHS found in 60 seconds."""
        row = _row("multi_resource/reference.csv", self.instance)
        return {"known_bound": int(row["lower_bound"]), "known_best": int(row["best_found"] or 0) or None}


def run(wanted: GapRun | MultiResourceRun) -> Figures:
    """Read and solve one instance."""
    limits = Limits(wanted.time_limit, wanted.gap, wanted.seed, wanted.workers)
    return {**solved(wanted.read(), wanted.engine, limits), "peak_mb": peak_mb(with_programs=True), **wanted.known()}


def solved(instance: Instance, engine: str, limits: Limits) -> Figures:
    """Solve one instance; the assignment found is judged from the arrays of the instance."""
    counts = Counter[str]()
    with stopwatch() as watch:
        outcome = gap.solve(instance, _solver(engine, counts), limits)
    agents, jobs = instance.cost.shape
    return {
        "status": outcome.status.value,
        "objective": outcome.cost,
        "bound": _finite(outcome.bound),
        "gap": None if outcome.gap is None else round(outcome.gap, 7),
        "cpu_seconds": watch.cpu,
        "wall_seconds": watch.wall,
        "feasible": gap.judge(instance, outcome) if outcome.agent is not None else None,
        "options": agents * jobs,
        "rows": instance.capacity.size,
        **counts,
    }


def _solver(engine: str, counts: Counter[str]) -> Solver:
    """Who solves it, and adds its effort to `counts`.

    A plain solver is told that everyone gets a place; for ours that is worth most.
    """

    def solve(problem: AssignmentProblem, limits: Limits, monitor: Monitor) -> EngineResult:
        if engine in WHOLE:
            result = solve_whole(WHOLE[engine], problem, limits, monitor, everyone=True)
        else:
            result = solver_of(engine, problem)[1](problem, limits, monitor)
        counts.update(monitor.counts)
        return result

    return solve


def _finite(bound: float) -> Cell:
    return round(bound, 2) if isfinite(bound) else None


def _row(path: str, instance: str) -> dict[str, str]:
    with (DATA / path).open(encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["instance"] == instance)
