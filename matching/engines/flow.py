"""Min-cost flow: exact where only slots couple.

People send one unit each to the rows they choose; row r takes b_r units; being left out costs nothing. The flow is
found by OR-Tools (cost scaling). That it is optimal is not taken on trust: the least prices that support it,

    y_b ≥ y_a(p) + v_b - v_a(p)     ∀ options b of participants p with choice a(p)
    y_b ≥ v_b                       ∀ options b of participants who are left out;      y ≥ 0

(longest paths, Bellman-Ford over arrays) give a bound D(y), and the two must be equal.
"""

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from instances.errors import SolverFailure
from instances.schema.solution import Limit
from matching.bounds import terminated
from matching.engines.engine import EngineResult, Limits, Monitor, Start
from matching.engines.fill import Chosen, nobody
from matching.engines.presolve import reduce
from matching.problem import AssignmentProblem, Floats

NAME = "flow"


def supports(problem: AssignmentProblem) -> str:
    """Empty when every option uses at most one unit of one row that can bind; else why not."""
    return _why_not(reduce(problem).problem)


def _why_not(small: AssignmentProblem) -> str:
    several = int((np.diff(small.use.indptr) > 1).sum())
    if several:
        codes = ", ".join(block.code for block in small.blocks if block.keys)
        return f"{several} options use more than one scarce row that can bind ({codes})"
    sizes = int((small.use.data > 1).sum())
    return f"{sizes} options take more than one unit of their row" if sizes else ""


def solve(problem: AssignmentProblem, limits: Limits, monitor: Monitor, start: Start | None = None) -> EngineResult:
    """Find the flow, and the prices that prove it.

    Raises:
        SolverFailure: the problem is not supported, or the prices do not support the flow.
    """
    reduced = reduce(problem)
    small = reduced.problem
    if why_not := _why_not(small):
        raise SolverFailure(f"flow: {why_not}")
    chosen, prices = nobody(small), np.zeros(small.num_rows)
    if not monitor.expired:
        row = _row_of(small)
        chosen = _flow(small, row)
        prices = _least_prices(small, row, chosen)
    value, bound = small.objective(chosen), small.bound(prices)
    limit = monitor.why_stop(value, bound) or Limit.METHOD
    monitor.report("done", value, bound)
    return EngineResult(reduced.chosen(chosen), terminated(value, bound, limit), reduced.prices(prices))


def _row_of(problem: AssignmentProblem) -> NDArray[np.int64]:
    """The one row of each option, int64 (n,); R where it uses none."""
    row = np.full(problem.num_options, problem.num_rows, np.int64)
    row[np.diff(problem.use.indptr) == 1] = problem.use.indices
    return row


def _flow(problem: AssignmentProblem, row: NDArray[np.int64]) -> Chosen:
    """Nodes: participants, rows, one row without limit, source, sink."""
    people, num_rows = problem.num_participants, problem.num_rows + 1
    source, sink = people + num_rows, people + num_rows + 1
    everyone, rows = np.arange(people), people + np.arange(num_rows)
    tail = np.concatenate([problem.participant, np.full(people, source), rows, [source]])
    head = np.concatenate([people + row, everyone, np.full(num_rows, sink), [sink]])
    room = np.concatenate([np.ones(len(row) + people, np.int64), problem.capacity, [people, people]])
    cost = np.concatenate([-problem.value, np.zeros(people + num_rows + 1, np.int64)])
    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(tail.astype(np.int32), head.astype(np.int32), room, cost)
    network.set_nodes_supplies(np.array([source, sink], np.int32), np.array([people, -people], np.int64))
    status = network.solve()
    if status != network.OPTIMAL:
        raise SolverFailure(f"min-cost flow ended with {status}")
    taken = np.flatnonzero(network.flows(np.arange(problem.num_options)) > 0)
    chosen = nobody(problem)
    chosen[problem.participant[taken]] = taken
    return chosen


def _least_prices(problem: AssignmentProblem, row: NDArray[np.int64], chosen: Chosen) -> Floats:
    """Raise prices from zero until nobody would rather have something else."""
    num_rows = problem.num_rows
    placed = chosen >= 0
    home, worth = np.full(len(chosen), num_rows), np.zeros(len(chosen), np.int64)
    home[placed], worth[placed] = row[chosen[placed]], problem.value[chosen[placed]]
    order = np.argsort(row, kind="stable")
    order = order[row[order] < num_rows]
    start = np.flatnonzero(np.diff(row[order], prepend=-1))
    reached = row[order][start]
    person = problem.participant[order]
    gain, away = problem.value[order] - worth[person], home[person]
    prices = np.zeros(num_rows + 1, np.int64)  # the last one: no row, never a price
    for _ in range(num_rows + 1):
        raised = prices.copy()
        if len(start):
            raised[reached] = np.maximum(prices[reached], np.maximum.reduceat(prices[away] + gain, start))
        if np.array_equal(raised, prices):
            return prices[:num_rows].astype(np.float64)
        prices = raised
    raise SolverFailure("the flow is not optimal: no prices support it")
