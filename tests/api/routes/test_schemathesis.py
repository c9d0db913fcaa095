"""Requests drawn from the document, right ones and wrong ones: no 500, and every answer is as the document says.

Few by default; LEERWERK_TEST_REQUESTS=200 draws more of each operation.
"""

import contextlib
import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.security.person import Person, Role
from api.security.session import Session
from api.web.openapi import TAGS

EXAMPLES = int(os.environ.get("LEERWERK_TEST_REQUESTS", "3"))
EVERYTHING = Person("everyone", frozenset(Role), frozenset({"GM0935", "GM0981"}), "coach-szmh")


NOT_SAID = {  # what a right request may still be refused for, because no schema can say it
    "putInstance": "what an instance is, is said by its own schema (datapackage.json), table by table",
    "createMatchRun": "options that do not go together, policies and engines by name",
    "createPlanRun": "scenarios by name",
    "createScenario": "patches on tables and fields of the plan",
    "changeScenario": "patches on tables and fields of the plan; it also needs If-Match (428)",
    "askWhatIf": "fields of documents, and values that they take",
    "createDemoDataset": "tiny has one size",
    "createDecision": "rules that the policy lets be set aside",
}


@pytest.fixture(scope="module")
def api(service):
    made = schemathesis.openapi.from_dict(service.app.openapi())

    @made.hook
    def map_query(context, query):  # noqa: ARG001
        """A cursor is opaque: only one that the service gave is right."""
        return {name: value for name, value in query.items() if name != "cursor"} if query else query

    return made


@pytest.fixture(scope="module")
def token(service) -> str:
    return Session.of(EVERYTHING).sealed(service.app.state.settings)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("tag", TAGS)
def test_every_answer_is_as_the_document_says(tag: str, mode: GenerationMode, api, service, token: str) -> None:
    for result in api.include(tag=tag).get_all_operations():
        with contextlib.suppress(Unsatisfiable):  # nothing can be wrong with a request without parameters
            _ask(result.ok(), mode, f"{service.url}/v1", token)


def _ask(operation: APIOperation, mode: GenerationMode, address: str, token: str) -> None:
    """Draw requests for one operation, and check what is answered."""
    left_out = [positive_data_acceptance] if operation.definition.raw["operationId"] in NOT_SAID else []

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(
            excluded_checks=left_out, base_url=address, headers={"Authorization": f"Bearer {token}"}
        )  # fmt: skip

    ask()
