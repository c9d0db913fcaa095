"""A story told by hand: eight people, six workplaces, three lines, in which every interesting thing happens once.

- `wsw-keeps-place` has a Wsw contract and does not want to move: the law keeps this person in place.
- `vetoes-green` refuses green work, said no to the packing line, and works in the kitchen of the hotel.
- `out-of-reach` lives in Epen, can only walk, and no longer than half an hour: no place is within reach.
- `needs-much-guidance` would like the bakery, which offers one hour of guidance where four are needed; the packing
  line has them, but costs more than the person's own budget: the controller allowed it (the override).
- `vaals-first` and `vaals-second` fit the packing line, but the budget of Vaals pays for one of them.
- `dutch-unknown` fits the bakery, if the Dutch is good enough: nobody asked. This person and `vetoes-green` had a
  conflict: never at one place.
- `promised-garden` was promised the garden centre.
"""

from datetime import date
from typing import Any

from instances.generate.presets import NOTE, REFERENCE
from instances.skills import lines as line_table
from instances.tables import Instance

LINES = ("groen", "verpakken", "horeca")
BEARS_ALL = {
    f"capacity_{axis}": 4 for axis in ("sit", "stand", "lift", "reach", "stress", "noise", "heights", "contact", "pace")
}


def story() -> Instance:
    """The whole instance; no seed changes it."""
    names = line_table()
    return Instance.of(
        {
            "instance": [
                {
                    "name": "tiny",
                    "title": "Acht mensen, zes plekken (verzonnen / synthetic)",
                    "reference_date": REFERENCE,
                    "synthetic": True,
                    "note": NOTE,
                }
            ],
            "organisations": ORGANISATIONS,
            "municipalities": [
                {
                    "id": code,
                    "name": name,
                    "wsw_organisation": company,
                    "social_service": service,
                    "participant_cap_cents": 9_000_00,
                }
                for code, name, company, service in MUNICIPALITIES
            ],
            "lines": [
                {
                    "id": line,
                    "organisation": "mtb",
                    **{name: names.loc[line, name] for name in ("name_nl", "name_en", "sector")},
                }
                for line in LINES
            ],
            "coaches": [
                {"id": "coach-szmh", "organisation": "szmh", "hours_week": 28.0, "aftercare_hours": 4.0},
                {"id": "coach-sem", "organisation": "sem", "hours_week": 14.0},
            ],
            "budgets": [
                {
                    "municipality": code,
                    "stream": stream,
                    "year": REFERENCE.year,
                    "amount_cents": 6_000_00 if (code, stream) == ("GM0981", "reintegration") else 50_000_00,
                }
                for stream in ("reintegration", "wsw", "wage_subsidy")
                for code, *_ in MUNICIPALITIES
            ],
            "participants": [{**USUAL, **person} for person in PARTICIPANTS],
            "participant_skills": [
                {"participant": "vetoes-green", "skill": "food_safety", "level": 3},
                {"participant": "promised-garden", "skill": "control_weeds", "level": 2},
            ],
            "participant_certificates": [{"participant": "vetoes-green", "certificate": "haccp"}],
            "couples": [
                {"participant": "vetoes-green", "other": "dutch-unknown", "kind": "apart", "reason": "conflict"}
            ],
            "workplaces": WORKPLACES,
            "workplace_skills": [
                {"workplace": "garden-centre", "skill": "control_weeds", "level": 2},
                {"workplace": "mtb-green", "skill": "prune_hedges", "level": 1, "importance": "somewhat"},
            ],
            "placements": [
                {
                    "participant": "wsw-keeps-place",
                    "workplace": "mtb-packing-wsw",
                    "status": "current",
                    "start_on": date(2009, 3, 2),
                },
                {
                    "participant": "promised-garden",
                    "workplace": "garden-centre",
                    "status": "promised",
                    "start_on": date(2026, 2, 2),
                },
            ],
            "overrides": [
                {
                    "participant": "needs-much-guidance",
                    "workplace": "mtb-packing",
                    "rule": "participant_budget",
                    "by": "controller-1",
                    "reason": "Een half jaar op de lijn kost minder dan een jaar wachten.",
                    "on": date(2025, 12, 18),
                }
            ],
            "decisions": [
                {
                    "participant": "vetoes-green",
                    "workplace": "mtb-packing",
                    "decision": "rejected",
                    "by": "coach-szmh",
                    "reason": "other_sector",
                    "on": date(2025, 12, 11),
                }
            ],
        }
    )


