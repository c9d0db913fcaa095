"""Licence, version and Python agree wherever they are written."""

import re
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet

ARTICLES = 15


@pytest.fixture(scope="module")
def publiccode(root: Path) -> str:
    return (root / "publiccode.yml").read_text("utf-8")


def test_the_licence_is_the_whole_eupl_1_2(root: Path, pyproject: dict[str, Any], publiccode: str) -> None:
    text = (root / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert re.findall(r"^(\d+)\. [A-Z]", text, re.MULTILINE) == [str(n) for n in range(1, ARTICLES + 1)]
    assert re.search(r"^Appendix$", text, re.MULTILINE)
    assert pyproject["project"]["license"] == "EUPL-1.2"
    assert re.search(r"^  license: EUPL-1.2$", publiccode, re.MULTILINE)


def test_publiccode_names_our_name_and_version(pyproject: dict[str, Any], publiccode: str) -> None:
    named = dict(re.findall(r'^(name|softwareVersion): "?([^"\n]+)"?$', publiccode, re.MULTILINE))
    assert named == {"name": pyproject["project"]["name"], "softwareVersion": pyproject["project"]["version"]}


def test_every_place_names_the_same_python(root: Path, pyproject: dict[str, Any]) -> None:
    allowed = SpecifierSet(pyproject["project"]["requires-python"])
    (oldest,) = (spec.version for spec in allowed)
    assert (root / ".python-version").read_text("utf-8").strip() in allowed
    assert pyproject["tool"]["mypy"]["python_version"] == oldest
    assert pyproject["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    assert f"--python-version {oldest} " in (root / "Makefile").read_text("utf-8")
    assert f">= ({oldest.replace('.', ', ')})" in (root / ".ci" / "find-python").read_text("utf-8")
