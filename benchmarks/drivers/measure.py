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
from pathlib import Path

from benchmarks.family import Figures

PACKAGES = ("highspy", "numba", "numpy", "ortools", "pulp", "scipy")


@dataclass
class Stopwatch:
    """Seconds of one phase: of this process, all its threads and the programs that it ran (`cpu`), and on the wall."""

    cpu: float = 0.0
    wall: float = 0.0


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Measure what happens inside."""
    watch = Stopwatch()
    cpu, wall = _cpu_seconds(), time.perf_counter()
    yield watch
    watch.cpu, watch.wall = round(_cpu_seconds() - cpu, 3), round(time.perf_counter() - wall, 3)


def _cpu_seconds() -> float:
    ran = os.times()
    return time.process_time() + ran.children_user + ran.children_system


def peak_mb(with_programs: bool = False) -> int:
    """Most memory that this process has held so far, MB, with the interpreter and all packages.

    `with_programs`: and the largest program that it ran, which stood beside it.
    """
    held = _most(resource.RUSAGE_SELF) + (_most(resource.RUSAGE_CHILDREN) if with_programs else 0)
    return held // 1_000_000


def _most(who: int) -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit


def surroundings() -> Figures:
    """Versions and machine, as they stand beside every figure."""
    found = {package: version(package) for package in PACKAGES}
    return {"python": platform.python_version(), **found, "cores": os.cpu_count(), "cpu": _cpu_model()}


def _cpu_model() -> str:
    """The name that the processor gives itself; Linux only, elsewhere its kind."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
