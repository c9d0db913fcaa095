"""The checkout as a whole: where it stands and which files belong to it."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def packages(pyproject: dict[str, Any]) -> list[str]:
    """The names of our packages."""
    return pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the checkout, relative to the top: what git tracks, or without git what .gitignore lets pass."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    tracked = [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return tracked or _walk()


def _walk() -> list[Path]:
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()} | {".git"}
    below = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path for path in below if ignored.isdisjoint(path.parts)]
