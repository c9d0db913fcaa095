"""Charts, drawn on the server: a table of numbers, and where its bars, lines and labels stand in an SVG.

A chart is its table: what is drawn, what stands in the table beside it and what goes into the workbook are the same
cells. Sizes are in units of the drawing, which is `WIDE` by `HIGH`. A number v stands at the height

    y(v) = BOTTOM - (v - low) / (high - low) · (BOTTOM - TOP)         low and high: the outer ticks, both round numbers

Colours stand in the style sheet, by the number of the series; the legend, the order of the stack and dashes tell the
series apart as well.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

WIDE, HIGH = 720.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 92.0, 708.0, 14.0, 266.0
COLOURS = 8
TICKS = 5
LABELS = 8  # along the bottom, at most
BAR = 0.72  # of the room that a column has
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Kind(StrEnum):
    """How a table is drawn."""

    STACKED = "stacked"
    LINE = "line"


@dataclass(frozen=True)
class Series:
    """One row of the table: its name and a number a column."""

    name: str
    values: tuple[float, ...]

    @property
    def total(self) -> float:
        """All columns together."""
        return sum(self.values)


@dataclass(frozen=True)
class Bar:
    """A part of a column that belongs to a series."""

    x: float
    y: float
    width: float
    height: float
    series: int
    column: int


@dataclass(frozen=True)
class Chart:
    """A table and how it is drawn. `at`: where along the bottom each column stands; empty = evenly.

    `decimals`: how the numbers are written everywhere; `from_zero`: the drawing begins at zero.
    """

    key: str
    title: str
    unit: str
    head: str
    columns: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Kind = Kind.STACKED
    decimals: int = 0
    at: tuple[float, ...] = ()
    from_zero: bool = True

    @classmethod
    def of(cls, key: str, title: str, unit: str, head: str, table: pd.DataFrame, called: Mapping[str, str],
           kind: Kind = Kind.STACKED, decimals: int = 0) -> "Chart":  # fmt: skip
        """From a table with a row a series; `called` gives their names."""
        series = tuple(Series(called[str(one)], tuple(map(float, cells))) for one, *cells in table.itertuples())
        return cls(key, title, unit, head, tuple(map(str, table.columns)), series, kind, decimals)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for one in self.series for value in one.values)

    @property
    def totals(self) -> tuple[float, ...]:
        """Each column over all series."""
        return tuple(sum(one.values[i] for one in self.series) for i in range(len(self.columns)))

    @property
    def ticks(self) -> list[float]:
        """Round numbers that enclose all that is drawn."""
        low, high = self._reach()
        if high - low < 1e-6:  # nothing that can be seen
            high = low + 1.0
        rough = (high - low) / TICKS
        scale = 10.0 ** math.floor(math.log10(rough))
        step = next(one * scale for one in STEPS if one * scale >= rough * (1 - 1e-9))
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        return [round(number * step, 9) for number in range(first, last + 1)]

    @property
    def marks(self) -> list[tuple[float, float]]:
        """Where each tick stands, and what it tells."""
        return [(self.height(tick), tick) for tick in self.ticks]

    @property
    def labels(self) -> list[tuple[float, str]]:
        """The names of columns along the bottom, as many as fit."""
        every = math.ceil(len(self.columns) / LABELS) or 1
        return [(self.place(i), name) for i, name in enumerate(self.columns) if i % every == 0]

    @property
    def bars(self) -> list[Bar]:
        """Columns in parts, on top of one another; what is below zero hangs down."""
        found, width = [], self._room * BAR
        for i in range(len(self.columns)):
            up = down = 0.0
            for number, one in enumerate(self.series):
                value = one.values[i]
                begin = up if value >= 0 else down
                top, low = self.height(max(begin, begin + value)), self.height(min(begin, begin + value))
                if low - top > 0.05:
                    x = self.place(i) - width / 2
                    found.append(Bar(round(x, 2), round(top, 2), round(width, 2), round(low - top, 2), number, i))
                up, down = (up + value, down) if value >= 0 else (up, down + value)
        return found

    @property
    def lines(self) -> list[list[tuple[float, float]]]:
        """The points of each series."""
        return [
            [(round(self.place(i), 2), round(self.height(value), 2)) for i, value in enumerate(one.values)]
            for one in self.series
        ]

    def height(self, value: float) -> float:
        """Where a number stands."""
        ticks = self.ticks
        return BOTTOM - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (BOTTOM - TOP)

    def place(self, column: int) -> float:
        """Where the middle of a column stands."""
        if self.at:
            span = (self.at[-1] - self.at[0]) or 1.0
            return LEFT + (self.at[column] - self.at[0]) / span * (RIGHT - LEFT)
        return LEFT + (column + 0.5) * self._room

    @property
    def _room(self) -> float:
        return (RIGHT - LEFT) / max(1, len(self.columns))

    def _reach(self) -> tuple[float, float]:
        if not self.series or not self.columns:
            return 0.0, 1.0
        if self.kind is Kind.STACKED:
            up = [sum(max(0.0, one.values[i]) for one in self.series) for i in range(len(self.columns))]
            down = [sum(min(0.0, one.values[i]) for one in self.series) for i in range(len(self.columns))]
            return min(down), max(up)
        values = [value for one in self.series for value in one.values]
        return (min(0.0, *values), max(0.0, *values)) if self.from_zero else (min(values), max(values))


def largest(table: pd.DataFrame, rest: str, most: int = COLOURS) -> pd.DataFrame:
    """At most so many rows, the largest first; the others together as `rest`, so that every colour is one thing."""
    ranked = table.loc[table.abs().sum(axis=1).sort_values(ascending=False, kind="stable").index]
    if len(ranked) <= most:
        return ranked
    kept, others = ranked.iloc[: most - 1], ranked.iloc[most - 1 :]
    return pd.concat([kept, pd.DataFrame([others.sum()], index=[rest])])
