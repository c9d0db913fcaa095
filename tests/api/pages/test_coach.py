"""What a coach reads: the caseload and its choices, proposals in full, why not, what if, and places."""

import re

import pytest

from api.pages import maps
from api.pages.places import matching
from api.security.person import Role
from matching import whatif
from matching.pricing import Desk

PERSON = "/in/tiny/deelnemers/vaals-first"
OWN = {"vetoes-green", "out-of-reach", "needs-much-guidance", "vaals-first", "vaals-second", "dutch-unknown"}


@pytest.fixture(scope="module")
def coach(site):
    return site.visitor(Role.COACH)


@pytest.fixture(scope="module")
def desk(tiny, solved) -> Desk:
    return Desk.of(tiny, solved)


def _people(html: str) -> list[str]:
    return re.findall(r'href="/in/tiny/deelnemers/([a-z-]+)"', html)


def _said(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_caseload_is_the_own_one_and_who_waits_longest_comes_first(coach, site) -> None:
    shown = _people(coach.get("/in/tiny/caseload").text)
    assert set(shown) == OWN
    assert shown[0] == "vaals-first"  # waits 96 weeks, the others 31 and 13
    assert shown[-1] == "vaals-second"
    assert _people(site.visitor(Role.COACH, coach="coach-sem").get("/in/tiny/caseload").text) == ["promised-garden"]


@pytest.mark.parametrize(
    ("asked", "people"),
    [
        ("toon=wachten", OWN),
        ("toon=voorstel", OWN - {"out-of-reach"}),
        ("toon=geplaatst", set()),
        ("toon=verouderd", set()),
        ("zoek=VAALS", {"vaals-first", "vaals-second"}),
        ("fase=aftercare", set()),
    ],
)
def test_choices_of_the_caseload(coach, asked: str, people: set[str]) -> None:
    assert set(_people(coach.get(f"/in/tiny/caseload?{asked}").text)) == people


def test_an_unknown_choice_is_a_page_that_says_so(coach) -> None:
    answer = coach.get("/in/tiny/caseload?toon=alles")
    assert answer.status_code == 400
    assert "De vraag klopt niet" in answer.text


def test_a_proposal_says_what_the_engine_says(coach, desk) -> None:
    html, best = coach.get(PERSON).text, desk.propose_places("vaals-first")
    assert re.findall(r'id="plek-([a-z-]+)"', html)[0] == best[0].workplace
    for reading in best[0].readings:
        if reading.weight == "against":
            assert reading.finding.nl in _said(html).replace("&#39;", "'")
    (minutes,) = {ride.minutes for ride in best[0].rides if ride.mode == best[0].travel_mode}
    assert f"{-(-minutes // 1):.0f} minuten" in html


def test_the_pair_page_says_what_stands_in_the_way_and_what_would_help(coach) -> None:
    said = _said(coach.get(f"{PERSON}/plekken/garden-centre").text)
    assert "kan nu niet" in said
    assert "Wat het mogelijk maakt" in said


def test_ids_of_people_of_others_are_on_no_page(coach) -> None:
    places = ("mtb-packing", "garden-centre")
    for path in (PERSON, *(f"{where}/plekken/{one}" for one in places for where in (PERSON, "/in/tiny"))):
        assert not {"wsw-keeps-place", "promised-garden"} & set(re.findall("[a-z-]+", coach.get(path).text))


def test_search_finds_places_by_words_in_any_order(tiny, coach) -> None:
    assert list(matching(tiny, "leerwerklijn GROEN")["id"]) == ["mtb-green"]
    assert len(matching(tiny, "")) == 6
    found = coach.get(f"{PERSON}/plekken?zoek=hotel").text
    assert "Keukenhulp in het hotel" in found
    assert "Niets gevonden" in coach.get(f"{PERSON}/plekken?zoek=maan").text


def test_what_if_opens_and_closes_what_the_engine_does(coach, desk) -> None:
    path = "/in/tiny/deelnemers/needs-much-guidance"
    expected = whatif.difference(desk, "needs-much-guidance", None, ["participant.max_travel_minutes=5"])
    html = coach.get(f"{path}/stel-dat?reis=5").text
    assert expected.closed  # every place is further away than five minutes
    assert set(re.findall(rf'href="{path}/plekken/([a-z-]+)"', html)) == {*expected.opened, *expected.closed}


@pytest.mark.parametrize(("asked", "field"), [("reis=lang", "reis"), ("reis=999", "reis"), ("uren=-1", "uren")])
def test_what_if_refuses_what_is_no_value(coach, asked: str, field: str) -> None:
    answer = coach.get(f"{PERSON}/stel-dat?{asked}")
    assert answer.status_code == 400
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', answer.text)


def test_places_show_room_and_a_planner_sees_no_people(site, coach) -> None:
    assert "1 van 1" in _said(coach.get("/in/tiny/plekken").text)
    html = site.visitor(Role.PLANNER).get("/in/tiny/plekken/mtb-packing").text
    assert "U ziet hier geen mensen" in html
    assert _people(html) == []


def test_a_map_shows_both_spots() -> None:
    found = maps.between("6229", "6291")  # Maastricht Randwyck and Vaals
    left, top, width, height = map(float, found.view.split())
    for spot in (found.home, found.work):
        assert left < spot.x < left + width
        assert top < spot.y < top + height
    assert found.home.x < found.work.x  # Vaals lies east
    assert maps.between("6229", "0000") is None


def test_borders_are_those_of_sixteen_municipalities() -> None:
    assert len(maps.borders()) == 16
    assert all(path.startswith("M") and path.endswith("Z") for path in maps.borders())


@pytest.fixture(scope="module")
def unmatched(new_site):
    return new_site(matched=False).visitor(Role.COACH)


@pytest.mark.parametrize("path", ["caseload", "deelnemers/vaals-first", "plekken", "plekken/mtb-packing"])
def test_before_anything_was_matched_pages_say_so(unmatched, path: str) -> None:
    answer = unmatched.get(f"/in/tiny/{path}")
    assert answer.status_code == 200
    assert "nog geen berekening" in answer.text or "onbekend" in answer.text
