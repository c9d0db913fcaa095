"""Commands run in this process, and the story `tiny` as a folder with its solution."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from instances.generate import generate
from instances.writer import write_instance

type Run = Callable[..., tuple[int, str, str]]


def run_here(*words: object) -> tuple[int, str, str]:
    """Run a command in this process: (exit code, stdout, stderr)."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def no_log_into_a_closed_stream() -> Iterator[None]:
    """DBOS logs to what is standard error when it begins: here that of one command, which is closed after it."""
    logger = logging.getLogger("dbos")
    before = list(logger.handlers)
    yield
    logger.handlers[:] = before


@pytest.fixture(scope="session")
def run() -> Run:
    """`run("match", folder, "--json")`: run a command in this process, (exit code, stdout, stderr)."""
    return run_here


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story `tiny` as CSV, to look at and not to change; without its plan, which no command of matching reads."""
    made = tmp_path_factory.mktemp("cli") / "tiny"
    write_instance(generate("tiny"), made)
    for file in [*made.glob("plan*.csv"), made / "datapackage.json"]:  # the package lists all files
        file.unlink()
    return made


@pytest.fixture(scope="session")
def solved(folder: Path) -> tuple[Path, dict[str, Any]]:
    """How `leerwerk match` solves it: the file that it wrote, and the JSON that it printed."""
    out = folder.parent / "solution.json"
    code, text, _ = run_here("match", folder, "--out", out, "--json")
    assert code == 0
    return out, json.loads(text)
