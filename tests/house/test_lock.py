"""requirements.lock holds pins and hashes, nothing else, and is in step with pyproject.toml."""

import re
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[0-9][0-9a-z.+]*)(?: ; (?P<marker>[^\\]+))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?P<more> \\)?")


@pytest.fixture(scope="module")
def lines(root: Path) -> list[str]:
    return (root / "requirements.lock").read_text("utf-8").splitlines()


def test_every_line_is_a_pin_or_a_hash(lines: list[str]) -> None:
    assert [line for line in lines if not (PIN.fullmatch(line) or HASH.fullmatch(line))] == []


def test_every_pin_is_followed_by_its_hashes(lines: list[str]) -> None:
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        assert line.endswith(" \\") == bool(HASH.fullmatch(after)), line


def test_every_dependency_is_pinned_within_its_range(lines: list[str], pyproject: dict[str, Any]) -> None:
    pins = {found["name"]: found["version"] for line in lines if (found := PIN.fullmatch(line))}
    for text in pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["dev"]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(pins.get(wanted.name, ""), prereleases=True), f"{text}: run `make lock`"
