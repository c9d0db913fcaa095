"""A group of tests that cannot run is left out and told last of all; where it is demanded, it fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = "import pytest\n@pytest.mark.browser\ndef test_page(): pass\ndef test_plain(): pass\n"


def run(folder: Path, root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run two tests, one of which needs a browser, where there is none."""
    (folder / "conftest.py").write_text((root / "tests" / "conftest.py").read_text("utf-8"))
    (folder / "test_two.py").write_text(TESTS)
    quiet = ("-q", "-p", "no:cacheprovider", "-p", "no:schemathesis", "-p", "no:hypothesispytest")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "LEERWERK"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, *options, "--rootdir", str(folder), str(folder)],
        cwd=folder, env={**kept, "PATH": "", **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["one process", "processes"])
def test_what_cannot_run_is_told_last(tmp_path: Path, root: Path, options: tuple[str, ...]) -> None:
    told = run(tmp_path, root, *options)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "1 passed" in told.stdout
    assert told.stdout.splitlines()[-2:] == [
        "Not run: 1 tests of the group browser, which needs Chromium.",
        "    To run them too: sudo apt install chromium",
    ]


def test_what_is_demanded_and_cannot_run_fails(tmp_path: Path, root: Path) -> None:
    told = run(tmp_path, root, LEERWERK_TEST_DEMAND="all")
    assert told.returncode == 1
    assert "this test needs Chromium: sudo apt install chromium" in told.stdout
    assert "1 passed, 1 error" in told.stdout
