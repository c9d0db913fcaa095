"""Coming in, and what cannot be done: always a page of ours, and never more than one may know."""

import re

import pytest

from api.pages import caseload
from api.security.person import Role
from api.security.session import COOKIE


def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(site) -> None:
    page, program = site.visitor(Role.COACH).get("/niets"), site.visitor(Role.COACH).get("/v1/niets")
    assert (page.status_code, program.status_code) == (404, 404)
    assert "<h1>Dit is er niet</h1>" in page.text
    assert program.headers["content-type"] == "application/problem+json"


def test_a_failure_of_ours_tells_nothing_of_the_inside(site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(caseload, "cases", fail)
    answer = site.visitor(Role.COACH).get("/in/tiny/caseload")
    assert answer.status_code == 500
    assert "<h1>Er ging iets mis bij ons</h1>" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] in answer.text


def test_who_is_someone_elses_does_not_exist(site) -> None:
    for one in ("promised-garden", "nobody"):
        answer = site.visitor(Role.COACH).get(f"/in/tiny/deelnemers/{one}")
        assert answer.status_code == 404
        assert "nobody" not in answer.text.replace(f"/{one}", "") or one == "nobody"


def test_the_language_that_was_chosen_stays(site) -> None:
    visitor = site.visitor(Role.COACH)
    answer = visitor.web.get("/taal/en?naar=/hulp", follow_redirects=True)
    assert answer.url.path == "/hulp"
    assert '<html lang="en"' in answer.text
    assert '<html lang="en"' in visitor.get("/in/tiny/caseload").text


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "/\\example.org", "javascript:1"])
def test_no_link_of_ours_leads_elsewhere(site, away: str) -> None:
    assert site.visitor().web.get("/taal/en", params={"naar": away}).headers["location"] == "/"
    entered = site.visitor().web.post("/inloggen", data={"role": "coach", "coach": "coach-sem", "naar": away})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")


def test_a_coach_begins_at_the_caseload(site) -> None:
    web = site.visitor().web
    answer = web.post("/inloggen", data={"role": "coach", "coach": "coach-szmh"}, follow_redirects=True)
    assert answer.url.path == "/in/tiny/caseload"
    assert "vaals-first" in answer.text


def test_entering_needs_a_role_and_our_own_form(site) -> None:
    web = site.visitor().web
    assert web.post("/inloggen", data={"role": "king"}).status_code == 400
    other = {"sec-fetch-site": "cross-site"}
    assert web.post("/inloggen", data={"role": "coach"}, headers=other).status_code == 403


def test_leaving_ends_the_session(site) -> None:
    visitor = site.visitor(Role.COACH)
    answer = visitor.web.post("/logout", data={"csrf": visitor.csrf})
    assert answer.headers["location"] == "/"
    assert re.match(f'{COOKIE}="";.*Max-Age=0', answer.headers["set-cookie"])


def test_without_data_the_first_page_says_so(new_site) -> None:
    answer = new_site(filled=False).visitor(Role.COACH).get("/")
    assert answer.status_code == 200
    assert "Er zijn nog geen gegevens." in answer.text


def test_style_and_script_come_from_us_and_are_kept(site) -> None:
    page = site.visitor().get("/hulp").text
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(found) == 6
    for address in found:
        answer = site.visitor().get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert site.visitor().get(found[0].replace("/static/", "/static/x")).status_code == 404
    assert site.visitor().get("/static/000000000000/../../texts.py").status_code == 404
