"""The ordinary pair of the worked examples: participant "p" and workplace "w" fit in everything; an example says what
is different.

Synthetic: no such person or employer exists. The journey is listed: 110 minutes on foot, 25 by bike, 20 by public
transport. The reference date is 1 September 2026.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from instances.schema.vocabulary import Axis
from instances.tables import Instance
from matching.rule import Example

type Row = dict[str, Any]

PARTICIPANT: Row = {
    "id": "p",
    "municipality": "GM0935",
    "postcode": "6211",
    "regime": "pw_lks",
    "stage": "placement",
    "coach": "c",
    "birth_year": 1985,
    "target_group": True,
    "ladder_step": 4,
    "distance": "short",
    "sheltered_advice": "none",
    "wage_value": 60.0,
    "wage_value_on": "2026-02-02",
    "hours_week": 24.0,
    "hours_day": 8.0,
    **{f"capacity_{axis.value}": 4 for axis in Axis},
    "guidance_hours": 2.0,
    "modes": ("walk", "bike"),
    "max_travel_minutes": 60,
    "dutch": "B1",
    "education": 3,
    "certificates_on": "2026-08-03",
    "wished_lines": ("verpakken",),
    "wsw_voluntary_move": False,
    "waiting_since": "2024-09-01",
    "updated_on": "2026-08-03",
}
WORKPLACE: Row = {
    "id": "w",
    "title": "Medewerker inpak",
    "organisation": "employer",
    "kind": "regular",
    "line": "verpakken",
    "postcode": "6231",
    "hours_min": 16.0,
    "hours_max": 36.0,
    "guidance_hours": 4.0,
    "price_cents": 200_000,
    "updated_on": "2026-08-03",
}
JOURNEY: Row = {"origin": "6211", "destination": "6231", "source": "example"}
TABLES: dict[str, tuple[Row, ...]] = {
    "instance": (
        {
            "name": "example",
            "title": "Verzonnen voorbeeld",
            "reference_date": "2026-09-01",
            "synthetic": True,
        },
    ),
    "organisations": (
        {"id": "mtb", "name": "MTB", "kind": "wsw_company", "sector": "manufacturing", "postcode": "6229"},
        {"id": "wozl", "name": "WOZL", "kind": "wsw_company", "postcode": "6411"},
        {"id": "mob", "name": "MOB", "kind": "development_company", "postcode": "6229", "successor_of": "mtb"},
        {"id": "employer", "name": "Pakhuis Voorbeeld", "kind": "employer", "postcode": "6231", "staff": 50},
    ),
    "municipalities": (
        {"id": "GM0935", "name": "Maastricht", "wsw_organisation": "mtb"},
        {"id": "GM0981", "name": "Vaals", "wsw_organisation": "wozl"},
    ),
    "lines": (
        {"id": "verpakken", "name_nl": "Verpakken", "name_en": "Packing", "organisation": "mtb"},
        {"id": "groen", "name_nl": "Groen", "name_en": "Green", "sector": "green", "organisation": "mtb"},
    ),
    "coaches": ({"id": "c", "organisation": "mtb", "hours_week": 28.0},),
    "budgets": tuple(
        {"municipality": payer, "stream": "reintegration", "year": 2026, "amount_cents": 10_000_000}
        for payer in ("GM0935", "GM0981")
    ),
    "participants": (PARTICIPANT,),
    "participant_skills": ({"participant": "p", "skill": "pack_goods", "level": 3},),
    "workplaces": (WORKPLACE,),
    "workplace_skills": ({"workplace": "w", "skill": "pack_goods", "level": 2},),
    "lasting_model": (
        {
            "fitted_on": "2026-08-03",
            "source": "example",
            "outcomes": 1000,
            "base_percent": 60.0,
            "steps": 0.1,
            "ladder_step": 0.3,
            "travel_minutes": 0.03,
            "missing_percent": 0.02,
            "wished": 0.5,
            "avoided": 0.7,
            "guidance_short_hours": 0.3,
        },
    ),
    "travel_times": (
        {**JOURNEY, "mode": "walk", "minutes": 110},
        {**JOURNEY, "mode": "bike", "minutes": 25},
        {**JOURNEY, "mode": "public_transport", "minutes": 20},
    ),
}


def example_instance(example: Example) -> Instance:
    """Build the instance of one example.

    `participant` and `workplace` change "p" and "w", `organisation` the one where "w" is, `municipality` the one that
    pays for "p". Rows in `tables` are added to a table whose rows have an id (same id: that row is changed) and stand
    in place of all rows of other tables.
    """
    tables = {name: _merged(rows, example.tables.get(name)) for name, rows in TABLES.items()}
    tables |= {name: [dict(row) for row in rows] for name, rows in example.tables.items() if name not in TABLES}
    _change(tables["participants"], "p", example.participant)
    _change(tables["workplaces"], "w", example.workplace)
    site, payer = _find(tables["workplaces"], "w")["organisation"], _find(tables["participants"], "p")["municipality"]
    _change(tables["organisations"], site, example.organisation)
    _change(tables["municipalities"], payer, example.municipality)
    return Instance.of(tables)


def _merged(rows: Sequence[Row], given: Sequence[Mapping[str, Any]] | None) -> list[Row]:
    if not rows or "id" not in rows[0]:
        return [dict(row) for row in (rows if given is None else given)]
    found = {row["id"]: dict(row) for row in rows}
    for row in given or ():
        found[row["id"]] = {**found.get(row["id"], {}), **row}
    return list(found.values())


def _find(rows: list[Row], key: str) -> Row:
    return next(row for row in rows if row["id"] == key)


def _change(rows: list[Row], key: str, patch: Mapping[str, Any]) -> None:
    _find(rows, key).update(patch)
