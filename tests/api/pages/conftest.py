"""A site on `tiny`, with a match-run that was solved, and visitors of every role."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy.orm import Session as DatabaseSession

from api.app import application
from api.security.person import Person, Role
from api.security.session import COOKIE, Session
from api.settings import Settings
from api.store import instances, runs, scenarios
from api.store.migrate import migrate
from api.store.runs import RunKind, State
from api.web.language import COOKIE as LANGUAGE
from instances.generate import generate
from instances.schema.plan_solution import PlanSolution
from instances.schema.solution import MatchingSolution
from instances.tables import Instance
from matching.engines.engine import Limits
from matching.solver import SolveOptions, solve
from planning.solver import PlanOptions
from planning.solver import solve as plan

NAME = "tiny"
COACH = "coach-szmh"


class Idle:
    """A queue that nobody works on: tests do that themselves, step by step."""

    def submit(self, session: DatabaseSession, run_id: str) -> None:
        """Its row says enough."""

    def cancel(self, session: DatabaseSession, run_id: str) -> None:
        """Ask that a run stops."""
        runs.cancel(session, run_id)

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Visitor:
    """Someone with a browser, without the browser."""

    web: httpx.Client
    csrf: str

    def get(self, path: str) -> httpx.Response:
        """Look at a page."""
        return self.web.get(path)

    def send(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form, and follow to where it leads."""
        return self.web.post(path, data={"csrf": self.csrf, **fields}, follow_redirects=True)


@dataclass
class Site:
    """A site that answers at `url`."""

    app: FastAPI
    url: str
    ids: dict[str, str]  # MATCH, PLAN and OTHER: runs that were solved; SCENARIO: what OTHER is a plan of
    opened: list[httpx.Client] = field(default_factory=list)

    def at(self, path: str) -> str:
        """An address, with the ids of this site filled in."""
        for name, id_ in self.ids.items():
            path = path.replace(name, id_)
        return path

    @property
    def run(self) -> str:
        """The match-run."""
        return self.ids["MATCH"]

    @property
    def plan(self) -> str:
        """The plan-run."""
        return self.ids["PLAN"]

    def session(self, role: Role, coach: str | None = COACH) -> Session:
        """A session of someone in a role."""
        return Session.of(Person(f"the-{role.value}", frozenset({role}), frozenset({"GM0935"}), coach))

    def cookies(self, session: Session | None, lang: str = "nl") -> dict[str, str]:
        """What the browser of that person holds."""
        return {LANGUAGE: lang} | ({COOKIE: session.sealed(self.app.state.settings)} if session else {})

    def visitor(self, role: Role | None = None, lang: str = "nl", coach: str | None = COACH) -> Visitor:
        """Someone in a role; none = nobody."""
        session = self.session(role, coach) if role else None
        web = httpx.Client(base_url=self.url, cookies=self.cookies(session, lang), timeout=60)
        self.opened.append(web)
        return Visitor(web, session.csrf(self.app.state.settings) if session else "")


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application in a thread, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{free.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def tiny() -> Instance:
    """The instance that can be read by hand."""
    return generate(NAME)


@pytest.fixture(scope="session")
def solved(tiny: Instance) -> MatchingSolution:
    """How it was matched."""
    return solve(tiny, SolveOptions("lp_core", Limits(gap=0.0, time_limit=10.0)))


@pytest.fixture(scope="session")
def planned(tiny: Instance) -> PlanSolution:
    """How it was planned."""
    return plan(tiny, PlanOptions(limits=Limits(60.0, 1e-4)))


def _solved(
    session: DatabaseSession, who: Person, instance: Instance, answer: MatchingSolution | PlanSolution,
    scenario: str | None,
) -> str:  # fmt: skip
    kind = RunKind.MATCH if isinstance(answer, MatchingSolution) else RunKind.PLAN
    run = runs.ask(
        session, who, kind, NAME, hash=instance.digest, policy_hash="", options={}, seed=1, scenario=scenario
    ).id
    runs.begin(session, run, "test", {})
    known = answer.termination
    runs.finish(
        session, run, State.SOLVED, answer=answer.model_dump_json(), incumbent=known.objective, bound=known.bound,
        gap=known.gap,
    )  # fmt: skip
    return run


@pytest.fixture(scope="session")
def new_site(
    tmp_path_factory: pytest.TempPathFactory, tiny: Instance, solved: MatchingSolution, planned: PlanSolution
) -> Iterator[Callable[..., Site]]:
    """Make sites, each on a database of its own; `matched=False`: nothing was matched there yet."""
    with ExitStack() as stack:

        def make(matched: bool = True, filled: bool = True) -> Site:
            folder = tmp_path_factory.mktemp("site")
            app = application(Settings(database_url=f"sqlite:///{folder}/l.db"), Idle())  # type: ignore[arg-type]
            migrate(app.state.database)
            admin, ids = Person("the-admin", frozenset(Role)), {}
            with app.state.database.writing() as session:
                if filled:
                    instances.put(session, admin, NAME, tiny)
                if filled and matched:
                    made = scenarios.create(session, admin, NAME, "MOB later", "Als de bouw uitloopt.")
                    ids["SCENARIO"] = made.id
                    for name, answer in (("MATCH", solved), ("PLAN", planned), ("OTHER", planned)):
                        ids[name] = _solved(session, admin, tiny, answer, made.id if name == "OTHER" else None)
            site = Site(app, stack.enter_context(serving(app)), ids)
            stack.callback(lambda: [web.close() for web in site.opened])
            return site

        yield make


@pytest.fixture(scope="session")
def site(new_site: Callable[..., Site]) -> Site:
    """A site on which nothing is decided."""
    return new_site()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser. It goes with its module: while it is there, nothing else in this thread can run an event loop."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
