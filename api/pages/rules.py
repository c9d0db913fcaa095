"""The rules: what each asks, where it comes from and what it does, made from the cards that the engine follows."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.texts import N_
from api.pages.visit import Passing, Visit, visit
from api.routes.documents import newest
from api.security.roles import ANYONE
from api.store import instances
from api.wire import InstanceName
from instances.schema.vocabulary import OnUnknown, RuleMode
from instances.tables import columns
from matching.catalogue import Entry, catalogue
from matching.data import TABLE_OF
from matching.rule import Rulebook
from matching.rules import RULES
from matching.words import UNITS, number, quantity

router = APIRouter(include_in_schema=False)
BLANK = re.compile(r"\{[^}]*\}")
SORTS = {"pair": N_("Eén mens op één plek"), "row": N_("Wat schaars is"), "audit": N_("Alles samen, achteraf")}
SIDES = {
    "participant": N_("Deelnemer"), "workplace": N_("Plek"), "organisation": N_("Organisatie"),
    "municipality": N_("Gemeente"), "coach": N_("Coach"),
}  # fmt: skip
TABLES = {
    "budgets": N_("Budgetten"), "couples": N_("Wie bij elkaar hoort"), "courses": N_("Cursussen"),
    "decisions": N_("Besluiten"), "lasting_model": N_("Wat uit het verleden is geleerd"),
    "participant_certificates": N_("Papieren van de deelnemer"),
    "participant_skills": N_("Wat de deelnemer kan"), "placements": N_("Plaatsingen"),
    "workplace_skills": N_("Wat het werk vraagt"),
}  # fmt: skip
Wanted = Annotated[str, Query(max_length=100)]


@router.get("/regels")
def rules_page(visit: Passing, zoek: Wanted = "", werking: RuleMode | None = None, soort: str = "") -> Response:
    """All rules, as their cards are: anyone may read them."""
    return _shown(visit, catalogue(), zoek, werking, soort, title="")


@router.get("/in/{instance}/regels")
def instance_rules_page(
    instance: InstanceName, visit: Annotated[Visit, visit(ANYONE)], zoek: Wanted = "", werking: RuleMode | None = None,
    soort: str = "",
) -> Response:  # fmt: skip
    """All rules, as they work here."""
    with visit.reading() as session:
        rulebook = Rulebook.of(newest(session, instance), RULES)
        title = instances.version(session, instance).title
    return _shown(visit, catalogue(rulebook), zoek, werking, soort, title)


def _shown(visit: Visit, all_: list[Entry], text: str, mode: RuleMode | None, sort: str, title: str) -> Response:
    found = [
        one for one in all_
        if (mode is None or _mode(one) is mode) and sort in ("", one.sort) and _says(one, text, visit.lang)
    ]  # fmt: skip
    return visit.page(
        "rules.html", title=title, rules=found, count=len(all_), wanted=text, mode=mode, sort=sort, mode_of=_mode,
        sentence=sentence, needs=needs, weighs=lambda one: _weighs(one, visit.lang),
        shortfall=lambda amount, unit: quantity(amount, unit, visit.lang), RuleMode=RuleMode, OnUnknown=OnUnknown,
        SORTS=SORTS, per_unit=lambda one: _per_unit(one, visit.lang),
    )  # fmt: skip


def sentence(template: str) -> str:
    """A sentence of a rule, with dots where the facts of someone are filled in."""
    return BLANK.sub("…", template).replace("….", "…")


def needs(entry: Entry) -> Mapping[str, list[str]]:
    """What a rule reads, by whose it is: the titles of the fields; a whole table stands under the empty name."""
    found: dict[str, list[str]] = {}
    for one in entry.needs:
        owner, _, field = one.partition(".")
        if field:
            found.setdefault(SIDES[owner], []).append(columns(TABLE_OF[owner])[field].title)
        else:
            found.setdefault("", []).append(TABLES[one])
    return found


def _mode(entry: Entry) -> RuleMode:
    return entry.mode if entry.here is None else entry.here.mode


def _weighs(entry: Entry, lang: str) -> str:
    """Points a unit, where it counts along."""
    weight = entry.weight if entry.here is None else entry.here.weight
    return number(weight, lang) if _mode(entry) is RuleMode.SOFT else ""


def _per_unit(entry: Entry, lang: str) -> str:
    return quantity(1, entry.unit, lang).partition(" ")[2] if entry.unit in UNITS else ""


def _says(entry: Entry, text: str, lang: str) -> bool:
    """Whether every word of a text is found in what a rule says of itself."""
    told: Any = entry.sentences[lang]
    examples = " ".join(one.nl for one in entry.examples) if lang == "nl" else ""
    here = " ".join(
        (str(entry.number), entry.code, getattr(entry, lang), entry.source, told.fits, told.misses, told.unknown,
         examples)
    ).lower()  # fmt: skip
    return all(word in here for word in text.lower().split())
