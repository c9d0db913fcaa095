"""`leerwerk generate`: what it refuses, where it writes, and the count that it tells."""

import re

import pytest

from api.cli.generate import DUTCH
from instances.schema import TABLES


@pytest.mark.parametrize(
    ("words", "field", "wanted"),
    [
        (("tiny", "--participants", 5), "participants", "tiny is een verhaal met de hand"),
        (("district", "--participants", 0), "participants", "50 deelnemers of meer"),
        (("district", "--seed", -1), "seed", "een heel getal van 0"),
        (("tiny", "--defects"), "defects", "zonder fouten erin"),
    ],
)
def test_what_cannot_be_generated_is_bad_input(run, words, field, wanted, tmp_path):
    code, _, told = run("generate", *words, "--out", tmp_path / "x")
    assert code == 2
    assert told.startswith("De invoer klopt niet: 1 probleem.\n")
    assert f"generate, veld {field}:" in told
    assert wanted in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [("generate", "tiny"), ("demo",)])
@pytest.mark.parametrize("place", ["file", "file/below", "/proc/none/below"])
def test_a_place_that_cannot_be_written_is_bad_input(run, command, place, tmp_path):
    (tmp_path / "file").write_text("x")
    code, _, told = run(*command, "--out", tmp_path / place)
    assert code == 2
    assert place in told
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "x"


def test_generate_does_not_take_the_place_of_a_solution(run, solved):
    before = solved[0].read_bytes()
    code, _, told = run("generate", "tiny", "--out", solved[0], "--lang", "en")
    assert code == 2
    assert "this is another JSON file" in told
    assert solved[0].read_bytes() == before


@pytest.mark.parametrize(("lang", "row"), [("nl", r"deelnemers +8"), ("en", r"participants +8")])
def test_generate_counts_rows_in_both_languages(run, lang, row, tmp_path):
    code, text, _ = run("generate", "tiny", "--out", tmp_path / "x", "--lang", lang)
    assert code == 0
    assert re.search(rf"^ *{row} *$", text, re.MULTILINE)
    assert (" participants " in text) == (lang == "en")


def test_every_table_has_a_dutch_name():
    assert list(DUTCH) == list(TABLES)
