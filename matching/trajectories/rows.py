"""Scarce things over months: the rows of every row rule, repeated for the time over which they hold.

A row rule gives Σ_i a_ri x_i ≤ b_r over pairs. Over the months t of the horizon, y_it saying that pair i is in a leg in
month t, a row holds for a **span** of months T:

    Σ_i Σ_{t in T} a_ri y_it ≤ Σ_{t in T} b_rt

A rule per moment gives a row for each month by itself; a rule per year one for the months of each calendar year
together (amount and capacity are those of a whole year, so both count by the month). The price of a stay that is not
paid by the year (`trajectory.paid_per_stay`) counts 12 / months of the stay.

Rows are grouped in **blocks**: months start to stop of row r, added up. A block of several months of a row per moment
is weaker than the months one by one; any prices on blocks still prove a bound. Prices of blocks are points per unit
and month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind
from matching.data import MatchingData, among
from matching.pairs import Pairs
from matching.problem import AssignmentProblem, Floats, RowBlock
from matching.rule import Per, RowRule
from matching.trajectories.legs import LASTS, NO_LEG, Legs, Lines

YEAR_MONTHS = 12
Spots = NDArray[np.int64]


def calendar_years(data: MatchingData, months: int) -> list[tuple[int, int, int]]:
    """The calendar years of the horizon: year, its first month and the first month after it."""
    first = np.datetime64(data.today, "D").astype("datetime64[M]").astype(np.int64)
    year = 1970 + (first + np.arange(months)) // YEAR_MONTHS
    at = [(one, np.flatnonzero(year == one)) for one in np.unique(year)]
    return [(int(one), int(held[0]), int(held[-1]) + 1) for one, held in at]


@dataclass(frozen=True)
class Blocks:
    """K blocks, sorted by row and month: `row`, `start`, `stop` int64 (K,)."""

    row: Spots
    start: Spots
    stop: Spots

    def spread(self, prices: Floats, num_rows: int, months: int) -> Floats:
        """Prices per row and month, float64 (R, H), out of prices per block."""
        spread = np.zeros((num_rows, months + 1))
        np.add.at(spread, (self.row, self.start), prices)
        np.add.at(spread, (self.row, self.stop), -prices)
        found: Floats = spread.cumsum(1)[:, :months]
        return found


@dataclass(frozen=True)
class MonthRows:
    """R rows over n pairs.

    `use` csr (n, R) int64, a_ri; `room` int64 (R, H), b_rt, without what is kept, perhaps below zero in a row per year;
    `start`, `stop` int64 (R,): the span of a row per year; a row per moment has the whole horizon and `yearly` False;
    `blocks` name the rows.
    """

    use: sparse.csr_array
    room: NDArray[np.int64]
    start: Spots
    stop: Spots
    yearly: NDArray[np.bool_]
    blocks: tuple[RowBlock, ...]

    @classmethod
    def of(cls, legs: Legs, rules: Sequence[RowRule]) -> Self:
        """Ask every rule for its rows, those per year once for each year."""
        data, pairs, months = legs.pairs.data, legs.pairs, legs.months
        rate = stay_rate(legs)
        found, spans, yearly = [], [], []
        for rule in rules:
            per_year = rule.CARD.per is Per.YEAR
            times = calendar_years(data, months) if per_year else [(data.year, 0, months)]
            for year, start, stop in times:
                view = Pairs(data.in_year(year), pairs.p, pairs.w) if per_year else pairs
                made = rule.rows(view)
                if per_year:
                    amount = np.rint(made.amount * rate[made.option]).astype(np.int64)
                    made = type(made)(made.keys, made.capacity, made.option, made.row, amount)
                found.append((rule.CARD.code, made))
                spans += [(start, stop)] * len(made.keys)
                yearly += [per_year] * len(made.keys)
        put = AssignmentProblem.of(data.num_participants, pairs.p, pairs.w, legs.value, found)
        span = np.array(spans, np.int64).reshape(-1, 2)
        inside = (span[:, :1] <= np.arange(months)) & (np.arange(months) < span[:, 1:])
        return cls(
            sparse.csr_array(put.use.T), put.capacity[:, None] * inside, span[:, 0], span[:, 1],
            np.array(yearly, bool), put.blocks,
        )  # fmt: skip

    @property
    def num_rows(self) -> int:
        """Number of rows, R."""
        return len(self.start)

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Months of the span of each row, bool (R, H)."""
        months = np.arange(self.room.shape[1])
        found: NDArray[np.bool_] = (self.start[:, None] <= months) & (months < self.stop[:, None])
        return found

    def name(self, row: int) -> tuple[str, str]:
        """Code of the rule and key of a row."""
        block = next(block for block in self.blocks if block.start <= row < block.stop)
        return block.code, block.keys[row - block.start]

    def coarse(self, rows: NDArray[np.intp]) -> Blocks:
        """One block for each of these rows."""
        return Blocks(rows.astype(np.int64), self.start[rows], self.stop[rows])

    def fine(self, rows: NDArray[np.intp]) -> Blocks:
        """A block for each month of these rows; rows per year stay whole."""
        return self.split(self.coarse(rows), 1)[0]

    def split(self, blocks: Blocks, grid: int) -> tuple[Blocks, NDArray[np.intp]]:
        """Cut blocks of rows per moment before every `grid` months; and which block each new one came from."""
        months = self.room.shape[1]
        known = np.unique(blocks.row)
        begins = np.zeros((self.num_rows, months), bool)
        begins[:, ::grid] = ~self.yearly[:, None] & self.inside[:, ::grid]
        begins[blocks.row, blocks.start] = True
        row, start = np.nonzero(begins[known])
        row = known[row]
        last = np.r_[row[1:] != row[:-1], True]
        stop = np.where(last, self.stop[row], np.r_[start[1:], 0])
        origin = np.searchsorted(blocks.row * months + blocks.start, row * months + start, side="right") - 1
        return Blocks(row.astype(np.int64), start.astype(np.int64), stop.astype(np.int64)), origin

    def capacity(self, blocks: Blocks) -> NDArray[np.int64]:
        """Units times months that there are in each block, int64 (K,), >= 0."""
        total = np.concatenate([np.zeros((self.num_rows, 1), np.int64), self.room.cumsum(1)], axis=1)
        found: NDArray[np.int64] = np.maximum(0, total[blocks.row, blocks.stop] - total[blocks.row, blocks.start])
        return found

    def taken(self, lines: Lines, blocks: Blocks) -> sparse.csc_array:
        """Units times months that each line takes of each block, csc (K, c)."""
        column, place = np.nonzero(lines[:, :, 0] != NO_LEG)
        leg = lines[column, place]
        entry, where = expand(self.use.indptr[leg[:, 0]], self.use.indptr[leg[:, 0] + 1])
        row, amount = self.use.indices[entry], self.use.data[entry]
        first = np.searchsorted(blocks.row, np.arange(self.num_rows + 1))
        block, which = expand(first[row], first[row + 1])
        leg_of = where[which]
        overlap = np.minimum(leg[leg_of, 2], blocks.stop[block]) - np.maximum(leg[leg_of, 1], blocks.start[block])
        some = overlap > 0
        taken = sparse.csc_array(
            (amount[which][some] * overlap[some], (block[some], column[leg_of[some]])),
            shape=(len(blocks.row), len(lines)),
        )
        taken.sum_duplicates()
        return taken

    def less(self, lines: Lines) -> "MonthRows":
        """What is left when these lines are kept; a month that they overfill has no room."""
        column, place = np.nonzero(lines[:, :, 0] != NO_LEG)
        room = self.room.copy()
        for pair, start, stop in lines[column, place]:
            span = slice(self.use.indptr[pair], self.use.indptr[pair + 1])
            rows = self.use.indices[span]
            room[rows, start:stop] -= self.use.data[span][:, None] * self.inside[rows, start:stop]
        room[~self.yearly] = np.maximum(0, room[~self.yearly])
        return MonthRows(self.use, room, self.start, self.stop, self.yearly, self.blocks)

    def has_room(self, pair: int, start: int, stop: int) -> bool:
        """Whether one leg fits in every month and year."""
        span = slice(self.use.indptr[pair], self.use.indptr[pair + 1])
        for row, amount in zip(self.use.indices[span], self.use.data[span], strict=True):
            if self.yearly[row]:
                inside = max(0, min(stop, int(self.stop[row])) - max(start, int(self.start[row])))
                if inside and amount * inside > self.room[row].sum():
                    return False
            elif (amount > self.room[row, start:stop]).any():
                return False
        return True

    def fits_alone(self) -> NDArray[np.bool_]:
        """Whether each pair fits in every row of a moment when nobody else is there, bool (n, H)."""
        use = self.use.tocoo()
        fits = np.ones((self.use.shape[0], self.room.shape[1]), bool)
        moment = ~self.yearly[use.col]
        pair, row, amount = use.row[moment], use.col[moment], use.data[moment]
        np.logical_and.at(fits, pair, ~self.inside[row] | (self.room[row] >= amount[:, None]))
        return fits

    def binding(self, legs: Legs, among: NDArray[np.intp]) -> NDArray[np.intp]:
        """Rows that can bind at all for these pairs: Σ_p max_{i of p} a_ri > the least room of a month."""
        whole = AssignmentProblem(
            legs.pairs.data.num_participants, legs.pairs.p[among], legs.pairs.w[among], legs.value[among],
            sparse.csc_array(self.use[among].T), self.least(), self.blocks,
        )  # fmt: skip
        return np.flatnonzero(whole.binding())

    def least(self) -> NDArray[np.int64]:
        """Least room of any month of a row; of a row per year the mean over its months."""
        least = np.where(self.inside, self.room, np.iinfo(np.int64).max).min(1)
        mean = np.maximum(0, self.room.sum(1)) // (self.stop - self.start)
        found: NDArray[np.int64] = np.where(self.yearly, mean, least)
        return found


def expand(start: NDArray[Any], stop: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """All positions of several ranges, and the number of the range that each belongs to."""
    count = (stop - start).astype(np.int64)
    which = np.repeat(np.arange(len(count)), count)
    offset = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return start[which] + offset, which


def stay_rate(legs: Legs) -> Floats:
    """By how much a year's price counts: 12 / months of the stay where one pays for the stay, else 1, float64 (n,)."""
    kinds = figure("trajectory.paid_per_stay").value
    assert isinstance(kinds, list)
    once = among(PlaceKind, *(PlaceKind(kind) for kind in kinds))[legs.kind]
    shortest = np.full(len(legs), YEAR_MONTHS, np.int64)
    for length, members in legs.lengths[::-1]:
        if length != LASTS:
            shortest[members] = length
    rate: Floats = np.where(once, YEAR_MONTHS / shortest, 1.0)
    return rate
