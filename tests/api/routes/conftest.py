"""A whole service on `tiny`, with someone of every role to ask it, over HTTP."""

import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy.orm import Session

from api.app import application
from api.jobs.port import RunProgress, State
from api.security.person import Person, Role
from api.security.session import Session as Login
from api.settings import Settings
from api.store import instances, runs, standing
from api.store.database import Database
from api.store.migrate import migrate
from instances.generate import generate
from matching.engines.engine import Limits
from matching.solver import SolveOptions, solve

NAME = "tiny"
COACH = "coach-szmh"


class Bench:
    """A queue for tests: what was submitted is done when `do_all` is called, by the engine itself."""

    def __init__(self) -> None:
        self.waiting: list[str] = []

    def submit(self, session: Session, run_id: str) -> None:
        """Remember it."""
        runs.run(session, run_id)
        self.waiting.append(run_id)

    def cancel(self, session: Session, run_id: str) -> None:
        """Stop one that waits."""
        runs.cancel(session, run_id)

    async def progress_events(self, run_id: str, every: float = 0.5) -> AsyncIterator[RunProgress]:  # noqa: ARG002
        """Where it stands now."""
        yield RunProgress(run_id, State.SOLVED, 3, "done", 10.0, 11.0, 0.1, 0.5)

    def close(self) -> None:
        """Nothing to let go of."""

    def do_all(self, database: Database) -> None:
        """Match whatever waits."""
        for run_id in self.waiting:
            with database.writing() as session:
                run = runs.begin(session, run_id, "bench", {})
                until = standing.standing(session, run.dataset, run.decided)
                made = solve(
                    standing.decided(instances.instance(session, run.hash), until),
                    SolveOptions("lp_core", Limits(gap=0.0, time_limit=10.0)),
                )
                ended = made.termination
                runs.finish(
                    session, run_id, runs.State.SOLVED, answer=made.model_dump_json(), incumbent=ended.objective,
                    bound=ended.bound, gap=ended.gap,
                )  # fmt: skip
        self.waiting.clear()


@dataclass
class Service:
    """A service that answers at `url`, and clients for people in it."""

    app: FastAPI
    url: str
    queue: Bench
    clients: dict[Any, httpx.Client] = field(default_factory=dict)

    def person(self, role: Role, coach: str | None = COACH, municipalities: tuple[str, ...] = ("GM0935",)) -> Person:
        """Someone in a role."""
        return Person(f"the-{role.value}", frozenset({role}), frozenset(municipalities), coach)

    def client(self, role: Role | None = None, **others: Any) -> httpx.Client:
        """A client for someone in a role; none = nobody."""
        key = (role, *sorted(others.items()))
        if key not in self.clients:
            headers = {}
            if role is not None:
                session = Login.of(self.person(role, **others))
                headers["Authorization"] = f"Bearer {session.sealed(self.app.state.settings)}"
            self.clients[key] = httpx.Client(base_url=f"{self.url}/v1", headers=headers, timeout=60)
        return self.clients[key]

    def matched(self) -> str:
        """Ask for a match-run, have it done, and give its id."""
        answer = self.client(Role.PLANNER).post("/match-runs", json={"instance": NAME})
        assert answer.status_code == 202, answer.text
        self.queue.do_all(self.app.state.database)
        return str(answer.json()["id"])


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application in a thread, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{free.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def tiny_instance():
    return generate(NAME)


@pytest.fixture(scope="module")
def new_service(tmp_path_factory: pytest.TempPathFactory, tiny_instance) -> Iterator[Callable[..., Service]]:
    """Make services, each on a database of its own with `tiny` in it; they stop when the module ends."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def make(**others: Any) -> Service:
            folder: Path = tmp_path_factory.mktemp("service")
            settings = Settings(database_url=f"sqlite:///{folder}/l.db", data_folder=folder / "data", **others)
            queue = Bench()
            app = application(settings, queue)
            migrate(app.state.database)
            made = Service(app, stack.enter_context(serving(app)), queue)
            with app.state.database.writing() as session:
                instances.put(session, made.person(Role.ADMIN), NAME, tiny_instance)
            stack.callback(lambda: [client.close() for client in made.clients.values()])
            return made

        yield make


@pytest.fixture(scope="module")
def service(new_service: Callable[..., Service]) -> Service:
    """One service, with a match-run that was solved."""
    made = new_service()
    made.matched()
    return made
