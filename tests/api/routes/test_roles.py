"""Who may do what: every route has a line in this table, and is asked by every role and by nobody."""

from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from api.app import ROUTERS
from api.security import roles
from api.security.asking import roles_of
from api.security.person import Role

RUN = "00000000-0000-7000-8000-000000000000"
P, W = "vaals-first", "bakery-counter"
DECISION = {"kind": "override", "participant": P, "workplace": W, "rule": "load", "note": "x"}
OPEN = None

# method and path: who may, and the body to ask with. What is asked for need not be there: 403 comes before 404.
TABLE: dict[tuple[str, str], tuple[frozenset[Role] | None, Any]] = {
    ("GET", "/health"): (OPEN, None),
    ("GET", "/ready"): (OPEN, None),
    ("GET", "/openapi.json"): (OPEN, None),
    ("GET", "/docs"): (OPEN, None),
    ("POST", "/demo-sessions"): (OPEN, {"role": "coach"}),
    ("GET", "/metrics"): (roles.ADMINS, None),
    ("GET", "/instances"): (roles.ANYONE, None),
    ("GET", "/instances/{instance}"): (roles.ANYONE, None),
    ("PUT", "/instances/{instance}"): (roles.ADMINS, {"leerwerk": 1}),
    ("DELETE", "/instances/{instance}"): (roles.ADMINS, None),
    ("GET", "/instances/{instance}/versions"): (roles.ANYONE, None),
    ("GET", "/instances/{instance}/versions/{number}"): (roles.ANYONE, None),
    ("GET", "/demo-datasets"): (roles.ANYONE, None),
    ("POST", "/demo-datasets"): (roles.ADMINS, {"preset": "tiny", "name": "other"}),
    ("GET", "/instances/{instance}/participants"): (roles.READERS, None),
    ("GET", "/instances/{instance}/participants/{participant}"): (roles.READERS, None),
    ("GET", "/instances/{instance}/workplaces"): (roles.ANYONE, None),
    ("GET", "/instances/{instance}/workplaces/{workplace}"): (roles.ANYONE, None),
    ("GET", "/instances/{instance}/lines"): (roles.ANYONE, None),
    ("GET", "/instances/{instance}/municipalities"): (roles.ANYONE, None),
    ("GET", "/instances/{instance}/budgets"): (roles.OVERSEERS, None),
    ("GET", "/rules"): (roles.ANYONE, None),
    ("GET", "/instances/{instance}/rules"): (roles.ANYONE, None),
    ("GET", "/policies"): (roles.ANYONE, None),
    ("GET", "/policies/{policy}"): (roles.ANYONE, None),
    ("GET", "/instances/{instance}/participants/{participant}/proposals"): (roles.ADVISED, None),
    ("GET", "/instances/{instance}/workplaces/{workplace}/proposals"): (roles.ADVISED, None),
    ("GET", "/instances/{instance}/participants/{participant}/explanation"): (roles.ADVISED, None),
    ("POST", "/instances/{instance}/what-ifs"): (
        roles.ADVISED, {"participant": P, "changes": [{"field": "participant.hours_week", "value": "20"}]},
    ),
    ("POST", "/instances/{instance}/decisions"): (roles.DECIDERS, DECISION),
    ("POST", "/instances/{instance}/decisions/{decision}/withdrawal"): (roles.DECIDERS, {}),
    ("GET", "/instances/{instance}/decisions"): (roles.READERS, None),
    ("GET", "/instances/{instance}/decisions/{decision}"): (roles.READERS, None),
    ("POST", "/match-runs"): (roles.PLANNERS, {"instance": "nowhere"}),
    ("GET", "/match-runs"): (roles.READERS, None),
    ("GET", "/match-runs/{run}"): (roles.READERS, None),
    ("GET", "/match-runs/{run}/result"): (roles.READERS, None),
    ("GET", "/match-runs/{run}/events"): (roles.READERS, None),
    ("GET", "/match-runs/{run}/export"): (roles.READERS, None),
    ("POST", "/match-runs/{run}/cancellation"): (roles.PLANNERS, None),
    ("POST", "/plan-runs"): (roles.PLANNERS, {"instance": "nowhere"}),
    ("GET", "/plan-runs"): (roles.OVERSEERS, None),
    ("GET", "/plan-runs/{run}"): (roles.OVERSEERS, None),
    ("GET", "/plan-runs/{run}/result"): (roles.OVERSEERS, None),
    ("GET", "/plan-runs/{run}/report"): (roles.OVERSEERS, None),
    ("GET", "/plan-runs/{run}/events"): (roles.OVERSEERS, None),
    ("POST", "/plan-runs/{run}/cancellation"): (roles.PLANNERS, None),
    ("GET", "/scenarios"): (roles.OVERSEERS, None),
    ("POST", "/scenarios"): (roles.PLANNERS, {"instance": "nowhere", "name": "x"}),
    ("GET", "/scenarios/{scenario}"): (roles.OVERSEERS, None),
    ("PATCH", "/scenarios/{scenario}"): (roles.PLANNERS, {"name": "y"}),
    ("DELETE", "/scenarios/{scenario}"): (roles.PLANNERS, None),
    ("POST", "/scenarios/{scenario}/clones"): (roles.PLANNERS, {"name": "z"}),
    ("GET", "/scenario-comparison"): (roles.OVERSEERS, None),
    ("GET", "/instances/{instance}/exports/{table}"): (roles.READERS, None),
    ("GET", "/logbook/records"): (roles.AUDITORS, None),
    ("GET", "/logbook/participants/{participant}/records"): (roles.AUDITORS, None),
    ("GET", "/logbook/verification"): (roles.AUDITORS, None),
    ("GET", "/privacy/participants/{participant}"): (roles.ADMINS, None),
    ("DELETE", "/privacy/participants/{participant}"): (roles.ADMINS, None),
    ("GET", "/privacy/retention"): (roles.ADMINS, None),
    ("POST", "/privacy/retention"): (roles.ADMINS, None),
}  # fmt: skip
NOWHERE = {
    "instance": "nowhere", "participant": P, "workplace": W, "number": "1", "policy": "develop", "table": "lines",
    "run": RUN, "scenario": RUN, "decision": RUN,
}  # fmt: skip


