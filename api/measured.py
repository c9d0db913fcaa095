"""The service as benchmarks measure it: `python -m api.measured PRESET SEED`, on any free port of this machine.

It prints one line of JSON when it is ready, with its port and what can be asked: `paths`, proposals for participants
of one coach in an order drawn once; `constant`, an address with the same checks of who asks whose answer costs nothing.
It has no workers: what is measured are answers, not runs. It ends with its standard input.
"""

import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import uvicorn
from fastapi import APIRouter

from api.app import application
from api.processes.keeping import listening
from api.security.person import Person, Role
from api.security.roles import ADVISED
from api.security.session import Session as Login
from api.settings import Settings
from api.store import instances, runs, standing
from api.store.database import Database
from api.store.migrate import migrate
from api.work import Work, work
from instances.generate import generate
from matching.engines.engine import Limits
from matching.solver import SolveOptions, solve

NAME = "measured"
GAP, SECONDS = 0.0005, 120.0
MOST_ASKED = 200
router = APIRouter(include_in_schema=False)


@router.get("/constant")
def get_constant(_: Annotated[Work, work(ADVISED)]) -> dict[str, str]:
    """An answer that costs nothing."""
    return {"status": "ok"}


def main() -> None:
    """Prepare, say so, and answer until standard input ends."""
    preset, seed = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/measured.db", data_folder=Path(folder), log_level="error",
            max_requests_minute=10**9,
        )  # fmt: skip
        app = application(settings)
        app.include_router(router, prefix="/v1")
        database: Database = app.state.database
        migrate(database)
        began = time.perf_counter()
        coach = _filled(database, preset, seed)
        with database.reading() as session:
            app.state.desks.now(session, NAME)
        told = {
            **_what_to_ask(database, settings, coach, seed),
            "prepare_seconds": round(time.perf_counter() - began, 1),
        }
        with listening("127.0.0.1", 0) as listener:  # from here on requests wait, until the server takes them
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, server_header=False))
            threading.Thread(target=_until_alone, args=(server,), daemon=True).start()
            sys.stdout.write(json.dumps({**told, "port": listener.getsockname()[1]}) + "\n")
            sys.stdout.flush()
            server.run(sockets=[listener])


def _filled(database: Database, preset: str, seed: int) -> str:
    """Put in an instance and a solved match-run; gives the coach with the largest caseload."""
    instance = generate(preset, seed)
    planner = Person("planner", frozenset({Role.PLANNER, Role.ADMIN}))
    solution = solve(instance, SolveOptions(limits=Limits(SECONDS, GAP, seed, 1)))
    with database.writing() as session:
        version = instances.put(session, planner, NAME, instance).version
        asked = runs.ask(
            session, planner, runs.RunKind.MATCH, NAME, hash=version.hash, policy_hash="", options={}, seed=seed,
            decided=standing.last_number(session, NAME),
        )  # fmt: skip
        runs.begin(session, asked.id, "measured", {})
        runs.finish(session, asked.id, runs.State.SOLVED, answer=solution.model_dump_json())
    return str(instance["participants"]["coach"].value_counts().index[0])


def _what_to_ask(database: Database, settings: Settings, coach: str, seed: int) -> dict[str, object]:
    with database.reading() as session:
        people = instances.instance(session, instances.version(session, NAME).hash)["participants"]
    own = people["id"][people["coach"] == coach].to_numpy(object)
    drawn = np.random.default_rng(seed).choice(own, min(MOST_ASKED, len(own)), replace=False)
    login = Login.of(Person("coach", frozenset({Role.COACH}), frozenset(), coach))
    return {
        "paths": [f"/v1/instances/{NAME}/participants/{one}/proposals" for one in drawn],
        "constant": ["/v1/constant"],
        "headers": {"Authorization": f"Bearer {login.sealed(settings)}"},
        "people": len(people),
    }


def _until_alone(server: uvicorn.Server) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    server.should_exit = True


if __name__ == "__main__":
    main()
