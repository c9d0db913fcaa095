"""The code lists of the VUM: which codes exist, and which word of ours each is. They stand in `codes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from instances.schema.vocabulary import Status
from instances.skills import vocabulary


@dataclass(frozen=True)
class CodeList:
    """One list. `codes`: code -> Dutch meaning; `ours`: code -> word of ours; `meant`: what of `ours` we assume."""

    name: str
    wire: Literal["text", "number"]
    source: str
    date: date
    status: Status
    codes: Mapping[str, str]
    ours: Mapping[str, str] = field(default_factory=dict)
    meant: str = ""

    def to_ours(self, code: str | int | None) -> str | None:
        """Give the word of ours that a code is; None where the code is absent or we have no word for it."""
        return None if code is None else self.ours.get(str(code))

    def to_code(self, word: str) -> str | None:
        """Give the first code that is this word of ours; None where the VUM has none."""
        return next((code for code, ours in self.ours.items() if ours == word), None)


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Give every list by name; the behavioural competences come from the skills vocabulary, which holds their codes."""
    text = (resources.files("instances") / "vum" / "codes.toml").read_text(encoding="utf-8")
    lists = {
        name: CodeList(name, **{**content, "status": Status(content["status"])})
        for name, content in tomllib.loads(text).items()
    }
    behaviours = vocabulary().loc[lambda skills: skills["vum_code"] != ""]
    lists["gedragscompetentie"] = CodeList(
        name="gedragscompetentie",
        wire="text",
        source="instances/data/vum_skills.csv",
        date=date(2026, 11, 23),
        status=Status.ESTIMATED,
        codes=dict(zip(behaviours["vum_code"], behaviours["label_nl"], strict=True)),
        ours=dict(zip(behaviours["vum_code"], map(str, behaviours.index), strict=True)),
    )
    return MappingProxyType(lists)


def code_list(name: str) -> CodeList:
    """Give one list by name."""
    return code_lists()[name]
