"""What a measurement is: CPU and wall seconds, the most memory, the versions, the machine."""

import os
import platform
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version

PACKAGES = ("highspy", "numpy", "ortools", "scipy")


@dataclass
class Stopwatch:
    """Seconds of one phase: of this process on all its threads (`cpu`), and on the wall."""

    cpu: float = 0.0
    wall: float = 0.0


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Measure what happens inside."""
    watch = Stopwatch()
    cpu, wall = time.process_time(), time.perf_counter()
    yield watch
    watch.cpu, watch.wall = round(time.process_time() - cpu, 3), round(time.perf_counter() - wall, 3)


def peak_mb() -> int:
    """Most memory that this process has held so far, MB, with the interpreter and all packages."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 1_000_000


def surroundings() -> dict[str, str | int]:
    """Versions and machine, as they stand beside every figure."""
    found: dict[str, str | int] = {package: version(package) for package in PACKAGES}
    return {"python": platform.python_version(), **found, "cores": os.cpu_count() or 0}
