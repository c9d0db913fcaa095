"""Split a problem into parts that share nothing, and join what was found for each.

People and rows are the nodes of a graph, an option joins its participant to the rows that it uses. What no path joins
shares nothing: with parts k = 1..K

    value of the joint matching = settled + Σ_k value_k,        optimum ≤ settled + Σ_k bound_k

so where every part is within a gap, the whole is. Small components go together, for each part has its own beginning. A
part is a plain problem with positions: it can be pickled and solved anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from instances.schema.solution import Limit
from matching.bounds import terminated
from matching.engines.engine import EngineResult
from matching.engines.fill import nobody
from matching.engines.presolve import with_rows
from matching.problem import AssignmentProblem

LEAST = 5_000  # options of a part
BATCH = 100_000  # options


@dataclass(frozen=True)
class Part:
    """`problem`, and the positions of its `people` (P',), `options` (n',) and `rows` (R',) in the whole."""

    problem: AssignmentProblem
    people: NDArray[np.intp]
    options: NDArray[np.intp]
    rows: NDArray[np.intp]


def split(problem: AssignmentProblem, least: int = LEAST) -> list[Part]:
    """The parts, smallest first, each of at least so many options, or the whole as it is."""
    label = _labels(problem)
    size = np.bincount(label[problem.participant], minlength=int(label.max(initial=-1)) + 1)
    parts: list[Part] = []
    group, count, groups = np.full(len(size), -1), 0, 0
    for one in np.argsort(size, kind="stable")[np.count_nonzero(size == 0) :].tolist():
        group[one] = groups
        count += int(size[one])
        if count >= least:
            count, groups = 0, groups + 1
    if count and groups:  # too little is left for a part of its own
        group[group == groups] = groups - 1
    if group.max(initial=0) == 0:  # nothing to split: no copies
        whole = replace(problem, settled=0)
        return [Part(whole, *map(np.arange, (problem.num_participants, problem.num_options, problem.num_rows)))]
    of_node = group[label]
    for number in range(int(group.max(initial=-1)) + 1):
        people = np.flatnonzero(of_node[: problem.num_participants] == number)
        rows = np.flatnonzero(of_node[problem.num_participants :] == number)
        parts.append(_part(problem, people, rows))
    return parts


def _labels(problem: AssignmentProblem) -> NDArray[np.int64]:
    """Component of each participant, then of each row, (P + R,); edges join batch by batch, to spare memory."""
    use, labels = problem.use, np.arange(problem.num_participants + problem.num_rows)
    for first in range(0, problem.num_options, BATCH):
        some = slice(first, min(first + BATCH, problem.num_options))
        person = np.repeat(problem.participant[some], np.diff(use.indptr[some.start : some.stop + 1]))
        row = use.indices[use.indptr[some.start] : use.indptr[some.stop]] + problem.num_participants
        edges = labels[person], labels[row]
        graph = sparse.coo_array((np.ones(len(row), bool), edges), shape=(len(labels), len(labels)))
        labels = connected_components(graph, directed=False)[1].astype(np.int64)[labels]
    return labels


def _part(problem: AssignmentProblem, people: NDArray[np.intp], rows: NDArray[np.intp]) -> Part:
    inside = np.full(problem.num_participants, -1, np.int32)
    inside[people] = np.arange(len(people))
    options = np.flatnonzero(inside[problem.participant] >= 0)
    chosen = problem.select(options)
    small = replace(
        with_rows(chosen, chosen.use.tocsr(), chosen.capacity, rows),
        num_participants=len(people), participant=inside[chosen.participant], settled=0,
    )  # fmt: skip
    return Part(small, people, options, rows)


def join(problem: AssignmentProblem, parts: Sequence[Part], results: Sequence[EngineResult]) -> EngineResult:
    """The whole matching, with the sum of the bounds; `results` have prices, and stand in the order of the parts."""
    chosen, prices, bound = nobody(problem), np.zeros(problem.num_rows), float(problem.settled)
    statistics = {"parts": float(len(parts))}
    for part, result in zip(parts, results, strict=True):
        placed = result.chosen >= 0
        chosen[part.people[placed]] = part.options[result.chosen[placed]]
        if result.prices is not None:
            prices[part.rows] = result.prices
        bound += result.termination.bound
        for name, amount in result.statistics.items():
            before = statistics.get(name, 0.0)
            statistics[name] = max(before, amount) if name.endswith("_seconds") else before + amount
    limits = [one.termination.limit for one in results if one.termination.limit is not Limit.NONE]
    limit = limits[0] if limits else Limit.NONE
    return EngineResult(chosen, terminated(problem.objective(chosen), bound, limit), prices, statistics)
