"""The assignment problem, free of people and solvers: options, their value, and the scarce rows that they use.

    max  Σ_o v_o x_o
    s.t. Σ_{o of p} x_o ≤ 1          ∀ participants p
         Σ_o a_ro x_o ≤ b_r          ∀ scarce rows r          x_o ∈ {0, 1}

For any prices y ≥ 0 the Lagrangian bound holds:

    D(y) = Σ_p max(0, max_{o of p} (v_o - Σ_r a_ro y_r)) + Σ_r b_r y_r  ≥  the optimum.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.rule import Rows

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
NO_OPTION = -1


@dataclass(frozen=True)
class RowBlock:
    """The rows of one rule within the problem: rows `start` to `stop`, named by `keys`."""

    code: str
    keys: tuple[str, ...]
    start: int

    @property
    def stop(self) -> int:
        """First row after the block."""
        return self.start + len(self.keys)


@dataclass(frozen=True)
class AssignmentProblem:
    """n options of P participants over R rows.

    `participant` int32 (n,), not decreasing; `workplace` int32 (n,); `value` int64 (n,), > 0, points;
    `use` csc (R, n) int64, a_ro > 0 where stored; `capacity` int64 (R,), b_r ≥ 0; `blocks` name the rows;
    `settled`: value of what was decided before, part of every objective and bound.
    """

    num_participants: int
    participant: Ints
    workplace: Ints
    value: NDArray[np.int64]
    use: sparse.csc_array
    capacity: NDArray[np.int64]
    blocks: tuple[RowBlock, ...]
    settled: int = 0

    @classmethod
    def of(
        cls, num_participants: int, participant: Ints, workplace: Ints, value: NDArray[np.int64],
        rows: Iterable[tuple[str, Rows]],
    ) -> "AssignmentProblem":  # fmt: skip
        """Put the rows of several rules together; `rows` gives (code, rows) and refers to options by position."""
        blocks: list[RowBlock] = []
        parts: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]] = []
        capacity: list[NDArray[np.int64]] = []
        num_rows = 0
        for code, made in rows:
            blocks.append(RowBlock(code, tuple(made.keys), num_rows))
            parts.append((made.option, (made.row + num_rows).astype(np.int32), made.amount))
            capacity.append(made.capacity)
            num_rows += len(made.keys)
        option = np.concatenate([part[0] for part in parts] or [np.empty(0, np.int32)])
        row = np.concatenate([part[1] for part in parts] or [np.empty(0, np.int32)])
        amount = np.concatenate([part[2] for part in parts] or [np.empty(0, np.int64)])
        use = sparse.csc_array((amount, (row, option)), shape=(num_rows, len(value)))
        use.sum_duplicates()
        total = np.concatenate([*capacity, np.empty(0, np.int64)])
        return cls(num_participants, participant, workplace, value, use, total, tuple(blocks))

    @property
    def num_options(self) -> int:
        """Number of options, n."""
        return len(self.value)

    @property
    def num_rows(self) -> int:
        """Number of scarce rows, R."""
        return len(self.capacity)

    @cached_property
    def first(self) -> NDArray[np.int64]:
        """int64 (P + 1,): the options of participant p are first[p] to first[p + 1]."""
        return np.searchsorted(self.participant, np.arange(self.num_participants + 1)).astype(np.int64)

    def select(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> "AssignmentProblem":
        """The same problem with fewer options (mask or increasing positions); rows stay as they are."""
        return replace(
            self, participant=self.participant[keep], workplace=self.workplace[keep], value=self.value[keep],
            use=sparse.csc_array(self.use[:, keep]),
        )  # fmt: skip

    def and_rows(self, code: str, use: sparse.csr_array, capacity: NDArray[np.int64]) -> "AssignmentProblem":
        """The same problem with the rows `use` csr (k, n), `capacity` (k,), as one more block."""
        keys = tuple(map(str, range(len(capacity))))
        return replace(
            self, use=sparse.csc_array(sparse.vstack([self.use, use], format="csc")),
            capacity=np.concatenate([self.capacity, capacity]),
            blocks=(*self.blocks, RowBlock(code, keys, self.num_rows)),
        )  # fmt: skip

    def around(self, kept: Ints) -> tuple["AssignmentProblem", NDArray[np.intp]]:
        """What is left to decide when the matching `kept` int32 (P,) stands: a smaller problem, its options here.

        Who is kept has no options left, and takes its share of the rows first; a row that they overfill has no room.
        """
        free = np.flatnonzero(kept[self.participant] == NO_OPTION)
        return replace(self.select(free), capacity=np.maximum(0, self.capacity - self.used(kept))), free

    def fits_alone(self) -> NDArray[np.bool_]:
        """Which options fit in every row when nobody else is placed, bool (n,)."""
        over = self.use.data > self.capacity[self.use.indices]
        bad = np.zeros(self.num_options, bool)
        bad[np.repeat(np.arange(self.num_options), np.diff(self.use.indptr))[over]] = True
        return ~bad

    def most_use(self) -> NDArray[np.int64]:
        """Most that each row can ever be asked for: Σ_p max_{o of p} a_ro, int64 (R,)."""
        most = np.zeros(self.num_rows, np.int64)
        use = self.use.tocsr()  # by row, options in order: so the entries of one participant are neighbours
        if use.nnz:
            row = np.repeat(np.arange(self.num_rows), np.diff(use.indptr))
            person = self.participant[use.indices]
            start = np.flatnonzero(np.r_[True, (row[1:] != row[:-1]) | (person[1:] != person[:-1])])
            np.add.at(most, row[start], np.maximum.reduceat(use.data, start))
        return most

    def binding(self) -> NDArray[np.bool_]:
        """Which rows can bind at all, bool (R,): the others may be left out of any model."""
        return self.most_use() > self.capacity

    def net(self, prices: Floats) -> Floats:
        """Value minus prices of each option, float64 (n,)."""
        net: Floats = self.value - self.use.T @ prices
        return net

    def bound(self, prices: Floats) -> float:
        """D(y): no matching is worth more, for any prices y ≥ 0, float64 (R,)."""
        return self.settled + float(self.best_net(prices).sum() + self.capacity @ prices)

    def best_net(self, prices: Floats) -> Floats:
        """max(0, best net value) of each participant, float64 (P,)."""
        return self._best(self.net(prices))

    def _best(self, net: Floats) -> Floats:
        best, some = np.zeros(self.num_participants), np.flatnonzero(np.diff(self.first))
        if len(some):
            best[some] = np.maximum(0.0, np.maximum.reduceat(net, self.first[some]))
        return best

    def best_and_slack(self, prices: Floats) -> tuple[Floats, Floats]:
        """`best_net` and `slack` in one pass over the options."""
        net = self.net(prices)
        best = self._best(net)
        return best, np.subtract(best[self.participant], net, out=net)

    def slack(self, prices: Floats) -> Floats:
        """What choosing an option costs at these prices: best net value minus its own, >= 0, float64 (n,).

        A matching that uses the option is worth at most D(y) - slack.
        """
        return self.best_and_slack(prices)[1]

    def objective(self, chosen: Ints) -> int:
        """Value of a matching; `chosen` int32 (P,): option of each participant, -1 = none."""
        return self.settled + int(self.value[chosen[chosen >= 0]].sum())

    def used(self, chosen: Ints) -> NDArray[np.int64]:
        """What a matching takes of each row, int64 (R,)."""
        taken: NDArray[np.int64] = self.use[:, chosen[chosen >= 0]].sum(axis=1)
        return taken

    def feasible(self, chosen: Ints) -> bool:
        """Whether each choice belongs to its participant and every row holds."""
        who = np.flatnonzero(chosen >= 0)
        own = np.array_equal(self.participant[chosen[who]], who)
        return own and bool((self.used(chosen) <= self.capacity).all())
