"""Whole or not at all: everything is written beside its place and then renamed."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of `path` when the block ends well, and vanishes otherwise."""
    beside = _beside(path)
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder to write to; it takes the place of `path` when the block ends well, and vanishes otherwise.

    The old folder steps aside before the new one takes its name, and comes back if that fails.
    """
    beside, aside = _beside(path), _beside(path)
    beside.mkdir()
    try:
        yield beside
        if path.exists():
            path.rename(aside)
        try:
            beside.rename(path)
        except OSError:
            if aside.exists():
                aside.rename(path)
            raise
        if aside.exists():
            shutil.rmtree(aside)
    finally:
        if beside.exists():
            shutil.rmtree(beside)


def _beside(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
