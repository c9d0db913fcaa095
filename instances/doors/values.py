"""One column of cells to one typed column, with a sentence for each cell that does not fit.

What is accepted besides the plain forms, because people and Dutch spreadsheets write it: blanks around a value, a
decimal comma (27,5), dates as 31-01-2026, times as 8:00 or 08:00:00, ja/nee and waar/onwaar. Never guessed at:
thousands separators. An empty cell is "unknown" where the field allows it, and otherwise the default of the field.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from instances.errors import Wanted, one_of
from instances.schema.base import ID_PATTERN, MUNICIPALITY_PATTERN, POSTCODE_PATTERN
from instances.tables import SEPARATOR, Column

type Cells = pd.Series[Any]
type Mask = pd.Series[bool]

FIRST_DAY, LAST_DAY = pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 12, 31)
# Control characters and the two that XML cannot hold; a line ends with \n only, so that every door keeps it.
FORBIDDEN = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]"
PATTERNS = {
    ID_PATTERN: Wanted(
        "een code van hoogstens 64 letters, cijfers en _ . : - die begint met een letter of cijfer",
        "an id of at most 64 letters, digits and _ . : - that starts with a letter or digit",
    ),
    POSTCODE_PATTERN: Wanted(
        "een postcode zoals 6211, BE-3600 of DE-52062", "a postcode such as 6211, BE-3600 or DE-52062"
    ),
    MUNICIPALITY_PATTERN: Wanted("een CBS-code zoals GM0935", "a CBS code such as GM0935"),
}
_NUMBER = r"-?\d{1,30}([.,]\d{1,40})?([eE][+-]?\d{1,3})?"
_THOUSANDS = r"-?[1-9]\d{0,2}((\.\d{3})+,\d+|(,\d{3})+(\.\d+)?|(\.\d{3}){2,}|( \d{3})+([.,]\d+)?)"
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
# Units of the schema in Dutch: whole words, and the parts of "euro cents/place/year".
_DUTCH = {
    "hours": "uur", "day": "dag", "week": "week", "year": "jaar", "years": "jaar", "quarter": "kwartaal",
    "quarters": "kwartalen", "month": "maand", "months": "maanden", "weeks": "weken", "minutes": "minuten",
    "level": "niveau", "step": "trede", "steps": "stappen", "people": "mensen", "person": "persoon",
    "place": "plek", "places": "plekken", "slots": "plekken", "period": "periode", "periods": "perioden",
    "unit": "eenheid", "units": "eenheden", "outcomes": "uitkomsten", "points": "punten", "rank": "rang",
    "euro cents": "eurocent", "100 places": "100 plekken", "% of the work": "% van het werk", "hh:mm": "uu:mm",
}  # fmt: skip
_TRUE, _FALSE = ("true", "1", "ja", "yes", "waar"), ("false", "0", "nee", "no", "onwaar")


@dataclass(frozen=True)
class Failure:
    """Rows whose cell does not fit, and what was wanted instead."""

    rows: Mask
    wanted: Wanted


def parse(raw: Cells, column: Column) -> tuple[Cells, list[Failure]]:
    """Turn cells into the type of the column: values (missing where a cell fails) and failures.

    Without failures the values have exactly `column.dtype`.
    """
    if raw.empty:
        return raw.astype(column.dtype), []
    if column.kind in ("integer", "number") and types.is_numeric_dtype(raw) and not types.is_bool_dtype(raw):
        values, failures = _in_range(raw.astype("float64"), column)
        blank = raw.isna()
    elif column.kind == "date" and types.is_datetime64_dtype(raw):
        values, failures = _days(raw, raw.notna())
        blank = raw.isna()
    else:
        cells = text(raw)
        free = column.kind == "string" and not column.pattern
        cells = cells.str.replace("\r\n", "\n") if free else cells.str.strip()
        cells = cells if column.kind == "list" else cells.mask(cells == "")
        blank = cells.isna()
        if column.nullable and blank.all():
            return defaults(column, raw.index), []
        values, failures = _READERS[column.kind](cells, column)
    if not column.nullable and blank.any():
        if column.required:
            failures.append(Failure(blank, Wanted(f"een waarde voor {column.title}", f"a value. {column.description}")))
        elif column.kind == "list":
            failures.append(
                Failure(blank, Wanted("een lijst; een lege lijst betekent: geen", "a list; an empty list means none"))
            )
        else:
            values = values.where(~blank, column.default)
    failures = [failure for failure in failures if failure.rows.any()]
    return (values if failures else values.astype(column.dtype)), failures


def defaults(column: Column, index: "pd.Index[int]") -> Cells:
    """Make the column of a field that no row gives."""
    return pd.Series(default_cell(column), index=index, dtype=object).astype(column.dtype)


def default_cell(column: Column) -> Any:
    """Give the default of a field as it stands in a cell."""
    return SEPARATOR.join(column.default) if column.kind == "list" else column.default


def text(raw: Cells) -> Cells:
    """Write typed cells as text, so that any type may stand where text is wanted; NaN stays NaN."""
    if types.is_string_dtype(raw.dtype) and not types.is_object_dtype(raw.dtype):
        return raw
    if types.is_datetime64_dtype(raw):
        return raw.map(_day_text, na_action="ignore").astype("str")
    return raw.map(cell_text, na_action="ignore").astype("str")


def cell_text(value: Any) -> str:
    """Write one cell as text: `true`, `5` for 5.0, ISO dates and times."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _day_text(moment: pd.Timestamp) -> str:
    return moment.isoformat().removesuffix("T00:00:00")


