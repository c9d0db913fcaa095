"""The document against the NLGov REST API Design Rules: every rule that their linter checks, with no finding.

The rules are those of the Spectral ruleset of the standard (2.1), written out here, because tests need no network.
"""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from fastapi.openapi.models import OpenAPI

from api.settings import Settings
from api.web.openapi import operations
from instances.schema import TABLES, base
from instances.schema.solution import Frozen

METHODS = {"get", "put", "post", "patch", "delete"}
CAMEL, UPPER, KEBAB = r"\$?[a-z][A-Za-z0-9]*", r"[A-Z][A-Za-z0-9]*", r"[a-z0-9]+(-[a-z0-9]+)*"


@pytest.fixture(scope="module")
def document(new_service) -> dict[str, Any]:
    service = new_service(public_url="https://leerwerk.example.org")
    return service.client().get("/openapi.json").json()


def responses(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for operation in operations(document):
        for status, told in operation["responses"].items():
            yield operation["operationId"], status, resolved(document, told)


def resolved(document: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in told:
        return told
    found: Any = document
    for step in told["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def walked(content: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, content
    if isinstance(content, dict):
        for key, value in content.items():
            if key not in ("example", "examples"):
                yield from walked(value, f"{path}/{key}")
    elif isinstance(content, list):
        for value in content:
            yield from walked(value, path)


def properties(document: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for path, content in walked(document["components"]["schemas"]):
        if isinstance(content, dict) and isinstance(content.get("properties"), dict):
            for name, schema in content["properties"].items():
                yield path, name, schema


def test_oas3_valid(document) -> None:
    OpenAPI.model_validate(document)
    for name, schema in document["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}), name
    references = [content["$ref"] for _, content in walked(document) if isinstance(content, dict) and "$ref" in content]
    assert all(resolved(document, {"$ref": one}) for one in references if isinstance(one, str))


def test_operation_ids_are_there_and_unique(document) -> None:
    ids = [one["operationId"] for one in operations(document)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(CAMEL, one) for one in ids)


def test_path_parameters_are_declared(document) -> None:
    for path, item in document["paths"].items():
        for operation in item.values():
            declared = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
            assert declared == set(re.findall(r"\{(\w+)\}", path)), path


def test_tags_are_unique_and_declared(document) -> None:
    names = [one["name"] for one in document["tags"]]
    assert len(names) == len(set(names))
    assert {tag for one in operations(document) for tag in one["tags"]} <= set(names)


def test_servers_are_there_over_https_with_the_version(document) -> None:
    assert document["servers"]
    for server in document["servers"]:
        assert re.fullmatch(r"https://\S+/v1", server["url"])
        assert "variables" not in server


def test_openapi_is_version_3(document) -> None:
    assert re.fullmatch(r"3\.\d+\.\d+", document["openapi"])


def test_every_success_declares_headers_with_the_full_version(document) -> None:
    missing = [
        (name, status)
        for name, status, told in responses(document)
        if status[0] in "23" and "API-Version" not in told.get("headers", {})
    ]
    assert missing == []


def test_every_answer_has_the_version_that_the_document_has(new_service, document) -> None:
    client = new_service().client()
    for path in ("/health", "/nowhere", "/instances"):
        assert client.get(path).headers["api-version"] == document["info"]["version"]


def test_no_path_ends_in_a_slash(document) -> None:
    assert [path for path in document["paths"] if path.endswith("/")] == []


def test_contact(document) -> None:
    assert {"name", "email", "url"} <= document["info"]["contact"].keys()
    assert all(document["info"]["contact"].values())


def test_only_the_usual_methods(document) -> None:
    assert {method for item in document["paths"].values() for method in item} <= METHODS | {"parameters"}


def test_path_segments_are_in_kebab_case(document) -> None:
    segments = {part for path in document["paths"] for part in path.split("/")[1:] if path != "/openapi.json"}
    assert [one for one in segments if not one.startswith("{") and not re.fullmatch(KEBAB, one)] == []


def test_query_keys_are_in_lower_camel_case(document) -> None:
    names = [
        one["name"]
        for operation in operations(document)
        for one in operation.get("parameters", ())
        if one["in"] == "query"
    ]
    assert [name for name in names if not re.fullmatch(CAMEL, name)] == []


def test_failures_are_problems(document) -> None:
    for name, status, told in responses(document):
        if status[0] in "45":
            assert list(told["content"]) == ["application/problem+json"], (name, status)
            schema = resolved(document, told["content"]["application/problem+json"]["schema"])
            assert {"status", "title", "detail"} <= set(schema["required"])
            assert told["content"]["application/problem+json"]["example"]["status"] == int(status)


def test_400_is_documented_where_a_request_can_be_wrong(document) -> None:
    for item in document["paths"].values():
        for method, operation in item.items():
            if method in ("put", "post", "patch") or operation.get("parameters"):
                assert "400" in operation["responses"], operation["operationId"]
            assert "422" not in operation["responses"]


def test_no_local_times(document) -> None:
    formats = {
        content["format"]
        for _, content in walked(document)
        if isinstance(content, dict) and isinstance(content.get("format"), str)
    }
    assert formats.isdisjoint({"date-time-local", "time"})


def test_what_is_called_a_date_is_a_date(document) -> None:
    wrong = [
        (path, name)
        for path, name, schema in properties(document)
        if re.search(r"(^date$|^datum$|Date$|Datum$|_date$)", name)
        and "date" not in str(schema.get("format", schema.get("anyOf")))
    ]
    assert wrong == []
    moments = [
        (path, name)
        for path, name, schema in properties(document)
        if "date-time" in str(schema) and name.lower().endswith(("date", "datum"))
    ]
    assert moments == []


def test_the_version_is_semver(document) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])


def test_schema_names_are_in_upper_camel_case(document) -> None:
    assert [name for name in document["components"]["schemas"] if not re.fullmatch(UPPER, name)] == []


def test_property_names_are_in_lower_camel_case_but_for_the_documents_of_an_instance(document) -> None:
    """The one deviation, on purpose: a participant is spelled as in the files that people upload."""
    own = {kind.__name__ for kind in (*TABLES.values(), *kinds_below(Frozen), *kinds_below(base.Document))}
    wrong = [(path, name) for path, name, _ in properties(document) if not re.fullmatch(CAMEL, name)]
    assert [(path, name) for path, name in wrong if path.split("/")[1] not in own] == []


def kinds_below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds_below(one)


def test_the_document_is_open_to_programs_of_any_site(new_service) -> None:
    answer = new_service().client().get("/openapi.json")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_every_operation_says_who_may_or_that_anyone_may(document) -> None:
    open_to_all = {one["operationId"] for one in operations(document) if one["security"] == []}
    assert open_to_all == {"getHealth", "getReadiness", "getDocument", "getDocs", "createDemoSession"}


def test_every_operation_and_parameter_is_described(document) -> None:
    for operation in operations(document):
        assert operation["summary"]
        assert operation["description"]
        assert [one["name"] for one in operation.get("parameters", ()) if not one.get("description")] == [], operation[
            "operationId"
        ]


def test_the_page_works_without_anything_from_elsewhere(new_service, document) -> None:
    answer = new_service().client().get("/docs")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = answer.text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert "<script" not in page
    for operation in operations(document):
        assert f'id="{operation["operationId"]}"' in page


def test_the_command_prints_the_same_document(document, capsys) -> None:
    import json

    from api.cli.openapi import openapi

    openapi(base_url="https://leerwerk.example.org")
    assert json.loads(capsys.readouterr().out) == document
    assert Settings().base_url == "http://127.0.0.1:8100"
