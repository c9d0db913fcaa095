"""Every operation has an example that was recorded from the service itself, and that is what the document says.

With LEERWERK_TEST_RENEW=1 the examples are recorded again into `api/web/examples.json`; without it, only judged.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from api.security.person import Role
from api.store import runs
from api.web.openapi import operations, recorded
from instances.schema.vocabulary import DecisionReason

FILE = Path(__file__).parents[3] / "api" / "web" / "examples.json"
LONGEST = 2  # items of a list that are kept
P, W = "vaals-first", "mtb-packing"
NO_CONTENT = {"archiveInstance", "archiveScenario", "eraseParticipant"}
BINARY = {"getPlanReport"}
TEXT = {"exportTable": "text/csv", "exportMatchRun": "text/csv", "getMetrics": "text/plain", "getDocs": "text/html"}
EVENTS = {"followMatchRun", "followPlanRun"}


@pytest.fixture(scope="module")
def document(service) -> dict[str, Any]:
    return service.app.openapi()


def shortened(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: shortened(value) for key, value in content.items()}
    if isinstance(content, list):
        return [shortened(value) for value in content[:LONGEST]]
    return content


def asked(service) -> Iterator[tuple[str, Role | None, str, str, Any]]:
    """Every operation with an answer to show, in an order in which each works: name, who asks, method, path, body."""
    run = service.client(Role.COACH).get("/match-runs").json()["items"][0]["id"]
    planner = service.client(Role.PLANNER)
    plan = planner.post("/plan-runs", json={"instance": "tiny"}).json()["id"]
    service.queue.waiting.clear()
    with service.app.state.database.writing() as session:
        runs.begin(session, plan, "bench", {})
        runs.finish(session, plan, runs.State.SOLVED, answer='{"capacity": []}', incumbent=1.0, bound=1.0, gap=0.0)
    one, two = (planner.post("/scenarios", json={"instance": "tiny", "name": f"Later {n}"}).json()["id"] for n in "ab")
    no = {
        "kind": "reject",
        "participant": P,
        "workplace": "mtb-green",
        "reason": DecisionReason.TRAVEL,
        "note": "te ver",
    }
    made = service.client(Role.COACH).post("/instances/tiny/decisions", json=no).json()["id"]
    tiny, person = "/instances/tiny", f"/instances/tiny/participants/{P}"
    change = {"participant": P, "workplace": W, "changes": [{"field": "participant.hours_week", "value": "20"}]}
    yield "getHealth", None, "GET", "/health", None
    yield "getReadiness", None, "GET", "/ready", None
    yield "createDemoSession", None, "POST", "/demo-sessions", {"role": "coach", "coach": "coach-szmh"}
    yield "listInstances", Role.PLANNER, "GET", "/instances", None
    yield "getInstance", Role.PLANNER, "GET", tiny, None
    yield "listVersions", Role.PLANNER, "GET", f"{tiny}/versions", None
    yield "getVersion", Role.PLANNER, "GET", f"{tiny}/versions/1", None
    yield "listDemoDatasets", Role.PLANNER, "GET", "/demo-datasets", None
    yield "createDemoDataset", Role.ADMIN, "POST", "/demo-datasets", {"preset": "tiny", "name": "mine", "seed": 1}
    yield "listParticipants", Role.COACH, "GET", f"{tiny}/participants", None
    yield "getParticipant", Role.COACH, "GET", person, None
    yield "listWorkplaces", Role.COACH, "GET", f"{tiny}/workplaces", None
    yield "getWorkplace", Role.COACH, "GET", f"{tiny}/workplaces/{W}", None
    yield "listLines", Role.COACH, "GET", f"{tiny}/lines", None
    yield "listMunicipalities", Role.CONTROLLER, "GET", f"{tiny}/municipalities", None
    yield "listBudgets", Role.CONTROLLER, "GET", f"{tiny}/budgets", None
    yield "listRules", Role.COACH, "GET", "/rules", None
    yield "listInstanceRules", Role.COACH, "GET", f"{tiny}/rules", None
    yield "listPolicies", Role.COACH, "GET", "/policies", None
    yield "getPolicy", Role.COACH, "GET", "/policies/develop", None
    yield "listPlaceProposals", Role.COACH, "GET", f"{person}/proposals", None
    yield "listPeopleProposals", Role.COACH, "GET", f"{tiny}/workplaces/{W}/proposals", None
    yield "getExplanation", Role.COACH, "GET", f"{person}/explanation?workplace={W}", None
    yield "askWhatIf", Role.COACH, "POST", f"{tiny}/what-ifs", change
    yield "createDecision", Role.COACH, "POST", f"{tiny}/decisions", {**no, "workplace": "hotel-kitchen"}
    yield "listDecisions", Role.COACH, "GET", f"{tiny}/decisions", None
    yield "getDecision", Role.COACH, "GET", f"{tiny}/decisions/{made}", None
    yield "withdrawDecision", Role.COACH, "POST", f"{tiny}/decisions/{made}/withdrawal", {"note": "toch niet te ver"}
    yield "createMatchRun", Role.PLANNER, "POST", "/match-runs", {"instance": "tiny", "options": {"gap": 0.001}}
    yield "listMatchRuns", Role.COACH, "GET", "/match-runs", None
    yield "getMatchRun", Role.COACH, "GET", f"/match-runs/{run}", None
    yield "getMatchResult", Role.COACH, "GET", f"/match-runs/{run}/result", None
    yield "followMatchRun", Role.COACH, "GET", f"/match-runs/{run}/events", None
    yield "exportMatchRun", Role.COACH, "GET", f"/match-runs/{run}/export", None
    yield "cancelMatchRun", Role.PLANNER, "POST", f"/match-runs/{run}/cancellation", None
    yield "createPlanRun", Role.PLANNER, "POST", "/plan-runs", {"instance": "tiny", "options": {"timeLimitSeconds": 60}}
    yield "listPlanRuns", Role.PLANNER, "GET", "/plan-runs", None
    yield "getPlanRun", Role.PLANNER, "GET", f"/plan-runs/{plan}", None
    yield "getPlanResult", Role.PLANNER, "GET", f"/plan-runs/{plan}/result", None
    yield "followPlanRun", Role.PLANNER, "GET", f"/plan-runs/{plan}/events", None
    yield "cancelPlanRun", Role.PLANNER, "POST", f"/plan-runs/{plan}/cancellation", None
    yield "listScenarios", Role.PLANNER, "GET", "/scenarios", None
    yield (
        "createScenario",
        Role.PLANNER,
        "POST",
        "/scenarios",
        {"instance": "tiny", "name": "Minder geld"},
    )
    yield "getScenario", Role.PLANNER, "GET", f"/scenarios/{one}", None
    yield "changeScenario", Role.PLANNER, "PATCH", f"/scenarios/{one}", {"note": "een jaar later"}
    yield "cloneScenario", Role.PLANNER, "POST", f"/scenarios/{one}/clones", {"name": "Nog later"}
    yield "compareScenarios", Role.PLANNER, "GET", f"/scenario-comparison?scenario={one}&scenario={two}", None
    yield "exportTable", Role.COACH, "GET", f"{tiny}/exports/lines", None
    yield "listLogRecords", Role.AUDITOR, "GET", "/logbook/records", None
    yield "listParticipantRecords", Role.AUDITOR, "GET", f"/logbook/participants/{P}/records", None
    yield "verifyLogbook", Role.AUDITOR, "GET", "/logbook/verification", None
    yield "getAllKnown", Role.ADMIN, "GET", f"/privacy/participants/{P}", None
    yield "getRetention", Role.ADMIN, "GET", "/privacy/retention", None
    yield "applyRetention", Role.ADMIN, "POST", "/privacy/retention", None
    yield "getMetrics", Role.ADMIN, "GET", "/metrics", None
    yield "getDocument", None, "GET", "/openapi.json", None
    yield "getDocs", None, "GET", "/docs", None


@pytest.fixture(scope="module")
def answers(service) -> dict[str, dict[str, Any]]:
    """What the service answers to each, as an example; a request with `request`."""
    found: dict[str, dict[str, Any]] = {}
    for name, role, method, path, body in asked(service):
        headers = {}
        if name == "changeScenario":
            headers["If-Match"] = service.client(role).get(path).headers["etag"]
        answer = service.client(role).request(method, path, json=body, headers=headers)
        assert answer.status_code < 300, (name, answer.text)
        made: dict[str, Any] = {} if body is None else {"request": body}
        kind = answer.headers["content-type"].partition(";")[0]
        if kind != "application/json":
            made |= {"type": kind, "response": "".join(answer.text.splitlines(keepends=True)[: 2 * LONGEST])}
        elif name == "getDocument":
            made |= {"response": {"openapi": answer.json()["openapi"], "info": answer.json()["info"]}}
        else:
            made |= {"response": shortened(answer.json())}
        found[name] = made
    found["putInstance"] = {"response": found["getInstance"]["response"]}
    if os.environ.get("LEERWERK_TEST_RENEW"):
        FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
        recorded.cache_clear()
    return found


def test_every_operation_is_shown(document, answers) -> None:
    names = {one["operationId"] for one in operations(document)}
    assert set(answers) == names - NO_CONTENT - BINARY
    assert set(recorded()) == set(answers)


def test_what_the_service_answers_is_what_the_document_says(document, answers) -> None:
    assert faults(document, answers) == []


def test_what_was_recorded_is_still_what_the_document_says(document, answers) -> None:  # noqa: ARG001
    assert faults(document, recorded()) == []


def test_every_field_that_is_answered_was_recorded(answers) -> None:
    """A field that is new in an answer asks for recording again."""
    kept = recorded()
    old = {
        name: sorted(set(one["response"]) ^ set(kept[name]["response"]))
        for name, one in answers.items()
        if isinstance(one["response"], dict) and name not in ("getMatchResult", "getAllKnown")
    }
    assert {name: fields for name, fields in old.items() if fields} == {}


def faults(document: dict[str, Any], examples: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for operation in operations(document):
        name = operation["operationId"]
        example = examples.get(name)
        if example is None:
            continue
        if "request" in example:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            found += [(name, str(error)) for error in judged(document, schema, example["request"])]
        kind = example.get("type", "application/json")
        for status, told in operation["responses"].items():
            if status[0] == "2" and kind in told.get("content", {}):
                schema = told["content"][kind].get("schema", {})
                found += [(f"{name} {status}", str(error)) for error in judged(document, schema, example["response"])]
    return found


def judged(document: dict[str, Any], schema: dict[str, Any], content: Any) -> Iterator[Any]:
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole).iter_errors(content)