def _free_or_coded(cells: Cells, column: Column) -> tuple[Cells, list[Failure]]:
    filled = cells.notna()
    if column.pattern:
        return cells, [Failure(filled & ~cells.str.fullmatch(column.pattern), _pattern_wanted(column.pattern))]
    failures = [
        Failure(
            filled & cells.str.contains(FORBIDDEN, regex=True),
            Wanted("tekst zonder stuurtekens", "text without control characters"),
        )
    ]
    if column.max_length is not None:
        length = cells.str.len()
        failures.append(
            Failure(
                filled & (length > column.max_length),
                Wanted(f"hoogstens {column.max_length} tekens", f"at most {column.max_length} characters"),
            )
        )
    return cells, failures


def _pattern_wanted(pattern: str) -> Wanted:
    return PATTERNS.get(pattern, Wanted(f"tekst in de vorm {pattern}", f"text of the form {pattern}"))


def _words(cells: Cells, column: Column) -> tuple[Cells, list[Failure]]:
    words = _known_words(column)
    return cells, [Failure(cells.notna() & ~cells.isin(words), one_of(words))]


def _known_words(column: Column) -> list[str]:
    return [word.value for word in column.words or ()]


def _lists(cells: Cells, column: Column) -> tuple[Cells, list[Failure]]:
    """Check each distinct list once: a table has few of them."""
    words = _known_words(column)

    def fits(item: str) -> bool:
        return item in words if column.words else _item_fits(item, column)

    codes, distinct = pd.factorize(cells)
    split = [[item.strip() for item in entry.split(SEPARATOR)] if entry else [] for entry in distinct]
    bad = np.array([not all(map(fits, items)) for items in split] + [False])
    joined = np.array([SEPARATOR.join(items) for items in split] + [None], dtype=object)
    one = one_of(words) if column.words else _item_wanted(column)
    wanted = Wanted(f"waarden met {SEPARATOR} ertussen, elk {one.nl}", f"items separated by {SEPARATOR}, each {one.en}")
    values = pd.Series(joined[codes], index=cells.index, dtype="str")
    return values, [Failure(pd.Series(bad[codes], index=cells.index), wanted)]


def _item_fits(item: str, column: Column) -> bool:
    if column.item == "date":
        day = pd.to_datetime(item, format="%Y-%m-%d", errors="coerce") if re.fullmatch(_ISO_DAY, item) else pd.NaT
        return bool(FIRST_DAY <= day <= LAST_DAY)
    return bool(re.fullmatch(column.pattern or ".+", item))


def _item_wanted(column: Column) -> Wanted:
    day = Wanted("een datum zoals 2026-01-31", "a date such as 2026-01-31")
    return day if column.item == "date" else _pattern_wanted(column.pattern or ".+")


