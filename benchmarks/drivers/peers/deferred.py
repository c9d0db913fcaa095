"""Deferred acceptance as a baseline: everyone proposes the best place left, scarce things hold on to the best.

Value is the preference of both sides. A participant proposes options from high to low value; a row that is asked for
more than it has lets go of the holder of the lowest value, who then proposes again. Ends, since nobody proposes an
option twice. With slots alone the outcome is the only stable matching, and equals that of greedy; with amounts and
budgets it is not: nobody takes back what was let go.

Source: Gale and Shapley, College Admissions and the Stability of Marriage (1962), with rows for colleges.
The bound, as of greedy, comes from the smoothed dual.
"""

from heapq import heappop, heappush

import numpy as np

from instances.schema.solution import Limit
from matching.bounds import terminated
from matching.engines.engine import EngineResult, Limits, Monitor
from matching.engines.fill import Chosen, nobody
from matching.engines.greedy import STAGES
from matching.engines.presolve import reduce
from matching.engines.smoothing import descend
from matching.problem import NO_OPTION, AssignmentProblem


def solve(problem: AssignmentProblem, limits: Limits, monitor: Monitor) -> EngineResult:  # noqa: ARG001
    """Propose and let go; then prove what can cheaply be proven."""
    reduced = reduce(problem)
    chosen = propose(reduced.problem)
    value = reduced.problem.objective(chosen)
    known = descend(reduced.problem, monitor, STAGES)
    limit = monitor.why_stop(value, known.bound) or Limit.METHOD
    return EngineResult(reduced.chosen(chosen), terminated(value, known.bound, limit), reduced.prices(known.y))


def propose(problem: AssignmentProblem) -> Chosen:
    """The matching that deferred acceptance ends with, int32 (P,)."""
    order = np.lexsort((-problem.value, problem.participant)).tolist()
    following, last = problem.first[:-1].tolist(), problem.first[1:].tolist()
    first, rows, amounts = (part.tolist() for part in (problem.use.indptr, problem.use.indices, problem.use.data))
    value, who = problem.value.tolist(), problem.participant.tolist()
    room, holders = problem.capacity.tolist(), [list[tuple[int, int]]() for _ in range(problem.num_rows)]
    chosen = nobody(problem).tolist()
    waiting = list(range(problem.num_participants - 1, -1, -1))

    def take(option: int, sign: int) -> None:
        for entry in range(first[option], first[option + 1]):
            room[rows[entry]] -= sign * amounts[entry]

    while waiting:
        person = waiting.pop()
        if following[person] == last[person]:
            continue
        option = order[following[person]]
        following[person] += 1
        chosen[person] = option
        take(option, 1)
        asked = rows[first[option] : first[option + 1]]
        for row in asked:
            heappush(holders[row], (value[option], -option))
        for row in asked:
            while room[row] < 0:
                let_go = -heappop(holders[row])[1]
                if chosen[who[let_go]] == let_go:  # else another row let go of it before
                    chosen[who[let_go]] = NO_OPTION
                    take(let_go, -1)
                    waiting.append(who[let_go])
    return np.array(chosen, np.int32)
