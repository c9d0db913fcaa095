"""The facts behind a verdict: what each rule read of a pair, where it stands, and how long ago it was checked.

A fact is dated by a field of its own where it has one (the UWV advice, the wage value, the certificates), otherwise by
`updated_on` of its document. Organisations, municipalities and coaches carry no date. A fact is stale when it is older
than `guidance.fact_stale_months`, or was never dated although its document has a date for it.
"""

from datetime import date

import numpy as np
import pandas as pd

from instances.parameters import figure
from instances.schema.answer import Datum, Evidence
from instances.schema.solution import Said
from instances.schema.view import PairView
from instances.tables import columns
from matching.data import DAYS_MONTH, TABLE_OF
from matching.opened import OpenInstance
from matching.words import LANGUAGES, day, listing, quantity

DATED_BY = {
    "participant.sheltered_advice": "sheltered_advice_on",
    "participant.sheltered_advice_on": "sheltered_advice_on",
    "participant.wage_value": "wage_value_on",
    "participant.wage_value_on": "wage_value_on",
    "participant.certificates_on": "certificates_on",
    "participant_certificates": "certificates_on",
}
PEOPLE_SIDE = ("participant_certificates", "participant_skills")
SIDE_TITLES = {
    "participant_certificates": ("Papieren van de deelnemer", "Certificates of the participant", "certificate"),
    "participant_skills": ("Vaardigheden van de deelnemer", "Skills of the participant", "skill"),
}
AGE = {
    True: ("Nog nooit nagekeken: {titles}.", "Never checked: {titles}."),
    False: ("Voor het laatst nagekeken: {age} geleden, op {day}. Het gaat om: {titles}.",
            "Last checked {age} ago, on {day}. It concerns: {titles}."),
}  # fmt: skip


def evidence(opened: OpenInstance, view: PairView) -> tuple[Evidence, ...]:
    """The facts behind every rule that reads a pair, in the order of its readings."""
    p = opened.wording.row("participants", view.participant)
    w = opened.wording.row("workplaces", view.workplace)
    cards = {rule.CARD.code: rule.CARD for rule in (*opened.rulebook.pair_rules, *opened.rulebook.row_rules)}
    known: dict[str, Datum] = {}
    found = []
    for reading in view.readings:
        needs = cards[reading.finding.code].needs
        for need in needs:
            if need not in known and _is_told(need):
                known[need] = _datum(opened, need, p, w)
        data = tuple(known[need] for need in needs if need in known)
        found.append(Evidence(rule=reading.finding.code, weight=reading.weight, data=data, said=_aged(data)))
    return tuple(found)


def _is_told(need: str) -> bool:
    """Whether a need is a fact about this person or place that people can read; tables of others are not."""
    return need.partition(".")[0] in TABLE_OF if "." in need else need in PEOPLE_SIDE


def _rows(opened: OpenInstance, p: int, w: int) -> dict[str, int]:
    """The row of each document that a pair is about."""
    raw, row = opened.wording.raw, opened.wording.row
    coach = raw("participants", "coach")[p]
    return {
        "participant": p,
        "workplace": w,
        "organisation": row("organisations", raw("workplaces", "organisation")[w]),
        "municipality": row("municipalities", raw("participants", "municipality")[p]),
        "coach": -1 if pd.isna(coach) else row("coaches", coach),
    }


def _datum(opened: OpenInstance, need: str, p: int, w: int) -> Datum:
    owner, _, field = need.partition(".")
    if not field:
        return _listed(opened, need, p)
    table, row = TABLE_OF[owner], _rows(opened, p, w)[owner]
    value = {lang: opened.wording.cell(table, field, row, lang) if row >= 0 else "-" for lang in LANGUAGES}
    title = Said(nl=columns(table)[field].title, en=field.replace("_", " "))
    return Datum(
        field=need,
        title=title,
        value=Said(**value),
        source=_source(opened, table, row),
        **_age(opened, need, table, row),
    )


def _listed(opened: OpenInstance, table: str, p: int) -> Datum:
    """A side table of the person, as one fact."""
    nl, en, item = SIDE_TITLES[table]
    rows = np.flatnonzero(opened.wording.raw(table, "participant") == opened.wording.raw("participants", "id")[p])
    value = {
        lang: listing([opened.wording.cell(table, item, int(row), lang) for row in rows], lang) for lang in LANGUAGES
    }
    return Datum(
        field=table,
        title=Said(nl=nl, en=en),
        value=Said(**value),
        source=table,
        **_age(opened, table, "participants", p),
    )


def _source(opened: OpenInstance, table: str, row: int) -> str:
    return f"{table} {opened.wording.raw(table, 'id')[row]}" if row >= 0 else table


def _age(opened: OpenInstance, need: str, table: str, row: int) -> dict[str, date | int | bool | None]:
    """When a fact was checked, how many whole months ago that was, and whether that is too long."""
    field = DATED_BY.get(need, "updated_on")
    if field not in columns(table) or row < 0:
        return {"checked_on": None, "months": None, "stale": False}
    checked = opened.wording.raw(table, field)[row]
    on = None if pd.isna(checked) else pd.Timestamp(checked).date()
    months, stale = age(field, on, opened.instance.info.reference_date)
    return {"checked_on": on, "months": months, "stale": stale}


def age(field: str, checked: date | None, today: date) -> tuple[int | None, bool]:
    """Whole months since the day that a dating field tells, and whether that is too long; never dated is."""
    limits = figure("guidance.fact_stale_months").value
    assert isinstance(limits, dict)
    if checked is None:
        return None, field in limits
    months = max(0, int((today - checked).days / DAYS_MONTH))
    return months, field in limits and months >= float(limits[field])


def _aged(data: tuple[Datum, ...]) -> Said | None:
    """Say how old the oldest stale facts are."""
    stale = [datum for datum in data if datum.stale]
    if not stale:
        return None
    oldest = max(stale, key=lambda datum: float("inf") if datum.months is None else datum.months)
    alike = [datum for datum in stale if datum.checked_on == oldest.checked_on]
    told = {}
    for number, lang in enumerate(LANGUAGES):
        titles = listing(list(dict.fromkeys(getattr(datum.title, lang).lower() for datum in alike)), lang)
        if oldest.checked_on is None:
            told[lang] = AGE[True][number].format(titles=titles)
        else:
            age = quantity(oldest.months or 0, "months", lang)
            told[lang] = AGE[False][number].format(age=age, day=day(oldest.checked_on, lang), titles=titles)
    return Said(**told)
