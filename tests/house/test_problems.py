"""What a problem wants is told in Dutch and in English: every `Wanted` of the house, as it stands in the code."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "benchmarks", "instances", "matching", "planning")
# Everyday English that is no Dutch word; names of files, fields, commands and words of the wire stand apart (`quoted`).
ENGLISH = set(
    re.findall(
        "[a-z]+",
        """an the and or that which with without from to for by at most least more than less between such each every one
        list number date value text row rows column columns field fields file files folder sheet name names table
        exists exactly other another new older empty missing characters digits place solution participant
        participants workplace rule rules below above within not no none have has are can must may there these this
        it its written read half year years day time whole numbers items separated joined out condition
        conditions groups use""",
    )
)
QUOTED = re.compile(
    r"\$\w+|`[^`]*`|\{[^}]*\}|\[[^\]]*\]|--\w+|\w*[_.]\w+|idWerkzoekende|idVacature|mon;tue|UTF-8|CSV UTF-8"
)
WORDS_OF_THE_WIRE = {
    "value", "unit", "source", "date", "status", "true", "false", "set", "year", "participant", "participants",
    "municipality", "agents", "jobs", "resources",
}  # fmt: skip


def wanted_calls():
    """Every `Wanted(nl, en)` with its two arguments, the f-string holes as {}."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Wanted" and len(node.args) == 2:
                    where = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield where, *(text_of(argument) for argument in node.args)


def text_of(node):
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join("{}" if isinstance(part, ast.FormattedValue) else text_of(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return text_of(node.left) + text_of(node.right)
    if isinstance(node, ast.IfExp):
        return f"{text_of(node.body)} {text_of(node.orelse)}"
    return "{}"


def english_in(text):
    plain = QUOTED.sub(" ", text)
    return [word for word in re.findall(r"[a-zA-Z]+", plain) if word.lower() in ENGLISH - WORDS_OF_THE_WIRE]


FOUND = list(wanted_calls())


def test_there_are_many_and_the_walk_finds_english():
    assert len(FOUND) > 90
    assert sum(bool(english_in(en)) for _, _, en in FOUND) > 60  # the walk is not blind


@pytest.mark.parametrize(("where", "nl", "en"), FOUND, ids=[f"{where}" for where, _, _ in FOUND])
def test_no_english_in_the_dutch_of_a_problem(where, nl, en):
    assert not english_in(nl), where
    if re.search("[a-z]{4}", QUOTED.sub(" ", en)):
        assert nl != en, where
    assert nl.count("{}") > 0 or en.count("{}") == 0, where


def test_problems_are_made_with_both_languages_only():
    """No `Problem` takes a plain text for what it wants; the types say so, and this says it without mypy."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and len(node.args) == 5:
                    assert not isinstance(node.args[4], ast.Constant | ast.JoinedStr), f"{path}:{node.lineno}"


def test_every_unit_of_the_schema_has_dutch():
    from instances.doors.cells import unit_of
    from instances.schema import TABLES
    from instances.tables import columns

    same = {"%", "%/year", "fte", "m2", "week", "log-odds/unit", "hh:mm"}
    for table in TABLES:
        for column in columns(table).values():
            if column.unit and column.unit not in same:
                found = unit_of(column, " ")
                assert not english_in(found.nl), column.unit
                assert found.nl.strip() != column.unit, column.unit
