"""Floors: "at least so much", as rows that only know "at most".

A floor f asks Σ_o g_fo x_o ≥ b_f with gains g ≥ 0 (one for each person who keeps a place: at least K - N keep theirs).
With G_fp = max_{o of p} g_fo, the most that person p can give, it is the same to say that no more is missed than

    Σ_p (G_fp - what p gives) ≤ Σ_p G_fp - b_f.

Now amounts and capacity are ≥ 0, as an `AssignmentProblem` wants. But who is left out misses G_fp too, and takes up no
row. So each member (p with G_fp > 0 for some f) gets one more option, to leave, which misses all of G_fp; and every
option of a member is worth `stake` more, so that a member who takes none at all loses the stake:

    max Σ_o (v_o + stake [o of a member]) x_o        leave: value stake, uses G_fp of each row f

A matching that meets the floors takes exactly one option of each member, and is worth value + stake · members here.
Hence, for any stake: bound here - stake · members is a bound on all matchings that meet the floors; a matching found
here that takes an option of every member meets them; and when the bound here is below stake · members, none exists.
A stake above what a unit of a floor costs makes skipping unattractive. A modest one is tried first, as it keeps the gap
meaningful; where people are still skipped, one above everything that all others are worth leaves nothing open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.bounds import terminated
from matching.engines.engine import Engine, EngineResult, Monitor, Start
from matching.engines.relaxation import relax
from matching.problem import NO_OPTION, AssignmentProblem, Ints, RowBlock

FIRST_STAKE = 1_000  # points: what a good place is worth


@dataclass(frozen=True)
class Floor:
    """One floor: `gain` int64 (n,) ≥ 0, units that each option gives; `least`, units that are asked for."""

    name: str
    gain: NDArray[np.int64]
    least: int

    def given(self, chosen: Ints) -> int:
        """Units that a matching gives."""
        return int(self.gain[chosen[chosen >= 0]].sum())


@dataclass(frozen=True)
class Floored:
    """A problem with floors as rows: `origin` int64 (n + members,), the option here of each, -1 = to leave."""

    problem: AssignmentProblem
    origin: NDArray[np.int64]
    members: NDArray[np.bool_]
    possible: bool

    def back(self, chosen: Ints) -> Ints:
        """The matching of the problem without floors, int32 (P,)."""
        plain = np.full(len(chosen), NO_OPTION, np.int32)
        some = chosen >= 0
        plain[some] = self.origin[chosen[some]]
        return plain

    def start(self, plain: Start) -> Start:
        """The same start here: floors cost nothing yet, and members who had no option leave."""
        stays, leaves = np.flatnonzero(self.origin >= 0), np.flatnonzero(self.origin < 0)
        chosen = np.full(len(plain.chosen), NO_OPTION, np.int32)
        chosen[self.problem.participant[leaves]] = leaves
        placed = np.flatnonzero(plain.chosen >= 0)
        chosen[placed] = stays[plain.chosen[placed]]  # the options that stay are in their old order
        return Start(np.append(plain.prices, np.zeros(self.problem.num_rows - len(plain.prices))), chosen)

    def skipped(self, chosen: Ints) -> int:
        """How many members take no option at all, not even to leave."""
        return int((self.members & (chosen < 0)).sum())


def most_given[Amount: (np.int64, np.float64)](problem: AssignmentProblem, gain: NDArray[Amount]) -> NDArray[Amount]:
    """Most that each participant can give: max_{o of p} g_o, (P,), 0 without options."""
    most, some = np.zeros(problem.num_participants, gain.dtype), np.flatnonzero(np.diff(problem.first))
    if len(some):
        most[some] = np.maximum.reduceat(gain, problem.first[some])
    return most


def floored(problem: AssignmentProblem, floors: Sequence[Floor], stake: int) -> Floored:
    """Write the floors as rows."""
    most = np.array([most_given(problem, floor.gain) for floor in floors]).reshape(-1, problem.num_participants)
    members = (most > 0).any(0)
    leavers = np.flatnonzero(members)
    person = np.concatenate([problem.participant, leavers.astype(np.int32)])
    order = np.argsort(person, kind="stable")
    origin = np.concatenate([np.arange(problem.num_options), np.full(len(leavers), NO_OPTION)])[order]
    missed = np.concatenate(
        [most[:, problem.participant] - np.array([floor.gain for floor in floors]).reshape(len(floors), -1),
         most[:, leavers]], axis=1,
    )  # fmt: skip
    value = np.concatenate([problem.value + stake * members[problem.participant], np.full(len(leavers), stake)])
    workplace = np.concatenate([problem.workplace, np.full(len(leavers), -1, np.int32)])
    leave = sparse.csc_array((problem.num_rows, len(leavers)), dtype=np.int64)
    use = sparse.vstack([sparse.hstack([problem.use, leave]), sparse.csc_array(missed)], format="csc")
    room = most.sum(1) - np.array([floor.least for floor in floors], np.int64)
    block = RowBlock("floors", tuple(floor.name for floor in floors), problem.num_rows)
    made = AssignmentProblem(
        problem.num_participants, person[order], workplace[order], value[order].astype(np.int64),
        sparse.csc_array(use[:, order]), np.concatenate([problem.capacity, np.maximum(0, room)]),
        (*problem.blocks, block),
    )  # fmt: skip
    return Floored(made, origin, members, bool((room >= 0).all()))


@dataclass(frozen=True)
class Answer:
    """What came of a run with floors.

    `result` speaks of the problem without floors, with a bound on all matchings that meet them; where `met` is False it
    is a matching that comes near them, and its bound holds for all matchings. `impossible`: proven that no matching
    meets the floors. The statistics hold what one unit of each floor costs, points, as `price_` and its name.
    """

    result: EngineResult
    met: bool
    impossible: bool


def solve_with_floors(
    problem: AssignmentProblem, floors: Sequence[Floor], pick: Callable[[AssignmentProblem], Engine], monitor: Monitor,
    start: Start | None = None,
) -> Answer:  # fmt: skip
    """Find the best matching that meets the floors; `pick` gives the engine for the problem with rows for them.

    `start`: where a run without the floors, or with others, stood.
    """
    best, stood = most_given(problem, problem.value), None
    for stake in (FIRST_STAKE, int(best.sum()) + 1):
        made = floored(problem, floors, stake)
        staked = stake * int(made.members.sum())
        share = int(best.sum()) / max(1, int(best.sum()) + staked)
        watch = Monitor(replace(monitor.limits, gap=monitor.limits.gap * share), monitor.on_progress, monitor.cancelled)
        watch.started = monitor.started
        if stood is None and start is not None:
            stood = made.start(start)
        found = pick(made.problem).solve(made.problem, watch.limits, watch, stood)
        chosen = made.back(found.chosen)
        met = all(floor.given(chosen) >= floor.least for floor in floors)
        impossible = not made.possible or found.termination.bound < staked
        if met or impossible or monitor.expired:
            break
        stood = None if found.prices is None else Start(found.prices, found.chosen)
    prices = found.prices if found.prices is not None else relax(made.problem, watch).prices
    plain = prices[: problem.num_rows]
    bound = found.termination.bound - staked if met else problem.bound(plain)
    known = terminated(problem.objective(chosen), bound, found.termination.limit)
    costs = {f"price_{floor.name}": float(price) for floor, price in zip(floors, prices[len(plain) :], strict=True)}
    result = EngineResult(chosen, known, plain, {**found.statistics, **costs})
    return Answer(result, met, impossible and not met)
