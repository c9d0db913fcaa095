"""What a page tells of one participant or one place, as people read it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from api.pages.texts import N_
from api.store.errors import Unknown
from matching.words import Wording, listing

type Facts = list[tuple[str, str]]

OF_PERSON: Mapping[str, str] = {
    "municipality": N_("Betalende gemeente"),
    "hours_week": N_("Uren per week"),
    "days": N_("Dagen"),
    "modes": N_("Vervoer"),
    "max_travel_minutes": N_("Langste reis, minuten"),
    "dutch": N_("Nederlands"),
    "wished_lines": N_("Wensen"),
    "avoided_lines": N_("Liever niet"),
    "guidance_hours": N_("Begeleiding, uren per week"),
    "updated_on": N_("Nagekeken op"),
}
OF_PLACE: Mapping[str, str] = {
    "kind": N_("Soort"),
    "line": N_("Lijn"),
    "days": N_("Dagen"),
    "from_time": N_("Begint"),
    "until_time": N_("Eindigt"),
    "certificates": N_("Papieren"),
    "min_dutch": N_("Nederlands minimaal"),
    "guidance_hours": N_("Begeleiding, uren per week"),
    "start_on": N_("Vanaf"),
    "updated_on": N_("Nagekeken op"),
}
EMPTY_IS_NONE = frozenset({"line", "min_dutch", "start_on", "max_travel_minutes"})  # not unknown: there is none


def of_person(wording: Wording, participant: str, lang: str) -> Facts:
    """The facts of a participant that a coach works with, by the names in `OF_PERSON`."""
    row = _row(wording, "participants", participant)
    papers = wording.raw("participant_certificates", "participant") == participant
    names = [wording.cell("participant_certificates", "certificate", int(i), lang) for i in papers.nonzero()[0]]
    return [*_facts(wording, "participants", row, OF_PERSON, lang), (N_("Papieren"), listing(names, lang))]


def of_place(wording: Wording, workplace: str, lang: str) -> Facts:
    """The facts of a workplace, by the names in `OF_PLACE`."""
    row = _row(wording, "workplaces", workplace)
    hours = (N_("Uren per week"), hours_of(wording, row, lang))
    return [hours, *_facts(wording, "workplaces", row, OF_PLACE, lang)]


def hours_of(wording: Wording, row: int, lang: str) -> str:
    """The hours that a workplace offers."""
    least, most = (wording.cell("workplaces", field, row, lang) for field in ("hours_min", "hours_max"))
    return least if least == most else f"{least}–{most}"


def _row(wording: Wording, table: str, key: str) -> int:
    row = wording.row(table, key)
    if row < 0:
        raise Unknown(table.removesuffix("s"), key)
    return row


def _facts(wording: Wording, table: str, row: int, names: Mapping[str, str], lang: str) -> Facts:
    shown: Sequence[str] = [
        field for field in names
        if field not in EMPTY_IS_NONE or not pd.isna(wording.raw(table, field)[row])
    ]  # fmt: skip
    return [(names[field], wording.cell(table, field, row, lang)) for field in shown]
