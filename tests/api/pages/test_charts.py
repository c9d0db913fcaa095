"""Where bars, lines and ticks stand: worked by hand."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.charts import BOTTOM, TOP, Chart, Kind, Series, largest


def _chart(*rows: tuple[float, ...], kind: Kind = Kind.STACKED, from_zero: bool = True) -> Chart:
    columns = tuple(str(i) for i in range(len(rows[0])))
    return Chart("k", "t", "u", "h", columns, tuple(Series(f"s{i}", row) for i, row in enumerate(rows)), kind,
                 from_zero=from_zero)  # fmt: skip


def test_bars_stack_up_and_what_is_below_zero_hangs_down() -> None:
    # from -50 to 130 is 180, over 5 is 36, so ticks are 50 apart: -50 to 150 is 200 units over the height
    chart = _chart((100.0, 20.0), (30.0, -50.0))
    assert chart.ticks == [-50, 0, 50, 100, 150]
    unit = (BOTTOM - TOP) / 200
    heights = {(bar.series, bar.column): pytest.approx(bar.height, abs=0.01) for bar in chart.bars}
    assert heights == {(0, 0): 100 * unit, (0, 1): 20 * unit, (1, 0): 30 * unit, (1, 1): 50 * unit}
    below = {(bar.series, bar.column): bar for bar in chart.bars}
    assert below[1, 0].y + below[1, 0].height == pytest.approx(below[0, 0].y, abs=0.01)
    assert below[1, 1].y == pytest.approx(chart.height(0), abs=0.01)
    assert chart.totals == (130.0, -30.0)


def test_a_line_may_begin_anywhere() -> None:
    chart = _chart((9000.0, 9294.0), kind=Kind.LINE, from_zero=False)
    assert chart.ticks == [9000, 9100, 9200, 9300]
    assert chart.lines[0][0][1] == BOTTOM


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=6))
@settings(max_examples=40)
def test_ticks_enclose_every_number_and_rise(values: list[float]) -> None:
    chart = _chart(tuple(values), kind=Kind.LINE)
    ticks = chart.ticks
    assert ticks == sorted(set(ticks))
    hair = 1e-6 + 1e-9 * (ticks[-1] - ticks[0])  # far less than a pixel
    assert ticks[0] <= min(0, *values) + hair
    assert max(0, *values) <= ticks[-1] + hair
    assert 2 <= len(ticks) <= 8


def test_nothing_at_all_still_has_ticks() -> None:
    assert _chart((0.0,)).ticks[0] == 0
    assert _chart((0.0,)).bars == []


def test_the_smallest_rows_go_together() -> None:
    table = pd.DataFrame({"2026": [1.0, 5.0, -3.0, 2.0]}, index=list("abcd"))
    made = largest(table, "rest", most=3)
    assert list(made.index) == ["b", "c", "rest"]
    assert made.loc["rest", "2026"] == 3.0
