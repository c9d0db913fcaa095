"""Generalised assignment: every job to exactly one agent, at least cost, within what each agent has of each resource.

    min  Σ_ij c_ij x_ij
    s.t. Σ_i x_ij = 1                     ∀ jobs j
         Σ_j a_rij x_ij ≤ b_ri            ∀ agents i, resources r          x_ij ∈ {0, 1}

To our engines a job is a participant and an agent a workplace; placing job j with agent i is worth stake - c_ij, and
-stake per job is settled beforehand. So leaving a job out costs the stake, a matching that places every job is worth
minus its cost, and minus the bound of the engine is a bound on the cost, whatever the stake:

    min cost ≥ min over partial assignments of (cost + stake · jobs left out) ≥ -bound

A low stake keeps the values in the scale of the costs. When the engine leaves a job out, the stake is raised, at most
to where leaving one job out costs more than any whole assignment: an optimum that still leaves one out then proves
that there is no room for all.

Format of a file (OR-Library: J. E. Beasley): whole numbers; perhaps the number of instances; then for each of them
`m n`, m rows of n costs, m rows of n uses, m capacities. Plain text, or compressed by gzip (`.gz`).
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from instances.errors import Problem, UnreadableDocument, Wanted
from instances.schema.solution import Reason
from matching.engines.engine import EngineResult, Limits, Monitor
from matching.problem import NO_OPTION, AssignmentProblem
from matching.rule import Rows

RAISE = 8  # times the stake, when a job was left out
FORMAT = Wanted(
    "hele getallen: [aantal], dan voor elk `agents jobs`, kosten, gebruik, ruimte",
    "whole numbers: [instances], then for each `agents jobs`, costs, uses, capacities",
)

Whole = NDArray[np.int64]
Solver = Callable[[AssignmentProblem, Limits, Monitor], EngineResult]


@dataclass(frozen=True)
class Instance:
    """m agents, n jobs, s resources: int64 `cost` (m, n), `use` (s, m, n), `capacity` (s, m), none below zero."""

    name: str
    cost: Whole
    use: Whole
    capacity: Whole


class Status(Enum):
    """What is known of an instance."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """`agent` int (n,) of each job and its `cost`, None when no whole assignment was found; `bound`: no cost is lower.

    `bound` is infinite where it is proven that there is no whole assignment.
    """

    status: Status
    agent: NDArray[np.int32] | None
    cost: int | None
    bound: float

    @property
    def gap(self) -> float | None:
        """(cost - bound) / bound; None without a cost."""
        return None if self.cost is None else max(0.0, self.cost - self.bound) / max(1.0, abs(self.bound))


def read(path: Path) -> list[Instance]:
    """Read the instances of a file; several of them are named `FILE-0`, `FILE-1`, ...

    Raises:
        UnreadableDocument: the file cannot be read, or its numbers do not add up.
    """
    numbers, name = numbers_of(path, FORMAT), path.name.removesuffix(".gz").removesuffix(".txt")
    if len(numbers) >= 2 and len(numbers) == _length(numbers, 0):
        return [_instance(name, numbers)]
    instances, start = [], 1
    for number in range(int(numbers[0]) if len(numbers) else 0):
        stop = start + _length(numbers, start)
        if stop > len(numbers):
            break
        instances.append(_instance(f"{name}-{number}", numbers[start:stop]))
        start = stop
    if not instances or start != len(numbers) or len(instances) != numbers[0]:
        raise UnreadableDocument([Problem(str(path), 0, "", str(len(numbers)), FORMAT)])
    return instances


def numbers_of(path: Path, wanted: Wanted) -> Whole:
    """All numbers of a text file, which may be compressed by gzip.

    Raises:
        UnreadableDocument: it cannot be read, or holds something else than whole numbers >= 0.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("ascii")
        numbers = np.array(text.split(), np.int64)
    except OSError as error:  # also what is not gzip
        raise UnreadableDocument([Problem(str(path), 0, "", error.strerror or str(error), wanted)]) from error
    except (EOFError, ValueError, OverflowError) as error:
        raise UnreadableDocument([Problem(str(path), 0, "", str(error), wanted)]) from error
    if (numbers < 0).any():
        raise UnreadableDocument([Problem(str(path), 0, "", str(numbers.min()), wanted)])
    return numbers


