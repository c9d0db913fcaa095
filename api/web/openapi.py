"""The document of the API, as the NLGov REST API Design Rules ask: what FastAPI says of the routes, made to conform.

The framework knows paths, parameters and schemas. Added here: the server with the version in its address, who to turn
to, `API-Version` on every success, problems on every failure, one example per operation (`examples.json`, recorded from
the service itself), names in UpperCamelCase. Taken away: the framework's own idea of a validation error.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.web import problems

VERSION = "1.0.0"
PREFIX = "/v1"
OPENAPI = "3.1.0"
CONTACT = {
    "name": "leerwerk",
    "email": "leerwerk@example.org",
    "url": "https://example.org/leerwerk",
}
DESCRIPTION = (
    "Brengt mensen naar werk dat past: voorstellen met redenen, besluiten van mensen, berekeningen en plannen. "
    "Wat hier staat is advies; een mens besluit. Alle mensen zijn verzonnen.\n\n"
    "Brings people to work that fits: proposals with reasons, decisions of people, runs and plans. What it says is "
    "advice; a person decides. All people are synthetic."
)
TAGS = {
    "service": "Health, readiness, metrics and this document.",
    "instances": "Instances and their versions: upload, compare, read.",
    "people and places": "What an instance holds.",
    "rules": "The rules, and the policies that set them.",
    "advice": "Proposals, explanations, what-ifs.",
    "decisions": "What people decide.",
    "runs": "Matching and planning.",
    "exports": "Files for other programs.",
    "accountability": "Logbook and privacy.",
}
VERSION_HEADER = {
    "description": "Full version of the API.",
    "schema": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$", "example": VERSION},
    "required": True,
}
SECURITY = {
    "bearer": {
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Access token of the provider.",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": "leerwerk", "description": "Session of a browser."},
}  # fmt: skip
EVERYWHERE = (400, 401, 403, 429, 500)
OPEN = (429, 500)
_UNWANTED = ("HTTPValidationError", "ValidationError")


def operation_id(route: APIRoute) -> str:
    """The name of the function in lower camelCase: `list_participants` is `listParticipants`."""
    first, *rest = route.name.split("_")
    return first + "".join(part.title() for part in rest)


def document(app: FastAPI, base_url: str) -> dict[str, Any]:
    """The whole document."""
    made = get_openapi(
        title="leerwerk", version=VERSION, openapi_version=OPENAPI, description=DESCRIPTION, routes=app.routes,
        contact=CONTACT, license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        servers=[{"url": base_url + PREFIX}], separate_input_output_schemas=False,
        tags=[{"name": name, "description": said} for name, said in TAGS.items()],
    )  # fmt: skip
    made["paths"] = {path.removeprefix(PREFIX): item for path, item in made["paths"].items()}
    components = made.setdefault("components", {})
    components["securitySchemes"] = SECURITY
    schemas = components.setdefault("schemas", {})
    for name in _UNWANTED:
        schemas.pop(name, None)
    schemas.update(_problem_schemas())
    components["responses"] = {_name_of(status): _problem(status) for status in _statuses()}
    for operation in operations(made):
        _conform(operation)
    renamed: dict[str, Any] = json.loads(
        re.sub(
            r'"#/components/schemas/([^"]+)"',
            lambda found: f'"#/components/schemas/{_upper(found[1])}"',
            json.dumps(made),
        )
    )
    renamed["components"]["schemas"] = {
        _upper(name): schema for name, schema in sorted(renamed["components"]["schemas"].items())
    }
    return renamed


def operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a document."""
    for item in made["paths"].values():
        for method in ("get", "put", "post", "patch", "delete"):
            if method in item:
                yield item[method]


@cache
def recorded() -> dict[str, Any]:
    """Examples by operation: `request` and `response`, recorded from the service on the instance `tiny`."""
    found: dict[str, Any] = json.loads((files("api.web") / "examples.json").read_text("utf-8"))
    return found


def _conform(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    is_open = operation.pop("x-open", False)
    operation["security"] = [] if is_open else [{name: []} for name in SECURITY]
    wanted = {*(OPEN if is_open else EVERYWHERE), *operation.pop("x-problems", ())}
    body = operation.get("requestBody")
    if body:
        wanted |= {400, 413, 415}
    if any(one["in"] == "path" for one in operation.get("parameters", ())):
        wanted |= {400, 404}
    if operation.get("parameters"):
        wanted |= {400}
    for status in sorted(wanted):
        responses[str(status)] = {"$ref": f"#/components/responses/{_name_of(status)}"}
    example = recorded().get(operation["operationId"], {})
    if body and "request" in example and "application/json" in body["content"]:
        body["content"]["application/json"]["example"] = example["request"]
    for status, told in responses.items():
        if status[0] in "23":
            told.setdefault("headers", {})["API-Version"] = VERSION_HEADER
            for kind, content in told.get("content", {}).items():
                if "response" in example and kind == example.get("type", "application/json"):
                    content["example"] = example["response"]
    operation["responses"] = dict(sorted(responses.items()))


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out, never null."""
    some = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return {**{key: value for key, value in schema.items() if key != "anyOf"}, **some[0]} if len(some) == 1 else schema


def _statuses() -> list[int]:
    return sorted({status for status, _, _ in problems.TITLES.values()})


def _name_of(status: int) -> str:
    return "".join(part.title() for part in problems.CODES[status].split("-"))


def _problem(status: int) -> dict[str, Any]:
    code = problems.CODES[status]
    _, nl, en = problems.TITLES[code]
    example = {
        "type": f"urn:leerwerk:problem:{code}", "title": nl, "status": status,
        "detail": problems.DETAILS.get(code, (nl, en))[0], "instance": f"{PREFIX}/instances/tiny",
        "requestId": "4f3c1d0a9b8e7f604f3c1d0a9b8e7f60", "errors": [],
    }  # fmt: skip
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    return {
        "description": f"{en}.",
        "headers": {"API-Version": VERSION_HEADER},
        "content": {problems.MEDIA_TYPE: {"schema": schema, "example": example}},
    }


def _problem_schemas() -> dict[str, Any]:
    schema = problems.ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "ProblemDocument": schema}


def _upper(name: str) -> str:
    """UpperCamelCase: `Page_Participant_` is `PageParticipant`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))
