"""`.ci/find-python` believes a candidate only after running it."""

import os
import subprocess
from pathlib import Path

import pytest

BROKEN = "exit 127"  # like a pyenv shim of a version that is not active
OLD = "echo"  # runs, and finds itself too old
GOOD = "echo /good/python"


@pytest.fixture
def find(root: Path, tmp_path: Path):
    """Run find-python where `candidates` (name -> what it does) shadow the real interpreters."""

    def run(**candidates: str) -> subprocess.CompletedProcess[str]:
        for name in ("python3.13", "python3.12", "python3", "uv"):
            fake = tmp_path / name
            fake.write_text(f"#!/bin/sh\n{candidates.get(name.replace('.', '_'), BROKEN)}\n")
            fake.chmod(0o755)
        here = {"PATH": f"{tmp_path}:{os.defpath}", "PYENV_ROOT": str(tmp_path / "pyenv")}
        command = [root / ".ci" / "find-python"]
        return subprocess.run(command, env=here, capture_output=True, text=True, check=False)

    return run


def test_a_broken_shim_is_passed_over(find) -> None:
    assert find(python3_13=BROKEN, python3_12=GOOD).stdout == "/good/python\n"


def test_an_old_python_is_passed_over(find, tmp_path: Path) -> None:
    pyenv = tmp_path / "pyenv" / "versions" / "3.12.1" / "bin"
    pyenv.mkdir(parents=True)
    (pyenv / "python").write_text(f"#!/bin/sh\n{GOOD}\n")
    (pyenv / "python").chmod(0o755)
    assert find(python3=OLD).stdout == "/good/python\n"


def test_where_there_is_none_it_says_what_to_install(find) -> None:
    answer = find(python3=OLD)
    assert (answer.returncode, answer.stdout) == (1, "")
    for way in ("sudo apt install python3 python3-venv", "pyenv install 3.13", "uv python install 3.13"):
        assert way in answer.stderr


def test_the_python_of_uv_goes_before_those_on_the_path(find) -> None:
    assert (
        find(uv='echo "$(dirname "$0")/python3.12"', python3_12=GOOD, python3_13="echo /other/python").stdout
        == "/good/python\n"
    )
