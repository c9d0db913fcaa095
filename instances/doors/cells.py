"""One cell of text to a value of its field, or to what was wanted instead.

What is accepted besides the plain forms, because people and Dutch spreadsheets write it: blanks around a value, a
decimal comma (27,5), dates as 31-01-2026, times as 8:00 or 08:00:00, ja/nee and waar/onwaar. Never guessed at:
thousands separators.
"""

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from instances.errors import Wanted, one_of
from instances.schema.base import ID_PATTERN, MUNICIPALITY_PATTERN, POSTCODE_PATTERN
from instances.tables import SEPARATOR, Column

type Judge = Callable[[str], Any]  # gives the value, or a Wanted

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
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
REAL_DAY = Wanted("een datum die bestaat, zoals 2026-01-31", "a date that exists, such as 2026-01-31")
USUAL_DAY = Wanted(f"een datum van {FIRST_DAY} tot en met {LAST_DAY}", f"a date from {FIRST_DAY} to {LAST_DAY}")
# Units of the schema in Dutch: whole words, and the parts of "euro cents/place/year".
_DUTCH = {
    "hours": "uur", "day": "dag", "week": "week", "year": "jaar", "years": "jaar", "quarter": "kwartaal",
    "quarters": "kwartalen", "month": "maand", "months": "maanden", "weeks": "weken", "minutes": "minuten",
    "level": "niveau", "step": "trede", "steps": "stappen", "people": "mensen", "person": "persoon",
    "place": "plek", "places": "plekken", "slots": "plekken", "period": "periode", "periods": "perioden",
    "unit": "eenheid", "units": "eenheden", "outcomes": "uitkomsten", "points": "punten", "rank": "rang",
    "euro cents": "eurocent", "100 places": "100 plekken", "% of the work": "% van het werk", "hh:mm": "uu:mm",
}  # fmt: skip
_NUMBER = re.compile(r"-?[0-9]{1,30}([.,][0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}((\.\d{3})+,\d+|(,\d{3})+(\.\d+)?|(\.\d{3}){2,}|( \d{3})+([.,]\d+)?)", re.ASCII)
_ISO_DAY, _DUTCH_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
_MIDNIGHT, _SECONDS = re.compile(r"[T ]00:00(:00)?$"), re.compile(r"^(\d{1,2}:\d{2}):00$", re.ASCII)
_FLAGS = dict.fromkeys(("true", "1", "ja", "yes", "waar"), True)
_FLAGS |= dict.fromkeys(("false", "0", "nee", "no", "onwaar"), False)


def judge(column: Column) -> Judge:
    """How a filled cell of a column is judged; blanks around it are gone, unless it is free text."""
    return _JUDGES[column.kind](column)


def _free_or_coded(column: Column) -> Judge:
    if column.pattern:
        return _coded(column.pattern)
    forbidden, most = re.compile(FORBIDDEN), column.max_length
    plain = Wanted("tekst zonder stuurtekens", "text without control characters")
    short = Wanted(f"hoogstens {most} tekens", f"at most {most} characters")

    def judged(cell: str) -> str | Wanted:
        if forbidden.search(cell):
            return plain
        return short if most is not None and len(cell) > most else cell

    return judged


def _coded(pattern: str) -> Judge:
    fits, wanted = re.compile(pattern).fullmatch, _pattern_wanted(pattern)
    return lambda cell: cell if fits(cell) else wanted


def _pattern_wanted(pattern: str) -> Wanted:
    return PATTERNS.get(pattern, Wanted(f"tekst in de vorm {pattern}", f"text of the form {pattern}"))


def _word(column: Column) -> Judge:
    words = [word.value for word in column.words or ()]
    wanted = one_of(words)
    return lambda cell: cell if cell in words else wanted