def _numbers(cells: Cells, column: Column) -> tuple[Cells, list[Failure]]:
    filled = cells.notna()
    thousands = filled & cells.str.fullmatch(_THOUSANDS)
    good = filled & cells.str.fullmatch(_NUMBER) & ~thousands
    numbers = pd.Series(np.nan, index=cells.index)
    numbers[good] = cells[good].str.replace(",", ".").to_numpy(dtype=object).astype(float)
    values, failures = _in_range(numbers, column)
    unit = _unit(column, ", in ")
    return values, [
        Failure(
            thousands,
            Wanted(
                f"een getal zonder punten tussen duizendtallen, zoals 1234.5 of 1234,5{unit.nl}",
                f"a number without thousands separators, such as 1234.5 or 1234,5{unit.en}",
            ),
        ),
        Failure(filled & ~good & ~thousands, Wanted(f"een getal{unit.nl}", f"a number{unit.en}")),
        *failures,
    ]


def _in_range(numbers: Cells, column: Column) -> tuple[Cells, list[Failure]]:
    filled = numbers.notna()
    broken = filled & (numbers % 1 != 0) & np.isfinite(numbers) if column.kind == "integer" else filled & False
    unit, within = _unit(column, " "), _unit(column, ", in ")
    failures = [Failure(broken, Wanted(f"een heel getal{within.nl}", f"a whole number{within.en}"))]
    if column.minimum is not None:
        failures.append(
            Failure(
                filled & ~broken & (numbers < column.minimum),
                Wanted(f"minstens {column.minimum:.15g}{unit.nl}", f"at least {column.minimum:.15g}{unit.en}"),
            )
        )
    if column.maximum is not None:
        failures.append(
            Failure(
                filled & ~broken & (numbers > column.maximum),
                Wanted(f"hoogstens {column.maximum:.15g}{unit.nl}", f"at most {column.maximum:.15g}{unit.en}"),
            )
        )
    return numbers, failures


def _unit(column: Column, before: str) -> Wanted:
    """The unit of a column with something before it; nothing where it has none."""
    parts = column.unit.split("/")
    dutch = " per ".join(
        _DUTCH.get(part) or " ".join(_DUTCH.get(word, word) for word in part.split()) for part in parts
    )
    return Wanted(before + dutch, before + column.unit) if column.unit else Wanted("", "")


def _booleans(cells: Cells, _column: Column) -> tuple[Cells, list[Failure]]:
    lowered = cells.str.lower()
    values = lowered.map(dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)).astype("boolean")
    return values, [Failure(cells.notna() & values.isna(), Wanted("true of false (ja of nee)", "true or false"))]


def _dates(cells: Cells, _column: Column) -> tuple[Cells, list[Failure]]:
    cells = cells.str.replace(r"[T ]00:00(:00)?$", "", regex=True)
    dutch = cells.str.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}")
    iso = cells.str.fullmatch(_ISO_DAY)
    days = pd.to_datetime(cells.where(iso), format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    if dutch.any():
        spelled = pd.to_datetime(cells.where(dutch), format="%d-%m-%Y", errors="coerce").astype("datetime64[s]")
        days = days.where(~dutch, spelled)
    return _days(days, cells.notna())


def _days(days: Cells, filled: Mask) -> tuple[Cells, list[Failure]]:
    real = filled & days.notna() & (days == days.dt.normalize())
    outside = real & ~days.between(FIRST_DAY, LAST_DAY)
    return days, [
        Failure(
            filled & ~real, Wanted("een datum die bestaat, zoals 2026-01-31", "a date that exists, such as 2026-01-31")
        ),
        Failure(
            outside,
            Wanted(
                f"een datum van {FIRST_DAY:%Y-%m-%d} tot en met {LAST_DAY:%Y-%m-%d}",
                f"a date from {FIRST_DAY:%Y-%m-%d} to {LAST_DAY:%Y-%m-%d}",
            ),
        ),
    ]


def _clocks(cells: Cells, column: Column) -> tuple[Cells, list[Failure]]:
    times = cells.str.replace(r"^(\d{1,2}:\d{2}):00$", r"\1", regex=True).str.zfill(5)
    return times, [
        Failure(
            times.notna() & ~times.str.fullmatch(column.pattern or ""),
            Wanted("een tijd zoals 08:30", "a time of day such as 08:30"),
        )
    ]


_READERS: dict[str, Callable[[Cells, Column], tuple[Cells, list[Failure]]]] = {
    "string": _free_or_coded,
    "word": _words,
    "list": _lists,
    "integer": _numbers,
    "number": _numbers,
    "boolean": _booleans,
    "date": _dates,
    "clock": _clocks,
}
