"""Cuts: rows that every whole matching keeps and the fractional one breaks, from one knapsack at a time.

The linear relaxation shares a person out over the last hours of many places. Take one row, with its companion that
counts the same options (guidance hours, and the slots of a place). Of its options, the relaxation takes some whole,
some in part (S), and others not. P is the set of subsets of S that fit together beside the whole ones (`knapsack`).
The row over S most broken by x solves

    max Σ_{i in S} α_i x_i   s.t.  Σ_{i in s} α_i ≤ 1  ∀ s in P,   0 ≤ α ≤ 1

whose constraints are found one by one: the best packing for the α so far is the next one. Where the answer is above 1,
x is outside the convex hull of what fits in the row, and only there. With α in whole numbers the row becomes valid for
all packings, one option after another (lifting), T being the table of those that have joined, β the right side:

    taken whole:  α_j = T[room without the other whole ones] - β,  and β grows by α_j
    not taken:    α_j = β - T[room that j leaves],                 in order of slack

Bounds stay our own arithmetic: D(y) over more rows. Source: separation over the knapsack polytope (Boyd 1994; Vasilyev,
Boccia, Hanafi 2016), sequential lifting (Padberg 1975).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.engines import highs
from matching.engines.engine import Monitor
from matching.engines.knapsack import UNCOUNTED, Knapsack
from matching.engines.relaxation import LinearProgramme, Relaxation
from matching.problem import AssignmentProblem, Floats

MOST_UNITS = 3_000  # of a row: beyond it the knapsack is slow, and the row so large that rounding costs next to nothing
BROKEN = 1e-3  # by how much a row must be broken, as a share of its right side
ROUNDS = 12
PACKINGS = 100  # looked at for one row in one round
SLOW = 0.04  # of what all rounds together gained: a round that gains less is the last
SCALES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 30, 36, 60)
FINE = 1_000  # scale where none of these gives whole numbers
TIE = 1e-7  # worth of an option that costs nothing: a packing then holds all that fits


@dataclass(frozen=True)
class Cut:
    """Σ amount_k x[option_k] ≤ capacity."""

    option: NDArray[np.intp]
    amount: NDArray[np.int64]
    capacity: int


@dataclass(frozen=True)
class Block:
    """One row of the problem as a knapsack over its options (k,), by participant."""

    option: NDArray[np.intp]
    knapsack: Knapsack


def tighten(linear: LinearProgramme, monitor: Monitor, enough: float) -> Relaxation:
    """Add cuts, round by round, as long as that pays or until the bound is at most `enough`."""
    known = linear.known
    if known.bound <= enough or not known.x.any():
        return known
    blocks, started = find_blocks(linear.problem), known.bound
    for _ in range(ROUNDS):
        cuts = list(_broken(linear.problem, blocks, known, linear.near, monitor))
        if not cuts or monitor.expired:
            break
        before = known.bound
        known = linear.tighten(*_stack(cuts, linear.problem.num_options))
        if known.bound <= enough or before - known.bound <= SLOW * (started - known.bound):
            break
    return known


def find_blocks(problem: AssignmentProblem) -> list[Block]:
    """The rows whose amounts differ, each with the tightest row of ones that counts all its options."""
    use = problem.use.tocsr()
    ones = problem.use.copy()
    ones.data = np.ones_like(ones.data)
    largest = np.zeros(problem.num_rows, np.int64)
    np.maximum.at(largest, problem.use.indices, problem.use.data)
    counts = np.flatnonzero(largest == 1)
    size = np.diff(use.indptr)
    together = (ones.tocsr() @ ones.tocsr()[counts].T).tocsr()  # options that a row shares with a row of ones
    blocks = []
    for row in range(problem.num_rows):
        entries = slice(use.indptr[row], use.indptr[row + 1])
        weight, capacity = use.data[entries], int(problem.capacity[row])
        if not size[row] or (weight == weight[0]).all() or capacity > MOST_UNITS:
            continue
        shared = slice(together.indptr[row], together.indptr[row + 1])
        counting = counts[together.indices[shared][together.data[shared] == size[row]]]
        most = int(problem.capacity[counting].min()) if len(counting) else UNCOUNTED
        option = use.indices[entries].astype(np.intp)
        blocks.append(Block(option, Knapsack(weight, problem.participant[option].astype(np.int64), capacity, most)))
    return blocks


def _broken(
    problem: AssignmentProblem, blocks: list[Block], known: Relaxation, near: NDArray[np.bool_], monitor: Monitor
) -> Iterator[Cut]:
    """One cut for each block whose hull x is outside of."""
    slack = problem.slack(known.prices)
    for block in blocks:
        if monitor.expired:
            return
        x = known.x[block.option]
        whole, part = np.flatnonzero(x >= 1 - BROKEN), np.flatnonzero((x > BROKEN) & (x < 1 - BROKEN))
        beside = block.knapsack.beside(whole)
        if len(part) and beside is not None:
            found = _separate(beside.only(part), x[part], monitor)
            if found is not None:
                others = np.flatnonzero(near[block.option] & (x <= BROKEN))
                yield _lift(block, part, found, whole, others[np.argsort(slack[block.option[others]], kind="stable")])


def _separate(small: Knapsack, x: Floats, monitor: Monitor) -> tuple[NDArray[np.int64], int] | None:
    """The row that x breaks most, in whole numbers, and its right side; None when x breaks none."""
    alone = small.fit_alone()
    if not alone.all():
        return (~alone).astype(np.int64), 0  # beside the whole ones there is no room for these at all
    programme = highs.Growing(monitor)
    programme.add_columns(x, sparse.csc_array((0, len(x))), most=1.0)
    share = x
    for number in range(PACKINGS):
        items = small.pack(share + TIE)[1]
        if number and share[items].sum() <= 1 + BROKEN / 10:
            return _in_whole_numbers(small, share, x)
        one = sparse.csr_array((np.ones(len(items)), items, [0, len(items)]), shape=(1, len(x)))
        programme.add_rows(one, np.ones(1))
        answer = programme.solve()
        if answer.status is not highs.Status.SOLVED or answer.bound <= 1 + BROKEN:
            return None
        share = answer.x
    return None


def _in_whole_numbers(small: Knapsack, share: Floats, x: Floats) -> tuple[NDArray[np.int64], int] | None:
    """Scale a row, with the right side that the scaled amounts need; None when x does not break that."""
    scale = next((scale for scale in SCALES if np.abs(share * scale - np.rint(share * scale)).max() < 1e-6), FINE)
    amount = np.floor(share * scale + 1e-6).astype(np.int64)
    capacity = round(small.pack(amount.astype(np.float64))[0][-1, -1])
    return (amount, capacity) if capacity and amount @ x > (1 + BROKEN / 2) * capacity else None


def _lift(
    block: Block, part: NDArray[np.intp], found: tuple[NDArray[np.int64], int], whole: NDArray[np.intp],
    others: NDArray[np.intp],
) -> Cut:  # fmt: skip
    """Make a row over `part` (positions in the block) valid for the whole block."""
    knapsack, (amount, capacity) = block.knapsack, found
    table = knapsack.only(part).pack(amount.astype(np.float64))[0]
    joined, amounts = part[amount > 0].tolist(), amount[amount > 0].tolist()

    def join(position: int, share: int) -> None:
        nonlocal table
        if share > 0:
            table = np.maximum(table, knapsack.with_item(table, int(knapsack.weight[position]), float(share)))
            joined.append(position)
            amounts.append(share)

    for number, position in enumerate(whole.tolist()):
        share = round(knapsack.left(table, whole[number + 1 :])) - capacity
        join(position, share)
        capacity += share
    for position in others.tolist():
        join(position, capacity - round(knapsack.left(table, np.array([position]))))
    return Cut(block.option[np.array(joined)], np.array(amounts, np.int64), capacity)


def _stack(cuts: list[Cut], num_options: int) -> tuple[sparse.csr_array, NDArray[np.int64]]:
    row = np.repeat(np.arange(len(cuts)), [len(cut.option) for cut in cuts])
    option, amount = np.concatenate([cut.option for cut in cuts]), np.concatenate([cut.amount for cut in cuts])
    return (
        sparse.csr_array((amount, (row, option)), shape=(len(cuts), num_options)),
        np.array([cut.capacity for cut in cuts], np.int64),
    )
