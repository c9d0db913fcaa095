"""Kill -9 at random moments, over HTTP: does every run end once, is every decision there, is the chain whole?

`leerwerk serve` with two workers runs on a database of its own. In each round three match-runs are asked, and
rejections are sent one after another, while something is killed: one process of the service (`process`: a worker, or
the one that answers), the process that keeps them (`service`), or all of them (`both`). The service is started again
where it has to be. A request without an answer is sent again with the same Idempotency-Key, as a client would. At last

    lost      acknowledged runs that did not end as solved, and acknowledged decisions that are not there
    doubled   runs beyond those that were asked, and decisions beyond those that were sent
    broken    1 where the chain of the logbook is not whole
"""

import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Annotated, Any, Literal

from benchmarks.family import Figures, Run
from benchmarks.process import ONE_THREAD
from benchmarks.throwaway import USER, postgres

PATIENCE = 240.0  # seconds after which something is lost
RUNS = 3  # asked a round
LATEST = 1.5  # seconds into a round at which something dies
LOST_AFTER = "3"
SERVE = "from api.cli import main; main()"
PEOPLE, PLACES = ("vaals-first", "out-of-reach"), ("mtb-green", "mtb-packing", "bakery-counter", "hotel-kitchen")

Died = Literal["process", "service", "both"]


@dataclass(frozen=True, kw_only=True)
class KilledRun(Run):
    """So many rounds on one database."""

    database: Annotated[Literal["sqlite", "postgres"], "where everything is kept"] = "sqlite"
    killed: Annotated[Died, "one process of the service, the one that keeps them, or all"] = "both"
    rounds: Annotated[int, "how often something is killed"] = 50


def run(wanted: KilledRun) -> Figures:
    """Kill, wait, and count."""
    chance = random.Random(wanted.seed)
    with tempfile.TemporaryDirectory() as folder, _url(wanted.database, folder) as url:
        service = Service(url, folder)
        service.start()
        try:
            service.ask("admin", "POST", "/demo-datasets", {"preset": "tiny", "name": "tiny", "seed": 1})
            told = [_round(service, wanted.killed, chance) for _ in range(wanted.rounds)]
            return _counted(service, told)
        finally:
            service.kill(everything=True)


@dataclass
class Round:
    """What was acknowledged in one round, and how long its runs took to end."""

    runs: list[str]
    decisions: list[str]
    seconds: float = 0.0


