"""A draft entry for the Dutch register of algorithms (Algoritmeregister, Publicatiestandaard 1.0).

What the software is comes from the software itself: the rule cards, the figures and their status, publiccode facts.
What only a deploying organisation knows (who it is, on which law it relies, which assessments it made, who hears an
objection) is not made up: it holds a text that begins with `[invullen]` or `[fill in]`, and `to_fill_in` lists it.
Field names: domain study 1.5, seen in public entries of the register.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from importlib.metadata import version
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from instances.parameters import figures
from instances.schema import PLAN_TABLES, TABLES
from instances.schema.solution import Frozen
from instances.schema.vocabulary import RuleMode, Status
from matching.catalogue import Entry, catalogue

STANDARD = "1.0"
MARKS = {"nl": "[invullen]", "en": "[fill in]"}

type Lang = Literal["nl", "en"]


class RegisterEntry(Frozen):
    """One entry in one language; every field of the standard is there."""

    standard_version: str
    lang: Lang
    name: str
    organization: str
    department: str
    description_short: str
    type: str
    theme: str
    category: str
    publication_category: str
    status: str
    begin_date: str
    end_date: str
    website: str
    url: str
    contact_email: str
    publiccode: str
    goal: str
    impact: str
    proportionality: str
    considerations: str
    lawful_basis: str
    lawful_basis_link: str
    lawful_basis_grouping: str
    human_intervention: str
    risks: str
    source_data: str
    source_data_link: str
    methods_and_models: str
    provider: str
    decision_making_process: str
    objection_procedure: str
    competent_authority: str
    documentation: str
    impacttoetsen: str
    impacttoetsen_description: str
    impacttoetsen_grouping: str
    process_index_url: str
    monitoring: str
    performance_standard: str
    tags: str
    source_id: str
    uuid: str
    to_fill_in: tuple[str, ...] = Field(description="Fields that the deploying organisation fills in; not published.")


def register_entry(lang: Lang, status: Literal["in development", "in use", "out of use"]) -> RegisterEntry:
    """Make the draft in one language; only the deploying organisation knows the status."""
    texts = register_texts()
    open_ = {name: f"{MARKS[lang]} {text[lang]}" for name, text in texts["fill_in"].items()}
    told = {name: text[lang] for name, text in texts["told"].items()}
    made = {name: make(lang) for name, make in _MADE.items()}
    fixed = {"standard_version": STANDARD, "lang": lang, "status": status, "to_fill_in": tuple(open_)}
    return RegisterEntry.model_validate({**fixed, **open_, **told, **made})


@cache
def register_texts() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Give the texts of `register.toml`: `fill_in` and `told`, then the field, then the language."""
    text = (resources.files("api") / "register.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def _source_data(lang: Lang) -> str:
    """The tables that are read, and every field that a rule reads."""
    tables = ", ".join(name for name in TABLES if name not in PLAN_TABLES)
    fields = ", ".join(sorted({need for rule in catalogue() for need in rule.needs}))
    if lang == "nl":
        return (
            f"Tabellen: {tables}. De regels lezen alleen deze velden: {fields}. Er is geen veld voor BSN, naam,"
            " diagnose of nationaliteit. Geslacht en herkomst staan alleen in de toets op gelijke behandeling."
        )
    return (
        f"Tables: {tables}. The rules read these fields only: {fields}. There is no field for a BSN, a name, a"
        " diagnosis or a nationality. Sex and origin stand in the audit of equal treatment only."
    )


def _methods(lang: Lang) -> str:
    """Every rule with what it does, the figures by how sure they are, and how the places are shared out."""
    rules = "; ".join(_rule(rule, lang) for rule in catalogue())
    counts = Counter(one.status for one in figures().values())
    known = ", ".join(f"{counts[status]} {status.label(lang)}" for status in Status)
    if lang == "nl":
        return (
            "Lineaire en geheeltallige optimalisatie met een bewezen grens; geen zelflerend deel, tenzij de regel"
            f" 'lasting' aan staat (logistische regressie op eerdere plaatsingen). Regels: {rules}. Cijfers uit wet,"
            f" geld, reis en begeleiding: {known}. Versie {version('leerwerk')}."
        )
    return (
        "Linear and integer optimisation with a proven bound; no part that learns, unless the rule 'lasting' is on"
        f" (logistic regression on past placements). Rules: {rules}. Figures of law, money, travel and guidance:"
        f" {known}. Version {version('leerwerk')}."
    )


def _rule(rule: Entry, lang: Lang) -> str:
    title = rule.nl if lang == "nl" else rule.en
    weight = f" {rule.weight:g}" if rule.mode is RuleMode.SOFT and rule.weight else ""
    return f"{title} ({rule.code}: {rule.mode.label(lang)}{weight})"


_MADE: Mapping[str, Callable[[Lang], str]] = {"source_data": _source_data, "methods_and_models": _methods}
