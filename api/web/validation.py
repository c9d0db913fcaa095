"""What is wanted of a field, in Dutch and English, for every kind of mistake that pydantic finds."""

from collections.abc import Mapping
from typing import Any

SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("Dit moet er staan.", "This must be given."),
    "extra_forbidden": ("Dit veld bestaat hier niet.", "This field does not exist here."),
    "json_invalid": ("Hier is het geen JSON meer.", "Here it stops being JSON."),
    "json_type": ("Dit moet JSON zijn.", "This must be JSON."),
    "string_type": ("Dit moet tekst zijn.", "This must be text."),
    "string_too_short": ("Ten minste {min_length} tekens.", "At least {min_length} characters."),
    "string_too_long": ("Hoogstens {max_length} tekens.", "At most {max_length} characters."),
    "string_pattern_mismatch": ("Tekst van de vorm {pattern}", "Text of the form {pattern}"),
    "string_unicode": ("Dit moet tekst in Unicode zijn.", "This must be text in Unicode."),
    "int_type": ("Dit moet een geheel getal zijn.", "This must be a whole number."),
    "int_parsing": ("Dit moet een geheel getal zijn.", "This must be a whole number."),
    "int_parsing_size": ("Dit getal is te groot.", "This number is too large."),
    "int_from_float": ("Dit moet een geheel getal zijn.", "This must be a whole number."),
    "float_type": ("Dit moet een getal zijn.", "This must be a number."),
    "float_parsing": ("Dit moet een getal zijn.", "This must be a number."),
    "finite_number": ("Dit moet een eindig getal zijn.", "This must be a finite number."),
    "bool_type": ("Dit moet true of false zijn.", "This must be true or false."),
    "bool_parsing": ("Dit moet true of false zijn.", "This must be true or false."),
    "greater_than_equal": ("Ten minste {ge}.", "At least {ge}."),
    "greater_than": ("Meer dan {gt}.", "More than {gt}."),
    "less_than_equal": ("Hoogstens {le}.", "At most {le}."),
    "less_than": ("Minder dan {lt}.", "Less than {lt}."),
    "enum": ("Een van: {expected}.", "One of: {expected}."),
    "literal_error": ("Een van: {expected}.", "One of: {expected}."),
    "list_type": ("Dit moet een lijst zijn.", "This must be a list."),
    "tuple_type": ("Dit moet een lijst zijn.", "This must be a list."),
    "set_type": ("Dit moet een lijst zijn.", "This must be a list."),
    "dict_type": ("Dit moet een object zijn.", "This must be an object."),
    "model_type": ("Dit moet een object zijn.", "This must be an object."),
    "model_attributes_type": ("Dit moet een object zijn.", "This must be an object."),
    "too_short": ("Ten minste {min_length} in de lijst.", "At least {min_length} in the list."),
    "too_long": ("Hoogstens {max_length} in de lijst.", "At most {max_length} in the list."),
    "date_type": ("Dit moet een datum zijn, zoals 2026-01-31.", "This must be a date, such as 2026-01-31."),
    "date_parsing": ("Dit moet een datum zijn, zoals 2026-01-31.", "This must be a date, such as 2026-01-31."),
    "date_from_datetime_parsing": (
        "Dit moet een datum zijn, zoals 2026-01-31.", "This must be a date, such as 2026-01-31.",
    ),
    "date_from_datetime_inexact": ("Dit moet een datum zonder tijd zijn.", "This must be a date without a time."),
    "datetime_type": ("Dit moet een tijdstip zijn.", "This must be a moment in time."),
    "datetime_parsing": ("Dit moet een tijdstip zijn.", "This must be a moment in time."),
    "datetime_from_date_parsing": ("Dit moet een tijdstip zijn.", "This must be a moment in time."),
    "timezone_aware": ("Een tijdstip met tijdzone.", "A moment with a time zone."),
    "uuid_type": ("Dit moet een uuid zijn.", "This must be a uuid."),
    "uuid_parsing": ("Dit moet een uuid zijn.", "This must be a uuid."),
}  # fmt: skip
ELSE = ("Deze waarde kan hier niet: {msg}.", "This value cannot stand here: {msg}.")


def sentence(error: Mapping[str, Any], lang: str) -> str:
    """What is wanted, from an error of pydantic; a check of our own (`value_error`) carries its words itself."""
    context = {**error.get("ctx", {}), "msg": str(error["msg"]).removeprefix("Value error, ").rstrip(".")}
    nl, en = SENTENCES.get(error["type"], ELSE)
    return (nl if lang == "nl" else en).format(**context)
