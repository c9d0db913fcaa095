"""The error objects of the VUM: {code, message, details}. Code, HTTP status and message stand in `errors.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from pydantic import Field

from instances.errors import Problem
from instances.schema.solution import Frozen

INVALID, INCOMPLETE, LIMIT, INTERNAL, UNAVAILABLE = "400.01", "400.02", "429.01", "500.1", "500.3"


class VumError(Frozen):
    """What a party answers when it cannot answer; `http` is the status of the response and not part of its body."""

    code: str
    message: str
    details: str = ""
    http: int = Field(exclude=True)


@cache
def _kinds() -> Mapping[str, Mapping[str, str | int]]:
    text = (resources.files("instances") / "vum" / "errors.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def vum_error(code: str, details: str = "") -> VumError:
    """Make the error of a code."""
    return VumError.model_validate({"code": code, "details": details, **_kinds()[code]})


def refusal(problems: Iterable[Problem]) -> VumError:
    """Make the error that tells what is wrong with a call: incomplete if every problem is something missing."""
    found = list(problems)
    code = INVALID if any(problem.value for problem in found) else INCOMPLETE
    return vum_error(code, "; ".join(problem.said("nl") for problem in found))
