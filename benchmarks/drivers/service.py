"""Live proposals over HTTP at the size of a preset: how long a client waits, and how many requests a second there are.

The service runs as a process of its own, started as `python -m api.measured`, with a database in a temporary folder, a
synthetic instance and one solved match-run. `constant` asks the same address of the same service for an answer that
costs nothing: what is left is the floor of the framework, of HTTP and of the client. Clients are threads of this
process; each asks its next question when the one before is answered. What the client costs
counts too, on the same cores.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Annotated, Any, Literal

import numpy as np

from benchmarks.family import Figures, Run
from benchmarks.process import ONE_THREAD

WARM_UP = 20  # requests before the clock runs


@dataclass(frozen=True, kw_only=True)
class ServiceRun(Run):
    """So many clients at once, on a preset."""

    preset: Annotated[Literal["tiny", "district", "region"], "size and story"] = "region"
    clients: Annotated[int, "clients that ask at once"] = 1
    requests: Annotated[int, "questions in all"] = 600
    asked: Annotated[
        Literal["proposals", "constant"], "proposals for a participant, or an answer that costs nothing"
    ] = "proposals"


def run(wanted: ServiceRun) -> Figures:
    """Ask, and measure: milliseconds that a client waits (p50, p95, p99), requests a second, failures."""
    with _service(wanted) as started:
        paths: Sequence[str] = started["paths"] if wanted.asked == "proposals" else started["constant"]
        _asked(started, paths, 1, WARM_UP)
        began = time.perf_counter()
        waited, failed = _asked(started, paths, wanted.clients, wanted.requests)
        seconds = time.perf_counter() - began
    p50, p95, p99 = (round(float(value), 2) for value in np.percentile(waited, (50, 95, 99)))
    return {
        "p50_ms": p50, "p95_ms": p95, "p99_ms": p99, "requests_second": round(wanted.requests / seconds, 1),
        "failed": failed, "people": started["people"], "prepare_seconds": started["prepare_seconds"],
    }  # fmt: skip


@contextmanager
def _service(wanted: ServiceRun) -> Iterator[dict[str, Any]]:
    """The service while it runs; its first line says where it is and what can be asked."""
    command = [sys.executable, "-m", "api.measured", wanted.preset, str(wanted.seed)]
    environment = {**os.environ, **ONE_THREAD}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.kill()


def _asked(started: dict[str, Any], paths: Sequence[str], clients: int, requests: int) -> tuple[list[float], int]:
    """Let clients ask; milliseconds of each request, and how many failed."""
    waited: list[float] = []
    failed: list[int] = []

    def ask(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", started["port"], timeout=60)
        for turn in range(number, requests, clients):
            began = time.perf_counter()
            connection.request("GET", paths[turn % len(paths)], headers=started["headers"])
            answer = connection.getresponse()
            answer.read()
            waited.append(1000 * (time.perf_counter() - began))
            if answer.status != 200:
                failed.append(answer.status)
        connection.close()

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(ask, range(clients)))  # a client that fails makes the run fail
    return waited, len(failed)
