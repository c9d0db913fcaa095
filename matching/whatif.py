"""What if: one hypothetical change of a person or a place, judged for real, with the difference it makes.

A change is written as `field=value`: `participant.max_travel_minutes=45`, `workplace.days=mon;tue`,
`participant_certificates=vog` (a paper more), `override=load` (a named person sets a rule aside). The documents are
changed as such and opened again; prices stay those of the solution, so that values can be compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from instances.doors.values import parse
from instances.errors import InvalidField, Problem, Wanted
from instances.schema.answer import Changed, Difference
from instances.schema.solution import Said
from instances.schema.view import PairView, Verdict
from instances.tables import Column, columns
from matching.better import BETTER, Better, Change, Way, override
from matching.counterfactual import in_the_way, title, told
from matching.data import TABLE_OF
from matching.opened import OpenInstance
from matching.pricing import Desk
from matching.twins import changed
from matching.words import LANGUAGES, listing, number

SIDES = {"participant": "participants", "workplace": "workplaces"}
CERTIFICATES = "participant_certificates"
CHANGED = ("er bij {title} {{new}} staat (nu: {{now}})", "{title} becomes {{new}} (now: {{now}})")
LISTS = (Way.ADD, Way.REMOVE)  # their clauses tell what comes or goes, not how the whole list becomes
SHOWN = 8
SAID = {
    "nl": {
        "suppose": "Stel dat {clauses}.",
        "possible": "Dan kan deze plek wel.",
        "impossible": "Dan kan deze plek niet meer.",
        "same": "Dan verandert het oordeel over dit paar niet.",
        "rules": "Het oordeel verandert bij: {rules}.",
        "value": "De waarde gaat van {before} naar {after}.",
        "others": "Wat mogelijk wordt: {opened}. Wat wegvalt: {closed}.",
    },
    "en": {
        "suppose": "Suppose that {clauses}.",
        "possible": "Then this place becomes possible.",
        "impossible": "Then this place is no longer possible.",
        "same": "Then the verdict on this pair stays as it is.",
        "rules": "The verdict changes on: {rules}.",
        "value": "The value goes from {before} to {after}.",
        "others": "What becomes possible: {opened}. What is lost: {closed}.",
    },
}


def difference(desk: Desk, participant: str | None, workplace: str | None, texts: Sequence[str]) -> Difference:
    """What changes of a participant, a workplace or both would do.

    Raises:
        InvalidField: a text names no field that can be changed, or a value that the field does not take.
    """
    given = {"participants": participant, "workplaces": workplace}
    ids = {table: key for table, key in given.items() if key is not None}
    for table, key in ids.items():
        desk.index(table, key)
    found = [_parsed(desk.opened, text, number, ids) for number, text in enumerate(texts, 1)]
    after = Desk(desk.opened.on(changed(desk.opened.instance, ids, found)), desk.solution)
    before_view, after_view = (_view(one, ids) for one in (desk, after))
    now, then = (_possible(one.opened, ids) for one in (desk, after))
    clauses = tuple(told(desk.opened, ids, change) for change in found)
    rules = _otherwise(before_view, after_view)
    opened, closed = tuple(sorted(then - now)), tuple(sorted(now - then))
    said = Said(
        **{lang: _sentence(desk, clauses, (before_view, after_view), rules, opened, closed, lang) for lang in LANGUAGES}
    )
    return Difference(
        changes=clauses, before=before_view, after=after_view, opened=opened, closed=closed, rules=rules, said=said
    )


def _parsed(opened: OpenInstance, text: str, number: int, ids: Mapping[str, str]) -> Change:
    field, _, value = text.partition("=")
    owner, _, name = field.partition(".")
    if field == "override" and len(ids) == len(SIDES):
        codes = [rule.CARD.code for rule in opened.rulebook.pair_rules]
        if value not in codes:
            raise _wrong(
                number,
                field,
                value,
                Wanted(f"de code van een regel: {', '.join(codes)}", f"the code of a rule: {', '.join(codes)}"),
            )
        return override(value)
    if field == CERTIFICATES and "participants" in ids:
        return _certificates(number, value)
    if SIDES.get(owner) not in ids or name not in columns(SIDES[owner]) or name == "id":
        known = [f"{side}.{one}" for side, table in SIDES.items() if table in ids for one in columns(table)]
        raise _wrong(
            number,
            field,
            value,
            Wanted(
                f"een veld van waar het om gaat, zoals {', '.join(known[1:4])}",
                f"a field of what is asked about, such as {', '.join(known[1:4])}",
            ),
        )
    column = columns(TABLE_OF[owner])[name]
    return Change(_told_as(field, column), _cell(opened, number, field, value, column), 1)


def _certificates(number: int, value: str) -> Change:
    column = columns(CERTIFICATES)["certificate"]
    assert column.words is not None
    known = [word.value for word in column.words]
    items = value.split(";")
    if not value or set(items) - set(known):
        raise _wrong(
            number,
            CERTIFICATES,
            value,
            Wanted(
                f"papieren met ; ertussen, uit: {', '.join(known)}", f"papers, joined by ; out of: {', '.join(known)}"
            ),
        )
    better = Better(
        CERTIFICATES, Way.ADD, "de deelnemer dit haalt: {items}", "the participant obtains: {items}", item="certificate"
    )
    return Change(better, value, len(items), frozenset(items))


def _told_as(field: str, column: Column) -> Better:
    """The clause that answers elsewhere have for this field, made for any value; else one with its title."""
    known = next((one for one in BETTER if one.field == field and one.nl and one.way not in LISTS), None)
    if known is not None:
        return replace(known, way=Way.SET)
    nl, en = CHANGED[0].format(title=column.title.lower()), CHANGED[1].format(title=column.name.replace("_", " "))
    return Better(field, Way.SET, nl, en)


def _cell(opened: OpenInstance, number: int, field: str, value: str, column: Column) -> object:
    """The value as it stands in a cell, read as any document is read."""
    cells, failures = parse(pd.Series([value], dtype="str"), column)
    if failures:
        raise _wrong(number, field, value, failures[0].wanted)
    cell = cells.to_numpy(object)[0]
    items = [] if pd.isna(cell) or not column.to else str(cell).split(";")
    if column.to in opened.instance.tables:
        missing = [item for item in items if item and opened.wording.row(column.to, item) < 0]
        if missing:
            raise _wrong(
                number,
                field,
                missing[0],
                Wanted(f"een id uit de tabel {column.to}", f"the id of one of the {column.to} of this instance"),
            )
    return cell


def _wrong(number: int, field: str, value: str, wanted: Wanted) -> InvalidField:
    return InvalidField([Problem("what-if", number, field, value, wanted)])


def _view(desk: Desk, ids: Mapping[str, str]) -> PairView | None:
    if len(ids) < len(SIDES):
        return None
    p, w = (desk.index(table, ids[table]) for table in ("participants", "workplaces"))
    return desk.look(np.array([p], np.int32), np.array([w], np.int32))[0]


def _possible(opened: OpenInstance, ids: Mapping[str, str]) -> set[str]:
    """The places that are possible for the person; where only a place is asked about, the people for it."""
    of_person = "participants" in ids
    own, other = ("participants", "workplaces") if of_person else ("workplaces", "participants")
    everyone = np.arange(len(opened.instance[other]), dtype=np.int32)
    same = np.full(len(everyone), opened.wording.row(own, ids[own]), np.int32)
    stands = in_the_way(opened, *((same, everyone) if of_person else (everyone, same)))
    return set(opened.wording.raw(other, "id")[~np.logical_or.reduce(list(stands.values()))])


def _otherwise(before: PairView | None, after: PairView | None) -> tuple[str, ...]:
    """Rules that mean something else for the pair, or miss by another amount."""
    if before is None or after is None:
        return ()
    one, other = (
        {reading.finding.code: (reading.weight, reading.finding.amount) for reading in view.readings}
        for view in (before, after)
    )
    return tuple(code for code in {**one, **other} if one.get(code) != other.get(code))


def _sentence(
    desk: Desk, changes: Sequence[Changed], views: tuple[PairView | None, PairView | None], rules: Sequence[str],
    opened: Sequence[str], closed: Sequence[str], lang: str,
) -> str:  # fmt: skip
    texts, (before, after) = SAID[lang], views
    told = [texts["suppose"].format(clauses=listing([getattr(change.said, lang) for change in changes], lang))]
    if before is not None and after is not None:
        was, can = before.verdict is not Verdict.BLOCKED, after.verdict is not Verdict.BLOCKED
        if was != can:
            told.append(texts["possible" if can else "impossible"])
        elif not rules:
            told.append(texts["same"])
        if rules:
            told.append(texts["rules"].format(rules=listing([title(desk.opened, code, lang) for code in rules], lang)))
        if before.value != after.value:
            told.append(texts["value"].format(before=number(before.value, lang), after=number(after.value, lang)))
    shown = {"opened": listing(list(opened[:SHOWN]), lang), "closed": listing(list(closed[:SHOWN]), lang)}
    return " ".join([*told, texts["others"].format(**shown)])
