"""Live proposals follow what was decided a moment ago, and forget at once who was erased."""

import pytest

from api.security.person import Role

P, PLACE = "vaals-first", "mtb-packing"


@pytest.fixture(scope="module")
def live(new_service):
    made = new_service()
    made.matched()
    return made


def places(service):
    answer = service.client(Role.COACH).get(f"/instances/tiny/participants/{P}/proposals")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_rejection_is_followed_at_once(live):
    before = places(live)
    best = before["proposals"][0]["workplace"]
    no = {"kind": "reject", "participant": P, "workplace": best, "reason": "travel", "note": ""}
    assert live.client(Role.COACH).post("/instances/tiny/decisions", json=no).status_code == 201
    after = places(live)
    assert best not in [one["workplace"] for one in after["proposals"]]
    assert after["decided"] > before["decided"]


def test_the_logbook_names_the_request(live):
    trace = "c" * 32
    asked = live.client(Role.COACH).get(
        f"/instances/tiny/participants/{P}/proposals", headers={"X-Request-ID": trace}
    )  # fmt: skip
    records = live.client(Role.AUDITOR).get("/logbook/records?limit=100").json()["items"]
    assert records[-1]["name"] == "propose"
    assert records[-1]["traceId"] == asked.headers["x-request-id"].replace("-", "")


def test_nothing_prepared_holds_someone_who_was_erased(live):
    places(live)
    assert live.client(Role.ADMIN).delete(f"/privacy/participants/{P}").status_code == 204
    assert live.app.state.desks._desks == {}
    assert live.client(Role.COACH).get(f"/instances/tiny/participants/{P}/proposals").status_code == 404
    people = live.client(Role.COACH).get(f"/instances/tiny/workplaces/{PLACE}/proposals?count=50")
    assert people.status_code == 200
    assert P not in people.text
    for desk in live.app.state.desks._desks.values():
        assert P not in set(desk.desk.opened.instance["participants"]["id"])
