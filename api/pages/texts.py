"""Texts, numbers and dates in the language of the reader.

Templates are written in Dutch; `locale/en` holds the English of each text. A text that stands in Python is marked with
`N_` there, and translated where a template shows it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_currency, format_decimal
from babel.support import NullTranslations, Translations

from planning.units import many

HERE = get_timezone("Europe/Amsterdam")  # people read the clock of the region
WHOLE_EUROS = "¤ #,##0;-¤ #,##0"


def N_(text: str) -> str:  # noqa: N802 (the name that Babel knows)
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


@cache
def translations(lang: str) -> NullTranslations:
    """The catalogue of a language; of Dutch, the texts themselves."""
    if lang == "nl":
        return NullTranslations()
    found = Translations.load(Path(str(resources.files("api.pages"))) / "locale", [lang])
    assert isinstance(found, Translations)  # a catalogue that is not there would be told in Dutch
    return found


def formats(lang: str) -> Mapping[str, Callable[..., Any]]:
    """How templates write what they show, in one language."""

    def number(value: float, decimals: int = 1) -> str:
        return format_decimal(round(float(value), decimals), locale=lang)

    def euro(cents: float) -> str:
        return format_currency(cents / 100, "EUR", WHOLE_EUROS, locale=lang, currency_digits=False)

    def day(when: date) -> str:
        return format_date(when, "d MMMM y", locale=lang)

    def short_day(when: date) -> str:
        return format_date(when, "d MMM y", locale=lang)

    def moment(when: datetime) -> str:
        return format_datetime(when, "d MMMM y, HH:mm", tzinfo=HERE, locale=lang)

    def said(both: Any) -> str:
        """The sentence of an engine that gives both languages."""
        return str(both[lang] if isinstance(both, Mapping) else getattr(both, lang))

    def unit(name: str) -> str:
        """A unit of the plan, in the plural."""
        return many(name, lang)

    def label(word: Any) -> str:
        return str(getattr(word, lang))

    def capitalize_first(text: str) -> str:
        return text[:1].upper() + text[1:]

    return {
        "number": number, "euro": euro, "day": day, "short_day": short_day, "moment": moment, "said": said,
        "label": label, "unit": unit,
        "capitalize_first": capitalize_first,
    }  # fmt: skip
