"""Deciding with forms: what is kept, what is told, and what comes back when something is missing."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from api.security.person import Role
from api.store import decisions, standing
from api.store.models import Decision

PERSON = "vaals-first"
PAGE = f"/in/tiny/deelnemers/{PERSON}"
PLACE = "mtb-packing"


@pytest.fixture(scope="module")
def own_site(new_site: Callable[..., Any]) -> Any:
    """A site on which is decided."""
    return new_site()


@pytest.fixture
def coach(own_site) -> Iterator[Any]:
    """A coach; what was decided about the participant is taken back afterwards."""
    made = own_site.visitor(Role.COACH)
    yield made
    for one in _standing(own_site):
        made.send(f"{PAGE}/besluiten/{one.id}/intrekken")


def _standing(site) -> list[Decision]:
    with site.app.state.database.reading() as session:
        return standing.standing(session, "tiny", participant=PERSON)


def _said(answer: httpx.Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def _focus(answer: httpx.Response) -> list[str]:
    """The ids of what the keyboard starts at."""
    return re.findall(r'id="([^"]+)"[^>]* autofocus', answer.text)


def test_accepting_holds_the_place_and_tells_so_once(own_site, coach) -> None:
    answer = coach.send(f"{PAGE}/besluiten", kind="accept", workplace=PLACE, run=own_site.run)
    assert answer.status_code == 200
    assert "Aangenomen: mtb-packing." in _said(answer)
    assert _focus(answer) == ["besluiten"]
    (kept,) = _standing(own_site)
    assert (kept.kind, kept.workplace, kept.run, kept.by) == ("accept", PLACE, own_site.run, "the-coach")
    assert "Aangenomen: mtb-packing." not in _said(coach.get(PAGE))
    assert "heeft een plek" in _said(coach.get(PAGE))


def test_rejecting_asks_a_reason_and_gives_the_form_back_as_it_was(own_site, coach) -> None:
    answer = coach.send(f"{PAGE}/besluiten", kind="reject", workplace=PLACE, reason="", note="te ver")
    assert answer.status_code == 400
    assert "Kies een reden." in _said(answer)
    assert f'href="#reden-{PLACE}"' in answer.text
    assert re.search(rf'<select[^>]*id="reden-{PLACE}"[^>]*aria-invalid="true"', answer.text)
    assert ">te ver</textarea>" in answer.text
    assert _standing(own_site) == []


def test_a_rejected_place_is_not_proposed_again(own_site, coach) -> None:
    assert f'id="plek-{PLACE}"' in coach.get(PAGE).text
    answer = coach.send(f"{PAGE}/besluiten", kind="reject", workplace=PLACE, reason="travel")
    assert f'id="plek-{PLACE}"' not in answer.text
    assert _focus(answer) == ["voorstellen"]
    assert [one.reason for one in _standing(own_site)] == ["travel"]
    coach.send(f"{PAGE}/besluiten/{_standing(own_site)[0].id}/intrekken")
    assert f'id="plek-{PLACE}"' in coach.get(PAGE).text


@pytest.mark.parametrize(("kind", "told"), [("pin", "Vastgezet"), ("exclude", "Uitgesloten")])
def test_pinning_and_excluding(own_site, coach, kind: str, told: str) -> None:
    answer = coach.send(f"{PAGE}/besluiten", kind=kind, workplace=PLACE, reason="profile")
    assert f"{told}: mtb-packing." in _said(answer)
    assert [one.kind for one in _standing(own_site)] == [kind]


def test_a_rule_is_set_aside_with_a_reason_only(own_site, coach) -> None:
    bare = coach.send(f"{PAGE}/besluiten", kind="override", workplace=PLACE, rule="personal_travel", note=" ")
    assert bare.status_code == 400
    assert "Zeg in eigen woorden waarom" in _said(bare)
    coach.send(f"{PAGE}/besluiten", kind="override", workplace=PLACE, rule="personal_travel", note="reist mee")
    assert [(one.rule, one.note) for one in _standing(own_site)] == [("personal_travel", "reist mee")]


def test_who_has_a_place_cannot_be_given_another(coach) -> None:
    coach.send(f"{PAGE}/besluiten", kind="accept", workplace=PLACE)
    again = coach.send(f"{PAGE}/besluiten", kind="accept", workplace="bakery-counter")
    assert again.status_code == 409
    assert "heeft al een plek" in _said(again)


def test_the_last_slot_goes_to_who_was_first(own_site, coach) -> None:
    other = "/in/tiny/deelnemers/dutch-unknown"
    first = coach.send(f"{other}/besluiten", kind="accept", workplace="bakery-counter")
    assert first.status_code == 200
    late = coach.send(f"{PAGE}/besluiten", kind="accept", workplace="bakery-counter")
    assert late.status_code == 409
    assert "net aan iemand anders gegeven" in _said(late)
    with own_site.app.state.database.reading() as session:
        (one,) = standing.standing(session, "tiny", participant="dutch-unknown")
    coach.send(f"{other}/besluiten/{one.id}/intrekken")


def test_a_decision_cannot_be_taken_back_twice(own_site, coach) -> None:
    coach.send(f"{PAGE}/besluiten", kind="pin", workplace=PLACE)
    address = f"{PAGE}/besluiten/{_standing(own_site)[0].id}/intrekken"
    assert coach.send(address).status_code == 200
    assert coach.send(address).status_code == 409


def test_nothing_is_decided_without_the_token_of_the_session(own_site, coach) -> None:
    for token in ("", "f" * 64):
        answer = coach.send(f"{PAGE}/besluiten", csrf=token, kind="accept", workplace=PLACE)
        assert answer.status_code == 403
    assert _standing(own_site) == []


def test_nothing_is_decided_about_people_of_others(own_site) -> None:
    stranger = own_site.visitor(Role.COACH, coach="coach-sem")
    answer = stranger.send(f"{PAGE}/besluiten", kind="accept", workplace=PLACE)
    assert answer.status_code == 404
    assert _standing(own_site) == []


@pytest.mark.parametrize("kind", ["", "withdraw", "marry"])
def test_an_unknown_kind_is_refused(own_site, coach, kind: str) -> None:
    assert coach.send(f"{PAGE}/besluiten", kind=kind, workplace=PLACE, reason="travel").status_code == 400
    assert _standing(own_site) == []


def test_the_history_keeps_what_was_taken_back(own_site, coach) -> None:
    coach.send(f"{PAGE}/besluiten", kind="reject", workplace=PLACE, reason="travel", note="twee bussen")
    coach.send(f"{PAGE}/besluiten/{_standing(own_site)[0].id}/intrekken")
    said = _said(coach.get(f"{PAGE}/besluiten"))
    assert "de reis twee bussen" in said
    assert "Intrekken" in said
    with own_site.app.state.database.reading() as session:
        person = own_site.session(Role.COACH).person
        assert len(decisions.listed(session, person, "tiny", participant=PERSON)) == said.count("the-coach")