@dataclass
class Service:
    """`leerwerk serve` on one port, as an administrator starts it."""

    url: str
    folder: str
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    tokens: dict[str, str] = field(default_factory=dict)
    keys: Iterator[int] = field(default_factory=itertools.count)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        if not self.port:
            with socket.create_server(("127.0.0.1", 0)) as free:
                self.port = free.getsockname()[1]
        own = {
            "DATABASE_URL": self.url, "DATA_FOLDER": self.folder, "PORT": str(self.port), "LOG_LEVEL": "error",
            "MAX_REQUESTS_MINUTE": "1000000",
        }  # fmt: skip
        environment = {**os.environ, **ONE_THREAD, **{f"LEERWERK_{name}": value for name, value in own.items()}}
        command = [sys.executable, "-c", SERVE, "serve", "--workers", "2", "--lost-after", LOST_AFTER]
        with (Path(self.folder) / "service.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def kill(self, *, everything: bool) -> None:
        """Kill -9 the process that keeps the others, and with `everything` these too; wait until all are gone."""
        assert self.process is not None
        others = [pid for pid in _below(self.process.pid) if pid != self.process.pid]
        self.process.kill()
        self.process.wait()
        for pid in others if everything else ():
            _kill(pid)
        _until(lambda: not any(map(_lives, others)))

    def kill_one(self, chance: random.Random) -> None:
        """Kill -9 a worker, or the process that answers."""
        assert self.process is not None
        own = self.process.pid
        kept = [pid for pid in _below(own) if pid != own and _parent(pid) not in (own, 0)]  # forked off a child of it
        if kept:
            _kill(chance.choice(kept))

    def ask(self, role: str, method: str, path: str, body: Any = None) -> Any:
        """Ask until there is an answer; the same request has the same key however often it is sent.

        Raises:
            RuntimeError: the answer is a refusal.
        """
        key, found = f"key-of-bench-{next(self.keys)}", (0, None)

        def answered() -> bool:
            nonlocal found
            try:
                if role not in self.tokens:
                    who = {"role": role, **({"coach": "coach-szmh"} if role == "coach" else {})}
                    self.tokens[role] = self._sent("POST", "/demo-sessions", who, {})[1]["token"]
                headers = {"Authorization": f"Bearer {self.tokens[role]}", "Idempotency-Key": key}
                found = self._sent(method, path, body, headers)
            except (OSError, HTTPException):  # nobody is there, or died meanwhile
                return False
            return found[0] < 500

        _until(answered)
        if found[0] >= 400:
            raise RuntimeError(f"{method} {path}: {found}")
        return found[1]

    def _sent(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, f"/v1{path}", sent, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()


def _round(service: Service, killed: Died, chance: random.Random) -> Round:
    done, made = threading.Event(), Round([], [])

    def decide() -> None:
        for turn in itertools.count():
            if done.is_set():
                return
            no = {
                "kind": "reject", "participant": PEOPLE[turn % len(PEOPLE)], "workplace": PLACES[turn % len(PLACES)],
                "reason": "travel", "note": "",
            }  # fmt: skip
            made.decisions.append(service.ask("coach", "POST", "/instances/tiny/decisions", no)["id"])

    deciding = threading.Thread(target=decide)
    deciding.start()
    began = time.monotonic()
    try:
        asked = {"instance": "tiny", "options": {"gap": 0.0005}}
        made.runs = [service.ask("planner", "POST", "/match-runs", asked)["id"] for _ in range(RUNS)]
        time.sleep(chance.uniform(0.0, LATEST))
        if killed == "process":
            service.kill_one(chance)
        else:
            service.kill(everything=killed == "both")
            service.start()
        _until(lambda: all(_state(service, one) not in ("queued", "running") for one in made.runs))
    finally:
        done.set()
        deciding.join()
    made.seconds = time.monotonic() - began
    return made


def _counted(service: Service, told: list[Round]) -> Figures:
    """What stands in the database in the end, beside what was acknowledged."""
    runs = [one for made in told for one in made.runs]
    decisions = [one for made in told for one in made.decisions]
    kept_runs = _all(service, "planner", "/match-runs")
    kept = {one["id"] for one in _all(service, "coach", "/instances/tiny/decisions")}
    solved = {one["id"] for one in kept_runs if one["state"] == "solved"}
    chain = service.ask("auditor", "GET", "/logbook/verification")
    return {
        "rounds": len(told), "runs": len(runs), "decisions": len(decisions),
        "lost": len(set(runs) - solved) + len(set(decisions) - kept),
        "doubled": len(kept_runs) - len(set(runs)) + len(kept) - len(set(decisions)),
        "broken": int(not chain["whole"]), "records": chain["numRecords"],
        "slowest_seconds": round(max(made.seconds for made in told), 1),
    }  # fmt: skip


def _state(service: Service, run_id: str) -> str:
    return str(service.ask("planner", "GET", f"/match-runs/{run_id}")["state"])


def _all(service: Service, role: str, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    query = "?limit=500"
    while query:
        page = service.ask(role, "GET", path + query)
        found += page["items"]
        query = f"?limit=500&cursor={page['next']}" if page["next"] else ""
    return found


@contextmanager
def _url(database: str, folder: str) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder}/killed.db"
        return
    with postgres() as host:
        yield f"postgresql://{USER}@/postgres?host={host}"


def _until(fact: Any) -> None:
    last = time.monotonic() + PATIENCE
    while not fact():
        if time.monotonic() > last:
            raise TimeoutError(f"not within {PATIENCE:.0f} seconds")
        time.sleep(0.05)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:  # it was gone already
        return


def _stat(pid: int) -> list[str]:
    """State and parent of a process; empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _lives(pid: int) -> bool:
    return (_stat(pid) or "Z")[0] != "Z"


def _parent(pid: int) -> int:
    return int((_stat(pid) or ("Z", "0"))[1])


def _below(pid: int) -> list[int]:
    """The living processes below one, itself included."""
    living = {int(path.name): _parent(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    found = {pid}
    while more := {one for one, parent in living.items() if parent in found} - found:
        found |= more
    return [one for one in found if _lives(one)]
