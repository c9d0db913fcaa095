"""Decisions: kept with their record, done once, and followed by the next proposal."""

import pytest

from api.security.person import Role

DECISIONS = "/instances/tiny/decisions"


@pytest.fixture
def service(new_service):
    made = new_service()
    made.matched()
    return made


@pytest.fixture
def coach(service):
    return service.client(Role.COACH)


def places(coach, participant: str) -> list[str]:
    found = coach.get(f"/instances/tiny/participants/{participant}/proposals?count=50").json()
    return [one["workplace"] for one in found["proposals"]]


def accept(participant: str, workplace: str) -> dict[str, str]:
    return {"kind": "accept", "participant": participant, "workplace": workplace}


def test_a_slot_that_was_accepted_a_moment_ago_is_proposed_to_nobody_else(coach) -> None:
    people = [one["id"] for one in coach.get("/instances/tiny/participants").json()["items"]]
    open_to = {person: places(coach, person) for person in people}
    place = next(p for p in ("bakery-counter", "hotel-kitchen") if sum(p in found for found in open_to.values()) > 1)
    first, second = [person for person in people if place in open_to[person]][:2]
    made = coach.post(DECISIONS, json=accept(first, place))
    assert made.status_code == 201, made.text
    assert place not in places(coach, second)
    assert place in places(coach, first)
    full = coach.post(DECISIONS, json=accept(second, place))
    assert (full.status_code, full.json()["type"]) == (409, "urn:leerwerk:problem:slot-taken")
    assert coach.get(f"/instances/tiny/workplaces/{place}").json()["slotsLeft"] == 0
    back = coach.post(f"{DECISIONS}/{made.json()['id']}/withdrawal", json={"note": "toch niet"})
    assert back.status_code == 201
    assert place in places(coach, second)
    again = coach.post(f"{DECISIONS}/{made.json()['id']}/withdrawal", json={})
    assert again.status_code == 409


def test_a_rejected_place_is_not_proposed_again(coach) -> None:
    person = "vaals-first"
    top = places(coach, person)[0]
    no = {"kind": "reject", "participant": person, "workplace": top, "reason": "travel"}
    assert coach.post(DECISIONS, json=no).status_code == 201
    assert top not in places(coach, person)


def test_the_same_key_decides_once_and_another_request_with_it_is_refused(coach) -> None:
    no = {"kind": "reject", "participant": "vaals-first", "workplace": "mtb-green", "reason": "travel"}
    key = {"Idempotency-Key": "once-and-only"}
    first, second = (coach.post(DECISIONS, json=no, headers=key) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first.headers["location"] == second.headers["location"]
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (None, "true")
    assert len(coach.get(DECISIONS).json()["items"]) == 1
    other = coach.post(DECISIONS, json={**no, "reason": "language"}, headers=key)
    assert (other.status_code, other.json()["type"]) == (409, "urn:leerwerk:problem:key-reused")
    failed = {"kind": "accept", "participant": "nobody", "workplace": "mtb-green"}
    assert coach.post(DECISIONS, json=failed, headers={"Idempotency-Key": "free-again"}).status_code == 404
    assert coach.post(DECISIONS, json=no, headers={"Idempotency-Key": "free-again"}).status_code == 201


def test_decisions_are_listed_in_their_order_and_read_by_id(coach) -> None:
    for place in ("mtb-green", "bakery-counter", "hotel-kitchen"):
        no = {"kind": "reject", "participant": "vaals-first", "workplace": place, "reason": "travel"}
        assert coach.post(DECISIONS, json=no).status_code == 201
    page = coach.get(DECISIONS, params={"limit": 2}).json()
    rest = coach.get(DECISIONS, params={"limit": 2, "cursor": page["next"]}).json()
    assert [one["workplace"] for one in page["items"] + rest["items"]] == [
        "mtb-green",
        "bakery-counter",
        "hotel-kitchen",
    ]
    assert rest["next"] is None
    one = page["items"][0]
    assert coach.get(f"{DECISIONS}/{one['id']}").json() == one
    only = coach.get(DECISIONS, params={"workplace": "hotel-kitchen"}).json()["items"]
    assert [found["workplace"] for found in only] == ["hotel-kitchen"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "withdraw"},
        {"kind": "reject"},
        {"kind": "reject", "reason": "agreed"},
        {"kind": "override", "rule": "load"},
        {"kind": "override", "note": "why"},
        {"kind": "accept", "rule": "load"},
        {"kind": "accept", "colour": "red"},
        {"kind": "marry"},
    ],
    ids=str,
)
def test_what_does_not_go_together_is_refused(service_shared, wrong: dict[str, str]) -> None:
    body = {"participant": "vaals-first", "workplace": "mtb-green", **wrong}
    assert service_shared.client(Role.COACH).post(DECISIONS, json=body).status_code == 400


@pytest.fixture(scope="module")
def service_shared(new_service):
    return new_service()


def test_the_decision_and_everything_seen_stand_in_the_logbook(service, coach) -> None:
    coach.get("/instances/tiny/participants/vaals-first")
    places(coach, "vaals-first")
    coach.get("/instances/tiny/participants/vaals-first/explanation")
    coach.post(DECISIONS, json=accept("vaals-first", "nowhere"))
    no = {"kind": "reject", "participant": "vaals-first", "workplace": "mtb-green", "reason": "travel"}
    made = coach.post(DECISIONS, json=no, headers={"X-Request-ID": "ab" * 16})
    auditor = service.client(Role.AUDITOR)
    records = auditor.get("/logbook/participants/vaals-first/records").json()["items"]
    assert [one["name"] for one in records] == ["view", "propose", "explain", "decide"]
    assert {one["actor"] for one in records} == {"the-coach"}
    assert records[-1]["traceId"] == made.headers["x-request-id"] == "ab" * 16
    assert "vaals-first" not in str(records)
    state = auditor.get("/logbook/verification").json()
    assert state["whole"]
    assert state["faults"] == []


def test_before_anything_was_matched_there_is_nothing_to_rank_by(new_service) -> None:
    answer = new_service().client(Role.COACH).get("/instances/tiny/participants/vaals-first/proposals")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:leerwerk:problem:not-matched")


def test_an_override_counts_at_once(coach) -> None:
    """Someone whom one rule blocks that may be set aside: once it is, the place is among the proposals."""
    participant, workplace, rule = _overridable(coach)
    assert workplace not in places(coach, participant)
    body = {"kind": "override", "participant": participant, "workplace": workplace, "rule": rule, "note": "past toch"}
    answer = coach.post(DECISIONS, json=body)
    assert answer.status_code == 201, answer.text
    assert workplace in places(coach, participant)


def _overridable(coach) -> tuple[str, str, str]:
    rules = coach.get("/instances/tiny/rules", params={"limit": 1000}).json()["items"]
    may = {one["code"] for one in rules if one["here"]["mode"] == "hard_unless_overridden"}
    for person in coach.get("/instances/tiny/participants").json()["items"]:
        for place in coach.get("/instances/tiny/workplaces").json()["items"]:
            told = coach.get(
                f"/instances/tiny/participants/{person['id']}/explanation", params={"workplace": place["id"]}
            ).json()
            blocks = [one["finding"]["code"] for one in told["asked"]["readings"] if one["weight"] == "blocks"]
            if len(blocks) == 1 and blocks[0] in may:
                return person["id"], place["id"], blocks[0]
    raise AssertionError("no such pair")
