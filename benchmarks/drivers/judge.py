"""Is a matching what its engine says? Worked out from the arrays alone; shares no line with engines or the problem."""

from collections import Counter

from matching.engines.fill import Chosen
from matching.problem import AssignmentProblem


def value_of(problem: AssignmentProblem, chosen: Chosen) -> int | None:
    """What a matching is worth, `chosen` int32 (P,); None when it is not one.

    Counted option by option, in whole numbers that cannot overflow:
    each option belongs to who has it, and Σ_o a_ro x_o ≤ b_r ∀ rows r.
    """
    if len(chosen) != problem.num_participants:
        return None
    value, used = problem.settled, Counter[int]()
    first, row, amount = (part.tolist() for part in (problem.use.indptr, problem.use.indices, problem.use.data))
    for person, option in enumerate(chosen.tolist()):
        if option < 0:
            continue
        if option >= problem.num_options or problem.participant[option] != person:
            return None
        value += int(problem.value[option])
        for entry in range(first[option], first[option + 1]):
            used[row[entry]] += amount[entry]
    fits = all(total <= problem.capacity[row] for row, total in used.items())
    return value if fits else None
