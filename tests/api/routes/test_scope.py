"""Of people, each sees only the own: elsewhere they do not exist, and no answer names them."""

from api.security.person import Role

MINE, OTHER = "vaals-first", "promised-garden"  # of coach-szmh, and of coach-sem


def test_a_coach_sees_the_own_caseload(service) -> None:
    found = service.client(Role.COACH).get("/instances/tiny/participants").json()
    assert {one["coach"] for one in found["items"]} == {"coach-szmh"}
    assert len(found["items"]) == 6


def test_a_controller_sees_the_own_municipality(service) -> None:
    found = service.client(Role.CONTROLLER, municipalities=("GM0981",)).get("/instances/tiny/participants").json()
    assert [one["id"] for one in found["items"]] == ["vaals-first", "vaals-second"]


def test_a_planner_and_an_auditor_see_nobody(service) -> None:
    for role in (Role.PLANNER, Role.AUDITOR):
        assert service.client(role).get("/instances/tiny/participants").json()["items"] == []


def test_who_is_out_of_scope_does_not_exist(service) -> None:
    """The answer is the same as for someone who does not exist at all, but for the name that was asked."""
    coach = service.client(Role.COACH)
    for address in ("{}", "{}/proposals", "{}/explanation"):
        hidden, missing = (
            coach.get(f"/instances/tiny/participants/{address.format(who)}") for who in (OTHER, "nobody")
        )
        assert hidden.status_code == missing.status_code == 404
        assert hidden.json()["detail"].replace(OTHER, "nobody") == missing.json()["detail"]
        assert coach.get(f"/instances/tiny/participants/{address.format(MINE)}").status_code == 200
    decision = {"kind": "accept", "participant": OTHER, "workplace": "garden-centre"}
    assert coach.post("/instances/tiny/decisions", json=decision).status_code == 404
    change = {"participant": OTHER, "changes": [{"field": "participant.hours_week", "value": "20"}]}
    assert coach.post("/instances/tiny/what-ifs", json=change).status_code == 404


def test_no_answer_names_someone_out_of_scope(service) -> None:
    coach, planner = service.client(Role.COACH), service.client(Role.PLANNER)
    run = coach.get("/match-runs").json()["items"][0]["id"]
    texts = [
        coach.get(f"/match-runs/{run}/result").text,
        coach.get(f"/match-runs/{run}/export").text,
        coach.get("/instances/tiny/exports/participants").text,
        coach.get("/instances/tiny/exports/placements").text,
        coach.get("/instances/tiny/workplaces/garden-centre/proposals?count=50").text,
        *(
            coach.get(f"/instances/tiny/participants/{MINE}/explanation", params=which).text
            for which in ({}, {"workplace": "garden-centre"}, {"workplace": "mtb-packing"})
        ),
    ]
    assert [text for text in texts if OTHER in text or "wsw-keeps-place" in text] == []
    told = planner.get(f"/match-runs/{run}/result").json()
    assert told["assignments"] == told["unmatched"] == []
    assert told["num_assignments"] + told["num_unmatched"] == 8


def test_small_counts_of_other_municipalities_are_left_out(service) -> None:
    """Nobody in tiny pays for five people; of the own municipality the count is told."""
    found = service.client(Role.CONTROLLER, municipalities=("GM0981",)).get("/instances/tiny/municipalities").json()
    counts = {one["municipality"]["id"]: one["numParticipants"] for one in found["items"]}
    assert counts["GM0981"] == 2
    assert set(counts.values()) <= {2, 0, None}
    assert counts["GM0935"] is None