def _list(column: Column) -> Judge:
    """Items joined by `SEPARATOR`; an empty cell is an empty list."""
    item: Judge
    if column.item == "date":
        item, one = _day, Wanted("een datum zoals 2026-01-31", "a date such as 2026-01-31")
    elif column.words:
        item, one = _word(column), one_of(word.value for word in column.words)
    else:
        item, one = _coded(column.pattern or ".+"), _pattern_wanted(column.pattern or ".+")
    wanted = Wanted(f"waarden met {SEPARATOR} ertussen, elk {one.nl}", f"items separated by {SEPARATOR}, each {one.en}")

    def judged(cell: str) -> str | Wanted:
        items = [entry.strip() for entry in cell.split(SEPARATOR)] if cell else []
        return wanted if any(isinstance(item(entry), Wanted) for entry in items) else SEPARATOR.join(items)

    return judged


def _number(column: Column) -> Judge:
    unit = unit_of(column, ", in ")
    plain = Wanted(f"een getal{unit.nl}", f"a number{unit.en}")
    separated = Wanted(
        f"een getal zonder punten tussen duizendtallen, zoals 1234.5 of 1234,5{unit.nl}",
        f"a number without thousands separators, such as 1234.5 or 1234,5{unit.en}",
    )

    def judged(cell: str) -> float | Wanted:
        if _THOUSANDS.fullmatch(cell):
            return separated
        return _within(float(cell.replace(",", ".")), column) if _NUMBER.fullmatch(cell) else plain

    return judged


def _within(number: float, column: Column) -> float | Wanted:
    for wanted, wrong in limits(column):
        if wrong(number):
            return wanted
    return number


def limits(column: Column) -> list[tuple[Wanted, Callable[[Any], Any]]]:
    """What the numbers of a column must be, each with a test that is true where one (or an array of them) is not."""
    unit, within = unit_of(column, " "), unit_of(column, ", in ")
    least, most = column.minimum, column.maximum
    found: list[tuple[Wanted, Callable[[Any], Any]]] = []
    if column.kind == "integer":
        whole = Wanted(f"een heel getal{within.nl}", f"a whole number{within.en}")
        found.append((whole, lambda number: (number % 1 != 0) & (abs(number) < math.inf)))
    if least is not None:
        wanted = Wanted(f"minstens {least:.15g}{unit.nl}", f"at least {least:.15g}{unit.en}")
        found.append((wanted, lambda number: number < least))
    if most is not None:
        wanted = Wanted(f"hoogstens {most:.15g}{unit.nl}", f"at most {most:.15g}{unit.en}")
        found.append((wanted, lambda number: number > most))
    return found


def unit_of(column: Column, before: str) -> Wanted:
    """The unit of a column with something before it; nothing where it has none."""
    parts = column.unit.split("/")
    dutch = " per ".join(
        _DUTCH.get(part) or " ".join(_DUTCH.get(word, word) for word in part.split()) for part in parts
    )
    return Wanted(before + dutch, before + column.unit) if column.unit else Wanted("", "")


def _boolean(_column: Column) -> Judge:
    wanted = Wanted("true of false (ja of nee)", "true or false")
    return lambda cell: _FLAGS.get(cell.lower(), wanted)


def _date(_column: Column) -> Judge:
    def judged(cell: str) -> date | Wanted:
        cell = _MIDNIGHT.sub("", cell)
        dutch = _DUTCH_DAY.fullmatch(cell)
        return _day(f"{dutch[3]}-{dutch[2]:0>2}-{dutch[1]:0>2}" if dutch else cell)

    return judged


def _day(cell: str) -> date | Wanted:
    try:
        day = date.fromisoformat(cell) if _ISO_DAY.fullmatch(cell) else None
    except ValueError:
        day = None
    if day is None:
        return REAL_DAY
    return day if FIRST_DAY <= day <= LAST_DAY else USUAL_DAY


def _clock(column: Column) -> Judge:
    fits, wanted = (
        re.compile(column.pattern or "").fullmatch,
        Wanted("een tijd zoals 08:30", "a time of day such as 08:30"),
    )

    def judged(cell: str) -> str | Wanted:
        time = _SECONDS.sub(r"\1", cell).zfill(5)
        return time if fits(time) else wanted

    return judged


_JUDGES: dict[str, Callable[[Column], Judge]] = {
    "string": _free_or_coded,
    "word": _word,
    "list": _list,
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "clock": _clock,
}