MUNICIPALITIES = (
    ("GM0935", "Maastricht", "mtb", "szmh"),
    ("GM0938", "Meerssen", "mtb", "szmh"),
    ("GM0981", "Vaals", "wozl", "szmh"),
    ("GM0994", "Valkenburg aan de Geul", "wozl", "szmh"),
    ("GM1729", "Gulpen-Wittem", "wozl", "szmh"),
    ("GM1903", "Eijsden-Margraten", "mtb", "sem"),
)
ORGANISATIONS: tuple[dict[str, Any], ...] = (
    {"id": "mtb", "name": "MTB", "kind": "development_company", "postcode": "6229"},
    {"id": "wozl", "name": "WOZL", "kind": "wsw_company", "postcode": "6411"},
    {"id": "szmh", "name": "Sociale Zaken Maastricht-Heuvelland", "kind": "social_service"},
    {"id": "sem", "name": "Sociale dienst Eijsden-Margraten", "kind": "social_service"},
    {"id": "bakery", "name": "Bakkerij (verzonnen)", "kind": "employer", "sector": "hospitality", "staff": 12},
    {"id": "hotel", "name": "Hotel (verzonnen)", "kind": "employer", "sector": "hospitality", "staff": 60},
    {"id": "garden", "name": "Tuincentrum (verzonnen)", "kind": "employer", "sector": "green", "staff": 25},
)
WORKPLACES: tuple[dict[str, Any], ...] = (
    {
        "id": "mtb-packing-wsw", "title": "Inpakken, Wsw", "organisation": "mtb", "kind": "sheltered_inside",
        "line": "verpakken", "postcode": "6229", "slots": 1, "guidance_hours": 3.0, "load_stand": 1, "load_pace": 1,
        "wsw": True, "stream": "wsw", "price_cents": 6_900_00, "updated_on": date(2025, 11, 3),
    },
    {
        "id": "mtb-packing", "title": "Inpakken, leerwerklijn", "organisation": "mtb", "kind": "line_slot",
        "line": "verpakken", "postcode": "6229", "slots": 3, "hours_min": 16.0, "hours_max": 36.0,
        "guidance_hours": 8.0, "max_intensive": 1, "load_stand": 2, "load_pace": 2, "min_dutch": "A1",
        "price_cents": 5_500_00, "updated_on": date(2025, 11, 3),
    },
    {
        "id": "mtb-green", "title": "Groen, leerwerklijn", "organisation": "mtb", "kind": "line_slot",
        "line": "groen", "postcode": "6229", "slots": 2, "hours_min": 24.0, "hours_max": 36.0,
        "guidance_hours": 6.0, "load_stand": 3, "load_lift": 2, "load_reach": 3, "min_dutch": "A1",
        "from_time": "07:30", "until_time": "16:00", "price_cents": 5_500_00, "updated_on": date(2025, 10, 6),
    },
    {
        "id": "bakery-counter", "title": "Hulp in de bakkerij", "organisation": "bakery", "kind": "work_experience",
        "line": "horeca", "postcode": "6301", "slots": 1, "hours_min": 16.0, "hours_max": 24.0,
        "guidance_hours": 1.0, "load_stand": 2, "load_contact": 2, "min_dutch": "A2",
        "price_cents": 3_500_00, "updated_on": date(2025, 12, 1),
    },
    {
        "id": "hotel-kitchen", "title": "Keukenhulp in het hotel", "organisation": "hotel", "kind": "regular",
        "line": "horeca", "postcode": "6211", "slots": 1, "hours_min": 24.0, "hours_max": 32.0, "hours_day": 8.0,
        "load_stand": 3, "load_stress": 3, "load_pace": 3, "min_dutch": "A2", "certificates": ("haccp",),
        "contract_months": 7, "price_cents": 2_000_00, "updated_on": date(2025, 12, 8),
    },
    {
        "id": "garden-centre", "title": "Kwekerij van het tuincentrum", "organisation": "garden",
        "kind": "regular_lks", "line": "groen", "postcode": "6245", "slots": 1, "hours_min": 24.0,
        "hours_max": 28.0, "guidance_hours": 2.0, "load_stand": 2, "load_lift": 3, "load_reach": 2,
        "min_dutch": "A2", "contract_months": 12, "price_cents": 2_000_00, "updated_on": date(2025, 12, 8),
    },
)  # fmt: skip
USUAL: dict[str, Any] = {
    "regime": "pw", "stage": "development", "coach": "coach-szmh", "birth_year": 1986, "target_group": False,
    "ladder_step": 4, "distance": "large", "sheltered_advice": "none", "hours_week": 32.0, "hours_day": 8.0,
    **BEARS_ALL, "guidance_hours": 1.5, "modes": ("walk", "bike", "public_transport"), "dutch": "B1", "education": 2,
    "certificates_on": date(2025, 9, 1), "waiting_since": date(2025, 6, 2), "updated_on": date(2025, 11, 17),
}  # fmt: skip
PARTICIPANTS: tuple[dict[str, Any], ...] = (
    {
        "id": "wsw-keeps-place", "municipality": "GM0935", "postcode": "6221", "regime": "wsw_mtb",
        "stage": "placement", "coach": None, "birth_year": 1970, "target_group": True, "ladder_step": 5,
        "distance": None, "sheltered_advice": None, "hours_week": 28.0, "guidance_hours": 2.5,
        "wsw_voluntary_move": False, "waiting_since": None,
    },
    {
        "id": "vetoes-green", "municipality": "GM0935", "postcode": "6216", "guidance_hours": 0.0,
        "ladder_step": 6, "distance": "short", "wished_lines": ("horeca",), "vetoed_lines": ("groen",),
    },
    {
        "id": "out-of-reach", "municipality": "GM1729", "postcode": "6285", "modes": ("walk",),
        "max_travel_minutes": 30, "wished_lines": ("groen",),
    },
    {
        "id": "needs-much-guidance", "municipality": "GM0938", "postcode": "6231", "ladder_step": 2,
        "hours_week": 20.0, "hours_day": 4.0, "guidance_hours": 4.0, "capacity_stress": 1, "capacity_pace": 2,
        "budget_cents": 5_000_00, "wished_lines": ("horeca", "verpakken"),
    },
    {
        "id": "vaals-first", "municipality": "GM0981", "postcode": "6291", "modes": ("walk", "car"),
        "capacity_lift": 1, "wished_lines": ("verpakken",), "waiting_since": date(2024, 3, 4),
    },
    {
        "id": "vaals-second", "municipality": "GM0981", "postcode": "6291", "modes": ("walk", "car"),
        "capacity_lift": 1, "wished_lines": ("verpakken",), "waiting_since": date(2025, 10, 6),
    },
    {
        "id": "dutch-unknown", "municipality": "GM0994", "postcode": "6301", "dutch": None, "hours_week": 24.0,
        "hours_day": 6.0, "guidance_hours": 1.0, "capacity_stand": 2, "wished_lines": ("horeca",),
    },
    {
        "id": "promised-garden", "municipality": "GM1903", "postcode": "6245", "regime": "pw_lks",
        "coach": "coach-sem", "stage": "placement", "target_group": True, "ladder_step": 5, "distance": "short",
        "wage_value": 55.0, "wage_value_on": date(2025, 8, 4), "hours_week": 28.0,
        "wished_lines": ("groen",), "waiting_since": date(2025, 9, 1),
    },
)  # fmt: skip
