"""What pydantic says of a document that does not fit, as problems in the words of the house."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from instances.errors import Problem, Wanted, one_of

type Sentence = Callable[[Mapping[str, Any]], Wanted]  # from the context of an error: its limit, its words

VALUE_LENGTH = 80  # characters of a value that are shown


class Unfit(ValueError):
    """What a validator raises when fields do not go together: everything that is wanted, at once."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self.wanted = Wanted("; ".join(one.nl for one in wanted), "; ".join(one.en for one in wanted))
        super().__init__(self.wanted.en)


_TEXT = Wanted("tekst", "text")
_WHOLE = Wanted("een heel getal", "a whole number")
_NUMBER = Wanted("een getal", "a number")
_YES_NO = Wanted("true of false", "true or false")
_DAY = Wanted("een datum die bestaat, zoals 2026-01-31", "a date that exists, such as 2026-01-31")
_OBJECT = Wanted("een object met velden", "an object with fields")
_LIST = Wanted("een lijst", "a list")
_OTHER = Wanted("een waarde zoals het schema van dit document vraagt", "a value as the schema of this document asks")
_PLAIN: Mapping[str, Wanted] = {
    "missing": Wanted("een waarde; die ontbreekt", "a value; it is missing"),
    "extra_forbidden": Wanted("alleen velden die het document kent", "only fields that the document has"),
    "string_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": _LIST,
    "tuple_type": _LIST,
}
_WITH: Mapping[str, Sentence] = {
    "greater_than_equal": lambda ctx: Wanted(f"minstens {ctx['ge']}", f"at least {ctx['ge']}"),
    "less_than_equal": lambda ctx: Wanted(f"hoogstens {ctx['le']}", f"at most {ctx['le']}"),
    "greater_than": lambda ctx: Wanted(f"meer dan {ctx['gt']}", f"more than {ctx['gt']}"),
    "less_than": lambda ctx: Wanted(f"minder dan {ctx['lt']}", f"less than {ctx['lt']}"),
    "string_too_long": lambda ctx: Wanted(
        f"hoogstens {ctx['max_length']} tekens", f"at most {ctx['max_length']} characters"
    ),
    "string_too_short": lambda ctx: Wanted(
        f"minstens {ctx['min_length']} teken", f"at least {ctx['min_length']} character"
    ),
    "string_pattern_mismatch": lambda ctx: Wanted(
        f"tekst in de vorm {ctx['pattern']}", f"text of the form {ctx['pattern']}"
    ),
    "enum": lambda ctx: one_of(ctx["expected"].replace("'", "").replace(" or ", ", ").split(", ")),
    "value_error": lambda ctx: ctx["error"].wanted if isinstance(ctx["error"], Unfit) else _OTHER,
    "literal_error": lambda ctx: one_of(ctx["expected"].replace("'", "").replace(" or ", ", ").split(", ")),
}


def problems_of(
    error: ValidationError, document: str, row: int = 0, others: Mapping[str, Sentence] | None = None
) -> Iterator[Problem]:
    """Give a problem for everything that is wrong with a document; `others` knows more types of error.

    A type of error that nobody knows is told in general words; the field and what was found are always told.
    """
    for found in error.errors(include_url=False):
        field = ".".join(map(str, found["loc"]))
        value = "" if found["type"] == "missing" else _shown(found["input"])
        yield Problem(document, row, field, value, _wanted(found, {**_WITH, **(others or {})}))


def _wanted(found: ErrorDetails, sentences: Mapping[str, Sentence]) -> Wanted:
    sentence = sentences.get(found["type"])
    return sentence(found.get("ctx", {})) if sentence else _PLAIN.get(found["type"], _OTHER)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= VALUE_LENGTH else text[: VALUE_LENGTH - 1] + "…"
