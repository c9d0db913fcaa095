"""Every page, for every role, in both languages: who gets in, and that nothing of it is unsafe or from elsewhere."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.routing import APIRoute

from api.pages.navigation import NAVIGATION
from api.pages.places import LOOKERS
from api.pages.site import PAGES
from api.security.person import Role
from api.security.roles import ANYONE, AUDITORS, OVERSEERS, READERS

PERSON, PLACE = "vaals-first", "mtb-packing"
COACH = frozenset({Role.COACH})
ABOUT = f"/in/tiny/deelnemers/{PERSON}"
OPEN: dict[str, str] = {
    "/inloggen": "/inloggen",
    "/hulp": "/hulp",
    "/toegankelijkheid": "/toegankelijkheid",
    "/privacy": "/privacy",
    "/regels": "/regels?zoek=reis",
}
CLOSED: dict[str, tuple[str, frozenset[Role]]] = {
    "/in/{instance}/caseload": ("/in/tiny/caseload", COACH),
    "/in/{instance}/deelnemers/{participant}": (ABOUT, COACH),
    "/in/{instance}/deelnemers/{participant}/besluiten": (f"{ABOUT}/besluiten", COACH),
    "/in/{instance}/deelnemers/{participant}/plekken": (f"{ABOUT}/plekken", COACH),
    "/in/{instance}/deelnemers/{participant}/plekken/{workplace}": (f"{ABOUT}/plekken/{PLACE}", COACH),
    "/in/{instance}/deelnemers/{participant}/stel-dat": (f"{ABOUT}/stel-dat?reis=120", COACH),
    "/in/{instance}/plekken": ("/in/tiny/plekken?alles=true", LOOKERS),
    "/in/{instance}/plekken/{workplace}": (f"/in/tiny/plekken/{PLACE}", LOOKERS),
    "/in/{instance}/plekken/{workplace}/openen": (f"/in/tiny/plekken/{PLACE}/openen", LOOKERS),
    "/in/{instance}/plannen": ("/in/tiny/plannen", OVERSEERS),
    "/in/{instance}/plannen/vergelijken": ("/in/tiny/plannen/vergelijken?run=PLAN&run=OTHER", OVERSEERS),
    "/in/{instance}/plannen/{run}": ("/in/tiny/plannen/PLAN", OVERSEERS),
    "/in/{instance}/plannen/{run}/ruimte": ("/in/tiny/plannen/PLAN/ruimte", OVERSEERS),
    "/in/{instance}/scenarios/{scenario}": ("/in/tiny/scenarios/SCENARIO", OVERSEERS),
    "/in/{instance}/gemeente": ("/in/tiny/gemeente", frozenset({Role.CONTROLLER})),
    "/in/{instance}/logboek": ("/in/tiny/logboek", AUDITORS),
    "/in/{instance}/koppelen": ("/in/tiny/koppelen", OVERSEERS),
    "/in/{instance}/koppelen/{run}": ("/in/tiny/koppelen/MATCH", READERS),
    "/in/{instance}/regels": ("/in/tiny/regels", ANYONE),
}
ROLE_OF = {path: next(one for one in Role if one in roles) for path, roles in CLOSED.values()}
NO_PAGE = {"/", "/taal/{lang}", "/static/{version}/{name:path}"}  # on to elsewhere, or a file


class Reader(HTMLParser):
    """Notes what a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element begins."""
        self.tags.append((tag, dict(attrs)))


def _routes(method: str) -> set[str]:
    return {
        route.path for router in PAGES for route in router.routes
        if isinstance(route, APIRoute) and method in route.methods
    }  # fmt: skip


def test_every_page_stands_in_these_tables() -> None:
    assert _routes("GET") - NO_PAGE == OPEN.keys() | CLOSED.keys()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("path", [*OPEN.values(), *(path for path, _ in CLOSED.values()), "/niets"])
def test_a_page_is_sound_in_both_languages(site, path: str, lang: str) -> None:
    answer = site.visitor(ROLE_OF.get(path, Role.COACH), lang).get(site.at(path))
    assert answer.status_code == (404 if path == "/niets" else 200)
    tags = Reader(answer.text).tags
    attributes = [(tag, name, value) for tag, all_ in tags for name, value in all_.items()]
    assert [all_["lang"] for tag, all_ in tags if tag == "html"] == [lang]
    assert re.search(r"<title>\s*\S.* – leerwerk</title>", answer.text)
    assert sum(tag == "h1" for tag, _ in tags) == 1
    assert not [tag for tag, all_ in tags if tag == "style" or (tag == "script" and "src" not in all_)]
    assert not [found for found in attributes if found[1] == "style" or found[1].startswith("on")]
    assert not [found for found in attributes if re.match(r"(https?:)?//", found[2] or "")]
    ids = [all_["id"] for _, all_ in tags if "id" in all_]
    assert len(ids) == len(set(ids))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("route", list(CLOSED))
def test_only_its_roles_get_in(site, route: str, role: Role) -> None:
    path, roles = CLOSED[route]
    answer = site.visitor(role).get(site.at(path))
    assert answer.status_code == (200 if role in roles else 403)
    assert "<main" in answer.text


@pytest.mark.parametrize("path", [path for path, _ in CLOSED.values()])
def test_who_is_not_logged_in_is_sent_to_the_entrance_and_back(site, path: str) -> None:
    answer = site.visitor().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/inloggen?naar=%2Fin%2Ftiny%2F")


def test_navigation_leads_to_pages_of_the_role(site) -> None:
    for item in NAVIGATION:
        for role in item.roles & ANYONE:
            assert site.visitor(role).get(f"/in/tiny/{item.path}").status_code == 200


def test_help_has_a_text_for_every_page_that_asks_for_it(site) -> None:
    anchors = set(re.findall('id="([^"]+)"', site.visitor().get("/hulp").text))
    for path, _ in CLOSED.values():
        asked = re.search('href="/hulp#([^"]+)"', site.visitor(ROLE_OF[path]).get(site.at(path)).text)
        assert asked, path
        assert asked[1] in anchors
