"""A plan told by hand: two municipalities, two lines, three hosts, two years in quarters.

The hall of MTB packs (20 places) and does green work (10 places). From 2027 on there is a MOB; employers take green
work from July 2026 on. 16 Wsw people of Maastricht keep their place; 8 people of Maastricht and Vaals follow a track
that ends within a year or so, and more often in lasting work at an employer. The hall costs more than the budget of
Maastricht holds: the plan has to find out how many places to move, and when. Nothing grows and nothing is discounted,
so that every amount can be worked out on paper.
"""

from datetime import date
from typing import Any

import pandas as pd

from instances.tables import frame

MAASTRICHT, VAALS = "GM0935", "GM0981"
TOWNS = (MAASTRICHT, VAALS)
YEARS = (2026, 2027)


def plan() -> dict[str, pd.DataFrame]:
    """All tables of the plan."""
    return {table: frame(table, rows) for table, rows in TABLES.items()}


TABLES: dict[str, list[dict[str, Any]]] = {
    "plan": [
        {"name": "tiny", "title": "Twee lijnen, drie plekken, twee jaar (verzonnen / synthetic)",
         "first_on": date(2026, 1, 1), "num_periods": 8, "starts_period": 6},
    ],
    "plan_goals": [
        {"goal": "deficit", "level": 1, "penalty_cents": 1_00},
        {"goal": "own_money", "level": 1, "penalty_cents": 1_00},
        {"goal": "company_deficit", "level": 1, "penalty_cents": 50},
        {"goal": "exits_short", "level": 2, "penalty_cents": 20_000_00},
        {"goal": "protected", "level": 3, "penalty_cents": 500_00},
        {"goal": "waiting", "level": 4, "penalty_cents": 1_500_00},
        {"goal": "transfers", "level": 5, "penalty_cents": 500_00},
        {"goal": "redundancies", "level": 5, "penalty_cents": 10_000_00},
    ],
    "plan_learning": [{"quarter": 1, "loss_percent": 50.0}],
    "plan_activities": [
        {"id": "lines", "name_nl": "Lijnen verhuizen", "name_en": "Moving lines", "from_year": 2026,
         "until_year": 2027},
        {"id": "mob", "name_nl": "Oprichting MOB", "name_en": "Founding the MOB", "from_year": 2027,
         "until_year": 2027},
    ],
    "plan_programme": [
        {"id": "office", "name_nl": "Programmabureau", "name_en": "Programme office", "year": 2026,
         "amount_cents": 20_000_00},
    ],
    "plan_pools": [
        {"id": "mtb", "name_nl": "MTB", "name_en": "MTB", "base_year_cents": 40_000_00},
        {"id": "mob", "name_nl": "MOB", "name_en": "MOB"},
        {"id": "change", "name_nl": "Eenmalige kosten", "name_en": "One-off cost", "one_off": True},
    ],
    "plan_keys": [
        {"pool": "mtb", "municipality": MAASTRICHT, "share_percent": 100.0},
        *(
            {"pool": pool, "municipality": town, "share_percent": share}
            for pool in ("mob", "change") for town, share in ((MAASTRICHT, 75.0), (VAALS, 25.0))
        ),
    ],
    "plan_budgets": [
        {"municipality": town, "year": year, "structural_cents": structural, "impulse_cents": impulse}
        for year in YEARS
        for town, structural, impulse in ((MAASTRICHT, 250_000_00, 30_000_00), (VAALS, 10_000_00, 10_000_00))
    ],
    "plan_deficits": [
        {"pool": "mtb", "year": 2026, "most_cents": 250_000_00},
        {"pool": "mtb", "year": 2027, "most_cents": 150_000_00},
    ],
    "plan_hosts": [
        {"id": "hal", "name_nl": "Hal van MTB", "name_en": "Hall of MTB", "kind": "production", "organisation": "mtb",
         "pool": "mtb", "protected": True, "moves_quarter": 4.0, "cuts_quarter": 4.0, "builds_quarter": 0.0,
         "idle_year_cents": 1_000_00, "supervision_year_cents": 2_000_00, "cut_cents": 500_00},
        {"id": "mob", "name_nl": "MOB", "name_en": "MOB", "kind": "company", "pool": "mob",
         "open_from": date(2027, 1, 1), "builds_quarter": 6.0, "idle_year_cents": 1_000_00,
         "supervision_year_cents": 2_000_00, "build_cents": 5_000_00, "transfer_cents": 500_00},
        {"id": "employers", "name_nl": "Werkgevers", "name_en": "Employers", "kind": "employer", "pool": "mob",
         "open_from": date(2026, 7, 1), "most_places": 12.0, "builds_quarter": 3.0, "idle_year_cents": 300_00,
         "supervision_year_cents": 3_000_00, "value_percent": 110.0, "build_cents": 1_200_00, "transfer_cents": 900_00},
    ],
    "plan_lines": [
        {"line": "groen", "value_year_cents": 16_000_00, "area_m2": 10.0, "move_cents": 2_000_00, "moves_quarter": 3.0},
        {"line": "verpakken", "value_year_cents": 7_000_00, "area_m2": 25.0, "move_cents": 4_000_00},
    ],
    "plan_places": [
        {"line": "verpakken", "host": "hal", "start_places": 20.0},
        {"line": "groen", "host": "hal", "start_places": 10.0},
        {"line": "verpakken", "host": "mob"},
        {"line": "groen", "host": "mob"},
        {"line": "groen", "host": "employers"},
    ],
    "plan_moves": [
        {"from_host": "hal", "to_host": "mob", "from_on": date(2026, 7, 1)},
        {"from_host": "hal", "to_host": "employers", "from_on": date(2026, 4, 1)},
    ],
    "plan_sites": [
        {"id": "hal", "name_nl": "Hal", "name_en": "Hall", "host": "hal", "start_m2": 700.0, "least_m2": 100.0,
         "shrink_quarter_m2": 100.0, "rent_m2_year_cents": 100_00, "open_year_cents": 10_000_00,
         "clear_m2_cents": 20_00},
    ],
    "plan_staff": [
        {"id": "mtb_overhead", "name_nl": "Overhead MTB", "name_en": "Overhead of MTB", "pool": "mtb",
         "hosts": ("hal",), "start_fte": 2.5, "fixed_fte": 0.5, "fte_100_places": 6.0, "salary_year_cents": 80_000_00,
         "attrition_percent": 8.0, "cuts_quarter": 0.5, "severance_cents": 40_000_00, "retrain_to": "mob_overhead",
         "retrain_cents": 3_000_00},
        {"id": "mob_overhead", "name_nl": "Overhead MOB", "name_en": "Overhead of the MOB", "pool": "mob",
         "hosts": ("mob", "employers"), "fte_100_places": 4.0, "salary_year_cents": 80_000_00, "hires_quarter": 1.0},
    ],
    "plan_groups": [
        {"id": "wsw", "name_nl": "Wsw", "name_en": "Wsw", "kind": "right", "wage_year_cents": 36_000_00,
         "grant_year_cents": 31_000_00, "production_percent": 80.0, "employers_most_percent": 25.0},
        {"id": "leerwerk", "name_nl": "Leerwerktraject", "name_en": "Learn-work track", "kind": "track",
         "tariff_year_cents": 9_000_00, "production_percent": 50.0, "gives_up_percent": 20.0},
    ],
    "plan_allowed": [
        {"group": "wsw", "host": "hal", "municipalities": (MAASTRICHT,)},
        {"group": "wsw", "host": "mob", "municipalities": (MAASTRICHT,)},
        {"group": "wsw", "host": "employers", "municipalities": (MAASTRICHT,)},
        {"group": "leerwerk", "host": "hal", "ends_percent": 100.0, "lasting_percent": 25.0},
        {"group": "leerwerk", "host": "mob", "ends_percent": 100.0, "lasting_percent": 35.0},
        {"group": "leerwerk", "host": "employers", "ends_percent": 120.0, "lasting_percent": 45.0},
    ],
    "plan_start": [
        {"group": "wsw", "municipality": MAASTRICHT, "line": "verpakken", "host": "hal", "people": 16.0},
        {"group": "leerwerk", "municipality": MAASTRICHT, "line": "groen", "host": "hal", "people": 6.0},
        {"group": "leerwerk", "municipality": VAALS, "line": "groen", "host": "hal", "people": 2.0},
    ],
    "plan_cohorts": [
        {"group": "wsw", "municipality": MAASTRICHT, "age_from": 18, "age_until": 57, "people": 10.0,
         "leaves_percent": 4.0, "units_person": 1.0},
        {"group": "wsw", "municipality": MAASTRICHT, "age_from": 57, "age_until": 67, "people": 6.0,
         "leaves_percent": 6.0, "units_person": 1.1},
    ],
    "plan_demand": [
        {"group": "leerwerk", "municipality": town, "year": year, "people": people}
        for year in YEARS for town, people in ((MAASTRICHT, 12.0), (VAALS, 4.0))
    ],
    "plan_exits": [{"year": 2026, "people": 3.0}, {"year": 2027, "people": 5.0}],
    "plan_scenarios": [
        {"id": "late", "name_nl": "MOB later", "name_en": "MOB later",
         "story_nl": "Het MOB begint een half jaar later.", "story_en": "The MOB starts half a year later."},
    ],
    "plan_patches": [
        {"scenario": "late", "order": 1, "table": "plan_hosts", "row": "mob", "field": "open_from", "operation": "set",
         "value": "2027-07-01"},
    ],
}  # fmt: skip
