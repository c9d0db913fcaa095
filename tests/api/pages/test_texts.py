"""Texts in two languages: nothing is missing, nothing is left over, and numbers and dates are written as people do."""

import io
import re
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from api.pages.texts import formats, translations

PAGES = Path(str(resources.files("api.pages")))
ENGLISH = PAGES / "locale" / "en" / "LC_MESSAGES"
BLANK = re.compile(r"%\((\w+)\)s")
RENEW = "run: pybabel as the README of this room says"


def _ids(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """The texts of a catalogue, each with its translations."""
    both = [(one.id, one.string) for one in catalog if one.id]
    return {
        text if isinstance(text, str) else text[0]: (said,) if isinstance(said, str) else tuple(said)
        for text, said in both
    }


@pytest.fixture(scope="module")
def english() -> dict[str, tuple[str, ...]]:
    with (ENGLISH / "messages.po").open("rb") as lines:
        return _ids(read_po(lines, "en"))


@pytest.fixture(scope="module")
def written() -> set[str]:
    """Every text that a template or a module holds."""
    with (PAGES / "locale" / "babel.cfg").open() as lines:
        methods, options = parse_mapping_cfg(lines)
    found = extract_from_dir(str(PAGES), methods, options)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_every_text_has_its_english(written: set[str], english: dict[str, tuple[str, ...]]) -> None:
    assert sorted(written - english.keys()) == [], RENEW
    assert [text for text, said in english.items() if not all(said)] == []


def test_no_english_is_left_over(written: set[str], english: dict[str, tuple[str, ...]]) -> None:
    assert sorted(english.keys() - written) == [], RENEW


def test_the_blanks_of_a_text_are_the_same_in_both_languages(english: dict[str, tuple[str, ...]]) -> None:
    for text, said in english.items():
        for one in said:
            assert set(BLANK.findall(one)) == set(BLANK.findall(text)), text


def test_the_compiled_catalogue_is_in_step() -> None:
    with (ENGLISH / "messages.po").open("rb") as lines:
        catalog, compiled = read_po(lines, "en"), io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    with (ENGLISH / "messages.mo").open("rb") as shipped:
        assert _ids(read_mo(shipped)) == _ids(read_mo(compiled)), RENEW


def test_dutch_is_what_the_templates_say_and_english_is_looked_up() -> None:
    assert translations("nl").gettext("Uitloggen") == "Uitloggen"
    assert translations("en").gettext("Uitloggen") == "Log out"
    assert translations("en").ngettext("%(num)s week", "%(num)s weken", 2) == "%(num)s weeks"


@pytest.mark.parametrize(
    ("name", "value", "nl", "en"),
    [
        ("number", 1250.5, "1.250,5", "1,250.5"),
        ("euro", 550_000, "€ 5.500", "€ 5,500"),
        ("euro", -550_000, "-€ 5.500", "-€ 5,500"),
        ("day", date(2026, 1, 5), "5 januari 2026", "5 January 2026"),
        ("moment", datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2 juli 2026, 00:30", "2 July 2026, 00:30"),
        ("capitalize_first", "mTB", "MTB", "MTB"),
    ],
)
def test_formats(name: str, value: object, nl: str, en: str) -> None:
    assert [formats(lang)[name](value).replace("\xa0", " ") for lang in ("nl", "en")] == [nl, en]
