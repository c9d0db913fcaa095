"""The VUM over HTTP: vacancies for other parties, questions and answers of our own; nothing where it is off."""

import httpx
import pytest

from api.security.person import Role

OURS, THEIRS = "00000001234567890000", "00000009876543210000"
SECRET = "what the gateway of these tests sends"
HEADERS = {"Authorization": f"Bearer {SECRET}", "X-VUM-fromParty": THEIRS, "X-VUM-toParty": OURS}
AREA = {"selectiegebied": {"postcode": "6211", "afstand": 40}}
OPEN = {"vum": True, "oin": OURS, "vum_secret": SECRET, "vum_instance": "tiny"}


@pytest.fixture(scope="module")
def vum(new_service):
    return new_service(**OPEN)


@pytest.fixture(scope="module")
def gateway(vum):
    with httpx.Client(base_url=f"{vum.url}/vum/bron", headers=HEADERS, timeout=60) as client:
        yield client


@pytest.fixture
def coach(vum):
    with httpx.Client(
        base_url=f"{vum.url}/vum/bemiddelaar/tiny", headers=vum.client(Role.COACH).headers, timeout=60
    ) as client:
        yield client


def test_another_party_gets_the_vacancies_that_meet_its_question(gateway):
    """Of the three vacancies of tiny one asks at most 24 hours: the bakery, from 16 to 24."""
    few = AREA | {"werktijden.aantalWerkurenPerWeekMaximaal": {"$lte": 24}}
    answer = gateway.post("/vacatures/matches", json=few)
    assert answer.status_code == 200
    assert answer.json()["maximumAantalResultatenBereikt"] is False
    assert "bakery-counter" in [one["idVacature"] for one in answer.json()["matches"]]
    hours = [one["werktijden"]["aantalWerkurenPerWeekMaximaal"] for one in answer.json()["matches"]]
    assert all(one <= 24 for one in hours)
    assert len(gateway.post("/vacatures/matches", json=AREA).json()["matches"]) == 3


def test_one_vacancy_in_full(gateway):
    assert gateway.get("/vacatures/bakery-counter").json()["naamVacature"] == "Hulp in de bakkerij"
    assert gateway.get("/vacatures/nowhere").json()["code"] == "400.01"


@pytest.mark.parametrize(
    ("sent", "code"),
    [(b"{", "400.01"), (b"{}", "400.02"), (b'{"selectiegebied": {"postcode": "6211", "afstand": -1}}', "400.01")],
)
def test_what_is_wrong_with_a_question_is_told_as_the_vum_does(gateway, sent, code):
    answer = gateway.post("/vacatures/matches", content=sent)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert set(answer.json()) == {"code", "message", "details"}


@pytest.mark.parametrize("wrong", [{"Authorization": "Bearer guessed"}, {"Authorization": ""}])
def test_only_the_gateway_gets_in(gateway, wrong):
    assert gateway.post("/vacatures/matches", json=AREA, headers=wrong).status_code == 401


@pytest.mark.parametrize("wrong", [{"X-VUM-fromParty": "me"}, {"X-VUM-toParty": THEIRS}, {"X-VUM-toParty": ""}])
def test_both_parties_must_be_named(gateway, wrong):
    answer = gateway.get("/vacatures/bakery-counter", headers=wrong)
    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.json()["details"]


def test_no_profile_goes_out(gateway):
    assert gateway.post("/werkzoekendeProfielen/matches", json=AREA).status_code == 404


def test_too_many_questions_of_one_party(new_service):
    small = new_service(**OPEN, max_requests_minute=2)
    told = [httpx.get(f"{small.url}/vum/bron/vacatures/bakery-counter", headers=HEADERS) for _ in range(3)]
    assert [one.status_code for one in told] == [200, 200, 429]
    assert told[2].json()["code"] == "429.01"
    assert int(told[2].headers["retry-after"]) > 0


def test_an_instance_that_is_not_there_is_not_available_yet(new_service):
    lost = new_service(**{**OPEN, "vum_instance": "nowhere"})
    answer = httpx.get(f"{lost.url}/vum/bron/vacatures/x", headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (503, "500.3")


def test_a_question_for_a_participant_tells_where_and_how_many_hours_only(coach):
    answer = coach.get("/participants/vaals-first/question?km=25")
    assert answer.status_code == 200, answer.text
    assert answer.json()["question"]["selectiegebied"] == {"postcode": "6291", "afstand": 25}
    assert set(answer.json()["question"]) == {"selectiegebied", "$or"}
    assert answer.json()["mostDetails"] == 10


def test_nothing_is_asked_for_someone_whom_one_may_not_see(vum, coach):
    other = {**vum.client(Role.COACH, coach="coach-other").headers}
    assert coach.get("/participants/vaals-first/question", headers=other).status_code == 404


def test_an_answer_is_filtered_once_more_and_what_cannot_be_read_is_told(coach):
    """The bron ignored the hours: the first meets the question, the second does not, the third has an unknown code."""

    def vacancy(name, most, **others):
        at = {"mobiliteit": {"bemiddelingspostcode": "6211"}}
        return {"idVacature": name, "werktijden": {"aantalWerkurenPerWeekMaximaal": most}, **at, **others}

    question = AREA | {"werktijden.aantalWerkurenPerWeekMaximaal": {"$lte": 24}, "kleur": {"$eq": "rood"}}
    sent = [vacancy("v1", 20), vacancy("v2", 36), vacancy("v3", 20, contractvorm=[{"codeTypeOvereenkomst": "O1"}])]
    told = coach.post("/vacancies/answer", json={"question": question, "answer": {"matches": sent}})
    assert told.status_code == 200, told.text
    assert [one["idVacature"] for one in told.json()["matches"]] == ["v1"]
    assert told.json()["ignored"] == ["kleur"]
    assert [one["row"] for one in told.json()["problems"]] == [3]
    assert coach.post("/profiles/answer", json={"question": {}, "answer": {}}).status_code == 400


def test_a_workplace_has_a_question_too(coach):
    asked = coach.get("/workplaces/bakery-counter/question?km=30").json()["question"]
    assert asked["selectiegebied"] == {"postcode": "6301", "afstand": 30}
    assert coach.get("/workplaces/nowhere/question").status_code in (400, 404)


def test_the_logbook_tells_who_asked_and_about_whom(vum, gateway, coach):
    gateway.post("/vacatures/matches", json=AREA)
    coach.get("/participants/vaals-first/question")
    found = vum.client(Role.AUDITOR).get("/logbook/records?limit=100").json()["items"]
    exchanged = [one for one in found if one["name"] == "exchange"]
    assert f"oin:{THEIRS}" in {one["actor"] for one in exchanged}
    assert any("dpl.core.data_subject_id" in one["attributes"] for one in exchanged)


def test_it_is_closed_unless_settings_open_it(service):
    for path in ("bron/vacatures/matches", "bemiddelaar/tiny/vacancies/answer"):
        assert httpx.post(f"{service.url}/vum/{path}", json={}, headers=HEADERS).status_code == 404
