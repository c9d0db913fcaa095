"""Named policies: ready-made settings of the rules that an owner can choose, one file each in `policies/`.

A file `policies/<name>.toml` has `title_nl`, `title_en`, `source`, `status` (official, estimated, assumed), `note`, and
for each rule that it sets a table with `mode`, `why` and, where they differ from the card, `weight`, `free` and
`unknown`. A rule that it does not name keeps its card. A named policy stands in place of the table `policy` of an
instance: `under(instance, name)`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pydantic import ValidationError

from instances.errors import PolicyError
from instances.schema.policy import PolicyRule
from instances.schema.vocabulary import Status
from instances.tables import Instance

FOLDER = "policies"
OWN = "instance"  # what a run is called that follows the table of the instance itself
TEXTS = ("title_nl", "title_en", "source", "status", "note")


@dataclass(frozen=True)
class NamedPolicy:
    """A policy with what its owner should know of it: where it comes from, and how sure that is."""

    name: str
    title_nl: str
    title_en: str
    source: str
    status: Status
    note: str
    rules: tuple[PolicyRule, ...]


def names() -> tuple[str, ...]:
    """Give the names of all policies there are."""
    folder = resources.files("matching") / FOLDER
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


@cache
def named_policy(name: str) -> NamedPolicy:
    """Give one policy.

    Raises:
        PolicyError: there is none of this name, or its file is not as the module docstring says.
    """
    if name not in names():
        raise PolicyError(f"policy {name!r} does not exist; there are: {', '.join(names())}")
    return read_policy(name, (resources.files("matching") / FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def under(instance: Instance, name: str) -> Instance:
    """Give the instance with a named policy in place of its own; `instance` keeps its own.

    Raises:
        PolicyError: as `named_policy`.
    """
    return instance if name == OWN else instance.replace(policy=named_policy(name).rules)


def read_policy(name: str, text: str) -> NamedPolicy:
    """Read the text of one policy file; all faults at once.

    Raises:
        PolicyError: with each fault: file, rule, field, value and what was wanted.
    """
    file = f"{FOLDER}/{name}.toml"
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{file}: {error}; wanted valid TOML") from error
    tables = {code: table for code, table in content.items() if isinstance(table, dict)}
    texts = {key: value for key, value in content.items() if key not in tables}
    faults = [f"{file}, {key}: wanted a text" for key in TEXTS if not isinstance(texts.get(key), str)]
    wanted = f"{', '.join(TEXTS)} or the table of a rule"
    faults += [f"{file}, {key}: no such field; wanted {wanted}" for key in texts if key not in TEXTS]
    if texts.get("status") not in set(Status):
        faults.append(f"{file}, status: found {texts.get('status')!r}; wanted {' | '.join(Status)}")
    rules = []
    for code, table in tables.items():
        if not table.get("why"):
            faults.append(f"{file}, {code}.why: wanted the reason for this setting")
        try:
            rules.append(PolicyRule.model_validate({"rule": code, **table}))
        except ValidationError as error:
            faults += [f"{file}, {code}.{_said(one)}" for one in error.errors()]
    if faults:
        raise PolicyError("; ".join(faults))
    return NamedPolicy(name, **{**texts, "status": Status(texts["status"])}, rules=tuple(rules))


def _said(error: Any) -> str:
    """One fault of a rule's table: field, what was found, what was wanted."""
    field = ".".join(map(str, error["loc"]))
    return f"{field}: found {error['input']!r}; {error['msg']}"