def problem(instance: Instance, stake: int | None = None) -> AssignmentProblem:
    """Write an instance as a problem to maximise; `stake` > every cost, of its own accord twice the highest."""
    stake = stake or first_stake(instance)
    num_agents, num_jobs = instance.cost.shape
    job, agent = (part.ravel().astype(np.int32) for part in np.indices((num_jobs, num_agents)))
    resources = []
    for resource, (use, capacity) in enumerate(zip(instance.use, instance.capacity, strict=True)):
        amount = use.T.ravel()
        some = np.flatnonzero(amount).astype(np.int32)
        keys = [f"agent {number}" for number in range(num_agents)]
        resources.append((f"resource {resource}", Rows(keys, capacity, some, agent[some], amount[some])))
    made = AssignmentProblem.of(num_jobs, job, agent, stake - instance.cost.T.ravel(), resources)
    return replace(made, settled=-stake * num_jobs)


def first_stake(instance: Instance) -> int:
    """In the scale of the costs: twice the highest, plus one."""
    return 2 * int(instance.cost.max(initial=0)) + 1


def last_stake(instance: Instance) -> int:
    """More than any two whole assignments can differ, and than the highest cost."""
    spread = instance.cost.max(axis=0) - instance.cost.min(axis=0)
    return int(spread.sum()) + int(instance.cost.max(initial=0)) + 1


def solve(instance: Instance, solver: Solver, limits: Limits) -> Outcome:
    """Let an engine, or a peer, assign every job; `limits` hold for all stakes together."""
    clock, last = Monitor(limits), last_stake(instance)
    stake, bound = min(first_stake(instance), last), -np.inf
    while True:
        made, within = problem(instance, stake), replace(limits, time_limit=clock.left)
        result = solver(made, within, Monitor(within))
        bound = max(bound, -result.termination.bound)
        if (result.chosen != NO_OPTION).all():
            cost = -made.objective(result.chosen)
            status = Status.OPTIMAL if cost <= np.ceil(bound - 1e-6) else Status.FEASIBLE
            return Outcome(status, made.workplace[result.chosen], cost, bound)
        if stake == last and result.termination.reason is Reason.OPTIMAL:
            return Outcome(Status.INFEASIBLE, None, None, np.inf)
        if stake == last or clock.expired:
            return Outcome(Status.UNKNOWN, None, None, bound)
        stake = min(RAISE * stake, last)


def judge(instance: Instance, outcome: Outcome) -> bool:
    """Whether an assignment is whole, keeps every capacity and costs what it says; knows no engine."""
    if outcome.agent is None:
        return True
    jobs = np.arange(instance.cost.shape[1])
    used = np.zeros_like(instance.capacity)
    for resource, use in enumerate(instance.use):
        np.add.at(used[resource], outcome.agent, use[outcome.agent, jobs])
    return bool((used <= instance.capacity).all()) and int(instance.cost[outcome.agent, jobs].sum()) == outcome.cost


def _length(numbers: Whole, start: int) -> int:
    """How many numbers the instance at `start` takes, its sizes included."""
    if start + 2 > len(numbers):
        return len(numbers) + 1
    agents, jobs = int(numbers[start]), int(numbers[start + 1])
    return 2 + 2 * agents * jobs + agents


def _instance(name: str, numbers: Whole) -> Instance:
    agents, jobs = int(numbers[0]), int(numbers[1])
    cost, use, capacity = np.split(numbers[2:], [agents * jobs, 2 * agents * jobs])
    return Instance(name, cost.reshape(agents, jobs), use.reshape(1, agents, jobs), capacity.reshape(1, agents))
