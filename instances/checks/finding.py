"""Turns the ids that a check marks into findings: counted, with examples, in Dutch and English."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from instances.schema.solution import Finding
from instances.tables import Instance

NUM_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Check:
    """What a finding of one check looks like; the sentences go on after a noun: "3 deelnemers" + `nl` + "."."""

    code: str
    severity: str
    one: tuple[str, str]  # Dutch and English noun for one case
    many: tuple[str, str]
    nl: str
    en: str

    def overall(self, ids: "pd.Series[Any]") -> list[Finding]:
        """Give one finding over all marked ids, or none."""
        return [self._finding(ids, {}, "", "")] if len(ids) else []

    def by_municipality(
        self, instance: Instance, ids: "pd.Series[Any]", municipality: "pd.Series[Any]"
    ) -> list[Finding]:
        """Give one finding for each municipality with marked ids, in the order of the municipalities."""
        groups = {str(code): group for code, group in ids.groupby(municipality)}
        towns = instance["municipalities"]
        return [
            self._finding(groups[code], {"municipality": code}, f"{name}: ", f"{name}: ")
            for code, name in zip(towns["id"], towns["name"], strict=True)
            if code in groups
        ]

    def _finding(self, ids: "pd.Series[Any]", facts: dict[str, str], nl: str, en: str) -> Finding:
        count, examples = len(ids), ", ".join(ids.head(NUM_EXAMPLES))
        noun = self.one if count == 1 else self.many
        return Finding(
            code=self.code,
            severity=self.severity,
            amount=count,
            unit=self.many[1],
            facts={**facts, "examples": examples},
            nl=f"{nl}{count} {noun[0]} {self.nl}. Bijvoorbeeld: {examples}.",
            en=f"{en}{count} {noun[1]} {self.en}. For example: {examples}.",
        )


def about_people(code: str, severity: str, nl: str, en: str) -> Check:
    """Describe a check that counts participants."""
    return Check(code, severity, ("deelnemer", "participant"), ("deelnemers", "participants"), nl, en)


def about_places(code: str, severity: str, nl: str, en: str) -> Check:
    """Describe a check that counts workplaces."""
    return Check(code, severity, ("plek", "workplace"), ("plekken", "workplaces"), nl, en)


def today(instance: Instance) -> pd.Timestamp:
    """Give the reference date: the day that counts as today."""
    return pd.Timestamp(instance["instance"]["reference_date"].iloc[0])
