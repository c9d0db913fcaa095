"""A workbook for people: tables with heads, and charts of Excel itself that follow the numbers beside them.

Text is always written as text, so that nothing in it can act as a formula.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from instances.schema.plan_comparison import Comparison
from instances.schema.plan_solution import PlanSolution
from instances.tables import Instance
from planning.views import Names

EURO, ONE, WHOLE = "#,##0", "#,##0.0", "0"
# Okabe and Ito (2008): apart also for who sees colours otherwise; the legend and the table beside it name them too.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
CHART = {"width": 1200, "height": 420}
GAP = 2  # rows between a table and what comes below it


@dataclass(frozen=True)
class Drawn:
    """How a table is drawn: `title`, `unit` of the numbers, `kind` (`column` or `line`), and how cells are written."""

    title: str
    unit: str
    kind: str = "column"
    stacked: bool = False
    number: str = ONE


@dataclass
class Book:
    """The workbook that is being written: `plan` and its `instance`, in the language `lang`.

    `comparison`: of another plan with this one, to tell in a sheet of its own.
    """

    workbook: xlsxwriter.Workbook
    instance: Instance
    plan: PlanSolution
    path: Sequence[str]
    lang: str
    comparison: Comparison | None = None
    _formats: dict[tuple[str, bool], Format] = field(default_factory=dict)
    _breaks: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # rows: a page per chart

    @property
    def names(self) -> Names:
        """What ids are called."""
        return Names(self.instance, self.lang)

    def say(self, nl: str, en: str) -> str:
        """One of two texts, by the language."""
        return nl if self.lang == "nl" else en

    def sheet(self, nl: str, en: str, intro_nl: str = "", intro_en: str = "") -> Worksheet:
        """A new sheet with its title in the first row and what it tells in the second."""
        made = self.workbook.add_worksheet(self.say(nl, en))
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(9)  # A4
        made.fit_to_pages(1, 0)
        made.set_column(0, 0, 34)
        made.set_column(1, 60, 12)
        made.write_string(0, 0, self.say(nl, en), self.workbook.add_format({"bold": True, "font_size": 16}))
        made.write_string(1, 0, self.say(intro_nl, intro_en))
        return made

    def form(self, number: str = "", *, bold: bool = False) -> Format:
        """A cell format, made once."""
        if (number, bold) not in self._formats:
            given: dict[str, Any] = {"bold": bold, "valign": "top"} | (
                {"num_format": number, "align": "right"} if number else {}
            )
            self._formats[number, bold] = self.workbook.add_format(given)
        return self._formats[number, bold]

    def table(
        self, sheet: Worksheet, row: int, heads: Sequence[str], rows: Sequence[Sequence[Any]], number: str = ONE
    ) -> int:
        """Write a table whose heads stand in `row`; give the first free row below it."""
        for position, head in enumerate(heads):
            numbers = any(isinstance(cells[position], int | float) for cells in rows)
            sheet.write_string(row, position, head, self.form("@" if numbers else "", bold=True))
        for spot, cells in enumerate(rows, start=row + 1):
            for position, cell in enumerate(cells):
                _write(sheet, spot, position, cell, self.form(number), self.form())
        return row + 1 + len(rows) + GAP

    def sentences(self, sheet: Worksheet, row: int, head: str, said: Sequence[str]) -> int:
        """Write sentences below one another, wrapped; give the first free row, on a new page."""
        wrapped = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(row, 0, head, self.form(bold=True))
        for spot, sentence in enumerate(said, start=row + 1):
            sheet.write_string(spot, 0, sentence, wrapped)
        self.new_page(sheet, row + 1 + len(said) + GAP)
        return row + 1 + len(said) + GAP

    def new_page(self, sheet: Worksheet, row: int) -> None:
        """Begin a page at a row when the sheet is printed."""
        self._breaks[sheet.name].append(row)
        sheet.set_h_pagebreaks(self._breaks[sheet.name])

    def spread(
        self, sheet: Worksheet, row: int, head: str, table: pd.DataFrame, called: Mapping[str, str], number: str = ONE
    ) -> int:
        """Write a table with a name in front of each row; `called` gives the names."""
        rows = [(called[str(key)], *cells) for key, *cells in table.itertuples()]
        return self.table(sheet, row, [head, *map(str, table.columns)], rows, number)

    def charted(
        self, sheet: Worksheet, row: int, head: str, table: pd.DataFrame, called: Mapping[str, str], drawn: Drawn,
    ) -> int:  # fmt: skip
        """Write a table with its keys as people call them and draw it below; give the first free row."""
        below = self.spread(sheet, row, head, table, called, drawn.number)
        return self.chart(sheet, below, row, table, drawn)

    def chart(self, sheet: Worksheet, at: int, row: int, table: pd.DataFrame, drawn: Drawn) -> int:
        """Draw the table that `spread` wrote at `row`, a series a row; give the first free row below the chart."""
        if table.empty:
            return at
        chart = self.workbook.add_chart({"type": drawn.kind} | ({"subtype": "stacked"} if drawn.stacked else {}))
        last = len(table.columns)
        for spot in range(len(table)):
            line, colour = row + 1 + spot, COLOURS[spot % len(COLOURS)]
            style = {"line": {"color": colour, "width": 2.25}} if drawn.kind == "line" else {"fill": {"color": colour}}
            chart.add_series(
                {
                    "name": [sheet.name, line, 0],
                    "categories": [sheet.name, row, 1, row, last],
                    "values": [sheet.name, line, 1, line, last],
                    **style,
                }
            )
        return self.place(sheet, at, chart, drawn.title, drawn.unit)

    def place(self, sheet: Worksheet, at: int, chart: Any, title: str, unit: str) -> int:
        """Put a chart on a sheet at row `at`; give the first free row below it."""
        chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
        chart.set_y_axis({"name": unit, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
        chart.set_legend({"position": "bottom"})
        chart.set_size(CHART)
        sheet.insert_chart(at, 0, chart, {"description": title})
        below: int = at + CHART["height"] // 20 + GAP
        self.new_page(sheet, below)
        return below


def _write(sheet: Worksheet, row: int, position: int, value: Any, number: Format, text: Format) -> None:
    if pd.isna(value):
        sheet.write_blank(row, position, None, text)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, position, value, number)
    else:
        sheet.write_string(row, position, value.isoformat()[:10] if isinstance(value, date) else str(value), text)
