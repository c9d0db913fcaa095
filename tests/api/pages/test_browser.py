"""A coach's Monday in a real browser: by keyboard alone, without scripts, on a small screen; and axe on each page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.security.person import Role
from api.store import runs
from api.store.runs import State

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PERSON = "/in/tiny/deelnemers/vaals-first"
PAGES = {
    Role.COACH: (
        "/inloggen", "/hulp", "/toegankelijkheid", "/privacy", "/niets",
        "/in/tiny/caseload", "/in/tiny/caseload?toon=geplaatst", PERSON, "/in/tiny/deelnemers/needs-much-guidance",
        f"{PERSON}/besluiten", f"{PERSON}/plekken", f"{PERSON}/plekken/mtb-packing",
        f"{PERSON}/plekken/garden-centre", f"{PERSON}/stel-dat?reis=120", f"{PERSON}/stel-dat?reis=veel",
        "/in/tiny/plekken?alles=true", "/regels", "/in/tiny/regels?zoek=niets-van-dit-alles",
        "/in/tiny/plekken/mtb-packing", "/in/tiny/plekken/garden-centre/openen",
    ),
    Role.CONTROLLER: ("/in/tiny/gemeente",),
    Role.AUDITOR: ("/in/tiny/logboek", "/in/tiny/logboek?wie=niemand"),
    Role.PLANNER: (
        "/in/tiny/koppelen", "/in/tiny/koppelen/MATCH", "/in/tiny/plannen", "/in/tiny/plannen/PLAN",
        "/in/tiny/plannen/PLAN/ruimte", "/in/tiny/plannen/vergelijken?run=PLAN&run=OTHER",
        "/in/tiny/scenarios/SCENARIO",
    ),
}  # fmt: skip


@pytest.fixture
def open_browser(chromium, site) -> Iterator[Any]:
    """Open a browser as a coach who is logged in; it must stay with us."""
    opened = []

    def start(lang: str = "nl", at: Any = site, role: Role | None = Role.COACH, **settings: Any) -> Any:
        context = chromium.new_context(base_url=at.url, **settings)
        cookies = at.cookies(at.session(role) if role else None, lang)
        context.add_cookies([{"name": name, "value": value, "url": at.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("request", lambda request: went.append(request.url))
        page.on("pageerror", lambda error: broke.append(str(error)))
        page.on("console", lambda line: broke.append(line.text) if "Content Security Policy" in line.text else None)
        opened.append((context, at))
        return page

    went: list[str] = []
    broke: list[str] = []
    start.site = site
    yield start
    for context, _ in opened:
        context.close()
    assert [url for url in went if not url.startswith(tuple(at.url for _, at in opened))] == []
    assert broke == []


@pytest.mark.parametrize(("lang", "scheme"), [("nl", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_any_page(open_browser, lang: str, scheme: str) -> None:
    found = {}
    for page, path in _visited(open_browser, lang, color_scheme=scheme, viewport={"width": 1280, "height": 900}):
        page.evaluate(AXE)
        told = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        for one in told["violations"]:
            found[path, one["id"]] = [node["html"][:200] for node in one["nodes"]]
    assert found == {}


def test_no_page_scrolls_sideways(open_browser) -> None:
    """At 360 pixels, and at 640: what is left of 1280 at 200 % zoom."""
    wide = {}
    for page, path in _visited(open_browser, viewport={"width": 360, "height": 800}):
        for width in (360, 640):
            page.set_viewport_size({"width": width, "height": 800})
            needed = page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                wide[path, width] = needed
    assert wide == {}


def test_with_the_keyboard_alone(open_browser, new_site) -> None:
    """Skip link, a participant, reject with a reason, take it back, accept: focus never falls back to the top."""
    page = open_browser(at=new_site())
    page.goto("/in/tiny/caseload")
    page.keyboard.press("Tab")
    assert _focus(page) == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    _tab_to(page, "vaals-first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/deelnemers/vaals-first")
    best = page.locator("article").first.get_attribute("id").removeprefix("plek-")
    _tab_to(page, f"#afwijzen-{best}")
    page.keyboard.press("Enter")
    _tab_to(page, f"#reden-{best}")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "Wijs af")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Afgewezen:").wait_for()
    assert _focus(page) == "Voorstellen"
    assert page.locator(f"#plek-{best}").count() == 0
    _tab_to(page, "Trek in")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Ingetrokken:").wait_for()
    assert _focus(page) == "Voorstellen"
    _tab_to(page, "Aannemen")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Aangenomen:").wait_for()
    assert _focus(page) == "Besluiten die gelden"
    page.keyboard.press("Tab")
    assert _focus(page).startswith("Trek in")


def test_without_scripts(open_browser, new_site) -> None:
    """The same story on pages that run no script: enter, look, reject, take it back, accept."""
    page = open_browser(at=new_site(), role=None, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("button", name="Naar binnen").click()
    page.get_by_role("link", name="vaals-first").click()
    card = page.locator("article").first
    card.locator("summary", has_text="Afwijzen").click()
    card.get_by_label("Waarom niet?").select_option("travel")
    card.get_by_role("button", name="Wijs af").click()
    assert "Afgewezen:" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Trek in").click()
    page.locator("article").first.get_by_role("button", name="Aannemen").click()
    assert "Aangenomen:" in page.get_by_role("status").inner_text()
    assert "heeft een plek" in page.locator("main").inner_text()
    page.get_by_role("link", name="Alle besluiten").click()
    assert page.locator("tbody tr").count() == 3
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Decisions about participant vaals-first"


def test_why_not_and_what_if(open_browser) -> None:
    page = open_browser()
    page.goto("/in/tiny/deelnemers/out-of-reach")
    page.get_by_label("Naam, werkgever of lijn").fill("groen")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Groen, leerwerklijn").click()
    assert "kan nu niet" in page.locator("main").inner_text()
    page.goto("/in/tiny/deelnemers/out-of-reach/stel-dat")
    page.get_by_label("Langste reis, minuten").fill("180")
    page.get_by_role("button", name="Kijk wat er verandert").click()
    page.get_by_role("heading", name=re.compile(r"plek(ken)? erbij")).wait_for()
    assert "reis=180" in page.url


def test_a_planner_watches_a_matching_without_touching_the_page(open_browser, new_site) -> None:
    """Start by the form; what the worker tells appears by itself; stop; the page knows."""
    own = new_site()
    page, database = open_browser(at=own, role=Role.PLANNER), own.app.state.database
    page.goto("/in/tiny/koppelen")
    page.get_by_label("Langste tijd, minuten").fill("2")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/koppelen/*")
    page.get_by_text("De berekening staat in de rij.").wait_for()
    run = page.url.rpartition("/")[2]
    with database.writing() as session:
        runs.begin(session, run, "worker", {})
        for second, best in enumerate([100.0, 150.0]):
            runs.report(session, run, "worker", elapsed=float(second), phase="x", incumbent=best, bound=180.0, gap=0.2)
    page.get_by_text("150", exact=True).first.wait_for()
    assert page.locator("polyline").count() == 2
    page.get_by_role("button", name="Stop en houd het beste").click()
    page.get_by_text("De berekening stopt.").wait_for()
    with database.writing() as session:
        assert runs.run(session, run).cancel_asked_at is not None
        runs.finish(session, run, State.CANCELLED)
    page.get_by_text("Gestopt").wait_for()


def _visited(open_browser: Any, lang: str = "nl", **settings: Any) -> Iterator[tuple[Any, str]]:
    """Every page, in a browser of someone who may see it, with all that folds open."""
    for role, paths in PAGES.items():
        page = open_browser(lang, role=role, **settings)
        for path in paths:
            page.goto(open_browser.site.at(path))
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            yield page, path


def _focus(page: Any) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("(document.activeElement.innerText || '').trim().split('\\n')[0]"))


def _tab_to(page: Any, wanted: str) -> None:
    """Press Tab until the focus is on something with this text, or with this id."""
    for _ in range(60):
        there = page.evaluate(
            "wanted => wanted.startsWith('#') ? '#' + document.activeElement.id === wanted"
            " : (document.activeElement.innerText || '').trim().startsWith(wanted)",
            wanted,
        )
        if there:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {wanted}")