def routes() -> dict[tuple[str, str], APIRoute]:
    found = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return {(method, route.path): route for route in found for method in route.methods}


def test_every_route_has_a_line_in_the_table_and_none_is_left_over() -> None:
    assert set(TABLE) == set(routes())


def test_what_a_route_says_is_what_the_table_says() -> None:
    said = {}
    for key, route in routes().items():
        stack, found = list(route.dependant.dependencies), []
        while stack:
            one = stack.pop()
            stack += one.dependencies
            found += [roles_of(one.call)] if one.call is not None and roles_of(one.call) else []
        said[key] = found[0] if found else OPEN
    assert said == {key: allowed for key, (allowed, _) in TABLE.items()}


@pytest.fixture(scope="module")
def answers(new_service) -> dict[tuple[tuple[str, str], Role | None], int]:
    """The status of every route for every role, and for nobody."""
    service = new_service()
    found = {}
    for role in (None, *Role):
        client: httpx.Client = service.client(role)
        for (method, path), (_, body) in TABLE.items():
            answer = client.request(method, path.format(**NOWHERE), json=body)
            client.cookies.clear()  # those of the demo login
            found[(method, path), role] = answer.status_code
    return found


def test_a_role_that_may_not_gets_403_and_one_that_may_does_not(answers) -> None:
    wrong = {}
    for (key, role), status in answers.items():
        allowed = TABLE[key][0]
        if role is not None and allowed is not OPEN and (status == 403) == (role in allowed):
            wrong[key, role] = status
        if status >= 500 or (status == 401 and role is not None):
            wrong[key, role] = status
    assert wrong == {}


def test_nobody_gets_401_where_a_role_is_asked(answers) -> None:
    asked = {key: status for (key, role), status in answers.items() if role is None}
    wrong = {key: status for key, status in asked.items() if (status == 401) == (TABLE[key][0] is OPEN)}
    assert wrong == {}
